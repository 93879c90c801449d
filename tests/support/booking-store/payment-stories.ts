/** Payments, refunds, repeats and reservations at random, beside a ledger that is kept by hand. */
import fc from 'fast-check';
import { untouched } from './payments';
import { cancellation, reservation } from './reservations';
import type { NewHotel, PaymentWish, TestHotel } from './test-hotel';

const keyOf = (id: string) => `booking.com/8011855/${id}`;

type Reference = 'key' | 'number' | 'id';
type Money = { kind: 'payment' | 'refund'; name: string; of: string; minor: number; currency: string; booking: string; by: Reference };
type Stay = { kind: 'stay'; id: string; price: number; isCancelled: boolean };
type Step = Stay | Money;

const booking = fc.constantFrom('a', 'b', 'c');
const step: fc.Arbitrary<Step> = fc.oneof(
	{
		weight: 3,
		arbitrary: fc.record({ kind: fc.constant('stay' as const), id: booking, price: fc.integer({ min: 0, max: 90_000 }), isCancelled: fc.integer({ min: 0, max: 3 }).map((number) => number === 0) }),
	},
	{
		weight: 12,
		arbitrary: fc.record({
			kind: fc.constantFrom('payment' as const, 'payment' as const, 'refund' as const),
			name: fc.constantFrom('1', '2', '3', '4', '5', '6'),
			of: fc.constantFrom('1', '2', '3'),
			// Few values, so that repeats and refunds of all that was paid happen.
			minor: fc.constantFrom(1, 250, 250, 1_000, 33_333),
			currency: fc.constantFrom('EUR', 'EUR', 'EUR', 'CHF'),
			booking,
			by: fc.constantFrom<Reference>('key', 'key', 'number', 'id'),
		}),
	},
);

interface Kept {
	kind: 'payment' | 'refund';
	paymentId: string;
	minor: number;
	currency: string;
	booking: string;
	/** As it was sent. */
	reference: string;
	isApplied: boolean;
}

/** The ledger as a bookkeeper would keep it. Channels of this hotel sell in EUR. */
class Book {
	readonly rows = new Map<string, Kept>();
	readonly cancelled = new Set<string>();
	readonly known = new Map<string, { price: number; bookingId: string; bookingNumber: number }>();

	left(bookingId: string, currency: string, isApplied: boolean): number {
		const rows = [...this.rows.values()].filter((row) => row.booking === bookingId && row.currency === currency && row.isApplied === isApplied);
		return rows.reduce((sum, { kind, minor }) => (kind === 'payment' ? sum + minor : sum - minor), 0);
	}

	/** What has to become of it. */
	expect(row: Omit<Kept, 'isApplied'>, externalId: string): 'created' | 'kept' | 'unchanged' | 'refused' {
		const before = this.rows.get(`${row.kind} ${externalId}`);
		if (before) {
			const isSame = before.minor === row.minor && before.currency === row.currency && before.booking === row.booking && before.paymentId === row.paymentId;
			return isSame ? 'unchanged' : 'refused';
		}
		const isKnown = this.known.has(row.booking);
		const original = this.rows.get(`payment ${row.paymentId}`);
		// Money goes back where it came from: to the payment's booking, and to the desk where the payment still lies.
		const goesBack = row.kind === 'refund' && original !== undefined;
		if (goesBack && original.isApplied && original.booking !== row.booking) return 'refused';
		if (goesBack && !original.isApplied && original.reference !== row.reference) return 'refused';
		const isApplied = goesBack ? original.isApplied : isKnown;
		if (row.kind === 'refund' && row.minor > this.left(row.booking, row.currency, isApplied)) return 'refused';
		if (isKnown && row.kind === 'payment' && row.currency !== 'EUR') return 'refused';
		this.rows.set(`${row.kind} ${externalId}`, { ...row, isApplied });
		return isApplied ? 'created' : 'kept';
	}

	/** Payments first; a refund only where its payment is not somebody else's. */
	arrive(id: string): void {
		const waiting = [...this.rows.values()].filter((row) => !row.isApplied && row.booking === id && row.currency === 'EUR');
		for (const row of waiting) if (row.kind === 'payment') row.isApplied = true;
		for (const row of waiting) {
			const original = this.rows.get(`payment ${row.paymentId}`);
			const isOthers = original && original.booking !== id;
			if (row.kind === 'refund' && !isOthers && row.minor <= this.left(id, 'EUR', true)) row.isApplied = true;
		}
	}
}

async function takePayment(hotel: TestHotel, book: Book, { kind, name, of, minor, currency, booking: id, by }: Money): Promise<void> {
	const known = book.known.get(id);
	const reference = by === 'key' || !known ? { reservation_key: keyOf(id) } : by === 'number' ? { booking_number: known.bookingNumber } : { booking_id: known.bookingId };
	const paymentId = kind === 'payment' ? `P-${name}` : `P-${of}`;
	const externalId = kind === 'payment' ? paymentId : `R-${name}`;
	const wish: PaymentWish = { payment_id: paymentId, amount_minor: minor, currency, ...reference, ...(kind === 'refund' ? { refund_id: externalId } : {}) };
	const before = await untouched(hotel);
	const expected = book.expect({ kind, paymentId, minor, currency, booking: id, reference: JSON.stringify(reference) }, externalId);
	const { status, body } = await hotel.sendPayment(wish);
	expect({ wish, outcome: status === 200 ? body.outcome : 'refused' }).toEqual({ wish, outcome: expected });
	expect(await untouched(hotel)).toEqual(before);
}

async function take(hotel: TestHotel, book: Book, next: Step, seen: number): Promise<void> {
	if (next.kind !== 'stay') return takePayment(hotel, book, next);
	const { id, price } = next;
	// A cancellation of what nobody knows says nothing of a price or a currency.
	const isCancelled = next.isCancelled && book.known.has(id);
	const message = isCancelled ? cancellation({ id, seen }) : reservation({ id, seen, event: 'modified', price: (price / 100).toFixed(2) });
	const { bookings } = await hotel.send(message);
	book.arrive(id);
	// Cancelled is final, and costs nothing.
	if (isCancelled) book.cancelled.add(id);
	book.known.set(id, { price: book.cancelled.has(id) ? 0 : price, bookingId: bookings[0]?.id ?? '', bookingNumber: bookings[0]?.bookingNumber ?? 0 });
}

async function checkBalances(hotel: TestHotel, book: Book): Promise<void> {
	for (const [id, { price, bookingId }] of book.known) {
		const { balances } = (await hotel.hooks.paymentsOf(bookingId)) ?? { balances: [] };
		const euros = balances.find(({ currency }) => currency === 'EUR');
		const left = book.left(id, 'EUR', true);
		expect([euros?.total.minor, (euros?.paid.minor ?? 0) - (euros?.refunded.minor ?? 0), euros?.due.minor]).toEqual([price, left, price - left]);
		for (const { paid, refunded } of balances) expect(refunded.minor).toBeLessThanOrEqual(paid.minor);
	}
	const waiting = [...book.rows.values()].filter(({ isApplied }) => !isApplied);
	expect(await hotel.hooks.keptPayments(hotel.slug)).toHaveLength(waiting.length);
	expect(await hotel.ledger()).toHaveLength(book.rows.size);
}

export function describePaymentStories(newHotel: NewHotel): void {
	describe('payments at random', () => {
		it('are counted as a bookkeeper would, whatever comes in between', async () => {
			await fc.assert(
				fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40 }), async (steps) => {
					const hotel = await newHotel({ types: { double: ['101', '102', '103'] } });
					const book = new Book();
					for (const [index, next] of steps.entries()) await take(hotel, book, next, index);
					await checkBalances(hotel, book);
					expect(hotel.errors).toEqual([]);
				}),
				{ numRuns: 10 },
			);
		}, 300_000);

		it('end up the same in any order and however often they come', async () => {
			const payments = fc.uniqueArray(fc.record({ name: fc.constantFrom('1', '2', '3', '4', '5'), minor: fc.integer({ min: 1, max: 99_999 }), id: booking, isTwice: fc.boolean() }), { selector: ({ name }) => name, minLength: 2 });
			await fc.assert(
				fc.asyncProperty(payments, fc.infiniteStream(fc.nat({ max: 1_000 })), async (wishes, chance) => {
					const sends = wishes.flatMap(({ name, minor, id, isTwice }) => {
						const send = (hotel: TestHotel) => hotel.pay({ payment_id: name, amount_minor: minor, reservation_key: keyOf(id) });
						return isTwice ? [send, send] : [send];
					});
					const stays = ['a', 'b', 'c'].map((id) => (hotel: TestHotel) => hotel.send(reservation({ id })));
					const inOrder = [...stays, ...sends];
					const shuffled = inOrder.map((send) => ({ send, place: chance.next().value ?? 0 })).sort((one, other) => one.place - other.place);
					const ends: unknown[] = [];
					for (const order of [inOrder, shuffled.map(({ send }) => send)]) {
						const hotel = await newHotel({ types: { double: ['101', '102', '103'] } });
						for (const send of order) await send(hotel);
						const rows = await hotel.query('SELECT "externalId", "minor"::text, "reservationId", "problem" FROM "booking_payments" WHERE "hotelSlug" = $1 ORDER BY 1', [hotel.slug]);
						expect(hotel.errors).toEqual([]);
						ends.push(rows);
					}
					expect(ends[1]).toEqual(ends[0]);
				}),
				{ numRuns: 8 },
			);
		}, 300_000);
	});
}
