/** A few weeks of a host: bookings, requests, changes and cancellations. The same seed gives the same. */
import { addDays } from '../hotel/calendar';
import type { Hotel } from '../hotel/hotel';
import { someBooker } from '../hotel/people';
import { convert, decimalsOf } from '../hotel/pricing';
import { seededRandom, type Random } from '../hotel/random';
import type { Account } from './account';
import { hostOf, type Listing } from './listings';
import type { AirbnbReservation, Prices } from './reservation';

/** Something that happens, or a pause: what follows it happens when everything before was read. */
export type AirbnbStep = ((account: Account) => void) | 'pause';

export interface SeasonOptions {
	seed: number;
	hotel: Hotel;
	/** First arrival, `YYYY-MM-DD`. */
	from: string;
	/** Default 12. */
	reservations?: number;
}

export interface AirbnbSeason {
	steps: AirbnbStep[];
	/** What there is to be seen; for tests of the sandbox, never a substitute for reading results back. */
	planned: { bookings: number; changed: number; cancelled: number; requests: number; activeCodes: string[] };
}

/** Each stay has these days to itself, even after a change. */
const DAYS_APART = 5;
const CODE_LETTERS = 'ABCDEFGHJKMNPQRSTWXYZ23459';

/** A quarter are altered, a quarter cancelled, the first of these after a change; two more are requests that nobody accepts. */
export function airbnbSeason({ seed, hotel, from, reservations = 12 }: SeasonOptions): AirbnbSeason {
	const random = seededRandom(seed);
	const { listings } = hostOf(hotel);
	const booked = Array.from({ length: reservations + 2 }, (_, number) =>
		sampleReservation(random, random.pick(listings), {
			startDate: addDays(from, number * DAYS_APART),
			nights: random.int(1, DAYS_APART - 2),
			number,
		}),
	);
	const [requests, bookings] = [booked.slice(0, 2), booked.slice(2)];
	const quarter = Math.floor(reservations / 4);
	const altered = bookings.slice(0, quarter);
	const cancelled = [...altered.slice(0, 1), ...bookings.slice(quarter)].slice(0, quarter);
	const steps: AirbnbStep[] = [
		...bookings.map((each) => (account: Account) => account.put(each)),
		...requests.map(
			(each): AirbnbStep =>
				(account) =>
					account.put({ ...each, status: 'pending', bookedAt: null }),
		),
		'pause',
		...altered.map((each): AirbnbStep => (account) => {
			const nights = each.nights + 1;
			const id = account.askForAlteration(each.code, { startDate: each.startDate, nights });
			account.answerAlteration(id, 'ACCEPTED', scaled(each.prices, nights / each.nights));
		}),
		...cancelled.map((each, number): AirbnbStep => (account) => {
			const half = { payout: Math.round(each.prices.base / 2), hostFee: Math.round(each.prices.hostFee / 2) };
			if (number % 2 === 0) account.cancel(each.code, 'guest', half);
			else account.cancel(each.code, 'host');
		}),
		...requests.map(
			(each, number): AirbnbStep =>
				(account) =>
					account.setStatus(each.code, number === 0 ? 'deny' : 'timeout'),
		),
	];
	const gone = new Set(cancelled.map(({ code }) => code));
	return {
		steps,
		planned: {
			bookings: bookings.length,
			changed: altered.filter(({ code }) => !gone.has(code)).length,
			cancelled: cancelled.length,
			requests: requests.length,
			activeCodes: bookings.map(({ code }) => code).filter((code) => !gone.has(code)),
		},
	};
}

export interface SampleStay {
	startDate: string;
	nights: number;
	number: number;
}

/** A booking as Airbnb would hold it, worded in one of the ways that integrations have seen. */
export function sampleReservation(random: Random, listing: Listing, stay: SampleStay): AirbnbReservation {
	const { firstName, lastName } = someBooker(random);
	const createdAt = new Date(Date.parse(`${stay.startDate}T09:30:00Z`) - random.int(20, 60) * 86_400_000).toISOString();
	return {
		code: `HM${Array.from({ length: stay.number % 6 === 5 ? 4 : 8 }, () => random.pick([...CODE_LETTERS])).join('')}`,
		listingId: listing.id,
		status: 'accept',
		startDate: stay.startDate,
		nights: stay.nights,
		adults: random.int(1, 2),
		children: random.int(0, 1),
		infants: random.chance(0.2) ? 1 : 0,
		pets: random.chance(0.1) ? 1 : 0,
		guest: {
			id: String(random.int(100_000_000, 599_999_999)),
			firstName,
			lastName,
			email: `guest-${random.int(10 ** 9, 2 ** 31)}@guest.airbnb.com`,
			phone: random.chance(0.8) ? `+41 79 555 ${random.int(10, 99)} ${random.int(10, 99)}` : null,
			locale: random.pick(['fr', 'de', 'en', 'pt-BR', 'zh-TW']),
		},
		prices: pricesOf(listing.nightMinor * stay.nights, listing.currency),
		createdAt,
		bookedAt: createdAt,
		updatedAt: createdAt,
		cancellation: null,
		wording: {
			withoutEndDate: stay.number % 3 === 1,
			numbersAsText: stay.number % 2 === 1,
			deprecatedFields: stay.number % 5 === 4,
		},
	};
}

/** 3 % host fee and 8.1 % tax on it, a cleaning fee, city tax, and now and then a promotion. */
export function pricesOf(base: number, currency: string): Prices {
	const hostFee = Math.round(base * 0.03);
	return {
		currency,
		decimals: decimalsOf(currency),
		base,
		cleaning: convert(4_500, 'CHF', currency),
		resortFee: base % 2 === 0 ? 0 : convert(1_000, 'CHF', currency),
		promotion: base % 3 === 0 ? -Math.round(base * 0.1) : 0,
		passThroughTax: convert(700, 'CHF', currency),
		collectedTax: Math.round(base * 0.038),
		hostFee,
		hostFeeVat: Math.round(hostFee * 0.081),
	};
}

function scaled(prices: Prices, factor: number): Prices {
	return { ...pricesOf(Math.round(prices.base * factor), prices.currency), cleaning: prices.cleaning };
}
