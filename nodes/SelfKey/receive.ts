/** Receives SelfKey's own webhooks: signature first, then everything else. */
import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { verifyHex } from '../shared/webhook/verify';
import { mapBooking, UnusableBooking } from './booking.mapper';
import type { Reservation } from '../shared/reservation/model';

/**
 * Answers one delivery. What is refused starts no run: 401 without a right signature, 404 where the node reads
 * the change feed, 400 for a body that is no booking event, 500 where n8n cannot read the credential.
 */
export async function receiveBooking(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const refuse = (status: number, error: string): IWebhookResponseData => {
		context.getResponseObject().status(status).json({ error });
		return { noWebhookResponse: true };
	};
	if (context.getNodeParameter('source', 'feed') !== 'webhook') return refuse(404, 'This workflow reads the change feed; its webhook is switched off');
	const request = context.getRequestObject();
	await request.readRawBody();
	const credentials = await context.getCredentials('selfKeyApi').catch(() => null);
	// Never thrown: n8n would start a failed execution for whoever knows the address. SelfKey tries again later.
	if (!credentials) return refuse(500, 'Processing failed');
	const signature = context.getHeaderData()['x-webhook-signature'];
	const isSigned = verifyHex([String(credentials.webhookSecret ?? '').trim()], request.rawBody ?? Buffer.alloc(0), typeof signature === 'string' ? signature : null);
	if (!isSigned) return refuse(401, 'Invalid signature');
	const reservation = tryMap(context.getBodyData());
	if (reservation instanceof UnusableBooking) return refuse(400, reservation.message);
	return { workflowData: [[{ json: reservation as unknown as IDataObject }]] };
}

function tryMap(body: unknown): Reservation | UnusableBooking {
	try {
		return mapBooking(body);
	} catch (error) {
		return error instanceof UnusableBooking ? error : new UnusableBooking('The body is no booking event of SelfKey');
	}
}
