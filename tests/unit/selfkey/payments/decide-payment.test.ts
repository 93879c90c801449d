import fc from 'fast-check';
import { decide, obstacle, type Situation } from '../../../../selfkey/payments/decide-payment';
import { entry, folio, KEY } from '../../../support/folios';
import { assertProperty } from '../../../support/property';

function situation(over: Partial<Situation> = {}): Situation {
	return {
		incoming: entry(),
		target: { kind: 'known', folio: KEY, bookingId: null },
		folio: folio(),
		known: null,
		original: null,
		unmatched: [],
		...over,
	};
}

function refused(over: Partial<Situation>): string[] {
	const decision = decide(situation(over));
	if (decision.outcome !== 'refused') throw new Error(`Expected it to be refused, it is ${decision.outcome}`);
	return decision.rejection.fields;
}

describe('a decision', () => {
	it('counts a payment, keeps it, or knows it again', () => {
		expect(decide(situation())).toEqual({ outcome: 'created', folio: KEY, bookingId: null });
		expect(decide(situation({ target: { kind: 'unknown' }, folio: null }))).toEqual({
			outcome: 'unmatched',
			problem: null,
		});
		const known = { entry: entry({ folio: KEY }), target: { kind: 'unknown' as const } };
		expect(decide(situation({ known }))).toEqual({ outcome: 'unchanged', entry: known.entry });
	});

	it('takes a number that comes again for a repeat only if nothing that both say differs', () => {
		const again = (before: Parameters<typeof entry>[0], now: Parameters<typeof entry>[0]) => {
			const known = { entry: entry({ folio: KEY, ...before }), target: { kind: 'unknown' as const } };
			const decision = decide(situation({ known, incoming: entry(now) }));
			return decision.outcome === 'refused' ? decision.rejection.fields : decision.outcome;
		};
		const [time, other] = ['2026-03-29T08:00:00Z', '2026-03-30T08:00:00Z'];
		// Without a time, nothing tells the same amount for the same booking from a repeat.
		expect(again({}, { receivedAt: other, note: 'another' })).toBe('unchanged');
		for (const [before, now] of [
			[{ occurredAt: time }, {}],
			[{}, { occurredAt: time }],
			[{ method: 'cash' }, {}],
			[{}, { method: 'cash' }],
		] as const)
			expect(again(before, now)).toBe('unchanged');
		expect(again({}, { minor: 1001 })).toEqual(['data.amount']);
		expect(again({}, { currency: 'CHF' })).toEqual(['data.currency']);
		expect(again({ method: 'cash' }, { method: 'card' })).toEqual(['data.method']);
		expect(again({ occurredAt: time }, { occurredAt: other })).toEqual(['data.occurred_at']);
		const elsewhere = { bookingNumber: null, bookingId: null, reservationKey: 'booking.com/1/other' };
		expect(again({}, { given: elsewhere, minor: 1001 })).toEqual(['data.amount']);
	});

	it('takes no number of one till for that of another, nor of an unnamed one', () => {
		const namesakes = (before: Parameters<typeof entry>[0], now: Parameters<typeof entry>[0]) =>
			decide(
				situation({
					incoming: entry(now),
					namesakes: [{ entry: entry({ folio: KEY, ...before }), target: { kind: 'unknown' } }],
				}),
			);
		for (const [before, now] of [
			[{}, { registerId: 'bar' }],
			[{ registerId: 'bar' }, {}],
		] as const) {
			expect(namesakes(before, now)).toMatchObject({ rejection: { fields: ['data.register_id'] } });
			expect(namesakes(before, { ...now, minor: 1001 }).outcome).toBe('created');
		}
	});

	it('refuses what would make a sum inexact, also of unmatched entries', () => {
		const entries = Array.from({ length: 4 }, (_, index) =>
			entry({ externalId: String(index), minor: 999_999_999_999_999 }),
		);
		const incoming = entry({ minor: 999_999_999_999_999 });
		expect(refused({ incoming, folio: folio({ entries }) })).toEqual(['data.amount']);
		expect(obstacle(incoming, { kind: 'known', folio: KEY, bookingId: null }, folio({ entries }), null)).toContain(
			'too large',
		);
		expect(decide(situation({ folio: folio({ entries }) })).outcome).toBe('created');
	});

	it('knows an unmatched payment again though its references contradict each other by now', () => {
		const target = { kind: 'contradictory' as const, fields: ['data.reservation_key'] };
		expect(decide(situation({ target, folio: null, known: { entry: entry(), target } })).outcome).toBe('unchanged');
		expect(refused({ target, folio: null })).toEqual(['data.reservation_key']);
	});

	it('never gives back more than was paid, nor takes away from another currency', () => {
		const paid = [
			entry({ folio: KEY, minor: 700 }),
			entry({ externalId: 'C', folio: KEY, minor: 900, currency: 'CHF' }),
		];
		const refund = (minor: number, currency: string) =>
			situation({
				incoming: entry({ kind: 'refund', externalId: 'R', minor, currency }),
				folio: folio({ entries: paid }),
				original: paid[0] ?? null,
			});
		assertProperty(
			fc.property(fc.integer({ min: 1, max: 1_000 }), fc.constantFrom('EUR', 'CHF', 'USD'), (minor, currency) => {
				const limit = { EUR: 700, CHF: 900, USD: 0 }[currency] ?? 0;
				expect(decide(refund(minor, currency)).outcome).toBe(minor <= limit ? 'created' : 'refused');
			}),
		);
	});
});
