/** One HTTP request with a credential, whose failures never carry the request or the answer along. */
import type { IExecuteFunctions, IHttpRequestOptions, IN8nHttpFullResponse, IPollFunctions } from 'n8n-workflow';
import { RemoteProblem } from './problem';

export type RequestContext = IExecuteFunctions | IPollFunctions;

export interface RemoteAnswer {
	status: number;
	headers: Record<string, unknown>;
	/** The body as text, whatever the status. */
	body: string;
}

/**
 * Sends the request and answers with whatever came back, of any status but 401: that one n8n must see
 * thrown, so that it renews an expired token and asks once more.
 * @param system the remote system's name, for messages
 * @throws RemoteProblem `unauthorized` or `unreachable`
 */
export async function remoteRequest(
	context: RequestContext,
	system: string,
	credentialType: string,
	options: Omit<IHttpRequestOptions, 'returnFullResponse' | 'ignoreHttpStatusErrors' | 'encoding'>,
): Promise<RemoteAnswer> {
	try {
		const response = (await context.helpers.httpRequestWithAuthentication.call(context, credentialType, {
			timeout: 60_000,
			// A redirect would carry the credentials to wherever it points.
			disableFollowRedirect: true,
			...options,
			encoding: 'text',
			returnFullResponse: true,
			ignoreHttpStatusErrors: { ignore: true, except: [401] },
		})) as IN8nHttpFullResponse;
		const body = typeof response.body === 'string' ? response.body : JSON.stringify(response.body ?? '');
		return { status: response.statusCode, headers: response.headers ?? {}, body };
	} catch (error) {
		throw withoutRequest(system, error);
	}
}

/** n8n's HTTP errors hold the request with its Authorization header and the answer; only their codes are kept. */
function withoutRequest(system: string, error: unknown): RemoteProblem {
	const { httpCode, code, cause } = (error ?? {}) as { httpCode?: unknown; code?: unknown; cause?: { code?: unknown; response?: { status?: unknown } } };
	const status = Number(httpCode ?? cause?.response?.status);
	if (status === 401) {
		return new RemoteProblem({
			kind: 'unauthorized',
			status,
			message: `${system} did not accept the credentials`,
			advice: `Check the ${system} credential in n8n and that the account is switched on`,
		});
	}
	if (status === 429 || status >= 400) {
		// Only the exchange of a token gets here: every other status is answered, not thrown.
		return new RemoteProblem({
			kind: status === 429 ? 'rate_limited' : status >= 500 ? 'server' : 'unauthorized',
			status,
			message: `${system} gave no token (HTTP ${status})`,
			advice: status === 429 ? 'Too many tokens were asked for; wait an hour' : `Check the ${system} credential in n8n`,
		});
	}
	const reason = [code, cause?.code].find((candidate) => typeof candidate === 'string' && /^[A-Z][A-Z0-9_]+$/.test(candidate));
	const timedOut = reason === 'ECONNABORTED' || reason === 'ETIMEDOUT';
	return new RemoteProblem({
		kind: 'unreachable',
		message: timedOut ? `${system} did not answer in time` : `${system} cannot be reached${reason ? ` (${String(reason)})` : ''}`,
		advice: `Nothing is lost: it is tried again. If it stays so, check the base URL in the ${system} credential and this server's network`,
	});
}
