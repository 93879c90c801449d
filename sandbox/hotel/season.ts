/** Fills a hotel's season: ordinary bookings that are certain to fit, and peak nights that are oversold. */
import type { Booking } from './booking';
import { addDays } from './calendar';
import type { Hotel } from './hotel';
import { Inventory, type RoomClaim } from './inventory';
import { makeBooking, type Stay } from './make-booking';
import { scenarioCurrencies } from './pricing';
import type { Random } from './random';

/** Bookings for each peak that find no room left. */
export const extraOnPeak = 5;
/** Keeps about two fifths of the room nights sold; with more, ordinary stays would not be certain to fit. */
const soldShare = 0.38;
const nightsPerReservation = 3.4;

export class Season {
	readonly inventory: Inventory;
	readonly bookings: Booking[] = [];
	readonly overbooked: Booking[] = [];
	private nextId: number;
	private nextIndex: number;
	private windowDays: number;

	constructor(
		private readonly random: Random,
		readonly hotel: Hotel,
		private readonly from: string,
		wanted: number,
	) {
		this.inventory = new Inventory(hotel);
		this.nextId = 4_700_000_000 + random.int(0, 99_999_999);
		this.nextIndex = random.int(100, 900);
		this.windowDays = Math.max(45, Math.ceil((wanted * nightsPerReservation) / (hotel.rooms.length * soldShare)));
	}

	book(stays: Stay[]): Booking {
		const count = this.bookings.length + this.overbooked.length;
		this.nextId += this.random.int(3, 40_000);
		const booking = makeBooking(this.random, this.hotel, {
			reservationId: String(this.nextId),
			stays,
			currency: currencyOf(this.hotel, count),
			firstIndex: this.nextIndex,
			bookedOn: addDays(this.from, -this.random.int(1, 60)),
		});
		this.nextIndex += stays.length + this.random.int(0, 3);
		return booking;
	}

	/** A booking that is certain to find its rooms. */
	ordinary(): void {
		for (let attempt = 1; ; attempt++) {
			const checkIn = addDays(this.from, this.random.int(0, this.windowDays));
			const checkOut = addDays(
				checkIn,
				this.random.weighted([
					[1, 4],
					[2, 6],
					[3, 4],
					[4, 2],
					[7, 1],
				] as const),
			);
			const rooms = this.random.weighted([
				[1, 8],
				[2, 2],
				[3, 1],
			] as const);
			const stays = Array.from({ length: rooms }, () => ({ roomTypeId: this.someType(), checkIn, checkOut }));
			const booking = this.book(stays);
			if (this.inventory.tryAdd(claimsOf(booking))) {
				this.bookings.push(booking);
				return;
			}
			// If the hotel is full, the season becomes longer; a stay that may not fit is never added.
			if (attempt % 20 === 0) this.windowDays += 7;
		}
	}

	/** Sells every room of the scarcest type for the same nights, then five more. */
	peak(number: number): void {
		const type = [...this.hotel.roomTypes].sort(
			(a, b) => this.inventory.capacityOf(a.id) - this.inventory.capacityOf(b.id),
		)[0];
		if (type === undefined) return;
		const checkIn = addDays(this.from, 5 + number * 12);
		const checkOut = addDays(checkIn, 3);
		this.inventory.close(type.id, checkIn, checkOut);
		const total = this.inventory.capacityOf(type.id) + extraOnPeak;
		for (let n = 0; n < total; n++) this.overbooked.push(this.book([{ roomTypeId: type.id, checkIn, checkOut }]));
	}

	private someType(): string {
		return this.random.weighted(
			this.hotel.roomTypes.map((type) => [type.id, this.inventory.capacityOf(type.id)] as const),
		);
	}
}

/** Every tenth booking in yen and in dinars, the rest in CHF and EUR: all four occur in any season of ten. */
function currencyOf(hotel: Hotel, count: number): string {
	const others = scenarioCurrencies.filter((currency) => currency !== hotel.currency);
	return count % 10 < 5 ? hotel.currency : (others[[0, 1, 0, 2, 0][count % 5] ?? 0] ?? hotel.currency);
}

/** What the booking needs from the inventory. */
export function claimsOf(booking: Booking): RoomClaim[] {
	return booking.rooms.map(({ index, roomTypeId, checkIn, checkOut }) => ({
		key: `${booking.reservationId}/${index}`,
		roomTypeId,
		checkIn,
		checkOut,
	}));
}
