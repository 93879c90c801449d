/** One HTTP request with a credential; its errors never contain the request or the answer. */
import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
	IPollFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';
import { validateWebAddress } from '../../../core/text/web-address';
import { ApiError } from './api-error';
import { errorForStatus, errorForTokenStatus, type RemoteSystem } from './error-for-status';

export type RequestContext = IExecuteFunctions | IPollFunctions | IWebhookFunctions;

/** How long nothing may come. */
const TIMEOUT_MS = 60_000;
/** How many times as long an answer may take as a whole. */
const WHOLE_ANSWER = 1.5;

export interface RemoteAnswer {
	status: number;
	headers: Record<string, unknown>;
	/** The body as text, whatever the status. */
	body: string;
}

type RequestOptions = Omit<
	IHttpRequestOptions,
	'returnFullResponse' | 'ignoreHttpStatusErrors' | 'encoding' | 'disableFollowRedirect'
> & {
	/** For a system without tokens that n8n could renew: a 401 is returned as well, with what its body says. */
	hasNoToken?: boolean;
};

/**
 * The address that a person has entered in the credential, without slashes at its end.
 * @param field as the editor shows it
 * @throws ApiError `refused` if it is none that keys may be sent to
 */
export function safeAddress(
	{ name }: RemoteSystem,
	field: string,
	address: unknown,
	{ allowHttp }: ICredentialDataDecryptedObject,
): string {
	const text = String(address ?? '')
		.trim()
		.replace(/\/+$/, '');
	const reason = validateWebAddress(text, allowHttp === true);
	if (reason === null) return text;
	throw new ApiError({
		kind: 'refused',
		message: `${name} cannot be reached: the ${field} in its credential ${reason}`,
		advice: `Correct the ${field} in the ${name} credential; nothing was sent`,
		retryable: true,
	});
}

/**
 * Sends the request and returns the answer, whatever its status, except 401: n8n must see that one thrown, to renew
 * an expired token and try once more.
 * @param system how errors speak of the remote system
 * @throws ApiError `unauthorized` or `unreachable`
 */
export async function remoteRequest(
	context: RequestContext,
	system: RemoteSystem,
	credentialType: string,
	options: RequestOptions,
): Promise<RemoteAnswer> {
	const { body, ...answer } = await send(context, system, credentialType, { ...options, encoding: 'text' });
	return { ...answer, body: typeof body === 'string' ? body : JSON.stringify(body ?? '') };
}

/** As `remoteRequest`, with the body's bytes decoded by the caller: what encoding they are in, the document may say. */
export async function remoteRequestDecoded(
	context: RequestContext,
	system: RemoteSystem,
	credentialType: string,
	options: RequestOptions,
	decode: (bytes: Uint8Array, contentType: string | null) => string,
): Promise<RemoteAnswer> {
	const { body, ...answer } = await send(context, system, credentialType, { ...options, encoding: 'arraybuffer' });
	const contentType = answer.headers['content-type'];
	const bytes = body instanceof Uint8Array || body instanceof ArrayBuffer ? new Uint8Array(body) : null;
	if (bytes === null) return { ...answer, body: typeof body === 'string' ? body : '' };
	return { ...answer, body: decode(bytes, typeof contentType === 'string' ? contentType : null) };
}

async function send(
	context: RequestContext,
	system: RemoteSystem,
	credentialType: string,
	{ hasNoToken = false, timeout = TIMEOUT_MS, ...options }: RequestOptions & Pick<IHttpRequestOptions, 'encoding'>,
): Promise<Omit<RemoteAnswer, 'body'> & { body: unknown }> {
	const ending = withEnd(context, Math.ceil(timeout * WHOLE_ANSWER));
	try {
		const response = (await context.helpers.httpRequestWithAuthentication.call(ending.context, credentialType, {
			timeout,
			abortSignal: ending.abortSignal,
			...options,
			// A redirect would send the credentials to wherever it points.
			disableFollowRedirect: true,
			returnFullResponse: true,
			ignoreHttpStatusErrors: { ignore: true, except: hasNoToken ? [] : [401] },
		})) as IN8nHttpFullResponse;
		return { status: response.statusCode, headers: response.headers ?? {}, body: response.body };
	} catch (error) {
		throw withoutRequest(system, error);
	}
}

/**
 * The context with a signal that ends a request after some milliseconds: its time-out is only for silence, and an answer
 * may come byte by byte without end. n8n takes the signal from the context, or else from the request.
 */
function withEnd(context: RequestContext, milliseconds: number): { context: RequestContext; abortSignal: AbortSignal } {
	const stopped = 'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
	const abortSignal = AbortSignal.any([...(stopped ? [stopped] : []), AbortSignal.timeout(milliseconds)]);
	const getExecutionCancelSignal = { value: () => abortSignal };
	return { context: Object.create(context, { getExecutionCancelSignal }) as RequestContext, abortSignal };
}

/** Without the codes: n8n replaces a message that contains one, such as ECONNREFUSED, with its own. */
const REASONS: Readonly<Record<string, string>> = {
	ECONNREFUSED: 'it refused the connection',
	ECONNRESET: 'it broke off the connection',
	ECONNABORTED: 'it did not answer in time',
	ETIMEDOUT: 'it did not answer in time',
	ERR_CANCELED: 'its answer did not end in time',
	ENOTFOUND: 'its host name is unknown',
	EAI_AGAIN: 'its name cannot be looked up at present',
	EHOSTUNREACH: 'no network route leads to it',
	ENETUNREACH: 'no network route leads to it',
	EPROTO: 'it does not speak https at this address',
	DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is not trusted',
	SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is not trusted',
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate is not trusted',
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is not trusted',
	CERT_HAS_EXPIRED: 'its certificate has expired',
	ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
};

/** n8n's HTTP errors hold the request with its Authorization header and the answer; only their codes are kept. */
function withoutRequest(system: RemoteSystem, error: unknown): ApiError {
	const { httpCode, code, cause } = (error ?? {}) as {
		httpCode?: unknown;
		code?: unknown;
		cause?: { code?: unknown; response?: { status?: unknown } };
	};
	const status = Number(httpCode ?? cause?.response?.status);
	if (status === 401) return errorForStatus(system, { status });
	// Only the token exchange gets here: every other status is returned, not thrown.
	if (status >= 400) return errorForTokenStatus(system, status);
	const reason = [code, cause?.code]
		.map((candidate) => REASONS[String(candidate)])
		.find((words) => words !== undefined);
	return new ApiError({
		kind: 'unreachable',
		message: `${system.name} cannot be reached${reason ? `: ${reason}` : ''}`,
		advice: `Nothing is lost: the request is sent again. If this persists, check the base URL in the ${system.name} credential and this server's network`,
	});
}
