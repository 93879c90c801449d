/** Answers the webhook itself: reservations and payments, one or many. */
import { ValidationError } from '../../core/payload/field-reader';
import { roomSearch } from '../room-conflicts/plan-moves';
import { hotelSettings, settingsIn, todayIn } from '../settings/hotel-settings';
import { readSettings } from '../settings/integration-settings';
import { json, textOf } from './http';
import { FAILED, hasChanged, processEvents, type EventResult } from './process-events';
import { isPayment, readBody, type WebhookBody } from './read-events';
import type { SignedRequest } from './signed-request';
import { withAdvice } from './with-advice';

export async function answerWebhook({
	store,
	upkeep,
	integration,
	hotelSlug,
	integrationId,
	rawBody,
	now,
	onError,
}: SignedRequest): Promise<Response> {
	const body = splitBody(rawBody);
	if (body instanceof ValidationError) {
		const data = { eventType: null, key: null, outcome: 'refused' as const, warnings: [] };
		await store.log(hotelSlug, { integrationId, status: 'error', message: `refused: ${body.message}`, data });
		return json(400, { error: body.message, fields: body.fields });
	}
	const { configurations } = integration;
	const hotel = configurations ? settingsIn(configurations) : await hotelSettings(store, hotelSlug);
	const concernsRooms = body.events.some((event) => !isPayment(event));
	// Before, so that the answer is about rooms that stay; after, for whoever waits for a room that came free.
	if (concernsRooms) await upkeep.settle(hotelSlug, integrationId, hotel);
	else await upkeep.applyPendingPayments(hotelSlug, integrationId);
	const search = roomSearch(now);
	const written = await processEvents(body, {
		store,
		settings: { ...readSettings(integration.configuration), timeZone: hotel.timeZone },
		hotel,
		hotelSlug,
		hotelId: integration.hotelId,
		integrationId,
		receivedAt: now,
		onError,
		giveFreedRooms: () => upkeep.resolveRoomConflicts(hotelSlug, { search, settings: hotel, areOld: true }),
		search,
	});
	// The room map may have been corrected while a long import was written.
	if (concernsRooms && written.some(hasChanged))
		await upkeep.resolveRoomConflicts(hotelSlug, { settings: hotel, areOld: true });
	await upkeep.publish(hotelSlug);
	const results = await withAdvice(written, { store, hotelSlug, hotel, today: todayIn(hotel, now) }).catch(
		(error: unknown) => {
			// Everything is written: a sender must not send it again for want of advice.
			onError?.(error);
			return written;
		},
	);
	const [single] = results;
	return body.isBatch || !single ? answerBatch(results) : answerSingle(single);
}

function splitBody(rawBody: Uint8Array): WebhookBody | ValidationError {
	const text = textOf(rawBody);
	if (text === null) return new ValidationError('The body is not valid UTF-8');
	try {
		return readBody(text);
	} catch (error) {
		if (error instanceof ValidationError) return error;
		throw error;
	}
}

function answerSingle(result: EventResult): Response {
	if (result.status === 'success') return json(200, result);
	const { error, fields, retryable } = result;
	if (!retryable) return json(400, { error, fields });
	// With a reason it is not a fault, but comes too early.
	return error === FAILED ? json(500, { error }) : json(409, { error, fields });
}

/** 200 also where events were refused for good: nothing would be won by sending the batch again. */
function answerBatch(results: readonly EventResult[]): Response {
	const failed = results.some((result) => result.status === 'error' && result.retryable);
	return failed ? json(500, { error: FAILED, results }) : json(200, { status: 'success', results });
}
