/**
 * A stand-in for OPERA Cloud behind Oracle's integration platform, on loopback, written from its public description
 * alone. It keeps reservations, guests, rooms, folios and business events, holds to its limits, and can be set to fail
 * in each way that the real one does.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { hotelParadise } from '../hotel';
import { startHttp, type HttpAnswer, type HttpReply, type HttpRequest } from '../http/server';
import { answer, noContent, problem, Refusal, type Json } from './answers';
import { Cashiering, type Posting } from './cashiering';
import { configurationOf, listsOf, type Configuration } from './configuration';
import { BusinessEvents } from './events';
import { faultyReply, Faults, isDone, tooMany } from './faults';
import { Limits } from './limits';
import type { OperaOptions } from './options';
import { Profiles, type Profile } from './profiles';
import { Reservations, type DeskBooking } from './reservations';
import { Rooms, type Closure } from './rooms';
import type { Stay } from './stay';
import { Tokens } from './tokens';

export interface OperaStatistics {
	/** Writes that OPERA accepted. */
	created: number;
	updated: number;
	cancelled: number;
	guests: number;
	payments: number;
	requests: number;
	tokensMinted: number;
	mostInASecond: number;
	delayed: number;
	refusedForRate: number;
}

export interface LoggedRequest {
	method: string;
	/** With its query; never a body or a header. */
	path: string;
	/** `null` where no answer was sent. */
	status: number | null;
}

/** What a test that validates requests gets to see of each. */
export interface SeenRequest {
	method: string;
	path: string;
	query: URLSearchParams;
	headers: HttpRequest['headers'];
	body: unknown;
	/** Of a request for a token; empty for every other. */
	form: URLSearchParams;
	answer: HttpReply;
}

export interface OperaSandbox {
	/** Gateway address, without a slash at the end. */
	readonly url: string;
	readonly configuration: Configuration;
	readonly faults: Faults;
	readonly log: LoggedRequest[];
	stays(): Stay[];
	profiles(): Profile[];
	payments(): Posting[];
	/** What waits in the queue of business events. */
	readonly waitingEvents: number;
	/** What a person does in OPERA itself. */
	deskEdit(id: string, changes: Partial<Stay>): void;
	deskBook(booking: DeskBooking): Stay;
	addGuest(givenName: string, surname: string): Profile;
	/** Takes all events off the queue, as a reader does that then loses them. */
	loseEvents(): void;
	/** An event just as it is given, such as one of another module. */
	addEvent(event: Json): void;
	/** What a person posts on a folio. */
	addPosting(reservationId: string, reference: string, window?: number): void;
	/** What the guest consumes. */
	addCharge(reservationId: string, amount: number, window?: number): void;
	/** No more rooms of the type are sold in a night: 0 refuses each; `null` refuses none. */
	limitSales(roomType: string, rooms: number | null): void;
	closeRoom(closure: Closure): void;
	openRoom(roomId: string): void;
	setBusinessDate(date: string): void;
	revokeTokens(): void;
	/** Called with every request and its answer. */
	onRequest(look: ((seen: SeenRequest) => void) | null): void;
	statistics(): OperaStatistics;
	/** Down: connections are refused until `start`. */
	stop(): Promise<void>;
	start(): Promise<void>;
	close(): Promise<void>;
}

type Handler = (parameters: string[], request: HttpRequest) => HttpAnswer;

/**
 * Starts the stand-in.
 * @throws the error of `listen` (e.g. `EADDRINUSE`) when the port is taken.
 */
export async function startOpera(options: OperaOptions): Promise<OperaSandbox> {
	const { account, hotel = hotelParadise, clock = Date.now, perSecond = 50, burst = 100, delayMs = 1000 } = options;
	const configuration = configurationOf(hotel, account.externalSystem, options.configuration);
	let fixedDate = options.businessDate ?? null;
	const businessDate = () => fixedDate ?? dateIn(configuration.timeZone, clock());
	const pageSize = options.pageSize ?? 200;
	const faults = new Faults();
	const tokens = new Tokens(account, clock);
	const limits = new Limits(clock, perSecond, burst);
	const events = new BusinessEvents(configuration, clock);
	const profiles = new Profiles(configuration.externalSystems, options.ignoresReferences ?? false);
	const reservations = new Reservations({
		configuration,
		profiles,
		events,
		faults,
		now: clock,
		businessDate,
		pageSize,
		anyFindsCancelled: options.anyFindsCancelled ?? true,
		objectsForLists: options.objectsForLists ?? false,
		repeatsEntries: options.repeatsEntries ?? false,
		addedTax: options.addedTax ?? null,
		ignoresReferences: options.ignoresReferences ?? false,
		findsNoReferences: options.findsNoReferences ?? false,
		user: account.username,
		url: () => http.url,
	});
	const rooms = new Rooms(configuration, () => reservations.all.values(), businessDate, pageSize);
	const cashiering = new Cashiering(
		configuration,
		(id) => reservations.all.get(id),
		businessDate,
		() => http.url,
		() => faults.sameFolioPage,
	);
	const lists = listsOf(configuration);
	const log: LoggedRequest[] = [];
	let look: ((seen: SeenRequest) => void) | null = null;

	const list = (name: string): HttpAnswer => {
		const codes = lists[name];
		if (!codes) return problem(404, { title: 'Not Found', detail: 'No such list of values.', code: 'LOV0404' });
		const items = codes.map(({ code, name: description, active = true }) => ({
			code,
			name: code,
			description,
			active,
		}));
		return items.length === 0 ? noContent() : answer(200, { listOfValues: { items, lovName: name } });
	};

	const HOTEL = `/hotels/${configuration.hotelId}`;
	const routes: Array<[method: string, path: RegExp, handler: Handler]> = [
		...['/rsv/v1' + HOTEL, ''].flatMap((base): typeof routes => [
			['GET', exactly(`${base}/reservations`), (_, request) => reservations.search(request)],
			['POST', exactly(`${base}/reservations`), (_, request) => reservations.post(request)],
			['GET', exactly(`${base}/reservations/([^/]+)`), ([id = ''], request) => reservations.get(id, request)],
			['PUT', exactly(`${base}/reservations/([^/]+)`), ([id = ''], request) => reservations.put(id, request)],
			[
				'POST',
				exactly(`${base}/reservations/([^/]+)/cancellations`),
				([id = ''], request) => reservations.cancel(id, request),
			],
		]),
		['GET', exactly('/crm/v1/profiles|/guests'), (_, request) => profiles.search(request, pageSize)],
		['POST', exactly('/crm/v1/guests|/guests'), (_, request) => profiles.post(request, http.url)],
		['GET', exactly('(?:/crm/v1)?/guests/([^/]+)'), ([id = ''], request) => profiles.get(id, request)],
		['GET', exactly(`/fof/v1${HOTEL}/rooms|/rooms`), (_, request) => rooms.list(request)],
		['GET', exactly(`/hsk/v1${HOTEL}/rooms/outOfOrderRooms`), (_, request) => rooms.closed('OutOfOrder', request)],
		['GET', exactly(`/hsk/v1${HOTEL}/rooms/outOfServiceRooms`), (_, request) => rooms.closed('OutOfService', request)],
		['GET', exactly(`/inv/v1${HOTEL}/inventoryStatistics`), (_, request) => rooms.inventory(request)],
		[
			'POST',
			exactly(`/csh/v1${HOTEL}/reservations/([^/]+)/depositPayments`),
			([id = ''], request) => cashiering.post('deposit', id, request),
		],
		[
			'POST',
			exactly(`/csh/v1${HOTEL}/reservations/([^/]+)/payments`),
			([id = ''], request) => cashiering.post('payment', id, request),
		],
		['GET', exactly(`/csh/v1${HOTEL}/reservations/([^/]+)/depositPayments`), ([id = '']) => cashiering.deposits(id)],
		[
			'GET',
			exactly(`/csh/v1${HOTEL}/reservations/([^/]+)/folios`),
			([id = ''], request) => cashiering.folios(id, request),
		],
		[
			'POST',
			exactly(`/csh/v1${HOTEL}/transactions/([^/]+)/reversePayments`),
			([id = ''], request) => cashiering.reverse(id, request),
		],
		['GET', exactly('/csh/v1/services/cashiering/status'), () => answer(200, { version: '25.5' })],
		['GET', exactly(`/lov/v1/listOfValues${HOTEL}/([^/]+)`), ([name = '']) => list(name)],
		['GET', exactly('/lov/v1/listOfValues/([^/]+)'), ([name = '']) => list(name)],
		['GET', exactly(`/ent/config/v1${HOTEL}/operaContext`), () => answer(200, { hotelContext: context() })],
		[
			'GET',
			exactly(`/int/v1/externalSystem/${account.externalSystem}(?:${HOTEL})?/businessEvents`),
			(_, request) => events.dequeue(request),
		],
	];

	const context = () => ({
		hotelId: configuration.hotelId,
		hotelName: configuration.hotelName,
		businessDate: businessDate(),
		currencyCode: configuration.currency,
		timezone: configuration.timeZone,
	});

	function work(request: HttpRequest): HttpAnswer {
		if (request.method === 'POST' && request.path === '/oauth/v1/tokens') return tokens.exchange(request);
		if (!tokens.accepts(request))
			return problem(401, { title: 'Unauthorized', detail: 'Invalid or expired token.', code: 'OAUTH' });
		if (request.headers['x-hotelid'] !== configuration.hotelId)
			return problem(403, { title: 'Forbidden', detail: 'The user has no access to the hotel.', code: 'GEN0403' });
		for (const [method, path, handler] of routes) {
			const match = method === request.method ? path.exec(request.path) : null;
			if (match)
				return safely(() =>
					handler(
						match.slice(1).map((part = '') => decodeURIComponent(part)),
						request,
					),
				);
		}
		return problem(404, { title: 'Not Found', detail: 'No such resource.', code: 'GEN0404' });
	}

	async function reply(request: HttpRequest): Promise<HttpReply> {
		const isToken = request.path === '/oauth/v1/tokens';
		const speed = isToken ? 'at once' : limits.next();
		if (speed === 'refused') return tooMany();
		if (speed === 'delayed') await wait(delayMs);
		const fault = isToken ? null : faults.take(request.method, request.path);
		if (fault === null) return work(request);
		if (fault === 'unauthorized') tokens.revokeAll();
		return faultyReply(fault, faults.retryAfter, isDone(fault) ? work(request) : null);
	}

	const http = await startHttp({
		handler: async (request) => {
			const search = request.query.toString();
			const entry: LoggedRequest = {
				method: request.method,
				path: search === '' ? request.path : `${request.path}?${search}`,
				status: null,
			};
			log.push(entry);
			const result = await reply(request);
			entry.status = 'status' in result ? result.status : null;
			look?.({ ...request, body: bodyOf(request), form: formOf(request), answer: result });
			return result;
		},
		...(options.port === undefined ? {} : { port: options.port }),
	});

	return {
		url: http.url,
		configuration,
		faults,
		log,
		stays: () => [...reservations.all.values()],
		profiles: () => [...profiles.all.values()],
		payments: () => [...cashiering.postings],
		get waitingEvents() {
			return events.waiting;
		},
		deskEdit: (id, changes) => reservations.deskEdit(id, changes),
		deskBook: (booking) => reservations.deskBook(booking),
		addGuest: (givenName, surname) =>
			profiles.add({ customer: { personName: [{ givenName, surname, nameType: 'Primary' }] } }),
		loseEvents: () => events.lose(),
		addEvent: (event) => events.addRaw(event),
		addPosting: (reservationId, reference, window) => cashiering.addByHand(reservationId, reference, window),
		addCharge: (reservationId, amount, window) => cashiering.charge(reservationId, amount, window),
		limitSales: (roomType, limit) => reservations.limitSales(roomType, limit),
		closeRoom: (closure) => rooms.close(closure),
		openRoom: (roomId) => rooms.open(roomId),
		setBusinessDate: (date) => {
			fixedDate = date;
		},
		revokeTokens: () => tokens.revokeAll(),
		onRequest: (looks) => {
			look = looks;
		},
		statistics: () => ({
			created: reservations.created,
			updated: reservations.updated,
			cancelled: reservations.cancelled,
			guests: profiles.all.size,
			payments: cashiering.postings.length,
			requests: log.length,
			tokensMinted: tokens.minted,
			mostInASecond: limits.mostInASecond,
			delayed: limits.delayed,
			refusedForRate: limits.refused,
		}),
		stop: () => http.pause(),
		start: () => http.resume(),
		close: () => http.close(),
	};
}

const exactly = (path: string) => new RegExp(`^(?:${path})$`);

function safely(handle: () => HttpAnswer): HttpAnswer {
	try {
		return handle();
	} catch (error) {
		if (error instanceof Refusal) return error.reply;
		if (error instanceof SyntaxError)
			return problem(400, { title: 'Bad Request', detail: 'The body is no JSON.', code: 'GEN0001' });
		throw error;
	}
}

function bodyOf({ body, headers }: HttpRequest): unknown {
	if (!String(headers['content-type']).startsWith('application/json')) return null;
	try {
		return JSON.parse(body.toString('utf8'));
	} catch {
		return null;
	}
}

function formOf({ body, headers }: HttpRequest): URLSearchParams {
	const isForm = String(headers['content-type']).startsWith('application/x-www-form-urlencoded');
	return new URLSearchParams(isForm ? body.toString('utf8') : '');
}

function dateIn(timeZone: string, instant: number): string {
	return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(new Date(instant));
}
