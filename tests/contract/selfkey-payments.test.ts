/** What becomes of payments, without a database. */
import fc from 'fast-check';
import { exponentOf } from '../../core/reservation/money';
import { balanceIn, balancesOf, minorOf, payableCurrencies } from '../../selfkey/payments/folio-balance';
import { openPglite } from '../../sandbox/selfkey/pglite';
import { createTables } from '../../sandbox/selfkey/tables';
import { createSelfKeyHooks, createSqlBookingStore } from '../../selfkey';
import type { SqlClient, SqlDatabase } from '../../selfkey/sql/client';
import { decide, obstacle, type Situation } from '../../selfkey/payments/decide-payment';
import type { Folio, LedgerEntry } from '../../selfkey/ports/folio';
import { areAlike, readingsOf, targetOf } from '../../selfkey/payments/payment-references';

const KEY = { channel: 'booking.com', propertyId: '1', reservationId: 'r' };
const OTHER = { ...KEY, reservationId: 'other' };

function entry(over: Partial<Omit<LedgerEntry, 'amount'>> & { minor?: number; currency?: string } = {}): LedgerEntry {
	const { minor = 1000, currency = 'EUR', ...rest } = over;
	return {
		kind: 'payment',
		externalId: 'P',
		paymentId: 'P',
		amount: { minor, exponent: exponentOf(currency), currency },
		method: null,
		note: null,
		occurredAt: null,
		receivedAt: '2026-03-01T08:00:00.000Z',
		integrationId: 'i',
		given: { bookingNumber: null, bookingId: null, reservationKey: 'booking.com/1/r' },
		folio: null,
		bookingId: null,
		problem: null,
		...rest,
	};
}

function folio(over: Partial<Folio> = {}): Folio {
	const booking = { id: 'b', bookingNumber: 1, isActive: true, amount: '100', currency: 'EUR', isPaidOnline: false };
	return { ...KEY, bookings: [booking], currency: 'EUR', isPaidToChannel: false, entries: [], ...over };
}

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

describe('amounts', () => {
	it('come out of a float exactly as they went in, in every currency', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: -1e11, max: 1e11 }),
				fc.constantFrom('EUR', 'JPY', 'KWD', 'CLF'),
				(minor, currency) => {
					// As JavaScript divides, and as PostgreSQL writes the column.
					expect(minorOf(String(minor / 10 ** exponentOf(currency)), currency)).toBe(BigInt(minor));
				},
			),
		);
	});

	it('are rounded half up where they have more decimals than their currency, and are nothing where they are no amount', () => {
		const cases = [
			['0.004', 'EUR', 0n],
			['0.005', 'EUR', 1n],
			['-0.005', 'EUR', -1n],
			['99.5', 'JPY', 100n],
			['1e-7', 'EUR', 0n],
			['1e+20', 'EUR', 0n],
			['NaN', 'EUR', 0n],
			['Infinity', 'EUR', 0n],
		] as const;
		for (const [amount, currency, minor] of cases) expect([amount, minorOf(amount, currency)]).toEqual([amount, minor]);
	});

	it('are due in the currency of what stands, else of what stood, else of what the channel said, else of what was paid', () => {
		const [booking] = folio().bookings;
		if (!booking) throw new Error('No booking');
		const gone = { ...booking, isActive: false, currency: ' chf ' };
		expect(payableCurrencies(folio({ bookings: [gone, booking] }))).toEqual(['EUR']);
		expect(payableCurrencies(folio({ bookings: [gone] }))).toEqual(['CHF']);
		expect(payableCurrencies(folio({ bookings: [], currency: 'JPY' }))).toEqual(['JPY']);
		expect(payableCurrencies(folio({ bookings: [], currency: null, entries: [entry({ currency: 'USD' })] }))).toEqual([
			'USD',
		]);
		expect(payableCurrencies(folio({ bookings: [{ ...booking, currency: 'francs' }], currency: null }))).toEqual([]);
	});

	it('give no balance rather than a wrong one', () => {
		const entries = Array.from({ length: 10 }, (_, index) =>
			entry({ externalId: String(index), minor: 999_999_999_999_999 }),
		);
		expect(balanceIn(folio({ entries }), 'EUR')).toBeNull();
		expect(balancesOf(folio({ entries }))).toEqual([]);
	});
});

describe('references', () => {
	it('find a reservation whatever slashes its ids have', () => {
		const id = fc.string({ minLength: 1, maxLength: 8, unit: fc.constantFrom('a', '/', '1') });
		fc.assert(
			fc.property(id, id, id, (channel, propertyId, reservationId) => {
				const key = `${channel}/${propertyId}/${reservationId}`;
				const slashes = key.split('/').length - 1;
				if (slashes <= 20) expect(readingsOf(key)).toContainEqual({ channel, propertyId, reservationId });
				expect(readingsOf(key).length).toBeLessThanOrEqual(190);
			}),
		);
	});

	it('mean one folio, none, or nothing that can be told', () => {
		const number = (...folios: Array<typeof KEY>) => ({
			field: 'data.booking_number' as const,
			matches: folios.map((found) => ({ folio: found, bookingId: 'b' })),
		});
		const key = (...folios: Array<typeof KEY>) => ({
			field: 'data.reservation_key' as const,
			matches: folios.map((found) => ({ folio: found, bookingId: null })),
		});
		expect(targetOf([key(KEY)])).toEqual({ kind: 'known', folio: KEY, bookingId: null });
		expect(targetOf([key(KEY), number(KEY, KEY)])).toEqual({ kind: 'known', folio: KEY, bookingId: 'b' });
		expect(targetOf([key(), number()])).toEqual({ kind: 'unknown' });
		expect(targetOf([key(KEY), number()])).toEqual({ kind: 'contradictory', fields: ['data.booking_number'] });
		expect(targetOf([key(KEY), number(OTHER)])).toEqual({
			kind: 'contradictory',
			fields: ['data.reservation_key', 'data.booking_number'],
		});
		expect(targetOf([key(KEY, OTHER)])).toEqual({ kind: 'contradictory', fields: ['data.reservation_key'] });
	});

	it('are alike where they share one and contradict each other in none', () => {
		const nothing = { bookingNumber: null, bookingId: null, reservationKey: null };
		expect(areAlike({ ...nothing, bookingNumber: 1 }, { ...nothing, bookingNumber: 1, bookingId: 'b' })).toBe(true);
		expect(
			areAlike({ ...nothing, bookingNumber: 1, bookingId: 'a' }, { ...nothing, bookingNumber: 1, bookingId: 'b' }),
		).toBe(false);
		expect(areAlike({ ...nothing, bookingNumber: 1 }, { ...nothing, bookingId: 'b' })).toBe(false);
	});
});

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
			});
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 1_000 }), fc.constantFrom('EUR', 'CHF', 'USD'), (minor, currency) => {
				const limit = { EUR: 700, CHF: 900, USD: 0 }[currency] ?? 0;
				expect(decide(refund(minor, currency)).outcome).toBe(minor <= limit ? 'created' : 'refused');
			}),
		);
	});
});

describe('the desk’s list', () => {
	it('takes no lock and no more queries for thousands than for one, unless there is something to apply', async () => {
		const database = await openPglite();
		try {
			await createTables(database);
			let [queries, transactions] = [0, 0];
			const counting = ({ query }: SqlClient): SqlClient => ({
				query: (text, params) => {
					queries += 1;
					return query(text, params);
				},
			});
			const counted: SqlDatabase = {
				...counting({ query: (text, params) => database.query(text, params) }),
				transaction: (work) => {
					transactions += 1;
					return database.transaction((client) =>
						work(counting({ query: (text, params) => client.query(text, params) })),
					);
				},
			};
			const hooks = createSelfKeyHooks({ store: createSqlBookingStore(counted) });
			await database.query(
				`INSERT INTO "establishments" ("id", "slug", "name", "city", "country", "currency", "timeZone") VALUES ('e', 'h', 'h', 'Vevey', 'CH', 'CHF', 'Europe/Zurich')`,
			);
			const keep = (from: number, to: number) =>
				database.query(
					`INSERT INTO "booking_payments" ("hotelSlug", "kind", "externalId", "paymentId", "minor", "exponent", "currency", "receivedAt", "integrationId", "givenBookingId", "givenReservationKey", "givenBookingNumber")
					SELECT 'h', CASE WHEN i % 2 = 0 THEN 'refund' ELSE 'payment' END, 'P' || i, 'P' || (i - i % 2), 100, 2, 'CHF', now(), 'i', 'b' || i, 'opera/1/' || i, 1500000000 + i FROM generate_series($1::int, $2::int) i`,
					[from, to],
				);
			const look = async () => {
				[queries, transactions] = [0, 0];
				return { unmatched: (await hooks.unmatchedPayments('h')).length, queries, transactions };
			};
			await keep(1, 2);
			const few = await look();
			await keep(3, 2000);
			expect(await look()).toEqual({ ...few, unmatched: 2000, transactions: 0 });
			expect(few.queries).toBeLessThan(10);
		} finally {
			await database.close();
		}
	}, 120_000);
});
