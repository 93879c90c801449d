/**
 * Receives signed webhooks for the triggers: the signature is checked first, and a rejected delivery starts nothing.
 */
import { sleep, type IDataObject, type IWebhookFunctions, type IWebhookResponseData } from 'n8n-workflow';
import { ValidationError } from '../../../core/payload/field-reader';
import { UnusablePayment } from '../../../core/payment/payment-event';
import { IdempotencyCache } from '../../../core/webhook/idempotency-cache';
import { receive, rejectUnsigned, type Received } from '../../../core/webhook/receive';
import type { SignatureScheme } from '../../../core/webhook/schemes';
import { maxBytesOf } from './properties';

/** How a sender signs, and every secret that is currently accepted. */
export interface WebhookConnection {
	scheme: SignatureScheme;
	secrets: readonly string[];
}

/** A delivery with a valid signature. */
export type AcceptedDelivery = Extract<Received, { accepted: true }> & {
	receivedAt: Date;
	/** Otherwise `id` is an unsigned header, which anyone who resends a delivery may change. */
	isIdSigned: boolean;
};

export interface ReadDelivery {
	/** The event's type by the sender's name, for the event filter. */
	event: string;
	/** What a repeat shares with the first delivery; `null` if nothing is remembered. */
	identity: string | null;
	json: IDataObject;
}

export interface WebhookSpec {
	/** `type/subtype`, without parameters. */
	contentTypes: readonly string[];
	/** How every sender of this node signs; left out where only the credential says it. */
	scheme?: SignatureScheme;
	/** How the sender signs; if it throws, the answer is 503, so that the sender tries again. */
	connection(context: IWebhookFunctions): Promise<WebhookConnection>;
	/** Where only the signature matters: whatever it covers is accepted, of any type, and not parsed. */
	takesAnyBody?: boolean;
	/**
	 * Makes the item from a body that has not been checked yet; `null` for what does not concern the node, which is
	 * answered with 200.
	 * @throws ValidationError or UnusablePayment, answered with 400 and the fields that they name
	 */
	read(delivery: AcceptedDelivery, context: IWebhookFunctions): ReadDelivery | null | Promise<ReadDelivery | null>;
}

/**
 * The node's own fields are wrong, perhaps through an expression: nothing that the sender could correct. The message
 * is for the log.
 */
export class ConfigurationError extends Error {
	override readonly name = 'ConfigurationError';
}

/** How long the repeat of a delivery that is being processed waits for its outcome; senders wait about 30 seconds. */
const WAIT_FOR_FIRST_MS = 25_000;

// One for each kind of trigger and process. It only saves work: destinations write by identity, so a repeat of what
// another process, or this one before a restart, has already accepted changes nothing there.
const memory = new IdempotencyCache({}, () => Date.now());

/**
 * Answers one delivery and gives n8n its item. A rejected delivery is answered here and starts no execution. Never
 * throws: n8n would save a failed execution for anyone who knows the address.
 */
export async function receiveWebhook(context: IWebhookFunctions, spec: WebhookSpec): Promise<IWebhookResponseData> {
	try {
		return await receiveDelivery(context, spec);
	} catch (error) {
		return reject(context, rejectionFor(error));
	}
}

async function receiveDelivery(context: IWebhookFunctions, spec: WebhookSpec): Promise<IWebhookResponseData> {
	// First of all: to read the credential, n8n makes an engine for expressions, which costs more than all the rest.
	const unsigned = rejectUnsigned(context.getHeaderData(), spec.scheme ?? null);
	if (unsigned) return reject(context, unsigned);
	const maxBytes = maxBytesOf(context);
	const rawBody = await rawBodyOf(context, maxBytes);
	if ('status' in rawBody) return reject(context, rawBody);
	const connection = await spec.connection(context).catch(() => null);
	if (!connection) return reject(context, notReady('the credential cannot be read; open it in n8n and save it again'));
	const receivedAt = new Date();
	const received = receive(
		{ headers: context.getHeaderData(), rawBody: rawBody.bytes },
		{ ...connection, maxBytes, contentTypes: spec.takesAnyBody ? 'any' : spec.contentTypes, now: receivedAt },
	);
	if (!received.accepted) return reject(context, received);
	const read = await spec.read({ ...received, receivedAt, isIdSigned: connection.scheme.name === 'standard' }, context);
	if (read === null) return answer(context, 200, { status: 'ignored' });
	const chosen = [context.getNodeParameter('events', [])].flat().filter(Boolean);
	if (chosen.length > 0 && !chosen.includes(read.event)) return answer(context, 200, { status: 'ignored' });
	return await runOnce(context, read, received.digest);
}

interface Rejection {
	status: number;
	/** For the sender. */
	error: string;
	fields?: readonly string[];
	/** For the log. */
	reason: string;
	/** Seconds. */
	retryAfter?: number;
}

function rejectionFor(error: unknown): Rejection {
	if (error instanceof ValidationError || error instanceof UnusablePayment) {
		const { message, fields } = error;
		// Many fields may be wrong, so the log gets only the beginning.
		return {
			status: 400,
			error: message,
			fields: fields.length > 0 ? fields : undefined,
			reason: `signed, but not usable: ${message.slice(0, 500)}`,
		};
	}
	// Only the name of other errors: a message may quote the body.
	const reason =
		error instanceof ConfigurationError
			? error.message
			: `an unexpected fault in the node (${error instanceof Error ? error.name : typeof error})`;
	return { status: 500, error: 'Processing failed', reason };
}

const notReady = (reason: string): Rejection => ({
	status: 503,
	error: 'Not ready; send it again later',
	reason,
	retryAfter: 60,
});

/** n8n has read JSON by now, up to its own limit; other bodies are not read if they are announced as too large. */
async function rawBodyOf(context: IWebhookFunctions, maxBytes: number): Promise<{ bytes: Uint8Array } | Rejection> {
	const request = context.getRequestObject();
	const { 'content-length': length, 'content-type': type } = context.getHeaderData();
	if (Number(length) > maxBytes)
		return {
			status: 413,
			error: `The body is larger than ${maxBytes} bytes`,
			reason: `the body is larger than ${maxBytes} bytes`,
		};
	// n8n has already parsed a form, and nothing is left to check the signature over.
	if (/^\s*multipart\//i.test(type ?? ''))
		return { status: 415, error: 'Unsupported content type', reason: 'the body is a form' };
	try {
		await request.readRawBody();
	} catch {
		return { status: 400, error: 'The body could not be read', reason: 'the body could not be read to its end' };
	}
	return { bytes: request.rawBody ?? new Uint8Array() };
}

/** Starts the flow, unless the same delivery has already arrived. */
async function runOnce(
	context: IWebhookFunctions,
	{ identity, json }: ReadDelivery,
	digest: string,
): Promise<IWebhookResponseData> {
	const run: IWebhookResponseData = { workflowData: [[{ json }]] };
	// Anyone trying a workflow out sends the same message again and again.
	if (identity === null || context.getMode() === 'manual') return run;
	const scope = `${context.getWorkflow().id ?? ''}:${context.getNode().id}`;
	const deadline = Date.now() + WAIT_FOR_FIRST_MS;
	for (;;) {
		const begun = memory.begin(scope, identity, digest);
		if (begun.kind === 'new') {
			onceAnswered(context, begun.end);
			return run;
		}
		const isDone = begun.kind === 'done' || (await within(begun.outcome, deadline - Date.now()));
		if (isDone === null)
			return reject(context, {
				status: 503,
				error: 'Still being processed; send it again',
				reason: 'a repeat whose first delivery is still being processed',
				retryAfter: 30,
			});
		if (isDone) return answer(context, 200, { status: 'success', duplicate: true });
		// The first one failed, so this one runs, unless another repeat has begun in the meantime.
	}
}

async function within(outcome: Promise<boolean>, milliseconds: number): Promise<boolean | null> {
	if (milliseconds <= 0) return null;
	return await Promise.race([outcome, sleep(milliseconds).then(() => null)]);
}

/**
 * Reports to the memory how the delivery ended. n8n calls `end` for every answer, at once or after the flow, in this
 * process even if a worker runs the flow, and also if the sender has hung up: only the answer's status is reliable in
 * every case. The events `finish` and `close` are not: if the sender has hung up, `finish` is missing and `close`
 * comes before the flow has ended. The memory forgets what is never answered.
 */
function onceAnswered(context: IWebhookFunctions, ended: (success: boolean) => void): void {
	const response = context.getResponseObject();
	const end = response.end.bind(response) as (...given: unknown[]) => typeof response;
	response.end = ((...given: unknown[]) => {
		ended(response.statusCode < 300);
		return end(...given);
	}) as typeof response.end;
}

function reject(
	context: IWebhookFunctions,
	{ status, error, fields, reason, retryAfter }: Rejection,
): IWebhookResponseData {
	context.logger.warn(
		`Webhook rejected with ${status}: ${reason} (workflow ${context.getWorkflow().id ?? 'unsaved'}, node "${context.getNode().name}")`,
	);
	return answer(context, status, { error, ...(fields ? { fields } : {}) }, retryAfter);
}

/** Answers without starting an execution. */
function answer(context: IWebhookFunctions, status: number, body: object, retryAfter?: number): IWebhookResponseData {
	const response = context.getResponseObject();
	if (!response.headersSent) {
		if (retryAfter !== undefined) response.setHeader('Retry-After', String(retryAfter));
		response.status(status).json(body);
	}
	return { noWebhookResponse: true };
}
