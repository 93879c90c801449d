import { orderOf } from '../../../../nodes/Opera/run';

const handedBack = (attempts?: number) => ({ json: { selfKey: { change: { attempts } } } });

test('what was never handed back comes first, the others in another order each time', () => {
	const items = [handedBack(2), handedBack(0), handedBack(1), { json: {} }, handedBack()];
	const falling = [0.9, 0.1].values();
	expect(orderOf(items, () => falling.next().value ?? 0)).toEqual([1, 3, 4, 2, 0]);
	const rising = [0.1, 0.9].values();
	expect(orderOf(items, () => rising.next().value ?? 0)).toEqual([1, 3, 4, 0, 2]);
});
