/**
 * Stand-in for the calendars that channels export: Airbnb's, Booking.com's and Vrbo's, each as that channel writes it.
 * They are behind secret addresses, and answer conditional requests. Written from what is known of them alone.
 */
import { createHash } from 'node:crypto';
import { startHttp, type HttpAnswer, type HttpReply, type HttpRequest } from '../http/server';
import { faultyReply, Faults, itemsUnder } from './faults';
import type { CalendarItem, Dialect, Listing } from './listing';
import type { Script } from './season';
import { calendarText } from './render';

export interface CalendarsOptions {
	listings: Listing[];
	/** IANA: what day it is for the channel. Default Europe/Zurich. */
	timeZone?: string;
	/** Default: the machine's. */
	clock?: () => Date;
	port?: number;
	/** Played from `begin` on, so that whoever looks at the calendars before only looks. */
	script?: Script;
}

export interface CalendarRequest {
	listingId: string;
	/** `null` where the connection failed on purpose. */
	status: number | null;
	isConditional: boolean;
}

export interface CalendarsSandbox {
	readonly url: string;
	readonly listings: ReadonlyMap<string, Listing>;
	readonly faults: Faults;
	readonly requests: CalendarRequest[];
	/** The script has been played, and each calendar read often enough since for a reader to draw its conclusions. */
	readonly drained: boolean;
	/** From now on each reading is the next of the script. */
	begin(): void;
	/** Secret, as the channel shows it to the host. */
	addressOf(listingId: string): string;
	/** Another day, for all of them. */
	setClock(clock: () => Date): void;
	close(): Promise<void>;
}

/** Readings. */
const SETTLED = 3;

export async function startCalendars(options: CalendarsOptions): Promise<CalendarsSandbox> {
	const { timeZone = 'Europe/Zurich', port } = options;
	let clock = options.clock ?? (() => new Date());
	const listings = new Map(options.listings.map((listing) => [listing.id, listing]));
	const faults = new Faults();
	const requests: CalendarRequest[] = [];
	const readings = new Map(options.listings.map(({ id }) => [id, 0]));
	const script = options.script ?? {};
	let hasBegun = false;

	const handler = (request: HttpRequest): HttpReply => {
		const listing = listings.get(/^\/calendar\/ical\/(\w+)\.ics$/.exec(request.path)?.[1] ?? '');
		if (!listing || request.query.get('s') !== secretOf(listing.id)) return { status: 404, body: 'Not Found' };
		if (hasBegun) {
			const reading = readings.get(listing.id) ?? 0;
			readings.set(listing.id, reading + 1);
			for (const change of script[listing.id]?.[reading] ?? []) change(listing);
		}
		const now = clock();
		const today = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(now);
		const fault = faults.take(listing.id);
		const items = itemsUnder(fault, listing.items(today));
		const good = answerFor(listing.dialect, items, now, request, fault?.oddities);
		const reply = fault === null ? good : faultyReply(fault, good);
		requests.push({
			listingId: listing.id,
			status: 'status' in reply ? reply.status : null,
			isConditional: request.headers['if-none-match'] !== undefined,
		});
		return reply;
	};
	const service = await startHttp({ handler, ...(port === undefined ? {} : { port }) });
	return {
		url: service.url,
		...{ listings, faults, requests },
		get drained() {
			return Object.entries(script).every(([id, steps]) => (readings.get(id) ?? 0) >= steps.length + SETTLED);
		},
		begin: () => {
			hasBegun = true;
		},
		addressOf: (listingId) => `${service.url}/calendar/ical/${listingId}.ics?s=${secretOf(listingId)}`,
		setClock: (next) => {
			clock = next;
		},
		close: () => service.close(),
	};
}

/** The stamp of every event is the time of the request, so the tag is made of what is in it. */
function answerFor(
	dialect: Dialect,
	items: CalendarItem[],
	now: Date,
	request: HttpRequest,
	oddities = {},
): HttpAnswer {
	const tag = `"${createHash('sha1').update(JSON.stringify(items)).digest('hex').slice(0, 16)}"`;
	if (request.headers['if-none-match'] === tag) return { status: 304, headers: { ETag: tag } };
	return {
		status: 200,
		headers: { 'Content-Type': 'text/calendar; charset=utf-8', ETag: tag },
		body: calendarText(dialect, items, now, oddities),
	};
}

function secretOf(listingId: string): string {
	return createHash('sha1').update(`secret of ${listingId}`).digest('hex').slice(0, 32);
}
