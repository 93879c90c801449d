/** Payments, refunds, repeats and reservations at random, beside a ledger that is kept by hand. */
import fc from 'fast-check';
import { moneyFromMinor } from '../../../core/reservation/money';
import { untouched } from './payments';
import { cancellation, reservation } from './reservations';
import type { NewHotel, PaymentWish, TestHotel } from './test-hotel';
import { assertProperty, PROPERTY_TEST_MS } from '../property';

const keyOf = (id: string) => `booking.com/8011855/${id}`;

/** `misread`: a number that is nobody's; `both`: that beside the key, so that they cannot both be right. */
type Reference = 'key' | 'number' | 'id' | 'misread' | 'both';
type Kind = 'payment' | 'refund';
type Money = { kind: Kind; name: string; of: string; minor: number; currency: string; booking: string; by: Reference };
type Status = 'confirmed' | 'no_show' | 'cancelled';
/** `fee`, in minor units, of one that does not take place. */
type Stay = { kind: 'stay'; id: string; price: number; status: Status; fee: number | null };
/** Somebody at the desk says whose it is. */
type Assign = { kind: 'assign'; what: Kind; name: string; booking: string };
type Step = Stay | Money | Assign;

const booking = fc.constantFrom('a', 'b', 'c');
const step: fc.Arbitrary<Step> = fc.oneof(
	{
		weight: 3,
		arbitrary: fc.record({
			kind: fc.constant('stay' as const),
			id: booking,
			price: fc.integer({ min: 0, max: 90_000 }),
			status: fc.constantFrom<Status>('confirmed', 'confirmed', 'confirmed', 'no_show', 'cancelled'),
			fee: fc.option(fc.constantFrom(0, 250, 10_000)),
		}),
	},
	{
		weight: 12,
		arbitrary: fc.record({
			kind: fc.constantFrom<Kind>('payment', 'payment', 'refund'),
			name: fc.constantFrom('1', '2', '3', '4', '5', '6'),
			of: fc.constantFrom('1', '2', '3'),
			// Few values, so that repeats and refunds of all that was paid happen.
			minor: fc.constantFrom(1, 250, 250, 1_000, 33_333),
			currency: fc.constantFrom('EUR', 'EUR', 'EUR', 'CHF'),
			booking,
			by: fc.constantFrom<Reference>('key', 'key', 'number', 'id', 'misread', 'both'),
		}),
	},
	{
		weight: 3,
		arbitrary: fc.record({
			kind: fc.constant('assign' as const),
			what: fc.constantFrom<Kind>('payment', 'payment', 'refund'),
			name: fc.constantFrom('1', '2', '3'),
			booking,
		}),
	},
);

/** What a reference says, by the names that it is made of: `{ key: 'a', number: 'nobody a' }`. */
type Said = Partial<Record<'key' | 'number' | 'id', string>>;

interface Row {
	kind: Kind;
	externalId: string;
	paymentId: string;
	minor: number;
	currency: string;
	said: Said;
	/** Whose it is; `null` while it lies with the desk. */
	owner: string | null;
}

const isEqual = (one: Said, other: Said) => JSON.stringify(one) === JSON.stringify(other);

function areAlike(one: Said, other: Said): boolean {
	const both = (['key', 'number', 'id'] as const).filter(
		(part) => one[part] !== undefined && other[part] !== undefined,
	);
	return both.length > 0 && both.every((part) => one[part] === other[part]);
}

/** The ledger as a bookkeeper would keep it. Channels of this hotel sell in EUR. */
class Book {
	readonly rows = new Map<string, Row>();
	readonly cancelled = new Set<string>();
	/** What was last said to be due of a stay that does not take place. */
	readonly fees = new Map<string, number>();
	readonly known = new Map<string, { price: number; bookingId: string; bookingNumber: number }>();

	left(owner: string, currency: string): number {
		return sum([...this.rows.values()].filter((row) => row.owner === owner && row.currency === currency));
	}

	/** What has to become of it. */
	take(row: Row): 'created' | 'unmatched' | 'unchanged' | 'refused' {
		const before = this.rows.get(`${row.kind} ${row.externalId}`);
		const place = this.placeOf(row);
		if (before) {
			const isSame =
				before.minor === row.minor && before.currency === row.currency && before.paymentId === row.paymentId;
			const owner = before.owner ?? this.ownerBy(before.said);
			const isSameBooking =
				isEqual(before.said, row.said) ||
				(this.known.has(owner) ? owner === place : place === 'nobody' && areAlike(before.said, row.said));
			return isSame && isSameBooking ? 'unchanged' : 'refused';
		}
		const original = this.originalOf(row);
		if (row.kind === 'refund' && !original) return 'refused';
		// Money that goes back lies where the payment lies.
		if (original?.owner === null) {
			if (place === 'several' && !areAlike(row.said, original.said)) return 'refused';
			return this.keep(row);
		}
		if (place === 'several' || (original && original.owner !== place)) return 'refused';
		if (place === 'nobody') return this.keep(row);
		if (!this.fits(row, place)) return 'refused';
		this.add({ ...row, owner: place });
		this.settle();
		return 'created';
	}

	/** Whether the desk may. */
	assign(externalId: string, kind: Kind, owner: string): boolean {
		const row = this.rows.get(`${kind} ${externalId}`);
		if (!row || row.owner !== null || !this.known.has(owner)) return false;
		const original = this.originalOf(row);
		if ((original && original.owner !== owner) || !this.fits(row, owner)) return false;
		row.owner = owner;
		this.settle(kind === 'payment' ? externalId : null);
		return true;
	}

	/** Payments first; a refund only where its payment is. */
	settle(taken: string | null = null): void {
		const waiting = [...this.rows.values()]
			.filter(({ owner }) => owner === null)
			.sort((one, other) => (`${one.kind} ${one.externalId}` < `${other.kind} ${other.externalId}` ? -1 : 1));
		for (const row of waiting) {
			const original = this.originalOf(row);
			const place = this.placeOf(row, row.kind === 'refund' && row.paymentId === taken);
			if (this.known.has(place) && (!original || original.owner === place) && this.fits(row, place)) row.owner = place;
		}
	}

	private fits({ kind, minor, currency }: Row, owner: string): boolean {
		return kind === 'payment' ? currency === 'EUR' : minor <= this.left(owner, currency);
	}

	private keep(row: Row): 'unmatched' | 'refused' {
		if (row.kind === 'refund' && row.minor > sum(this.heap(row).filter(({ currency }) => currency === row.currency)))
			return 'refused';
		this.add(row);
		return 'unmatched';
	}

	/** What lies on one heap with it: the same payment or alike references, from one to the next. */
	private heap(row: Row): Row[] {
		const heap = new Set([row]);
		for (let size = 0; size < heap.size;) {
			size = heap.size;
			for (const other of this.rows.values()) {
				if (
					other.owner === null &&
					[...heap].some(({ paymentId, said }) => paymentId === other.paymentId || areAlike(said, other.said))
				)
					heap.add(other);
			}
		}
		heap.delete(row);
		return [...heap];
	}

	private add(row: Row): void {
		this.rows.set(`${row.kind} ${row.externalId}`, row);
	}

	private originalOf({ kind, paymentId }: Row): Row | undefined {
		return kind === 'refund' ? this.rows.get(`payment ${paymentId}`) : undefined;
	}

	/** By what it says, or by its payment where it says the same. */
	private placeOf(row: Row, isTaken = false): string {
		const place = this.ownerBy(row.said);
		const original = this.originalOf(row);
		if (!original?.owner) return place;
		return isEqual(row.said, original.said) || (place === 'nobody' && (isTaken || areAlike(row.said, original.said)))
			? original.owner
			: place;
	}

	private ownerBy(said: Said): string {
		const names = Object.values(said);
		const known = new Set(names.filter((name) => this.known.has(name)));
		if (known.size === 0) return 'nobody';
		return known.size === 1 && names.every((name) => this.known.has(name)) ? ([...known][0] ?? '') : 'several';
	}
}

function sum(rows: readonly Row[]): number {
	return rows.reduce((total, { kind, minor }) => (kind === 'payment' ? total + minor : total - minor), 0);
}

/** A number that no booking of any hotel gets. */
const misreadNumber = (id: string) => 2_100_000_000 + id.charCodeAt(0);

function wordsFor(book: Book, id: string, by: Reference): { said: Said; reference: Record<string, unknown> } {
	const known = book.known.get(id);
	const misread = `nobody like ${id}`;
	if (by === 'misread') return { said: { number: misread }, reference: { booking_number: misreadNumber(id) } };
	if (by === 'both')
		return {
			said: { key: id, number: misread },
			reference: { reservation_key: keyOf(id), booking_number: misreadNumber(id) },
		};
	if (by === 'number' && known) return { said: { number: id }, reference: { booking_number: known.bookingNumber } };
	if (by === 'id' && known) return { said: { id }, reference: { booking_id: known.bookingId } };
	return { said: { key: id }, reference: { reservation_key: keyOf(id) } };
}

async function takePayment(
	hotel: TestHotel,
	book: Book,
	{ kind, name, of, minor, currency, booking: id, by }: Money,
): Promise<void> {
	const { said, reference } = wordsFor(book, id, by);
	const paymentId = kind === 'payment' ? `P-${name}` : `P-${of}`;
	const externalId = kind === 'payment' ? paymentId : `R-${name}`;
	const wish: PaymentWish = {
		payment_id: paymentId,
		amount_minor: minor,
		currency,
		...reference,
		...(kind === 'refund' ? { refund_id: externalId } : {}),
	};
	const before = await untouched(hotel);
	const expected = book.take({ kind, externalId, paymentId, minor, currency, said, owner: null });
	const { status, body } = await hotel.sendPayment(wish);
	expect({ wish, outcome: status === 200 ? body.outcome : 'refused' }).toEqual({ wish, outcome: expected });
	expect(await untouched(hotel)).toEqual(before);
}

async function assign(hotel: TestHotel, book: Book, { what, name, booking: id }: Assign): Promise<void> {
	const externalId = what === 'payment' ? `P-${name}` : `R-${name}`;
	const isTaken = book.assign(externalId, what, id);
	const said = await hotel.hooks
		.assignPayment(hotel.slug, { kind: what, id: externalId }, book.known.get(id)?.bookingId ?? 'nobody')
		.then(
			() => 'taken',
			(error: Error) => error.name,
		);
	expect([externalId, id, said]).toEqual([externalId, id, isTaken ? 'taken' : 'ValidationError']);
}

async function take(hotel: TestHotel, book: Book, next: Step, seen: number): Promise<void> {
	if (next.kind === 'assign') return assign(hotel, book, next);
	if (next.kind !== 'stay') return takePayment(hotel, book, next);
	const { id, price, fee } = next;
	// A cancellation of what nobody knows says nothing of a price or a currency.
	const status = book.known.has(id) ? next.status : 'confirmed';
	const cancellationFee = fee === null ? null : moneyFromMinor(fee, 'EUR');
	const message =
		status === 'cancelled'
			? cancellation({ id, seen, cancellationFee })
			: reservation({
					...{ id, seen, event: 'modified', price: (price / 100).toFixed(2) },
					...(status === 'no_show' ? { status, cancellationFee } : {}),
				});
	const { bookings } = await hotel.send(message);
	// Cancelled is final: who is said to have come afterwards owes the fee all the same.
	if (status === 'cancelled') book.cancelled.add(id);
	if (status === 'confirmed' && !book.cancelled.has(id)) book.fees.delete(id);
	if (status !== 'confirmed' && fee !== null) book.fees.set(id, fee);
	const isOff = status === 'no_show' || book.cancelled.has(id);
	book.known.set(id, {
		price: isOff ? (book.fees.get(id) ?? 0) : price,
		bookingId: bookings[0]?.id ?? '',
		bookingNumber: bookings[0]?.bookingNumber ?? 0,
	});
	book.settle();
}

/** Whose each entry is, in the database and in the book. */
async function checkOwners(hotel: TestHotel, book: Book): Promise<void> {
	const rows = (await hotel.ledger()).map(({ kind, externalId, reservationId }) => [kind, externalId, reservationId]);
	expect(rows).toEqual([...book.rows.values()].map(({ kind, externalId, owner }) => [kind, externalId, owner]).sort());
}

async function checkBalances(hotel: TestHotel, book: Book): Promise<void> {
	for (const [id, { price, bookingId }] of book.known) {
		const { balances } = (await hotel.hooks.paymentsOf(bookingId)) ?? { balances: [] };
		const euros = balances.find(({ currency }) => currency === 'EUR');
		const left = book.left(id, 'EUR');
		expect([euros?.total.minor, (euros?.paid.minor ?? 0) - (euros?.refunded.minor ?? 0), euros?.due.minor]).toEqual([
			price,
			left,
			price - left,
		]);
		for (const { paid, refunded } of balances) expect(refunded.minor).toBeLessThanOrEqual(paid.minor);
	}
	const waiting = [...book.rows.values()].filter(({ owner }) => owner === null);
	expect(await hotel.hooks.unmatchedPayments(hotel.slug)).toHaveLength(waiting.length);
}

export function describePaymentStories(newHotel: NewHotel): void {
	describe('payments at random', () => {
		it(
			'are counted as a bookkeeper would, whatever comes in between',
			async () => {
				await assertProperty(
					fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40 }), async (steps) => {
						// No number is given out after the payment that names it.
						const now = new Date(Date.now() + 3_600_000);
						const hotel = await newHotel({ types: { double: ['101', '102', '103'] }, clock: () => now });
						const book = new Book();
						for (const [index, next] of steps.entries()) {
							await take(hotel, book, next, index);
							await checkOwners(hotel, book);
						}
						await checkBalances(hotel, book);
						await checkOwners(hotel, book);
						expect(hotel.errors).toEqual([]);
					}),
					{ numRuns: 15 },
				);
			},
			PROPERTY_TEST_MS,
		);

		it(
			'end up the same in any order and however often they come',
			async () => {
				const payments = fc.uniqueArray(
					fc.record({
						name: fc.constantFrom('1', '2', '3', '4', '5'),
						minor: fc.integer({ min: 1, max: 99_999 }),
						id: booking,
						isTwice: fc.boolean(),
					}),
					{ selector: ({ name }) => name, minLength: 2 },
				);
				await assertProperty(
					fc.asyncProperty(payments, fc.infiniteStream(fc.nat({ max: 1_000 })), async (wishes, chance) => {
						const sends = wishes.flatMap(({ name, minor, id, isTwice }) => {
							const send = (hotel: TestHotel) =>
								hotel.pay({ payment_id: name, amount_minor: minor, reservation_key: keyOf(id) });
							return isTwice ? [send, send] : [send];
						});
						const stays = ['a', 'b', 'c'].map((id) => (hotel: TestHotel) => hotel.send(reservation({ id })));
						const inOrder = [...stays, ...sends];
						const shuffled = inOrder
							.map((send) => ({ send, place: chance.next().value ?? 0 }))
							.sort((one, other) => one.place - other.place);
						const ends: unknown[] = [];
						for (const order of [inOrder, shuffled.map(({ send }) => send)]) {
							const hotel = await newHotel({ types: { double: ['101', '102', '103'] } });
							for (const send of order) await send(hotel);
							const rows = await hotel.query(
								'SELECT "externalId", "minor"::text, "reservationId", "problem" FROM "booking_payments" WHERE "hotelSlug" = $1 ORDER BY 1',
								[hotel.slug],
							);
							expect(hotel.errors).toEqual([]);
							ends.push(rows);
						}
						expect(ends[1]).toEqual(ends[0]);
					}),
					{ numRuns: 8 },
				);
			},
			PROPERTY_TEST_MS,
		);
	});
}
