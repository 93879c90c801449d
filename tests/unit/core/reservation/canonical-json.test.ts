import fc from 'fast-check';
import { canonicalJson, canonicalObject } from '../../../../core/reservation/canonical-json';
import { assertProperty } from '../../../support/property';

/** As it is defined, without anything that makes it fast. */
function plainly(value: unknown): string {
	if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null);
	if (Array.isArray(value)) return `[${value.map(plainly).join(',')}]`;
	const entries = value as Record<string, unknown>;
	const kept = Object.keys(entries)
		.sort()
		.filter((key) => entries[key] !== undefined);
	return `{${kept.map((key) => `${JSON.stringify(key)}:${plainly(entries[key])}`).join(',')}}`;
}

const key = fc.oneof(fc.constantFrom('minor', 'name', '10', '9', '__proto__', 'é"'), fc.string({ maxLength: 3 }));
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
	value: fc.oneof(
		{ depthSize: 'medium' },
		fc.string({ unit: 'binary' }),
		fc.double(),
		fc.constantFrom(null, undefined, true, false, -0, 1e21),
		fc.array(tie('value'), { maxLength: 3 }),
		fc.dictionary(key, tie('value'), { maxKeys: 5 }),
	),
}));

describe('canonical JSON', () => {
	it('is what it was, whatever objects came before', () => {
		assertProperty(
			fc.property(value, (any) => {
				expect(canonicalJson(any)).toBe(plainly(any));
			}),
			{ numRuns: 3_000 },
		);
	});

	it('does not mistake one kind of object for another that begins alike', () => {
		const alike = [{ b: 1, a: 2 }, { b: 1 }, { b: 1, a: 2, c: 3 }, { b: 1, c: 3, a: 2 }, { a: 2, b: 1 }, {}];
		for (const one of [...alike, ...alike]) expect(canonicalJson(one)).toBe(plainly(one));
	});

	it('leaves keys out of the outermost object alone, and stands in for JSON in a list of callbacks', () => {
		expect(canonicalObject({ b: { a: 1 }, a: 2 }, new Set(['a']))).toBe('{"b":{"a":1}}');
		expect([{ b: 1 }, 'x'].map(canonicalJson)).toEqual(['{"b":1}', '"x"']);
	});
});
