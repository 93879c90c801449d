/** The one way to SelfKey: JSON over HTTPS, with the API key, and signed where something is written. */
import { sleep } from 'n8n-workflow';
import { RemoteProblem, retryAfterSeconds } from '../shared/n8n/problem';
import { remoteRequest, type RemoteAnswer, type RequestContext } from '../shared/n8n/request';
import { withRetry } from '../shared/n8n/retry';
import { signHex } from '../shared/webhook/sign';

/** SelfKey allows 100 requests a minute and key, so a wait of up to a minute is usual. */
const LONGEST_WAIT = 70;

export interface Answer {
	status: number;
	/** `null` where the body was no JSON. */
	json: unknown;
}

/**
 * Reads from SelfKey's REST API, again after passing faults.
 * @throws RemoteProblem for every status but 2xx
 */
export async function selfKeyGet(context: RequestContext, path: string, qs: Record<string, string | number>): Promise<unknown> {
	const { baseUrl } = await connection(context);
	return await withRetry(
		async () => {
			const { status, json } = judge(await remoteRequest(context, 'SelfKey', 'selfKeyApi', { method: 'GET', url: baseUrl + path, qs, headers: { Accept: 'application/json' } }));
			if (status >= 500) throw serverFault(status);
			return json;
		},
		{ attempts: 4, wait: sleep, longestWait: LONGEST_WAIT },
	);
}

/**
 * Posts a signed body to SelfKey's webhook of a hotel. A 500 is answered, not thrown, where its body says
 * what became of each event.
 * @throws RemoteProblem for every other status but 2xx
 */
export async function selfKeyPost(context: RequestContext, hotelSlug: string, body: unknown): Promise<Answer> {
	const { baseUrl, integrationId, webhookSecret } = await connection(context);
	if (!integrationId || !webhookSecret) {
		throw new RangeError('Fill in the integration ID and the webhook secret in the SelfKey credential; reservations are written through a signed webhook');
	}
	const rawBody = JSON.stringify(body);
	const path = `/api/webhooks/integrations/${encodeURIComponent(hotelSlug)}/${encodeURIComponent(integrationId)}`;
	const answer = await remoteRequest(context, 'SelfKey', 'selfKeyApi', {
		method: 'POST',
		url: baseUrl + path,
		// As bytes: what is signed must be what is sent.
		body: Buffer.from(rawBody, 'utf8'),
		headers: { 'Content-Type': 'application/json', Accept: 'application/json', 'x-signature': signHex(webhookSecret, rawBody) },
	}).catch((error: unknown) => {
		if (error instanceof RemoteProblem && error.kind === 'unauthorized') throw signatureRefused();
		throw error;
	});
	return judge(answer);
}

function judge({ status, headers, body }: RemoteAnswer): Answer {
	const json = parse(body);
	if (status >= 200 && status < 300) {
		if (json !== null) return { status, json };
		throw new RemoteProblem({
			kind: 'unreadable',
			status,
			message: "SelfKey's answer is no JSON",
			advice: 'Check the base URL in the SelfKey credential: a login page or a proxy may be answering',
		});
	}
	if (status >= 500 && json !== null && typeof json === 'object' && 'results' in json) return { status, json };
	if (status >= 500) throw serverFault(status);
	const said = messageOf(json);
	const details = `HTTP ${status}${said ? `: ${said}` : ''}`;
	if (status === 401 || status === 403) {
		throw new RemoteProblem({ kind: status === 401 ? 'unauthorized' : 'forbidden', status, message: `SelfKey denied access (${details})`, advice: 'Check the API key in the SelfKey credential and the hotels that it is valid for' });
	}
	if (status === 404) {
		throw new RemoteProblem({ kind: 'not_found', status, message: `SelfKey does not have what was asked for (${details})`, advice: 'Check the hotel slug, the ID and the base URL. For writing, SelfKey needs the route handler that comes with this package' });
	}
	if (status === 429) {
		const retryAfter = retryAfterSeconds(headers['retry-after'], new Date());
		throw new RemoteProblem({ kind: 'rate_limited', status, retryAfter, message: 'SelfKey asks to slow down (100 requests a minute)', advice: 'Wait a minute and run the flow again' });
	}
	throw new RemoteProblem({ kind: 'refused', status, message: `SelfKey refused the request (${details})`, advice: 'Correct what it names and run the flow again' });
}

async function connection(context: RequestContext): Promise<{ baseUrl: string; integrationId: string; webhookSecret: string }> {
	const credentials = await context.getCredentials('selfKeyApi');
	const text = (name: string) => String(credentials[name] ?? '').trim();
	const baseUrl = text('baseUrl').replace(/\/+$/, '');
	if (!/^https?:\/\/[^/]+/.test(baseUrl)) throw new RangeError('The base URL in the SelfKey credential must look like https://selfkey.example.com');
	return { baseUrl, integrationId: text('integrationId'), webhookSecret: text('webhookSecret') };
}

function serverFault(status: number): RemoteProblem {
	return new RemoteProblem({ kind: 'server', status, message: `SelfKey has a fault at present (HTTP ${status})`, advice: 'Nothing is lost: what was not written is offered again by its source' });
}

function signatureRefused(): RemoteProblem {
	return new RemoteProblem({
		kind: 'unauthorized',
		status: 401,
		message: 'SelfKey did not accept the signature',
		advice: 'The webhook secret and the integration ID in the SelfKey credential must be those of the integration in SelfKey; look for spaces at the ends',
	});
}

function parse(body: string): unknown {
	try {
		return JSON.parse(body) as unknown;
	} catch {
		return null;
	}
}

/** SelfKey's own words, `{"error","message"?}`; short, so that nothing else gets into an error. */
function messageOf(json: unknown): string | null {
	const { error, message } = (json ?? {}) as { error?: unknown; message?: unknown };
	const said = [error, message].filter((text): text is string => typeof text === 'string' && text !== '').join(': ');
	return said ? said.slice(0, 300) : null;
}
