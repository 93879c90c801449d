/** One channel's calendar that a test reads step by step. */
import { followFeed, type FeedFetch, type FeedRules } from '../../core/calendar-feed/follow';
import { feedStateFrom, newFeedState, type FeedState } from '../../core/calendar-feed/state';
import { readCalendar } from '../../core/ical/read-calendar';

export interface Given {
	uid: string;
	start: string;
	end: string;
	summary?: string;
	code?: string;
	lines?: string[];
}

export const ZONE = 'Europe/Zurich';
const bare = (date: string) => date.replaceAll('-', '');

export function textOf(events: readonly Given[]): string {
	const lines = events.flatMap(({ uid, start, end, summary = 'Reserved', code, lines: more = [] }) => [
		...['BEGIN:VEVENT', `UID:${uid}`, `DTSTART;VALUE=DATE:${bare(start)}`, `DTEND;VALUE=DATE:${bare(end)}`],
		...[`SUMMARY:${summary}`, ...more],
		...(code ? [`DESCRIPTION:Reservation URL: https://www.airbnb.com/hosting/reservations/details/${code}`] : []),
		'END:VEVENT',
	]);
	return ['BEGIN:VCALENDAR', ...lines, 'END:VCALENDAR', ''].join('\r\n');
}

/** A calendar that is read when the test says so. */
export function feed(over: Partial<FeedRules> = {}) {
	let state: FeedState = newFeedState();
	let now = new Date('2027-03-01T08:00:00Z');
	const step = (fetch: FeedFetch, rules: Partial<FeedRules> = {}) => {
		const all = { channel: 'airbnb', propertyId: '5', listingId: '7', timeZone: ZONE, ...over, ...rules };
		const result = followFeed(state, fetch, now, all);
		state = JSON.parse(JSON.stringify(result.state)) as FeedState;
		return {
			told: result.reservations.map(
				({ event, reservationId, checkIn, checkOut }) => `${event} ${reservationId} ${checkIn}/${checkOut}`,
			),
			alerts: result.alerts.map(({ kind }) => kind),
			messages: result.alerts.map(({ message }) => message),
			result,
		};
	};
	return {
		step,
		read: (events: readonly Given[], rules?: Partial<FeedRules>) => step(readCalendar(textOf(events), ZONE), rules),
		text: (text: string) => step(readCalendar(text, ZONE)),
		pass: (hours: number) => {
			now = new Date(now.getTime() + hours * 3_600_000);
		},
		at: (instant: string) => {
			now = new Date(instant);
		},
		get state() {
			return state;
		},
		set state(next: FeedState) {
			state = feedStateFrom(next);
		},
	};
}

/** Until absence counts, the calendar staying as it is. */
export function readOn(of: ReturnType<typeof feed>, events: readonly Given[]) {
	const told = [];
	for (const hours of [1, 2, 3, 3]) {
		of.pass(hours);
		told.push(...of.read(events).told);
	}
	return told;
}
