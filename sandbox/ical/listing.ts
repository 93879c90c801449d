/** A room or apartment as a channel holds it: what is booked and what is closed, and how its calendar shows that. */
import { addDays } from '../hotel/calendar';

export interface GuestBooking {
	/** The channel's code of the reservation; only Airbnb's calendar shows it. */
	code: string;
	uid: string;
	checkIn: string;
	/** Exclusive. */
	checkOut: string;
	guest: string;
	/** The last four digits of the guest's phone number. */
	phoneEnd: string;
	/** What the guest wrote; no channel shows it in the calendar but for those that copy everything. */
	wish?: string;
	isCancelled: boolean;
}

export interface Closure {
	uid: string;
	start: string;
	/** Exclusive. */
	end: string;
}

/** Booking.com's nights that nobody can book any more, as they are set for the house: they move on every day. */
export interface MovingClosure {
	/** In days after today. */
	startsIn: number;
	nights: number;
	/** It has another UID each day. */
	isRenamed: boolean;
}

/** One event, before a channel puts it into its own words. */
export interface CalendarItem {
	kind: 'booking' | 'closure';
	uid: string;
	start: string;
	end: string;
	booking?: GuestBooking;
}

/** Airbnb: today and tomorrow cannot be booked, nor what lies more than a year ahead; both move on every day. */
const NOTICE_DAYS = 1;
const WINDOW_DAYS = 365;
/** Booking.com cuts closures into pieces of at most this many nights. */
const LONGEST_CLOSURE = 182;

export type Dialect = 'airbnb' | 'booking.com' | 'vrbo';

export class Listing {
	readonly bookings = new Map<string, GuestBooking>();
	readonly closures: Closure[] = [];
	/** Whether the windows at both ends of the calendar are closed. */
	hasWindows = true;
	moving: MovingClosure | null = null;

	constructor(
		readonly id: string,
		readonly dialect: Dialect,
	) {}

	book(booking: GuestBooking): void {
		this.bookings.set(booking.code, booking);
	}

	/** @throws Error if there is no such booking */
	change(code: string, over: Partial<GuestBooking>): void {
		const booking = this.bookings.get(code);
		if (!booking) throw new Error(`Listing ${this.id} has no booking ${code}`);
		this.bookings.set(code, { ...booking, ...over });
	}

	/** What its calendar has on this day, in the order of the dates. */
	items(today: string): CalendarItem[] {
		const booked = [...this.bookings.values()]
			// A stay stays in the calendar until the day after its end.
			.filter(({ isCancelled, checkOut }) => !isCancelled && checkOut >= addDays(today, -1))
			.map((booking): CalendarItem => {
				const { uid, checkIn, checkOut } = booking;
				return { kind: 'booking', uid, start: checkIn, end: checkOut, booking };
			});
		const closed = this.closures
			.filter(({ end }) => end >= today)
			.map(({ uid, start, end }): CalendarItem => ({ kind: 'closure', uid, start, end }));
		const items = [...booked, ...closed, ...(this.hasWindows ? this.windows(today) : [])].sort((a, b) =>
			a.start < b.start ? -1 : 1,
		);
		return this.dialect === 'booking.com' ? asBookingCom(items, today) : items;
	}

	/** Where no guest has these nights. */
	private movingClosure(today: string): CalendarItem[] {
		if (this.moving === null || this.dialect !== 'booking.com') return [];
		const { startsIn, nights, isRenamed } = this.moving;
		const isFree = (night: string) =>
			[...this.bookings.values()].every(
				({ isCancelled, checkIn, checkOut }) => isCancelled || night < checkIn || checkOut <= night,
			);
		const first = addDays(today, startsIn);
		const items: CalendarItem[] = [];
		for (const start of Array.from({ length: nights }, (_, night) => addDays(first, night)).filter(isFree)) {
			const last = items.at(-1);
			if (last?.end === start) last.end = addDays(start, 1);
			else
				items.push({
					kind: 'closure',
					uid: isRenamed ? `moving-${this.id}-${start}` : `moving-${this.id}`,
					...{ start, end: addDays(start, 1) },
				});
		}
		return items;
	}

	private windows(today: string): CalendarItem[] {
		if (this.dialect === 'vrbo') return [];
		const far = addDays(today, WINDOW_DAYS);
		const window = {
			kind: 'closure' as const,
			uid: `window-${this.id}`,
			start: far,
			end: addDays(far, LONGEST_CLOSURE),
		};
		const notice = {
			kind: 'closure' as const,
			uid: `notice-${this.id}`,
			start: today,
			end: addDays(today, NOTICE_DAYS),
		};
		const isFree = [...this.bookings.values()].every(
			({ isCancelled, checkIn, checkOut }) => isCancelled || checkOut <= today || checkIn > today,
		);
		return this.dialect === 'airbnb' && isFree ? [notice, window] : [...this.movingClosure(today), window];
	}
}

/** From its second day a stay begins today and has another UID, and stays that touch are one event. */
function asBookingCom(items: readonly CalendarItem[], today: string): CalendarItem[] {
	const shown: CalendarItem[] = [];
	for (const item of items) {
		if (item.end <= today) continue;
		const cut =
			item.kind === 'booking' && item.start < today ? { ...item, start: today, uid: `${item.uid}-${today}` } : item;
		const last = shown.at(-1);
		if (last?.kind === 'booking' && cut.kind === 'booking' && last.end === cut.start) {
			shown[shown.length - 1] = { ...last, end: cut.end };
		} else shown.push(cut);
	}
	return shown.flatMap((item) => (item.kind === 'closure' ? pieces(item) : [item]));
}

function pieces(item: CalendarItem): CalendarItem[] {
	const found: CalendarItem[] = [];
	for (let start = item.start; start < item.end;) {
		const next = addDays(start, LONGEST_CLOSURE);
		const end = next < item.end ? next : item.end;
		found.push({ ...item, start, end, uid: found.length === 0 ? item.uid : `${item.uid}-${found.length + 1}` });
		start = end;
	}
	return found;
}
