/** The stand-in behind its address. */
import { startHttp, type HttpAnswer, type HttpReply, type HttpRequest } from '../http/server';
import { hotelParadise, type Hotel } from '../hotel/hotel';
import { Account, Refused } from './account';
import { Faults, faultyReply } from './faults';
import { pageOf } from './listing-of-reservations';
import { hostOf, type Host } from './listings';
import { Notifier } from './notifications';
import { OAuth, type Application } from './oauth';
import type { AirbnbStep } from './season';
import { alterationJson, listingJson, reservationJson, writeJson } from './wire';

export interface AirbnbOptions {
	application: Application;
	hotel?: Hotel;
	/** What happens, in this order: everything up to `pause` at once, the rest when all of that was read, of all listings. */
	steps?: readonly AirbnbStep[];
	port?: number;
	clock?: () => number;
}

export interface LoggedRequest {
	method: string;
	/** With its query; the token in the path of Airbnb's own check is left out. */
	path: string;
	status: number | null;
}

export interface AirbnbSandbox {
	readonly url: string;
	readonly host: Host;
	readonly account: Account;
	readonly oauth: OAuth;
	readonly faults: Faults;
	readonly notifier: Notifier;
	readonly log: readonly LoggedRequest[];
	/** Everything has happened, and was read to its end twice since. */
	readonly drained: boolean;
	/** Down: connections are refused until `start`. */
	stop(): Promise<void>;
	start(): Promise<void>;
	close(): Promise<void>;
}

/** A reader that comes back has dealt with what it read before. */
const READS_UNTIL_DRAINED = 2;

/** @throws the error of `listen`, such as `EADDRINUSE` */
export async function startAirbnb(options: AirbnbOptions): Promise<AirbnbSandbox> {
	const now = options.clock ?? Date.now;
	const host = hostOf(options.hotel ?? hotelParadise);
	const account = new Account(host, now);
	const oauth = new OAuth(options.application, host.id, now);
	const faults = new Faults();
	const notifier = new Notifier(account);
	const log: LoggedRequest[] = [];
	const later = [...(options.steps ?? [])];
	let readsSince = 0;

	/** Lets the next things happen, up to a pause. */
	function proceed(): void {
		for (let step = later.shift(); step && step !== 'pause'; step = later.shift()) step(account);
		readsSince = 0;
	}
	proceed();

	function wasReadToItsEnd(): void {
		readsSince += 1;
		// Also between two pages nothing changes: only a reader that starts anew sees the next things.
		if (later.length > 0) proceed();
	}

	function isAllowed({ headers }: HttpRequest): boolean {
		return (
			headers['x-airbnb-api-key'] === options.application.clientId && oauth.isValid(headers['x-airbnb-oauth-token'])
		);
	}

	function authorizations(request: HttpRequest, token: string | undefined): HttpAnswer {
		if (!oauth.isApplication(request.headers.authorization)) throw new Refused(401, 'invalid_client');
		if (token !== undefined && request.method === 'DELETE') {
			oauth.revoke(token);
			return json(200, { oauth2_authorization: { valid: false } });
		}
		if (token !== undefined) return json(200, { oauth2_authorization: { valid: oauth.isValid(token) } });
		const { refresh_token: given, reset_refresh_token: reset } = objectIn(request.body);
		const tokens = oauth.refresh(given, reset === 1 || reset === true);
		if (tokens === null) throw new Refused(401, 'invalid_refresh_token');
		return json(200, tokens);
	}

	function reservations({ query }: HttpRequest): HttpAnswer {
		const { reservations: page, nextCursor } = pageOf(account, query, new Date(now()).toISOString().slice(0, 10));
		const paging = nextCursor === null ? {} : { next_cursor: nextCursor };
		const answer = json(200, { reservations: page.map((each) => reservationJson(host, each)), paging });
		// Whoever asks for one listing only looks whether a room was sold, and gives nothing out.
		const isFollowed = query.get('all_status') === 'true' && query.get('listing_id') === null;
		if (nextCursor === null && isFollowed) wasReadToItsEnd();
		return answer;
	}

	function reservation(code: string): HttpAnswer {
		const found = account.reservations.get(code);
		if (!found) throw new Refused(404, 'record_not_found');
		return json(200, { reservation: reservationJson(host, found) });
	}

	function alterations({ query }: HttpRequest): HttpAnswer {
		const code = query.get('confirmation_code');
		const found = [...account.alterations.values()].filter((each) => code === null || each.code === code);
		const written = found.flatMap((each) => {
			const of = account.reservations.get(each.code);
			return of ? [alterationJson(of, each)] : [];
		});
		return json(200, { reservation_alterations: written });
	}

	function listings({ query }: HttpRequest): HttpAnswer {
		if (query.get('user_id') !== host.id) throw new Refused(403, 'not_your_host');
		return json(200, { listings: host.listings.map(listingJson), paging: {} });
	}

	function answer(request: HttpRequest): HttpAnswer {
		const [version, resource, first, ...more] = request.path.split('/').filter(Boolean).map(decodeURIComponent);
		const route = `${request.method} ${resource}`;
		if (version !== 'v2') throw new Refused(404, 'not_found');
		if (resource === 'oauth2' && first === 'authorizations') return authorizations(request, more[0]);
		if (!isAllowed(request)) throw new Refused(401, 'authentication_required');
		if (route === 'GET reservations') return first === undefined ? reservations(request) : reservation(first);
		if (route === 'GET reservation_alterations') return alterations(request);
		if (route === 'GET listings') return listings(request);
		if (route === 'GET calendars')
			return json(200, {
				calendar: { listing_id: first, days: account.calendar(first ?? '', more[0] ?? '', more[1] ?? '') },
			});
		if (route === 'POST calendar_operations') {
			account.update(objectIn(request.body));
			return json(200, { calendar_operation: { status: 'success' } });
		}
		throw new Refused(404, 'not_found');
	}

	function handle(request: HttpRequest): HttpReply {
		const isToken = request.path.startsWith('/v2/oauth2/');
		const good = () => {
			try {
				return answer(request);
			} catch (error) {
				if (!(error instanceof Refused)) throw error;
				return json(error.status, { error_code: error.status, error_type: error.code, error_message: error.code });
			}
		};
		const fault = isToken ? null : faults.take();
		if (fault?.kind === 'unauthorized') oauth.revokeAll();
		const reply = fault === null ? good() : faultyReply(fault, good, request);
		const search = request.query.toString();
		const path = isToken ? '/v2/oauth2/authorizations' : request.path;
		log.push({
			method: request.method,
			path: search === '' ? path : `${path}?${search}`,
			status: 'status' in reply ? reply.status : null,
		});
		return reply;
	}

	const http = await startHttp({ handler: handle, ...(options.port === undefined ? {} : { port: options.port }) });
	return {
		url: http.url,
		host,
		account,
		oauth,
		faults,
		notifier,
		log,
		get drained() {
			return later.length === 0 && readsSince >= READS_UNTIL_DRAINED;
		},
		stop: () => http.pause(),
		start: () => http.resume(),
		close: () => http.close(),
	};
}

function json(status: number, value: unknown): HttpAnswer {
	return { status, headers: { 'Content-Type': 'application/json' }, body: writeJson(value) };
}

function objectIn(body: Buffer): Record<string, unknown> {
	try {
		const parsed: unknown = JSON.parse(body.toString('utf8'));
		if (typeof parsed === 'object' && parsed !== null) return parsed as Record<string, unknown>;
	} catch {
		// Answered below.
	}
	throw new Refused(400, 'invalid_json');
}
