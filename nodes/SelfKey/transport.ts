/** The one way to SelfKey: JSON over HTTPS, with the API key, and signed where something is written. */
import { sleep } from 'n8n-workflow';
import { ApiError, retryAfterSeconds } from '../shared/request/api-error';
import { errorForStatus, type RemoteSystem } from '../shared/request/error-for-status';
import { remoteRequest, safeAddress, type RemoteAnswer, type RequestContext } from '../shared/request/request';
import { withRetry, type RetryOptions } from '../shared/request/retry';
import { integrationPath, pathText, signedGet } from '../shared/signed-get';
import { answerOrNull, MAX_JSON } from '../../core/payload/json-or-null';
import { signHex } from '../../core/webhook/sign';
import { SIGNED_GET_WINDOW_MS } from '../../core/webhook/signed-get';
import { checkedSlug } from './rest-api/slug';
import { redactedMessage } from './writes/redacted-message';

/** SelfKey allows 100 requests a minute and key, so a wait of up to a minute is usual. In seconds. */
export const MAX_WAIT_SECONDS = 70;
const RETRY: RetryOptions = { attempts: 4, wait: sleep, longestWait: MAX_WAIT_SECONDS };
/**
 * The refusal of a whole request is never final: it may come from a proxy, a firewall or a SelfKey without our
 * handler, says nothing about the reservation or payment in it, and the request succeeds once somebody has corrected
 * that.
 */
const SELFKEY: RemoteSystem = {
	name: 'SelfKey',
	isRefusalRetryable: true,
	does: { not_found: 'does not have what was asked for' },
	advice: {
		forbidden: 'Check in SelfKey that the integration is switched on, and which hotels the API key is valid for',
		not_found:
			'Check the hotel, the ID and the base URL. For writing, SelfKey needs the route handler that comes with this package',
		server: 'Nothing is lost: what was not written is offered again by its source',
	},
};

/**
 * Reads from SelfKey's REST API, again after passing faults.
 * @param attempts in all
 * @returns the answer's JSON, an object
 * @throws ApiError for every status but 2xx, and for an answer that is no JSON
 */
export async function selfKeyGet(
	context: RequestContext,
	path: string,
	qs: Record<string, string | number>,
	{ attempts = RETRY.attempts }: { attempts?: number } = {},
): Promise<object> {
	const { baseUrl, secrets } = await connection(context);
	const ask = async () => {
		const answer = await remoteRequest(context, SELFKEY, 'selfKeyApi', {
			method: 'GET',
			url: baseUrl + path,
			qs,
			headers: { Accept: 'application/json' },
		});
		return judge(answer, parse(answer.body), secrets);
	};
	return await withRetry(ask, { ...RETRY, attempts });
}

/**
 * Posts a signed body to the integration's webhook, once.
 * @param resource below the webhook's address, such as `changes/ack`; empty for the webhook itself
 * @param privateValues guest data in the body, so that no error quotes it
 * @returns the answer's JSON, an object; also of a 500 whose `results` say what became of each event
 * @throws ApiError for every other status but 2xx, RangeError where the credential is incomplete
 */
export async function selfKeyPost(
	context: RequestContext,
	body: unknown,
	privateValues: readonly string[],
	resource = '',
): Promise<object> {
	const { baseUrl, secrets, webhookSecret, path } = await signedConnection(context);
	const rawBody = JSON.stringify(body);
	const sent = await remoteRequest(context, SELFKEY, 'selfKeyApi', {
		method: 'POST',
		url: baseUrl + pathText([...path, ...resource.split('/').filter(Boolean)]),
		// As bytes: what is signed must be what is sent.
		body: Buffer.from(rawBody, 'utf8'),
		headers: {
			'Content-Type': 'application/json',
			Accept: 'application/json',
			'x-signature': signHex(webhookSecret, rawBody),
		},
		hasNoToken: true,
	});
	const answer = accepted(sent);
	const json = parse(answer.body);
	return answer.status >= 500 && json !== null && 'results' in json
		? json
		: judge(answer, json, [...secrets, ...privateValues]);
}

/**
 * Posts what may be said twice, again after passing faults.
 * @param bodyNow made for each attempt: a time in it is part of what is signed
 * @returns and throws as `selfKeyPost`
 */
export async function selfKeyRepeatablePost(
	context: RequestContext,
	resource: string,
	bodyNow: () => unknown,
	privateValues: readonly string[] = [],
): Promise<object> {
	return await withRetry(async () => await selfKeyPost(context, bodyNow(), privateValues, resource), RETRY);
}

/**
 * Reads what only the integration itself may read, such as the change feed; again after passing faults.
 * @param attempts in all
 * @returns the answer's JSON, an object
 * @throws ApiError for every status but 2xx, RangeError where the credential is incomplete
 */
export async function selfKeySignedGet(
	context: RequestContext,
	resource: string,
	parameters: Record<string, string>,
	{ attempts = RETRY.attempts }: { attempts?: number } = {},
): Promise<object> {
	const integration = await signedConnection(context);
	const ask = async () => {
		const answer = accepted(await signedGet(context, SELFKEY, integration, resource, parameters, { hasNoToken: true }));
		return judge(answer, parse(answer.body), integration.secrets);
	};
	return await withRetry(ask, { ...RETRY, attempts });
}

/** What the credential is for. */
export interface IntegrationName {
	hotelSlug: string;
	integrationId: string;
}

/** The integration that is written through. @throws RangeError if the credential is incomplete */
export async function integrationOf(context: RequestContext): Promise<IntegrationName> {
	const { hotelSlug, integrationId } = await signedConnection(context);
	return { hotelSlug, integrationId };
}

/**
 * The hotel that the credential is for.
 * @throws RangeError if it is missing or not a short name
 */
export async function hotelOf(context: RequestContext): Promise<string> {
	return checkedSlug((await connection(context)).hotelSlug);
}

/** Whether the credential has what writing, the change feed and the payments are signed with. */
export async function hasSignature(context: RequestContext): Promise<boolean> {
	const { hotelSlug, integrationId, webhookSecret } = await connection(context);
	return hotelSlug !== '' && integrationId !== '' && webhookSecret !== '';
}

/** The integration's own address, and what requests to it are signed with. */
async function signedConnection(context: RequestContext): Promise<Connection & { path: string[] }> {
	const found = await connection(context);
	if (!found.integrationId || !found.webhookSecret)
		throw new RangeError(
			'Fill in the integration ID and the webhook secret in the SelfKey credential; what is written, and the change feed, are signed with them',
		);
	return { ...found, path: integrationPath({ ...found, hotelSlug: checkedSlug(found.hotelSlug) }) };
}

/** What is refused may be because of the signature or of its time, and only the answer's body says which. */
function accepted(answer: RemoteAnswer): RemoteAnswer {
	if (answer.status === 401) throw signatureRefused(parse(answer.body));
	return answer;
}

/** The JSON of a 2xx, or what is wrong. A 401 never gets here: `remoteRequest` throws it. */
function judge({ status, headers }: RemoteAnswer, json: object | null, privateValues: readonly string[]): object {
	if (status >= 200 && status < 300) {
		if (json !== null) return json;
		throw new ApiError({
			kind: 'unreadable',
			status,
			message: "SelfKey's answer is not JSON",
			advice: 'Check the base URL in the SelfKey credential: a login page or a proxy may be answering',
		});
	}
	const said = messageOf(json);
	const error = errorForStatus(SELFKEY, {
		status,
		retryAfter: retryAfterSeconds(headers['retry-after'], new Date()),
		said: said && redactedMessage(said, privateValues),
	});
	throw status === 404 && json !== null && 'fields' in json ? new NotInSelfKey(error) : error;
}

/** SelfKey's side has looked for what a field names, and has it not. Without fields, it may be that the side itself is missing. */
export class NotInSelfKey extends ApiError {}

interface Connection {
	baseUrl: string;
	hotelSlug: string;
	integrationId: string;
	webhookSecret: string;
	/** What no error may show. */
	secrets: string[];
}

async function connection(context: RequestContext): Promise<Connection> {
	const credentials = await context.getCredentials('selfKeyApi');
	const text = (name: string) => String(credentials[name] ?? '').trim();
	if (!/^https?:\/\/[^?#\s]+$/.test(text('baseUrl')) || !URL.canParse(text('baseUrl')))
		throw new RangeError('The base URL in the SelfKey credential must look like https://selfkey.example.com');
	const baseUrl = safeAddress(SELFKEY, 'Base URL', text('baseUrl'), credentials);
	const webhookSecret = text('webhookSecret');
	return {
		baseUrl,
		hotelSlug: text('hotelSlug'),
		integrationId: text('integrationId'),
		webhookSecret,
		secrets: [text('apiKey'), webhookSecret],
	};
}

/** The signature is right, and was made at another time than SelfKey's. */
export class ClocksApart extends ApiError {
	/** @param seconds by which SelfKey's clock is ahead of n8n's */
	constructor(readonly seconds: number) {
		super({
			kind: 'unauthorized',
			status: 401,
			message: clocksApart(seconds),
			advice: `The webhook secret is right. Set the clocks of both servers by NTP; they may differ by ${SIGNED_GET_WINDOW_MS / 1000} seconds`,
		});
	}
}

/** @param seconds by which SelfKey's clock is ahead of n8n's */
function clocksApart(seconds: number): string {
	return `The clocks of n8n and of SelfKey are ${Math.abs(seconds)} seconds apart: n8n's is ${seconds > 0 ? 'behind' : 'ahead'}`;
}

/** SelfKey gives its own time to who has signed rightly at another. */
function signatureRefused(said: object | null): ApiError {
	const { now } = (said ?? {}) as { now?: unknown };
	const apart = typeof now === 'string' ? Math.round((Date.parse(now) - Date.now()) / 1000) : Number.NaN;
	if (Number.isFinite(apart)) return new ClocksApart(apart);
	return new ApiError({
		kind: 'unauthorized',
		status: 401,
		message: 'SelfKey did not accept the signature',
		advice:
			"The webhook secret and the integration ID in the SelfKey credential must be those of this hotel's integration in SelfKey; each hotel has its own, and so needs its own credential",
	});
}

/** `null` where the body is no JSON object. @throws ApiError if it is too large */
function parse(body: string): object | null {
	if (body.length > MAX_JSON)
		throw new ApiError({
			kind: 'unreadable',
			message: "SelfKey's answer is too large to be read",
			advice:
				'Ask for less at a time, or check the base URL in the SelfKey credential: something else may be answering',
		});
	const json = answerOrNull(body);
	return typeof json === 'object' ? json : null;
}

/** SelfKey's own words, `{"error","message"?}`. */
function messageOf(json: unknown): string | null {
	const { error, message } = (json ?? {}) as { error?: unknown; message?: unknown };
	const said = [error, message].filter((text): text is string => typeof text === 'string' && text !== '').join(': ');
	return said || null;
}
