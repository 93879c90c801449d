/** Builds one realistic booking. */
import type { BookedRoom, Booking, ExtraService, PaymentModel } from './booking';
import { bookingTotal } from './booking';
import { addDays, daysBetween } from './calendar';
import type { Hotel, RatePlan, RoomType } from './hotel';
import { remarkTexts, someBooker, someCard, someGuestName } from './people';
import { convert, decimalsOf, nightPrices } from './pricing';
import type { Random } from './random';

export interface Stay {
	roomTypeId: string;
	checkIn: string;
	checkOut: string;
}

const cityTaxPerNightChfMinor = 350;

/** @throws RangeError for a room type that the hotel does not have. */
export function roomTypeOf(hotel: Hotel, roomTypeId: string): RoomType {
	const found = hotel.roomTypes.find((type) => type.id === roomTypeId);
	if (found === undefined) throw new RangeError(`${hotel.name} has no room type ${roomTypeId}.`);
	return found;
}

function ratePlanOf(hotel: Hotel, ratePlanId: string): RatePlan {
	const found = hotel.ratePlans.find((plan) => plan.id === ratePlanId);
	if (found === undefined) throw new RangeError(`${hotel.name} has no rate plan ${ratePlanId}.`);
	return found;
}

/** Prices and city tax for the room's present dates; `factor` scales the price. */
export function priceRoom(hotel: Hotel, room: BookedRoom, currency: string, factor = 1): BookedRoom {
	const roomType = roomTypeOf(hotel, room.roomTypeId);
	const ratePlan = ratePlanOf(hotel, room.ratePlanId);
	const taxed = room.adults * daysBetween(room.checkIn, room.checkOut);
	return {
		...room,
		nightPrices: nightPrices(room, { hotel, roomType, ratePlan, currency, factor }),
		cityTaxMinor: convert(taxed * cityTaxPerNightChfMinor, 'CHF', currency),
	};
}

/** A priced room with guests that the room type can hold. */
export function makeRoom(random: Random, hotel: Hotel, stay: Stay, index: number, currency: string): BookedRoom {
	const type = roomTypeOf(hotel, stay.roomTypeId);
	const children = type.maxChildren > 1 || random.chance(0.15) ? random.int(0, type.maxChildren) : 0;
	const room: BookedRoom = {
		index,
		roomTypeId: stay.roomTypeId,
		ratePlanId: random.pick(hotel.ratePlans).id,
		checkIn: stay.checkIn,
		checkOut: stay.checkOut,
		adults: random.int(1, type.maxAdults),
		childAges: Array.from({ length: children }, () => random.int(0, 15)),
		guestName: random.chance(0.7) ? someGuestName(random) : null,
		nightPrices: [],
		remark: random.chance(0.3) ? random.pick(remarkTexts) : null,
		smoking: random.weighted([
			['Non-Smoking', 6],
			['Smoking', 1],
			[null, 3],
		] as const),
		cityTaxMinor: 0,
	};
	return priceRoom(hotel, room, currency);
}

function makeServices(random: Random, currency: string, guestNights: number, stayNights: number): ExtraService[] {
	const services: ExtraService[] = [];
	if (random.chance(0.25)) {
		const each = convert(1850, 'CHF', currency);
		services.push({ name: 'breakfast', quantity: guestNights, totalMinor: each * guestNights, inTotal: true });
	}
	if (random.chance(0.2)) {
		const each = convert(1500, 'CHF', currency);
		services.push({ name: 'parking', quantity: stayNights, totalMinor: each * stayNights, inTotal: false });
	}
	return services;
}

/** 15 % of the total, in EUR unless the booking is in EUR: commission has a currency of its own. */
export function withCommission(booking: Booking): Booking {
	const currency = booking.currency === 'EUR' ? 'CHF' : 'EUR';
	const minor = convert(Math.round(bookingTotal(booking) * 0.15), booking.currency, currency);
	return { ...booking, commission: { minor, currency, decimals: decimalsOf(currency) } };
}

export interface BookingRequest {
	reservationId: string;
	stays: Stay[];
	currency: string;
	/** First room index; the others follow. */
	firstIndex: number;
	/** The day of the booking, not after the first check-in. */
	bookedOn: string;
}

/** A whole booking for the given stays. */
export function makeBooking(random: Random, hotel: Hotel, request: BookingRequest): Booking {
	const { currency, stays } = request;
	const first = stays[0];
	if (first === undefined) throw new RangeError('A booking needs at least one stay.');
	const rooms = stays.map((stay, n) => makeRoom(random, hotel, stay, request.firstIndex + n, currency));
	const booker = someBooker(random);
	const payment: PaymentModel = random.weighted([
		['hotel_collect', 5],
		['virtual_card', 3],
		['channel_collect', 2],
	] as const);
	const holder = `${booker.firstName} ${booker.lastName}`;
	const expiryYear = Number(first.checkOut.slice(0, 4)) + random.int(1, 3);
	const stayNights = daysBetween(first.checkIn, first.checkOut);
	const hour = random.int(14, 22);
	const two = (n: number): string => String(n).padStart(2, '0');
	return withCommission({
		reservationId: request.reservationId,
		propertyId: hotel.propertyId,
		bookedAt: `${request.bookedOn}T${two(random.int(0, 23))}:${two(random.int(0, 59))}:${two(random.int(0, 59))}`,
		currency,
		decimals: decimalsOf(currency),
		taxIncluded: random.chance(0.75),
		rooms,
		services: makeServices(
			random,
			currency,
			stayNights * rooms.reduce((sum, room) => sum + room.adults, 0),
			stayNights,
		),
		booker,
		commission: { minor: 0, currency, decimals: decimalsOf(currency) },
		payment,
		card:
			payment === 'channel_collect'
				? null
				: someCard(
						random,
						holder,
						payment === 'virtual_card' ? addDays(first.checkIn, random.int(-1, 1)) : null,
						expiryYear,
					),
		genius: random.chance(0.35),
		remarks: random.chance(0.35) ? [random.pick(remarkTexts)] : [],
		arrival: random.chance(0.4) ? `${hour}:00 and ${hour + 1}:00` : null,
		danglingGuestLink: random.chance(0.15),
	});
}
