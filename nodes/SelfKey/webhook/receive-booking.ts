/** Receives SelfKey's own webhooks: what each of the trigger's two sources makes of a delivery. */
import type { IDataObject, IHookFunctions, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { seenAt, deliveryMetadata } from '../../shared/signed-trigger/delivery-metadata';
import {
	receiveWebhook,
	type AcceptedDelivery,
	type ReadDelivery,
	type WebhookConnection,
	type WebhookSpec,
} from '../../shared/signed-trigger/receive-signed-webhook';
import { recordOf } from '../../../core/payload/field-reader';
import { DEFAULT_TOLERANCE_SECONDS, type SignatureScheme } from '../../../core/webhook/schemes';
import { isOfStay, mapBooking, privateOf } from './booking.mapper';
import { messageOfCsv } from './csv';

const CONTENT_TYPES = ['application/json', 'text/csv'];

/** With webhooks as the source: a run for each booking event, the reservation as its item. */
export async function receiveBooking(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	return await receiveWebhook(context, { ...delivered, read: readBooking });
}

/**
 * With the change feed as the source: anything signed by SelfKey is a reason to read the feed, and nothing more. No
 * item is made of it, so its form, content and order do not matter: SelfKey switches a webhook off for good that is
 * refused ten times.
 * @param wake called for a delivery with a valid signature; not for its repeats
 */
export async function receiveWake(context: IWebhookFunctions, wake: () => void): Promise<IWebhookResponseData> {
	const result = await receiveWebhook(context, {
		...delivered,
		takesAnyBody: true,
		read: ({ digest }) => ({ event: aChosenEvent(context), identity: digest, json: {} }),
	});
	if (!result.workflowData) return result;
	tryTo(wake);
	context.getResponseObject().status(200).json({ status: 'success' });
	return { noWebhookResponse: true };
}

/** Settings that cannot be read are reported by the poll. */
function tryTo(wake: () => void): void {
	try {
		wake();
	} catch {
		// The next regular poll meets the same error, and reports it.
	}
}

/** The filter on events is the feed's, whose events have other names: it does not keep a delivery from waking. */
function aChosenEvent(context: IWebhookFunctions): string {
	const [event = ''] = context.getNodeParameter('events', []) as string[];
	return event;
}

/** As SelfKey's webhooks are signed: `X-Webhook-Signature`, hex over the body. */
const SCHEME: SignatureScheme = {
	name: 'hex',
	header: 'x-webhook-signature',
	idHeader: '',
	toleranceSeconds: DEFAULT_TOLERANCE_SECONDS,
};

const delivered: Omit<WebhookSpec, 'read'> = {
	contentTypes: CONTENT_TYPES,
	scheme: SCHEME,
	connection: selfKeyConnection,
};

/** The secret of the integration, which SelfKey's webhooks are signed with. */
export async function selfKeyConnection(context: IWebhookFunctions | IHookFunctions): Promise<WebhookConnection> {
	const { webhookSecret } = await context.getCredentials('selfKeyApi');
	return { scheme: SCHEME, secrets: [String(webhookSecret ?? '').trim()] };
}

/** `null` for what is sold by the hour: nobody stays. */
function readBooking(delivery: AcceptedDelivery, context: IWebhookFunctions): ReadDelivery | null {
	const isCsv = delivery.contentType === 'text/csv';
	const message = isCsv ? messageOfCsv(delivery.text, eventHeader(context)) : delivery.json;
	if (!isOfStay(message)) return null;
	// SelfKey's JSON always says when it was made; a CSV has the columns that somebody chose.
	const reservation = mapBooking(message, isCsv ? seenAt(delivery) : null);
	const { event, timestamp } = recordOf(message) as { event?: string; timestamp?: unknown };
	const isTimed = (timestamp ?? '') !== '';
	return {
		event: event ?? '',
		// With its time in it, a body is the same only where the delivery is. Without, a change and the change back
		// again look alike, and running one twice is better than losing one.
		identity: isTimed ? `${event ?? ''}:${delivery.digest}` : null,
		json: {
			...(reservation as unknown as IDataObject),
			...(context.getNodeParameter('options.includePrivate', false) === true
				? { selfKey: privateOf(message) as unknown as IDataObject }
				: {}),
			webhook: deliveryMetadata(delivery, null, !isTimed),
		},
	};
}

function eventHeader(context: IWebhookFunctions): string | null {
	const { 'x-webhook-event': event } = context.getHeaderData();
	return typeof event === 'string' ? event.trim() : null;
}
