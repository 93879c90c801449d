/**
 * The one way to Airbnb's partner API: JSON over HTTPS, read without losing a digit of an id.
 * Source: code of public integrations; Airbnb publishes no documentation.
 */
import { sleep, type IDataObject, type IHttpRequestMethods } from 'n8n-workflow';
import { parseExactJson } from '../../core/payload/exact-json';
import { answerOrNull, MAX_JSON } from '../../core/payload/json-or-null';
import { isRecord, recordOf, type Fields } from '../../core/payload/field-reader';
import { ApiError, retryAfterSeconds } from '../shared/request/api-error';
import { errorForStatus, type RemoteSystem } from '../shared/request/error-for-status';
import { remoteRequestDecoded, safeAddress, type RequestContext } from '../shared/request/request';
import { inSeconds, PRESSING, withRetry } from '../shared/request/retry';

const AIRBNB: RemoteSystem = {
	name: 'Airbnb',
	advice: {
		forbidden: 'Check that the host has connected this application in the Airbnb account',
		not_found: 'Check that it belongs to the host whose refresh token is in the Airbnb credential',
		server: 'Nothing is lost: the next poll asks again',
	},
};

export interface AirbnbRequest {
	method: IHttpRequestMethods;
	/** Below the base URL, such as `/v2/reservations`. */
	path: string;
	qs?: Record<string, string | number>;
	body?: IDataObject;
	/** How often it is tried in all while the fault is a passing one; default: 3. */
	attempts?: number | undefined;
	/** It gets old while it waits: see `PRESSING`. Counts before `attempts`. */
	isPressing?: boolean;
	/** Seconds for all tries together, where others wait for the answer. Counts before `isPressing`. */
	within?: number | undefined;
}

/**
 * Sends one request and returns the answer's fields.
 * @throws ApiError for every status but 2xx, and for an answer that is no JSON object
 */
export async function airbnbRequest(context: RequestContext, request: AirbnbRequest): Promise<Fields> {
	const { method, path, qs, body, attempts = 3, isPressing = false, within } = request;
	const hurry = within === undefined ? (isPressing ? PRESSING : null) : inSeconds(within);
	const credentials = await context.getCredentials('airbnbApi');
	const options = {
		method,
		url: safeAddress(AIRBNB, 'Base URL', credentials.baseUrl, credentials) + path,
		qs,
		headers: { Accept: 'application/json', ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
		// As text: n8n would send an object in its own way.
		body: body === undefined ? undefined : JSON.stringify(body),
		...(hurry === null ? {} : { timeout: hurry.silenceMs }),
	};
	return await withRetry(
		async () => {
			const answer = await remoteRequestDecoded(context, AIRBNB, 'airbnbApi', options, (bytes) =>
				new TextDecoder().decode(bytes),
			);
			if (answer.body.length > MAX_JSON) return unreadable(answer.status, null, 'is too large to be read');
			const fields = fieldsOf(answer.body);
			const isError = fields !== null && ('error_code' in fields || 'error_type' in fields);
			if (answer.status >= 200 && answer.status < 300 && !isError) return fields ?? unreadable(answer.status);
			// Taken for an answer, it would say that nights are closed.
			if (answer.status < 300) return unreadable(answer.status, errorCode(fields));
			const retryAfter = retryAfterSeconds(answer.headers['retry-after'], new Date());
			throw errorForStatus(AIRBNB, { status: answer.status, retryAfter, said: errorCode(fields) });
		},
		{ attempts, ...hurry?.retry, wait: sleep },
	);
}

function fieldsOf(body: string): Fields | null {
	const parsed = answerOrNull(body, parseExactJson);
	return isRecord(parsed) ? parsed : null;
}

function unreadable(status: number, code: string | null = null, why = 'cannot be read'): never {
	throw new ApiError({
		kind: 'unreadable',
		status,
		message: code === null ? `The answer of Airbnb ${why}` : `Airbnb answered: ${code}`,
		advice: 'The next poll asks again. If this persists, check the base URL in the Airbnb credential',
	});
}

/** Airbnb's own word for what is wrong; its sentences may hold what was sent. */
function errorCode(fields: Fields | null): string | null {
	const code = recordOf(fields)['error_code'] ?? recordOf(fields)['error_type'];
	return /^\w{1,60}$/.test(String(code ?? '')) ? String(code) : null;
}
