/** The signed requests of subscribers: what is due, what became of it, what waits, and what is wanted again. */
import type { BookingStore } from '../ports/booking-store';
import { invalidAnswer, json } from '../webhook/http';
import { acknowledge, MAX_ITEMS, readAcknowledgements, readSendAgain, subscriberOf } from './acknowledgements';
import { wakeUrlOf, type CallsMade } from './wake';
import { giveOutDeliveries, readDeliveries, readPreview } from './deliveries';

const DEFAULT_LIMIT = 100;

export interface ChangesRequest {
	store: BookingStore;
	hotelSlug: string;
	integrationId: string;
	query: URLSearchParams;
	now: Date;
	/** The hotel's calendar date: a new subscriber begins with what leaves today or later. */
	today: string;
}

/**
 * `GET …/changes?subscriber=&limit=&start=everything|now&wake=URL&peek=true`. A subscriber that gives a `wake` is
 * called there as soon as something is due (https, or http on this machine; any other is not called). A peek notes nothing: it gives what is due, or
 * where nothing is some of what stands, at the position 0.
 */
export async function answerChanges({
	store,
	hotelSlug,
	integrationId,
	query,
	now,
	today,
}: ChangesRequest): Promise<Response> {
	const limit = query.get('limit') === null ? DEFAULT_LIMIT : Number(query.get('limit'));
	if (!Number.isInteger(limit) || limit < 1 || limit > MAX_ITEMS)
		return json(400, { error: `limit must be a number from 1 to ${MAX_ITEMS}`, fields: ['limit'] });
	const start = query.get('start') ?? 'everything';
	if (start !== 'everything' && start !== 'now')
		return json(400, { error: 'start must be everything or now', fields: ['start'] });
	const subscriber = tryRead(() => subscriberOf(query.get('subscriber')));
	if (subscriber instanceof Response) return subscriber;
	if (query.get('peek') === 'true') {
		const page = await readDeliveries(store, { hotelSlug, subscriber, limit, now });
		const shown = page.changes.length > 0 ? page : await readPreview(store, { hotelSlug, limit, now, today });
		return json(200, { status: 'success', ...shown });
	}
	const wakeUrl = wakeUrlOf(query.get('wake'));
	const wake = wakeUrl === null ? null : { wakeUrl, integrationId };
	await store.subscribe(hotelSlug, { subscriber, wake }, start === 'now' ? null : today, now);
	return json(200, { status: 'success', ...(await giveOutDeliveries(store, { hotelSlug, subscriber, limit, now })) });
}

/** `POST …/changes/ack` with `{ subscriber, items }` */
export async function answerAcknowledgement(
	store: BookingStore,
	hotelSlug: string,
	body: unknown,
	now: Date,
): Promise<Response> {
	const read = tryRead(() => readAcknowledgements(body));
	if (read instanceof Response) return read;
	const results = await acknowledge(store, hotelSlug, read.subscriber, read.items, now);
	return json(200, { status: 'success', results });
}

/**
 * `POST …/changes/again` with `{ subscriber, keys }`, answered with how many there are to send. `keys: "everything"` is all
 * that stands and leaves `today` or later.
 */
export async function answerSendAgain(
	store: BookingStore,
	hotelSlug: string,
	body: unknown,
	{ now, today }: Pick<ChangesRequest, 'now' | 'today'>,
): Promise<Response> {
	const read = tryRead(() => readSendAgain(body));
	if (read instanceof Response) return read;
	const { subscriber, keys } = read;
	const found = await store.sendAgain(hotelSlug, subscriber, keys === 'everything' ? { from: today } : keys, now);
	return json(200, { status: 'success', found });
}

/** `GET …/subscribers` */
export async function answerSubscribers(store: BookingStore, hotelSlug: string, calls: CallsMade): Promise<Response> {
	return json(200, { status: 'success', subscribers: await store.subscribers(hotelSlug), calls });
}

function tryRead<T>(read: () => T): T | Response {
	try {
		return read();
	} catch (error) {
		return invalidAnswer(error);
	}
}
