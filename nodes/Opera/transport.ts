/**
 * The one way to OPERA: JSON over HTTPS, within the limit of its environment, every answer judged.
 * Source: Oracle's API descriptions for OHIP, 25.5, and its page on throttling.
 */
import { randomUUID } from 'node:crypto';
import { sleep, type IHttpRequestMethods } from 'n8n-workflow';
import { recordOf, type Fields } from '../../core/payload/field-reader';
import { answerOrNull, MAX_JSON } from '../../core/payload/json-or-null';
import { ApiError, retryAfterSeconds } from '../shared/request/api-error';
import type { RemoteSystem } from '../shared/request/error-for-status';
import { remoteRequest, safeAddress, type RequestContext } from '../shared/request/request';
import { withRetry } from '../shared/request/retry';
import { MODULES, type Module, type ModuleId } from './modules';
import { holdBack, refuseWhileHeld, shareOf, takeTurn } from './rate-limit';
import { errorForProblem, isProblem } from './responses/errors';
import { listOf } from './responses/lists';

export interface OperaRequest {
	method: IHttpRequestMethods;
	module: ModuleId;
	/** Another hotel of the same OPERA than the credential's. */
	hotelId?: string | undefined;
	/** Below the module's own path, each part encoded here. */
	path?: readonly string[];
	/** A list is sent as the same name several times. */
	query?: Readonly<Record<string, string | number | boolean | readonly string[]>>;
	body?: unknown;
	/** Guests' data in it, so that no error quotes them. */
	privateValues?: readonly string[];
	/** How often it is tried while the fault is a passing one; by default 4 for reading, once for writing. */
	attempts?: number;
}

export interface OperaAnswer {
	/** The answer's JSON; empty for 204, which means that there is nothing. */
	body: Fields;
	/** Whole where the answer is a list, such as that of inventory. */
	json: unknown;
	isEmpty: boolean;
	/** The id of what was made: the last part of `Location`, or of a link in the body. */
	createdId: string | null;
}

/** OPERA's side of a credential. */
export interface OperaHotel {
	hotelId: string;
	/** Under which reservations and guests are found again. */
	externalSystem: string;
	isGateway: boolean;
}

const READ_ATTEMPTS = 4;
/** A creation that takes longer is looked up before it is repeated. */
const TIMEOUT_MS = 40_000;

/**
 * Sends one request.
 * @throws ApiError for every status but 2xx; RangeError where the credential is incomplete or a gateway has no such path
 */
export async function operaRequest(context: RequestContext, request: OperaRequest): Promise<OperaAnswer> {
	const { method, module: id, path = [], query, body, privateValues = [] } = request;
	const module: Module = MODULES[id];
	const { isGateway, baseUrl, secrets, credentials, ...own } = await connection(context);
	const hotelId = request.hotelId ?? own.hotelId;
	const base = isGateway
		? gatewayPath(module, credentials)
		: module.path
				.replace('{hotel}', encodeURIComponent(hotelId))
				.replace('{system}', encodeURIComponent(own.externalSystem));
	const url = [baseUrl + base, ...path.map(encodeURIComponent)].join('/') + queryText(query);
	const system = isGateway ? gatewayOf(module) : systemOf(module);
	const send = async () => {
		await takeTurn(
			baseUrl,
			'getActivationMode' in context ? 'trigger' : 'node',
			shareOf(credentials['requestsPerSecond']),
		);
		const answer = await remoteRequest(context, system, 'operaApi', {
			method,
			url,
			timeout: TIMEOUT_MS,
			headers: {
				Accept: 'application/json',
				'x-hotelid': hotelId,
				'x-request-id': randomUUID(),
				...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
			},
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
		});
		const { status, headers } = answer;
		if (status >= 200 && status < 300) return readAnswer({ method, url }, status, answer.body, headers);
		const retryAfter = retryAfterSeconds(headers['retry-after'], new Date());
		if (status === 429) {
			holdBack(baseUrl, retryAfter ?? 1);
			refuseWhileHeld(baseUrl);
		}
		throw errorForProblem(system, { status, body: answer.body, retryAfter }, [...secrets, ...privateValues]);
	};
	const attempts = request.attempts ?? (method === 'GET' ? READ_ATTEMPTS : 1);
	return await withRetry(send, { attempts, wait: sleep });
}

/** The hotel and the external system of the credential. @throws RangeError if they are missing or too long */
export async function operaHotel(context: RequestContext): Promise<OperaHotel> {
	const { hotelId, externalSystem, isGateway } = await connection(context);
	return { hotelId, externalSystem, isGateway };
}

async function connection(context: RequestContext) {
	const credentials = await context.getCredentials('operaApi');
	const text = (name: string) => String(credentials[name] ?? '').trim();
	const baseUrl = safeAddress(OPERA, 'Gateway URL', credentials['baseUrl'], credentials);
	const [hotelId, externalSystem] = [text('hotelId'), text('externalSystem')];
	if (hotelId === '' || externalSystem === '' || externalSystem.length > 20)
		throw new RangeError(
			'Fill in the hotel ID and the external system in the Opera credential; the latter has 20 characters at most',
		);
	const pairs = [
		['clientId', 'clientSecret'],
		['username', 'password'],
	] as const;
	// As they are sent: somebody may repeat them without the word before them.
	const basic = pairs.map(([name, key]) => text(key) && Buffer.from(`${text(name)}:${text(key)}`).toString('base64'));
	const secrets = ['apiKey', 'clientSecret', 'integrationPassword', 'password', 'accessToken']
		.map(text)
		.concat(basic)
		.filter(Boolean);
	return { baseUrl, hotelId, externalSystem, isGateway: text('connection') === 'gateway', secrets, credentials };
}

function gatewayPath({ gatewayPath: field, name }: Module, credentials: Record<string, unknown>): string {
	if (!field)
		throw new RangeError(
			`The gateway in the Opera credential has no path for OPERA's ${name} API; connect to Oracle's integration platform instead`,
		);
	return `/${String(credentials[field] ?? '')
		.trim()
		.replace(/^\/+|\/+$/g, '')}`;
}

function queryText(query: OperaRequest['query'] = {}): string {
	const parts = Object.entries(query).flatMap(([name, value]) =>
		(Array.isArray(value) ? (value as readonly string[]) : [value]).map((each) => [name, String(each)]),
	);
	return parts.length === 0 ? '' : `?${new URLSearchParams(parts as Array<[string, string]>).toString()}`;
}

const OPERA: RemoteSystem = {
	name: 'Opera',
	advice: {
		forbidden: 'Check the hotel ID in the Opera credential',
		not_found: 'Check the gateway URL and the hotel ID in the Opera credential',
		server: 'Nothing is lost: it is tried again later. If it stays, ask who looks after OPERA',
		rate_limited: 'Nothing is lost: it is tried again later. OPERA limits the requests of all its systems together',
		refused: 'Correct what it names, in OPERA or in this workflow; it is tried again later',
	},
};

/** With what to do where this API is the one that is missing. */
function systemOf({ name }: Module): RemoteSystem {
	const subscribe = `and in Oracle's developer portal that the application is subscribed to the ${name} API`;
	const { advice } = OPERA;
	const missing = { forbidden: `${advice.forbidden}, ${subscribe}`, not_found: `${advice.not_found}, ${subscribe}` };
	return { ...OPERA, advice: { ...advice, ...missing } };
}

/** It has no APIs to subscribe to: who may use which of its paths is its own affair. */
function gatewayOf({ gatewayPath: field = 'reservationsPath' }: Module): RemoteSystem {
	const path = `its path of ${field.replace('Path', '')}`;
	const forbidden = `Have whoever runs the gateway let the user of the Opera credential use ${path}`;
	const not_found = `Check the gateway URL and ${path} in the Opera credential`;
	return { ...OPERA, advice: { ...OPERA.advice, forbidden, not_found } };
}

function readAnswer(
	{ method, url }: { method: IHttpRequestMethods; url: string },
	status: number,
	text: string,
	headers: Record<string, unknown>,
): OperaAnswer {
	const location = typeof headers['location'] === 'string' ? headers['location'] : null;
	const isEmpty = status === 204 || text.trim() === '';
	if (text.length > MAX_JSON) throw unreadable(status, 'is too large to be read');
	const json = isEmpty ? null : answerOrNull(text);
	if (!isEmpty && json === null) throw unreadable(status, 'is no JSON');
	// Taken for an answer, it would say that there is no such reservation, or that a payment is posted. OPERA says 204
	// where there is nothing, and 201 where something was made.
	if (status === 200 && isEmpty && method !== 'PUT') throw unreadable(status, 'is empty');
	if (isProblem(json)) throw unreadable(status, 'is an error in spite of its status');
	return { body: recordOf(json), json, isEmpty, createdId: lastPart(location ?? '') ?? linkedId(json, url) };
}

/** Of what was made under this address, as a link names it: `…/guests/700001` of `…/guests`. */
function linkedId(json: unknown, url: string): string | null {
	const list = `${url.split(/[?#]/)[0]?.split('/').at(-1) ?? ''}/`;
	const ids = listOf(recordOf(json)['links'], 'href').flatMap(({ href }) => {
		const path = typeof href === 'string' ? (href.split(/[?#]/)[0]?.replace(/\/+$/, '') ?? '') : '';
		const id = lastPart(path);
		return id !== null && `/${path}`.endsWith(`/${list}${id}`) ? [id] : [];
	});
	const [only, ...others] = new Set(ids);
	return only !== undefined && others.length === 0 ? only : null;
}

function unreadable(status: number, what: string): ApiError {
	return new ApiError({
		kind: 'unreadable',
		status,
		message: `Opera's answer ${what}`,
		advice:
			'Nothing is lost: it is tried again later. If it stays, check the gateway URL in the Opera credential: a login page or a proxy may be answering',
	});
}

function lastPart(address: string): string | null {
	const part = address.split(/[?#]/)[0]?.replace(/\/+$/, '').split('/').at(-1) ?? '';
	return /^[\w-]{1,80}$/.test(part) ? part : null;
}
