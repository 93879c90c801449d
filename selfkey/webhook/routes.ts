/** Every address of the handler, and who answers there. */
import { jsonOrNull } from '../../core/payload/json-or-null';
import {
	answerAvailability,
	answerRestrictions,
	answerRecount,
	answerTold,
	changeRestrictions,
	changeRoomClosures,
} from '../availability/respond';
import { answerFreeRooms } from '../availability/free-rooms';
import { ROOMS_AND_RESTRICTIONS } from '../availability/rooms-and-restrictions';
import type { Subject } from '../availability/subject';
import { answerAcknowledgement, answerChanges, answerSendAgain, answerSubscribers } from '../change-feed/respond';
import { wakeUrlOf } from '../change-feed/wake';
import { answerFrontDesk } from '../front-desk/front-desk-response';
import { answerIdentity } from '../identity/answer-identity';
import { answerPayments } from '../payments/payments-view';
import { answerIdentityMissing } from '../identity/identity-missing-response';
import { answerErase, answerExport } from '../personal-data/answer';
import { PRICES } from '../rates/prices';
import { hotelSettings, todayIn } from '../settings/hotel-settings';
import { answerSettings, changeSettings } from '../settings/respond';
import { answerWebhook } from './answer-webhook';
import { faultAnswer, textOf } from './http';
import type { SignedRequest } from './signed-request';

type Answer = (request: SignedRequest) => Promise<Response>;

export type Route = Partial<Record<'GET' | 'POST', Answer>>;

/** Below `POST /api/webhooks/integrations/{hotelSlug}/{integrationId}`, which anybody may use who can sign. */
export const WEBHOOK: Route = { POST: answerWebhook };

/** Only for integrations that may read bookings. What is posted is signed over its body. */
export const RESOURCES = {
	availability: { GET: readAvailability },
	'availability/ack': { POST: async (request) => told(ROOMS_AND_RESTRICTIONS, request) },
	'availability/recount': {
		POST: async (request) =>
			answerRecount(ROOMS_AND_RESTRICTIONS, request.store, request.hotelSlug, jsonOf(request), request.now),
	},
	changes: { GET: readChanges },
	'changes/ack': {
		POST: async (request) => answerAcknowledgement(request.store, request.hotelSlug, jsonOf(request), request.now),
	},
	'changes/again': {
		POST: async (request) => {
			const { store, hotelSlug, now } = request;
			return answerSendAgain(store, hotelSlug, jsonOf(request), { now, today: await todayOf(request) });
		},
	},
	'free-rooms': {
		GET: async (request) => {
			await request.upkeep.resolveRoomConflicts(request.hotelSlug);
			// Who was moved by that is not told of it a minute later only.
			await request.upkeep.publish(request.hotelSlug);
			return answerFreeRooms(request);
		},
	},
	'front-desk': { GET: readFrontDesk },
	identity: { POST: enterIdentity },
	'identity-missing': { GET: answerIdentityMissing },
	payments: {
		GET: async (request) => {
			await request.upkeep.applyPendingPayments(request.hotelSlug, request.integrationId);
			return answerPayments(request);
		},
	},
	rates: {
		GET: async ({ store, hotelSlug, integrationId, query, now }) =>
			answerAvailability({ subject: PRICES, store, hotelSlug, integrationId, query, now }),
	},
	'rates/ack': { POST: async (request) => told(PRICES, request) },
	restrictions: {
		GET: async (request) => answerRestrictions(request.store, request.hotelSlug, await todayOf(request)),
		POST: async (request) => {
			const { store, hotelSlug, now } = request;
			const today = await todayOf(request);
			return wakingAll(request, await changeRestrictions(store, hotelSlug, jsonOf(request), { now, today }));
		},
	},
	'personal-data/erase': { POST: (request) => answerErase({ ...request, body: jsonOf(request) }) },
	'personal-data/export': { POST: (request) => answerExport({ ...request, body: jsonOf(request) }) },
	'room-closures': {
		POST: async (request) => {
			const { store, upkeep, hotelSlug } = request;
			const response = await changeRoomClosures(store, hotelSlug, jsonOf(request));
			if (!response.ok) return response;
			// Somebody may have waited for a room that is in order again.
			await upkeep.resolveRoomConflicts(hotelSlug);
			await upkeep.publish(hotelSlug);
			return wakingAll(request, response);
		},
	},
	settings: {
		GET: ({ store, integration, now }) => answerSettings(store, integration, now),
		POST: saveSettings,
	},
	subscribers: {
		GET: async ({ store, upkeep, hotelSlug }) => {
			const fault = await upkeep.publish(hotelSlug);
			return fault ? faultAnswer(fault) : answerSubscribers(store, hotelSlug, await upkeep.calls(hotelSlug));
		},
	},
} as const satisfies Record<string, Route>;

export type Resource = keyof typeof RESOURCES;

async function readChanges(request: SignedRequest): Promise<Response> {
	const { store, upkeep, hotelSlug, integrationId, query, clock } = request;
	await upkeep.applyPendingPayments(hotelSlug, integrationId);
	await upkeep.noteMissedChanges(hotelSlug);
	await upkeep.resolveRoomConflicts(hotelSlug);
	const fault = await upkeep.publish(hotelSlug, wakeUrlOf(query.get('wake')));
	// "Nothing new" would be taken for the truth.
	if (fault) return faultAnswer(fault);
	const today = await todayOf(request);
	// What was published just now is due just now, and not before.
	return answerChanges({ store, hotelSlug, integrationId, query, now: clock(), today });
}

/** Conflicts are those of this moment: what a person has just changed counts. */
async function readFrontDesk(request: SignedRequest): Promise<Response> {
	const { upkeep, hotelSlug, integrationId } = request;
	await upkeep.applyPendingPayments(hotelSlug, integrationId);
	await upkeep.resolveRoomConflicts(hotelSlug);
	await upkeep.publish(hotelSlug);
	return answerFrontDesk(request);
}

async function told(subject: Subject, request: SignedRequest): Promise<Response> {
	const { store, hotelSlug, now } = request;
	return answerTold(subject, store, hotelSlug, jsonOf(request), { now, today: await todayOf(request) });
}

async function readAvailability(request: SignedRequest): Promise<Response> {
	const { store, upkeep, hotelSlug, integrationId, query, clock } = request;
	await upkeep.noteMissedChanges(hotelSlug);
	await upkeep.resolveRoomConflicts(hotelSlug);
	const fault = await upkeep.publish(hotelSlug, wakeUrlOf(query.get('wake')));
	// It looks at the bookings only if the feed has something new.
	if (fault) return faultAnswer(fault);
	return answerAvailability({ subject: ROOMS_AND_RESTRICTIONS, store, hotelSlug, integrationId, query, now: clock() });
}

/** What changes no reservation is in no feed: whoever tells the channels is called. */
async function wakingAll({ upkeep, hotelSlug }: SignedRequest, response: Response): Promise<Response> {
	if (response.ok) await upkeep.wakeAll(hotelSlug);
	return response;
}

async function saveSettings(request: SignedRequest): Promise<Response> {
	const { store, upkeep, integration, hotelSlug } = request;
	const response = await changeSettings(store, integration, jsonOf(request));
	if (!response.ok) return response;
	// Who could not be placed by the old room map may be by the new one.
	await upkeep.resolveRoomConflicts(hotelSlug);
	await upkeep.publish(hotelSlug);
	return wakingAll(request, response);
}

async function enterIdentity(request: SignedRequest): Promise<Response> {
	const { store, upkeep, hotelSlug, integrationId, now, onIdentityComplete, onError } = request;
	const response = await answerIdentity({
		store,
		hotelSlug,
		integrationId,
		body: jsonOf(request),
		now,
		today: await todayOf(request),
		onComplete: async (bookingId) => {
			try {
				await onIdentityComplete?.({ hotelSlug, bookingId });
				return true;
			} catch (error) {
				onError?.(error);
				return false;
			}
		},
	});
	await upkeep.publish(hotelSlug);
	return response;
}

/** The hotel's date, `YYYY-MM-DD`. */
async function todayOf({ store, hotelSlug, now }: SignedRequest): Promise<string> {
	return todayIn(await hotelSettings(store, hotelSlug), now);
}

/** `null` for what is no JSON, which the reader then refuses by the fields that it misses. */
function jsonOf({ rawBody }: SignedRequest): unknown {
	return jsonOrNull(textOf(rawBody) ?? '');
}
