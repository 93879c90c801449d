/** Takes the events of one request one by one, each in its own transaction. */
import { applyEvent, type Applied } from './apply/apply';
import { OWN_CHANNEL } from './feed/port';
import { eventTypeOf, readEvent, type EventContext, type WebhookBody } from './payload/events';
import { RefusedEvent } from './payload/reader';
import { overlayRoomMap } from './room-map';
import type { IntegrationSettings } from './settings';
import { DataRefused, type BookingStore, type LogEntry } from './store';

/** What became of one event. Where it failed, `retryable` says whether to send it again. */
export type EventResult =
	| ({ status: 'success' } & Omit<Applied, 'key'>)
	| { status: 'error'; error: string; fields: readonly string[]; retryable: boolean };

export interface ProcessOptions {
	store: BookingStore;
	settings: IntegrationSettings;
	hotelSlug: string;
	integrationId: string;
	receivedAt: Date;
	onError?: ((error: unknown) => void) | undefined;
}

/** After so many failures in a row the database is down, and the sender should not wait for every single one. */
const GIVE_UP_AFTER = 3;

/** One result for each event, in order. Never rejects. */
export async function processEvents({ events, roomMap }: WebhookBody, options: ProcessOptions): Promise<EventResult[]> {
	const { settings, hotelSlug, integrationId, receivedAt } = options;
	const map = overlayRoomMap(settings.roomMap, roomMap);
	const results: EventResult[] = [];
	let failuresInARow = 0;
	for (const [index, event] of events.entries()) {
		if (failuresInARow >= GIVE_UP_AFTER) {
			results.push(failed());
			continue;
		}
		const context: EventContext = { hotelSlug, integrationId, currency: settings.currency, receivedAt: `${receivedAt.toISOString()}#${index}` };
		const result = await processEvent(event, context, { ...options, settings: { ...settings, roomMap: map } });
		failuresInARow = result.status === 'error' && result.retryable ? failuresInARow + 1 : 0;
		results.push(result);
	}
	return results;
}

async function processEvent(value: unknown, context: EventContext, options: ProcessOptions): Promise<EventResult> {
	const { store, settings, hotelSlug, integrationId } = options;
	const eventType = eventTypeOf(value);
	try {
		const event = readEvent(value, context);
		if (event.reservation.channel === OWN_CHANNEL) {
			throw new RefusedEvent(`The channel "${OWN_CHANNEL}" is SelfKey itself: its own sales cannot be written back to it`, ['data.channel']);
		}
		const { key, ...applied } = await store.transaction(hotelSlug, async (transaction) => {
			const { reservation, change, ...result } = await applyEvent(transaction, event, settings);
			const { channel, propertyId, reservationId } = reservation;
			if (change) await transaction.recordChange({ channel, propertyId, reservationId, origin: channel, integrationId, event: change });
			const warnings = result.warnings.map(({ code }) => code);
			const data = { eventType, key: result.key, outcome: result.outcome, warnings };
			await transaction.log({ integrationId, status: 'success', message: `${result.outcome} ${result.key}`, data });
			return result;
		});
		return { status: 'success', ...applied };
	} catch (error) {
		const result = resultOf(error);
		if (result.retryable) options.onError?.(error);
		await logFailure(eventType, result, options);
		return result;
	}
}

type FailedResult = Extract<EventResult, { status: 'error' }>;

function resultOf(error: unknown): FailedResult {
	const isFinal = error instanceof RefusedEvent || error instanceof DataRefused;
	if (!isFinal) return failed();
	return { status: 'error', error: error.message, fields: error instanceof RefusedEvent ? error.fields : [], retryable: false };
}

function failed(): FailedResult {
	return { status: 'error', error: 'Processing failed', fields: [], retryable: true };
}

async function logFailure(eventType: string | null, { error, retryable }: FailedResult, options: ProcessOptions): Promise<void> {
	const outcome = retryable ? ('failed' as const) : ('refused' as const);
	const entry: LogEntry = {
		integrationId: options.integrationId,
		status: 'error',
		message: `${outcome}: ${error}`,
		data: { eventType, key: null, outcome, warnings: [] },
	};
	// Where the database is what failed, the log cannot be written either; the sender is answered all the same.
	await options.store.log(options.hotelSlug, entry).catch((reason: unknown) => options.onError?.(reason));
}
