/** A channel's calendar followed through a history, with what SelfKey would have at each moment beside the truth. */
import {
	judgeTogether,
	lookAt,
	type FeedFetch,
	type FeedRules,
	type FeedStep,
	type Look,
} from '../../core/calendar-feed/follow';
import { newFeedState, type FeedState } from '../../core/calendar-feed/state';
import { readCalendar } from '../../core/ical/read-calendar';
import { isActive } from '../../core/reservation/active';
import { addDays, dateIn, eachNight } from '../../core/reservation/dates';
import { merge } from '../../core/reservation/merge';
import type { Reservation } from '../../core/reservation/model';
import { historyOf, type History, type HistoryStep, type Outage } from '../../sandbox/ical/history';
import { Listing, type CalendarItem, type Dialect, type MovingClosure } from '../../sandbox/ical/listing';
import { calendarText } from '../../sandbox/ical/render';

export const TIME_ZONE = 'Europe/Zurich';
const HOUR_MS = 3_600_000;

/** What Booking.com's listings close on top of what is booked, by turns. */
const MOVING: ReadonlyArray<MovingClosure | null> = [
	null,
	{ startsIn: 0, nights: 1, isRenamed: false },
	{ startsIn: 0, nights: 1, isRenamed: true },
	{ startsIn: 1, nights: 1, isRenamed: false },
	{ startsIn: 1, nights: 1, isRenamed: true },
	{ startsIn: 0, nights: 2, isRenamed: true },
];
/** Further ahead than they reach. */
const MOVING_DAYS = 2;
/** As many reservations may come of one until it is known, with outages in between. */
const MAX_OF_MOVING = 8;

export interface Followed {
	/** What went wrong, in words; empty if nothing did. */
	problems: string[];
	cancellations: number;
	/** Freed nights that were seen to be free in SelfKey, with nothing amiss meanwhile, as soon as the documented delay was over. */
	inTime: number;
	/** Messages about reservations, in all. */
	messages: number;
	alerts: string[];
	largestState: number;
}

const FROM = '2027-03-01';
const START = new Date(`${FROM}T00:00:00Z`);
/** At the end: whatever is true has been told by then. */
const QUIET_DAYS = 3;

/** @param everyHours between two readings */
export function followHistory(dialect: Dialect, seed: number, days: number, everyHours: number): Followed {
	const history = historyOf({ seed, from: FROM, days });
	const follower = new Follower(dialect, '7', history, everyHours, MOVING[seed % MOVING.length]);
	followTogether([follower], days, everyHours);
	return follower.end(days);
}

/** In a hotel with few guests: each outage is one of the channel's, and leaves closed nights as often as nothing. */
const SMALL_OUTAGES: readonly Outage[] = ['closuresOnly', 'closuresOnly', 'empty', 'serverError'];

/**
 * Several calendars of few bookings that are read at each poll together.
 * @returns what came of each
 */
export function followSmallHotel(
	dialect: Dialect,
	seed: number,
	{ calendars, days, everyHours }: { calendars: number; days: number; everyHours: number },
): Followed[] {
	const rare = { from: FROM, days, changesADay: 0.15, outagesADay: 0.08, outageKinds: SMALL_OUTAGES };
	const { outages } = historyOf({ ...rare, seed });
	const followers = Array.from({ length: calendars }, (_, index) => {
		const { steps } = historyOf({ ...rare, seed: seed * 10 + index });
		return new Follower(dialect, String(index + 1), { steps, outages }, everyHours, null);
	});
	followTogether(followers, days, everyHours);
	return followers.map((follower) => follower.end(days));
}

function followTogether(followers: readonly Follower[], days: number, everyHours: number): void {
	for (let at = START.getTime(); at < endOf(days); at += everyHours * HOUR_MS) {
		const now = new Date(at);
		const looks = followers.map((follower) => follower.look(now, at >= endOf(days - QUIET_DAYS)));
		for (const [index, step] of judgeTogether(looks, now).entries()) followers[index]?.take(step, now);
	}
}

function endOf(days: number): number {
	return START.getTime() + (days + QUIET_DAYS) * 24 * HOUR_MS;
}

class Follower {
	private readonly listing: Listing;
	private readonly steps: HistoryStep[];
	/** Now, and whether anything has changed since the last reading. */
	private outage: Outage | undefined;
	private hasChanged = false;
	private state: FeedState = newFeedState();
	private readonly selfKey = new Map<string, Reservation>();
	private booked = new Set<string>();
	/** Nights that were booked: since when they are not, how often the calendar was read since, and whether always whole. */
	private readonly freed = new Map<string, { since: Date; readings: number; isUndoubted: boolean }>();
	/** Nights that SelfKey has known of. */
	private readonly shown = new Map<string, string>();
	private codes: string[] = [];
	private accepted: string[] = [];
	private readings = new Map<string, FeedFetch>();
	/** New reservations that are no booking. */
	private ofMoving = 0;
	private result: Followed = { problems: [], cancellations: 0, inTime: 0, messages: 0, alerts: [], largestState: 0 };

	constructor(
		dialect: Dialect,
		private readonly listingId: string,
		private readonly history: History,
		private readonly everyHours: number,
		moving: MovingClosure | null | undefined,
	) {
		this.steps = [...history.steps];
		this.listing = new Listing(listingId, dialect);
		this.listing.moving = moving ?? null;
		this.listing.closures.push({ uid: 'season', start: '2027-09-01', end: '2028-04-20' });
	}

	/** @param isQuiet without any outage */
	look(now: Date, isQuiet: boolean): Look {
		const known = this.steps.length;
		while (this.steps[0] !== undefined && this.steps[0].at <= now) this.steps.shift()!.apply(this.listing);
		this.hasChanged = this.steps.length < known;
		this.outage = isQuiet
			? undefined
			: this.history.outages.find(({ from, until }) => from <= now && now < until)?.kind;
		const today = dateIn(TIME_ZONE, now);
		const rules: FeedRules = {
			channel: this.listing.dialect,
			propertyId: '5',
			listingId: this.listingId,
			timeZone: TIME_ZONE,
			accepted: this.accepted,
		};
		return lookAt(this.state, this.fetched(this.listing.items(today), now, this.outage, today), now, rules);
	}

	end(days: number): Followed {
		this.judgeEnd(new Date(endOf(days)));
		return this.result;
	}

	take(step: FeedStep, now: Date): void {
		const { outage } = this;
		// As n8n keeps it.
		const stored = JSON.stringify(step.state);
		this.result.largestState = Math.max(this.result.largestState, stored.length);
		this.state = JSON.parse(stored) as FeedState;
		for (const message of step.reservations) {
			this.result.messages += 1;
			if (message.event === 'new' && !this.isBooked(message)) this.ofMoving += 1;
			const merged = merge(this.selfKey.get(message.key) ?? null, message);
			if (merged.outcome === 'unchanged' || merged.outcome === 'stale')
				this.problem(now, `${merged.outcome}: ${message.event} ${message.key}`);
			if (message.event === 'new' && merged.outcome !== 'created') this.problem(now, `again new: ${message.key}`);
			this.selfKey.set(message.key, merged.reservation);
			if (message.status === 'cancelled') this.result.cancellations += 1;
		}
		for (const { message } of step.alerts) {
			this.result.alerts.push(message);
			const code = /enter (\S+) in/.exec(message)?.[1];
			// The person looks at the channel: if nothing is amiss there, what is missing is cancelled.
			if (code !== undefined) this.codes.push(code);
		}
		this.accepted = outage === undefined ? this.codes.slice(-3) : [];
		this.judge(now, dateIn(TIME_ZONE, now), outage, this.hasChanged || step.reservations.length > 0);
	}

	private fetched(items: CalendarItem[], now: Date, outage: Outage | undefined, today: string): FeedFetch {
		const text = (shown: CalendarItem[]) => calendarText(this.listing.dialect, shown, now);
		switch (outage) {
			case 'serverError':
				return { failure: 'it answered 503' };
			case 'html':
				return readCalendar('<!DOCTYPE html><html><body>Sorry</body></html>', TIME_ZONE);
			case 'blank':
				return readCalendar('', TIME_ZONE);
			case 'truncated':
				return readCalendar(text(items).slice(0, -40), TIME_ZONE);
			case 'empty':
				return readCalendar(text([]), TIME_ZONE);
			case 'closuresOnly':
				return this.readingOf(
					items.filter(({ kind }) => kind === 'closure'),
					now,
				);
			case 'shorter': {
				// At least half of what is to come, and more than one.
				const isKnown = ({ booking }: CalendarItem) => this.shown.has(booking?.code ?? '');
				const upcoming = items.filter((item) => item.start >= today && isKnown(item));
				const hidden = upcoming.length < 2 ? [] : upcoming.slice(0, Math.max(2, Math.ceil(upcoming.length / 2)));
				return this.readingOf(
					items.filter((item) => !hidden.includes(item)),
					now,
				);
			}
			default:
				return this.readingOf(items, now);
		}
	}

	/** The same calendar is read once: most polls find nothing new. */
	private readingOf(items: CalendarItem[], now: Date): FeedFetch {
		const name = JSON.stringify(items);
		const known = this.readings.get(name);
		if (known !== undefined) return known;
		const reading = readCalendar(calendarText(this.listing.dialect, items, now), TIME_ZONE);
		if (this.readings.size > 50) this.readings.clear();
		this.readings.set(name, reading);
		return reading;
	}

	private isBooked({ checkIn, checkOut }: Reservation): boolean {
		return [...this.listing.bookings.values()].some(
			(booking) => !booking.isCancelled && booking.checkIn < checkOut! && checkIn! < booking.checkOut,
		);
	}

	private activeBookings(): Reservation[] {
		return [...this.selfKey.values()].filter(isActive);
	}

	private occupied(): Set<string> {
		return new Set(this.activeBookings().flatMap(({ checkIn, checkOut }) => eachNight(checkIn!, checkOut!)));
	}

	private judge(now: Date, today: string, outage: Outage | undefined, hasChanged: boolean): void {
		const occupied = hasChanged ? this.occupied() : null;
		for (const { code, isCancelled, checkIn, checkOut } of this.listing.bookings.values()) {
			if (!isCancelled && outage === undefined) this.shown.set(code, `${checkIn}/${checkOut}`);
			const isShown = this.shown.get(code) === `${checkIn}/${checkOut}`;
			const isOpen = (night: string) => night >= today && !occupied?.has(night);
			if (occupied && !isCancelled && isShown && checkOut > today && eachNight(checkIn, checkOut).some(isOpen))
				this.problem(now, `not occupied: ${code} ${checkIn}/${checkOut}`);
		}
		this.judgeFreed(now, today, outage, hasChanged);
	}

	/** Nights of a booking that was cancelled or moved, until they are booked again. */
	private judgeFreed(now: Date, today: string, outage: Outage | undefined, hasChanged: boolean): void {
		if (hasChanged) {
			const standing = [...this.listing.bookings.values()].filter(({ isCancelled }) => !isCancelled);
			const booked = new Set(standing.flatMap(({ checkIn, checkOut }) => eachNight(checkIn, checkOut)));
			for (const night of this.booked)
				if (!booked.has(night)) this.freed.set(night, { since: now, readings: 0, isUndoubted: true });
			for (const night of booked) this.freed.delete(night);
			this.booked = booked;
		}
		const from = this.listing.moving === null ? today : addDays(today, MOVING_DAYS);
		let occupied: Set<string> | null = null;
		for (const [night, freed] of this.freed) {
			if (night < from) this.freed.delete(night);
			if (outage !== undefined || this.state.held !== null) freed.isUndoubted = false;
			if (night < from || outage !== undefined) continue;
			freed.readings += 1;
			const hours = (now.getTime() - freed.since.getTime()) / HOUR_MS;
			// As docs/airbnb.md says: six hours and three readings; and one more for a person to answer.
			const isDue = freed.isUndoubted && freed.readings >= 3 && hours >= 6;
			const isLate = isDue || (freed.readings > Math.ceil(6 / this.everyHours) + 3 && hours > 6 + 2 * this.everyHours);
			if (!isLate) continue;
			occupied ??= this.occupied();
			if (occupied.has(night)) this.problem(now, `still there: ${night}`);
			else {
				if (isDue) this.result.inTime += 1;
				this.freed.delete(night);
			}
		}
	}

	private judgeEnd(now: Date): void {
		const today = dateIn(TIME_ZONE, now);
		if (this.ofMoving > MAX_OF_MOVING) this.problem(now, `${this.ofMoving} reservations of closed nights`);
		const upcoming = (nights: Iterable<string>) => [...nights].filter((night) => night >= today).sort();
		const truth = [...this.listing.bookings.values()].filter(
			({ isCancelled, checkOut }) => !isCancelled && checkOut > today,
		);
		const expected = upcoming(truth.flatMap(({ checkIn, checkOut }) => eachNight(checkIn, checkOut)));
		const found = upcoming(this.activeBookings().flatMap(({ checkIn, checkOut }) => eachNight(checkIn!, checkOut!)));
		if (JSON.stringify(found) !== JSON.stringify(expected))
			this.problem(now, `at the end ${JSON.stringify(found)} instead of ${JSON.stringify(expected)}`);
		if (this.listing.dialect === 'booking.com') return;
		const known = [...this.selfKey.values()];
		if (known.length > this.listing.bookings.size)
			this.problem(now, `${known.length} reservations of ${this.listing.bookings.size}`);
		const stays = (list: Array<{ checkIn: string | null; checkOut: string | null }>) =>
			list
				.map(({ checkIn, checkOut }) => `${checkIn}/${checkOut}`)
				.sort()
				.join(' ');
		const standing = this.activeBookings().filter(({ checkOut }) => checkOut! > today);
		if (stays(standing) !== stays(truth)) this.problem(now, `at the end ${stays(standing)} instead of ${stays(truth)}`);
	}

	private problem(now: Date, what: string): void {
		if (this.result.problems.length < 5) this.result.problems.push(`${now.toISOString()} ${what}`);
	}
}
