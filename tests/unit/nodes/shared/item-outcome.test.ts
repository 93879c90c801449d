import { failureText, isFailed, outcomeOf } from '../../../../nodes/shared/item-outcome';

test('an outcome is read from whichever node has written, SelfKey first', () => {
	expect(outcomeOf({ opera: { outcome: 'created' }, selfKey: { outcome: 'updated' } })).toBe('updated');
	expect(outcomeOf({ selfKey: { change: {} }, opera: { outcome: 'created' } })).toBe('created');
});

test.each([[{}], [{ outcome: 'created' }], [{ selfKey: { outcome: '' } }], [{ selfKey: null, opera: [] }]])(
	'%j has been written by none',
	(item) => {
		expect(outcomeOf(item)).toBeNull();
	},
);

test.each([
	[{ error: 'down' }, 'down'],
	[{ error: { message: 'refused', config: { headers: { authorization: 'secret' } } } }, 'refused'],
	[{ error: { description: 'why' } }, 'why'],
	[{ error: { code: 'E' } }, null],
])('%j has failed', (item, text) => {
	expect([isFailed(item), failureText(item)]).toEqual([true, text]);
});

test.each([[{}], [{ error: null }], [{ error: '' }], [{ error: false }]])('%j has not failed', (item) => {
	expect(isFailed(item)).toBe(false);
});
