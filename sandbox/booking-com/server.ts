/**
 * A stand-in for Booking.com on loopback, written from its public protocol alone. It also counts what a client does
 * and can be set to fail in each way that the real one does.
 */
import type { Step } from '../hotel/booking';
import type { Hotel } from '../hotel/hotel';
import { startHttp, type HttpAnswer, type HttpReply, type HttpRequest } from '../http/server';
import type { UpdateOptions } from './ari';
import type { DayAvailability, DayRate, RoomCountChange } from './ari-state';
import { Channel } from './channel';
import { faultyReply, Faults, type ActiveFault } from './faults';
import type { BookingComOptions } from './options';
import type { OtaProblem } from './ota/documents';
import type { QueuedMessage, QueueStatistics } from './queues';
import type { Report } from './reporting';
import { RequestLog, type Route } from './request-log';

export interface BookingComStatistics extends QueueStatistics {
	acknowledgements: Channel['acknowledgements'];
	tokensMinted: number;
	requests: number;
	maxConcurrentGets: number;
	/** Milliseconds between each acknowledgement and the retrieval after it. */
	ackToGetGaps: number[];
}

export interface BookingComSandbox {
	/** Base URL of the OTA and B.XML endpoints, without a slash at the end. */
	readonly url: string;
	/** Base URL of the token exchange; its path is `/token-based-authentication/exchange`. */
	readonly authUrl: string;
	readonly faults: Faults;
	readonly log: RequestLog;
	/** Everything in the stream was released and acknowledged, and nothing is waiting. */
	readonly drained: boolean;
	/** Resolves once drained. @throws Error after `timeoutMs`. */
	untilDrained(timeoutMs: number): Promise<void>;
	/** Makes a reservation, a change or a cancellation happen now. */
	enqueue(...steps: Step[]): void;
	/** Reservations that were made before the connection: no queue offers them. */
	bookedBefore(...steps: Step[]): void;
	/** Offers the present state of every reservation once more, as if the acknowledgements had been lost. */
	offerAgain(): void;
	/** What the hotel has reported of its stays, oldest first. */
	reports(): readonly Report[];
	/** The reservation as the channel holds it; undefined if unknown. */
	reservation(reservationId: string): Step | undefined;
	/** The reservation's message that waits for an acknowledgement; undefined if none does. */
	pendingMessage(reservationId: string): Readonly<QueuedMessage> | undefined;
	availability(roomTypeId: string, ratePlanId: string | null, date: string): DayAvailability;
	/** How the rooms to sell became what they are, oldest change first. */
	roomCountChanges(): readonly RoomCountChange[];
	rate(roomTypeId: string, ratePlanId: string, date: string, guests?: number): DayRate | null;
	statistics(): BookingComStatistics;
	/** Revokes every token. */
	revokeTokens(): void;
	connect(hotel: Hotel): void;
	disconnect(propertyId: string): void;
	/** Down: connections are refused until `start` listens on the same port again. */
	stop(): Promise<void>;
	start(): Promise<void>;
	close(): Promise<void>;
}

const routes: Record<string, Partial<Record<string, Route>>> = {
	'/token-based-authentication/exchange': { POST: 'token' },
	'/hotels/ota/OTA_HotelResNotif': { GET: 'getNew', POST: 'ackNew' },
	'/hotels/ota/OTA_HotelResModifyNotif': { GET: 'getModify', POST: 'ackModify' },
	'/hotels/xml/reservations': { POST: 'bxml' },
	'/hotels/xml/reservationssummary': { POST: 'summary' },
	'/hotels/xml/reporting': { POST: 'report' },
	'/hotels/xml/roomrates': { POST: 'roomRates' },
	'/hotels/ota/OTA_HotelAvailNotif': { POST: 'availability' },
	'/hotels/ota/OTA_HotelRateAmountNotif': { POST: 'rates' },
};

const rootNames: Record<Route, string> = {
	token: 'OTA_Token',
	getNew: 'OTA_HotelResNotif',
	ackNew: 'OTA_HotelResNotif',
	getModify: 'OTA_HotelResModifyNotif',
	ackModify: 'OTA_HotelResModifyNotif',
	bxml: 'OTA_HotelResNotif',
	summary: 'OTA_HotelResNotif',
	report: 'reporting',
	roomRates: 'roomrates',
	availability: 'OTA_HotelAvailNotif',
	rates: 'OTA_HotelRateAmountNotif',
	unknown: 'OTA_Error',
};

/** Faults that affect only the answer: the request is processed as usual. */
const spoilsAnswerOnly = new Set(['slow', 'warnings', 'contractedRooms', 'truncated', 'cutOff']);

function work(
	channel: Channel,
	route: Route,
	request: HttpRequest,
	warnings: OtaProblem[],
	updates: UpdateOptions = {},
): HttpAnswer {
	// B.XML may carry its credentials in the body, so it checks them itself.
	if (!['token', 'bxml', 'unknown'].includes(route) && !channel.authorized(request)) {
		return channel.otaError(`${rootNames[route]}RS`, 401, 'Authorization error');
	}
	switch (route) {
		case 'token':
			return channel.exchange(request);
		case 'getNew':
			return channel.retrieve('new', request, warnings);
		case 'getModify':
			return channel.retrieve('modify', request, warnings);
		case 'ackNew':
			return channel.acknowledge('new', request, warnings);
		case 'ackModify':
			return channel.acknowledge('modify', request, warnings);
		case 'bxml':
			return channel.bxml(request);
		case 'summary':
			return channel.summary(request);
		case 'report':
			return channel.report(request);
		case 'roomRates':
			return channel.roomRates(request);
		case 'availability':
		case 'rates':
			return channel.update(route, request, warnings, updates);
		case 'unknown':
			return channel.otaError('OTA_ErrorRS', 404, 'Not found');
	}
}

function spoiled(channel: Channel, route: Route, request: HttpRequest, fault: ActiveFault): HttpReply {
	if (fault.kind === 'unauthorized') channel.tokens.revokeAll();
	const warnings =
		fault.kind === 'warnings' ? [{ type: 3, code: 450, text: 'A part of the request needs attention' }] : [];
	const worked = spoilsAnswerOnly.has(fault.kind) || fault.applied === true;
	const updates = fault.kind === 'contractedRooms' ? { refuseClosing: true, unnamed: fault.unnamed ?? false } : {};
	const good = worked ? work(channel, route, request, warnings, updates) : { status: 200 };
	const reply = faultyReply(fault, good, rootNames[route], route === 'ackNew' || route === 'ackModify', channel.date);
	if (route !== 'token' || !('status' in reply) || reply.status < 400) return reply;
	const body = JSON.stringify({ errors: [{ code: String(reply.status), message: 'Token exchange failed' }] });
	return { ...reply, headers: { ...reply.headers, 'Content-Type': 'application/json' }, body };
}

const statusOf = (reply: HttpReply): number | null => ('status' in reply ? reply.status : null);

/**
 * Starts the stand-in.
 * @throws the error of `listen` (e.g. `EADDRINUSE`) when the port is taken.
 */
export async function startBookingCom(options: BookingComOptions): Promise<BookingComSandbox> {
	const channel = new Channel(options);
	const faults = new Faults();
	const log = new RequestLog();
	const waiters = new Set<() => void>();

	async function handle(request: HttpRequest): Promise<HttpReply> {
		const route = routes[request.path]?.[request.method] ?? 'unknown';
		const search = request.query.toString();
		const entry = log.begin(route, request.method, search === '' ? request.path : `${request.path}?${search}`);
		const fault = faults.take(route);
		entry.fault = fault?.kind ?? null;
		let status: number | null = 500;
		try {
			const reply = fault === null ? work(channel, route, request, []) : spoiled(channel, route, request, fault);
			const delay = (options.latencyMs ?? 0) + (fault?.kind === 'slow' ? (fault.delayMs ?? 1000) : 0);
			if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay).unref());
			status = statusOf(reply);
			return reply;
		} finally {
			log.end(entry, status);
			for (const look of waiters) look();
		}
	}

	const http = await startHttp({ handler: handle, ...(options.port === undefined ? {} : { port: options.port }) });

	function untilDrained(timeoutMs: number): Promise<void> {
		return new Promise((resolve, reject) => {
			const done = (error?: Error): void => {
				clearTimeout(timer);
				waiters.delete(look);
				if (error === undefined) resolve();
				else reject(error);
			};
			const look = (): void => {
				if (channel.queues.drained) done();
			};
			const timer = setTimeout(() => {
				const { pending, unreleased } = channel.queues.statistics();
				done(
					new Error(
						`Not drained after ${timeoutMs} ms: ${pending} messages wait, ${unreleased} steps are not released.`,
					),
				);
			}, timeoutMs);
			waiters.add(look);
			look();
		});
	}

	return {
		url: http.url,
		authUrl: http.url,
		faults,
		log,
		get drained() {
			return channel.queues.drained;
		},
		untilDrained,
		enqueue: (...steps) => {
			for (const step of steps) channel.queues.release(step);
		},
		bookedBefore: (...steps) => {
			for (const step of steps) channel.queues.keep(step);
		},
		offerAgain: () => channel.queues.offerAgain(),
		reports: () => channel.reports,
		reservation: (id) => channel.queues.stateOf(id),
		pendingMessage: (id) => channel.queues.messageOf(id),
		availability: (roomTypeId, ratePlanId, date) => channel.ari.availability(roomTypeId, ratePlanId, date),
		roomCountChanges: () => channel.ari.roomCountChanges,
		rate: (roomTypeId, ratePlanId, date, guests) => channel.ari.rate(roomTypeId, ratePlanId, date, guests ?? null),
		statistics: () => ({
			...channel.queues.statistics(),
			acknowledgements: { ...channel.acknowledgements },
			tokensMinted: channel.tokens.minted,
			requests: log.entries.length,
			maxConcurrentGets: log.maxConcurrentGets,
			ackToGetGaps: log.ackToGetGaps(),
		}),
		revokeTokens: () => channel.tokens.revokeAll(),
		connect: (hotel) => channel.connect(hotel),
		disconnect: (propertyId) => channel.disconnect(propertyId),
		stop: () => http.pause(),
		start: () => http.resume(),
		close: () => http.close(),
	};
}
