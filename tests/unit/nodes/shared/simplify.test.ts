import fc from 'fast-check';
import type { IExecuteFunctions } from 'n8n-workflow';
import { pick, simplifiedRow, type KeptFields } from '../../../../nodes/shared/simplify';
import { assertProperty } from '../../../support/property';

const KEPT: KeptFields = { id: true, room: { id: true, name: true } };
const context = (simplify?: boolean) =>
	({
		getNodeParameter: (_: string, __: number, standard: unknown) => simplify ?? standard,
	}) as unknown as IExecuteFunctions;

it('keeps the fields that are named, and those inside of others and of lists', () => {
	const room = { id: 'r', name: '101', accessCode: '4711' };
	expect(pick({ id: 1, room, amount: 3 }, KEPT)).toEqual({ id: 1, room: { id: 'r', name: '101' } });
	expect(pick({ room: [room, null] }, KEPT)).toEqual({ room: [{ id: 'r', name: '101' }, null] });
});

it('adds no field, and leaves what is nothing as it is', () => {
	expect(pick({ room: null }, KEPT)).toEqual({ room: null });
	expect(pick({}, KEPT)).toEqual({});
});

it('gives the whole answer only where the node says so; also an old workflow, which says nothing, gets the short one', () => {
	const row = { id: 1, secret: 'x' };
	expect(simplifiedRow(context(false), 0, row, KEPT)).toBe(row);
	expect(simplifiedRow(context(), 0, row, KEPT)).toEqual({ id: 1 });
});

it('lets nothing through that is not named, whatever the answer is', () => {
	assertProperty(
		fc.property(fc.dictionary(fc.constantFrom('id', 'room', 'x', '__proto__'), fc.jsonValue()), (row) => {
			expect(Object.keys(pick(row, KEPT)).every((name) => name in KEPT)).toBe(true);
		}),
	);
});
