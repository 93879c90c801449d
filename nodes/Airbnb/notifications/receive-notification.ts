/** Answers Airbnb's notifications, and starts the flow with the reservation as Airbnb itself holds it. */
import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { parseExactJson } from '../../../core/payload/exact-json';
import { recordOf } from '../../../core/payload/field-reader';
import { shorten } from '../../../core/text/cut-text';
import { sanitizeFreeText, textOf } from '../../../core/text/read-text';
import { secretPathMistake, secretPathProperty } from '../../shared/secret-path';
import { ApiError } from '../../shared/request/api-error';
import { answerCheck } from '../availability-checks/answer-check';
import { questionIn, readCheck } from '../availability-checks/check';
import { readReservation } from '../reservations/airbnb.mapper';
import { fetchReservation, isCode } from '../reservations/fetch-reservation';
import { hostIdOf } from '../reservations/host-id';
import { itemOf } from '../reservations/item';
import { whyLeft } from '../reservations/left-as-it-is';
import { readNotification } from './notification';

/** In bytes; far more than any notification. */
const MAX_BODY = 1024 * 1024;
/** In characters. Anybody who has the address can write anything there. */
const MAX_ACTION = 100;

/**
 * Never throws: n8n would save a failed execution for anyone who knows the address. What a notification says of a
 * reservation is not believed; it is read again, and only that is passed on.
 */
export async function receiveNotification(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	try {
		if (secretPathMistake(context.getNodeParameter(secretPathProperty.name, '')) !== null)
			return refuse(context, 503, 'not_ready', 'the secret in the address is missing or too short');
		const { method, query } = context.getRequestObject();
		if (method === 'GET') return await answerAvailability(context, query);
		const body = await bodyOf(context);
		if (body === undefined) return refuse(context, 400, 'unreadable', 'the body is no JSON, or too large');
		const { action, code: written, isTest } = readNotification(body);
		const code = written !== null && isCode(written) ? written : null;
		if (method === 'PUT')
			return await answerSuccess(context, body, textOf(recordOf(context.getParamsData())['code']) ?? written);
		if (isTest) return answer(context, 200, { succeed: true });
		const question = questionIn(body);
		const isAsked = code === null || (action === '' && readCheck(body) !== null);
		// Whatever its action is called: a guest's nights without a booking are a question, and a yes would sell them.
		if (action === 'check_availability' || (question !== null && isAsked))
			return await answerSuccess(context, question ?? body, null);
		if (code === null) return answer(context, 200, { succeed: true });
		return await passOn(context, code, action);
	} catch (error) {
		const kind = error instanceof ApiError ? error.kind : null;
		return kind === 'not_found'
			? refuse(context, 404, 'unknown_reservation', 'the host has no reservation with this code')
			: refuse(context, 503, 'not_ready', error instanceof ApiError ? error.message : 'the reservation cannot be read');
	}
}

/** Reads the reservation again. A request is no booking yet, and starts nothing. */
async function passOn(context: IWebhookFunctions, code: string, action: string): Promise<IWebhookResponseData> {
	const hostId = await hostIdOf(context);
	const entry = await fetchReservation(context, code);
	const isKnown = action === 'reservation_alteration_confirmation';
	const read = readReservation(entry, { observedAt: `${new Date().toISOString()}#1`, hostId, isKnown });
	// Airbnb could not do better by sending it again, and the poll tells it with an error.
	const why = whyLeft(code, read);
	if (why !== null) warn(context, why.message);
	if (read.reservation === null) return answer(context, 200, { succeed: true });
	const item = itemOf(entry, read);
	// Not cut through the middle of a number before it is searched.
	const said = { action: shorten(sanitizeFreeText(shorten(action, 10 * MAX_ACTION)) ?? '', MAX_ACTION) };
	return { workflowData: [[{ json: { ...item, airbnb: { ...(item.airbnb as IDataObject), ...said } } }]] };
}

async function answerAvailability(context: IWebhookFunctions, query: unknown): Promise<IWebhookResponseData> {
	const { isAvailable, failureCode } = await answerCheck(context, query, null);
	return answer(context, 200, {
		available: isAvailable,
		...(failureCode === null ? {} : { failure_code: failureCode }),
	});
}

/** @param code of the booking that a guest wants to change */
async function answerSuccess(
	context: IWebhookFunctions,
	body: unknown,
	code: string | null,
): Promise<IWebhookResponseData> {
	const { isAvailable, failureCode } = await answerCheck(context, body, code);
	return answer(context, 200, { succeed: isAvailable, ...(failureCode === null ? {} : { failure_code: failureCode }) });
}

/** `undefined` where there is none that can be read. */
async function bodyOf(context: IWebhookFunctions): Promise<unknown> {
	const request = context.getRequestObject();
	if (Number(context.getHeaderData()['content-length']) > MAX_BODY) return undefined;
	try {
		await request.readRawBody();
		const bytes = request.rawBody ?? new Uint8Array();
		return bytes.length > MAX_BODY ? undefined : parseExactJson(new TextDecoder().decode(bytes));
	} catch {
		return undefined;
	}
}

function refuse(context: IWebhookFunctions, status: number, failureCode: string, reason: string): IWebhookResponseData {
	warn(context, `Airbnb notification answered with ${status}: ${reason}`);
	return answer(context, status, { succeed: false, failure_code: failureCode });
}

function warn(context: IWebhookFunctions, what: string): void {
	context.logger.warn(`${what} (workflow ${context.getWorkflow().id ?? 'unsaved'}, node "${context.getNode().name}")`);
}

function answer(context: IWebhookFunctions, status: number, body: object): IWebhookResponseData {
	const response = context.getResponseObject();
	if (!response.headersSent) response.status(status).json(body);
	return { noWebhookResponse: true };
}
