/** What Airbnb holds of the host: reservations, alterations and calendars, without any network. */
import { isDate, nights as nightsOf } from '../hotel/calendar';
import type { Host } from './listings';
import { endDateOf, holdsNights, type AirbnbReservation, type Alteration, type StatusType } from './reservation';

export interface NightSetting {
	availability?: 'available' | 'unavailable';
	daily_price?: number;
}

/** A night that the host has opened or closed. */
export interface NightChange {
	/** Epoch milliseconds. */
	at: number;
	listingId: string;
	date: string;
	isOpen: boolean;
}

/** A request that Airbnb refuses. */
export class Refused extends Error {
	constructor(
		readonly status: number,
		readonly code: string,
	) {
		super(code);
	}
}

const isOpen = ({ availability }: NightSetting): boolean => availability !== 'unavailable';

export class Account {
	readonly reservations = new Map<string, AirbnbReservation>();
	readonly alterations = new Map<string, Alteration>();
	private readonly settings = new Map<string, NightSetting>();
	/** Calendar operations that were carried out. */
	calendarOperations = 0;
	/** Oldest first; an operation that says what was known already is no change. */
	readonly nightChanges: NightChange[] = [];

	constructor(
		readonly host: Host,
		private readonly now: () => number,
	) {}

	/** The time of a change; every change is later than the last. */
	private stamp(): string {
		this.lastChange = Math.max(this.now(), this.lastChange + 1);
		return new Date(this.lastChange).toISOString();
	}
	private lastChange = 0;

	/** Puts a reservation there, or replaces it, as of now. */
	put(reservation: AirbnbReservation): void {
		this.reservations.set(reservation.code, { ...reservation, updatedAt: this.stamp() });
	}

	private of(code: string): AirbnbReservation {
		const found = this.reservations.get(code);
		if (!found) throw new Refused(404, 'record_not_found');
		return found;
	}

	setStatus(code: string, status: StatusType): void {
		const found = this.of(code);
		this.put({ ...found, status, bookedAt: found.bookedAt ?? (status === 'accept' ? this.stamp() : null) });
	}

	/** @param payout what the host still gets, and pays of it; both 0 if the host cancels */
	cancel(code: string, by: 'guest' | 'host' | 'admin', payout = { payout: 0, hostFee: 0 }): void {
		this.put({ ...this.of(code), status: `cancelled_by_${by}`, cancellation: payout });
	}

	/** Somebody asks for other dates. Nothing changes until it is accepted. @returns the alteration's id */
	askForAlteration(code: string, change: Pick<Alteration, 'startDate' | 'nights'>): string {
		const id = String(9_100_000_000_000_000_000n + BigInt(this.alterations.size));
		const createdAt = this.stamp();
		this.alterations.set(id, { id, code, status: 'PENDING', initiatedBy: 'guest', ...change, createdAt });
		return id;
	}

	answerAlteration(
		id: string,
		status: Exclude<Alteration['status'], 'PENDING'>,
		prices?: AirbnbReservation['prices'],
	): void {
		const alteration = this.alterations.get(id);
		if (alteration?.status !== 'PENDING') throw new Refused(400, 'not_pending');
		this.alterations.set(id, { ...alteration, status });
		if (status !== 'ACCEPTED') return;
		const found = this.of(alteration.code);
		const { startDate, nights } = alteration;
		this.put({ ...found, startDate, nights, prices: prices ?? found.prices });
	}

	/** By code, in an order that is the same each time and means nothing. */
	list(accepts: (reservation: AirbnbReservation) => boolean): AirbnbReservation[] {
		const scrambled = ({ code }: AirbnbReservation) => [...code].reverse().join('');
		return [...this.reservations.values()].filter(accepts).sort((a, b) => (scrambled(a) < scrambled(b) ? -1 : 1));
	}

	/** One night as a guest sees it. */
	night(
		listingId: string,
		date: string,
	): { date: string; availability: string; reservation_code: string | null; price: number } {
		const listing = this.listingOf(listingId);
		const taken = this.list((each) => each.listingId === listingId && holdsNights(each)).find(
			(each) => each.startDate <= date && date < endDateOf(each),
		);
		const { availability = 'available', daily_price } = this.settings.get(`${listingId} ${date}`) ?? {};
		return {
			date,
			availability: taken ? 'unavailable' : availability,
			reservation_code: taken?.code ?? null,
			price: daily_price ?? listing.nightMinor / 100,
		};
	}

	/** `POST /v2/calendar_operations`: all of it, or nothing. */
	update(body: Record<string, unknown>): void {
		const { listing_id: listingId, method, operations } = body;
		this.listingOf(String(listingId));
		if (method !== 'UPDATE' || !Array.isArray(operations) || operations.length === 0)
			throw new Refused(400, 'invalid_method');
		for (const operation of operations as Array<Record<string, unknown>>) {
			const { dates, availability, daily_price: price } = operation;
			if (
				!Array.isArray(dates) ||
				dates.length === 0 ||
				!dates.every((date) => typeof date === 'string' && isDate(date))
			)
				throw new Refused(400, 'invalid_dates');
			if (availability !== undefined && !['available', 'unavailable'].includes(String(availability)))
				throw new Refused(400, 'invalid_availability');
			if (price !== undefined && !(typeof price === 'number' && price > 0)) throw new Refused(400, 'invalid_price');
			if (availability === undefined && price === undefined) throw new Refused(400, 'nothing_to_update');
		}
		for (const { dates, ...setting } of operations as Array<{ dates: string[] } & NightSetting>) {
			this.calendarOperations += 1;
			for (const date of dates) {
				this.set(String(listingId), date, setting);
			}
		}
	}

	private set(listingId: string, date: string, change: NightSetting): void {
		const key = `${listingId} ${date}`;
		const before = this.settings.get(key) ?? {};
		const after = { ...before, ...change };
		this.settings.set(key, after);
		if (isOpen(after) !== isOpen(before))
			this.nightChanges.push({ at: this.now(), listingId, date, isOpen: isOpen(after) });
	}

	listingOf(id: string): Host['listings'][number] {
		const found = this.host.listings.find((listing) => listing.id === id);
		if (!found) throw new Refused(404, 'listing_not_found');
		return found;
	}

	calendar(listingId: string, from: string, to: string): unknown[] {
		if (!isDate(from) || !isDate(to) || to < from) throw new Refused(400, 'invalid_dates');
		return [...nightsOf(from, to), to].map((date) => this.night(listingId, date));
	}
}
