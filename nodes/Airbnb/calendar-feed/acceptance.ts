/**
 * The link in an alert by which a person has missing bookings cancelled. Opening it only asks, since mail programs open
 * links too; the button accepts. It works in the process that polls: elsewhere the page says where to enter the code.
 */
import type {
	IHookFunctions,
	IPollFunctions,
	IWebhookDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { nodeKey } from '../../shared/node-key';

/** As `acceptanceCode` makes them. */
const CODE = /^(\d{1,4})-[0-9a-z]{8}$/;
/** Those clicked last; one that was used, or is no longer asked for, has no effect. */
const MAX_CODES = 50;

/** What the workflow remembers. */
interface Memory {
	acceptanceUrl?: string | undefined;
}

/**
 * Where the page is. Only in a published workflow: if n8n found a webhook for a run by hand, "Execute workflow" would
 * wait for a call instead of polling.
 * @param source of the trigger that reads calendars
 */
export function acceptanceWebhooks(source: string): IWebhookDescription[] {
	return ['GET', 'POST'].map((method) => ({
		name: 'default',
		httpMethod: `={{ $parameter["source"] === "${source}" && $workflow.active ? "${method}" : "" }}`,
		responseMode: 'onReceived',
		path: 'missing-bookings',
		ndvHideUrl: true,
		ndvHideMethod: true,
	}));
}

/** Called when the workflow is published: a poll cannot ask n8n for the address. */
export function rememberAcceptanceUrl(context: IHookFunctions): void {
	const memory: Memory = context.getWorkflowStaticData('node');
	memory.acceptanceUrl = context.getNodeWebhookUrl('default');
}

/** Of the page; without the code. */
export function acceptanceUrl(context: IPollFunctions): string | undefined {
	const memory: Memory = context.getWorkflowStaticData('node');
	return memory.acceptanceUrl;
}

/** By workflow and node, for as long as the process lives. */
const accepted = new Map<string, string[]>();

/** The codes that were accepted by a click so far. Called by each poll: where none polls, nothing can be accepted. */
export function acceptedByClick(context: IPollFunctions): readonly string[] {
	const key = nodeKey(context);
	const codes = accepted.get(key) ?? [];
	if (context.getMode() !== 'manual') accepted.set(key, codes);
	return codes;
}

/** GET shows what would be accepted, POST accepts it. Neither tells what the code stands for. */
export function answerAcceptance(context: IWebhookFunctions): IWebhookResponseData {
	const isConfirmed = context.getRequestObject().method === 'POST';
	const { code: given } = context.getQueryData() as { code?: unknown };
	const [code, count] = CODE.exec(String(given ?? '')) ?? [];
	if (!code || !count) return send(context, 404, 'This link is not complete. Open it from the alert once more.');
	const bookings = count === '1' ? '1 missing booking' : `${count} missing bookings`;
	if (!isConfirmed) return send(context, 200, ...questionAbout(bookings));
	const codes = accepted.get(nodeKey(context));
	if (!codes)
		return send(
			context,
			503,
			`Nothing was accepted, since the calendars are read by another process of n8n. Enter ${code} in the trigger's field "Accept Missing Bookings" and publish the workflow.`,
		);
	if (!codes.includes(code)) codes.push(code);
	codes.splice(0, codes.length - MAX_CODES);
	return send(
		context,
		200,
		`Accepted. The ${bookings} will be cancelled with the next reading of the calendar, except those that are in it again. If n8n is started again before that, open the link once more.`,
	);
}

function questionAbout(bookings: string): [string, string] {
	return [
		`Is it true that the ${bookings} are cancelled at the channel? Look there first: a calendar can be empty by mistake.`,
		`<form method="post"><button>Yes, cancel the ${bookings} in SelfKey too</button></form><p>If not, close this page; nothing happens.</p>`,
	];
}

/** @param more HTML; the text before it has no character with a meaning there */
function send(context: IWebhookFunctions, status: number, text: string, more = ''): IWebhookResponseData {
	const response = context.getResponseObject();
	response.status(status);
	response.setHeader('content-type', 'text/html; charset=utf-8');
	response.setHeader('cache-control', 'no-store');
	response.setHeader('referrer-policy', 'no-referrer');
	response.end(
		`<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>Missing bookings</title><style>body{font:1.1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:3rem auto;padding:0 1rem}button{font:inherit;padding:.6rem 1rem}</style><p>${text}</p>${more}`,
	);
	return { noWebhookResponse: true };
}
