import fc from 'fast-check';
import { compareOrder, compareRevision } from '../../../../core/reservation/order';
import { assertProperty } from '../../../support/property';

const revision = fc.oneof(
	fc.nat(200).map(String),
	fc
		.date({ min: new Date('2026-01-01'), max: new Date('2026-12-31'), noInvalidDate: true })
		.map((date) => date.toISOString()),
	fc.constantFrom('2026-03-01T10:00:00+02:00', '2026-03-01T08:00:00Z', 'a', 'b', '10a', '', 'v9', 'v10', '31.03.2026'),
	fc.constantFrom('read 2026-03-01T08:00:00.000Z', 'read 2026-03-02T08:00:00.000Z', 'read', 'read 7'),
);
const stamp = fc.record({
	revision: fc.option(revision),
	afterRevision: fc.option(revision, { nil: undefined, freq: 3 }),
	observedAt: fc.tuple(fc.nat(3), fc.nat(12)).map(([second, place]) => `2026-03-11T15:00:0${second}.000Z#${place}`),
});

describe('order', () => {
	it('is total: antisymmetric and transitive', () => {
		assertProperty(
			fc.property(stamp, stamp, stamp, (a, b, c) => {
				expect(Math.sign(compareOrder(a, b))).toBe(-Math.sign(compareOrder(b, a)) + 0);
				if (compareOrder(a, b) <= 0 && compareOrder(b, c) <= 0) expect(compareOrder(a, c)).toBeLessThanOrEqual(0);
			}),
			{ numRuns: 2_000 },
		);
	});

	it('compares numbers as numbers and instants as instants', () => {
		expect(compareRevision('9', '10')).toBeLessThan(0);
		expect(compareRevision('v9', 'v10')).toBeLessThan(0);
		expect(compareRevision('31.03.2027 10:00', '01.04.2027 10:00')).toBeLessThan(0);
		expect(compareRevision('2026-03-01T08:00:00.1Z', '2026-03-01T08:00:00.12Z')).toBeLessThan(0);
		expect(compareRevision('9007199254740993', '9007199254740992')).toBeGreaterThan(0);
		expect(compareRevision('2026-03-01T10:00:00+02:00', '2026-03-01T08:30:00Z')).toBeLessThan(0);
	});
});
