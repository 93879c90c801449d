/** Takes the events of one request one by one, each in its own transaction. */
import type { PaymentEvent } from '../../core/payment/payment-event';
import { applyEvent, type Applied, type WriteContext } from '../reservations/write-reservation';
import { isDataFault, isOutage } from './database-failures';
import { eventTypeOf, readEvent, type EventContext, type IncomingEvent, type WebhookBody } from './read-events';
import { ValidationError } from '../../core/payload/field-reader';
import { applyPendingPaymentsOf, warnOfNumbers } from '../payments/apply-pending-payments';
import { entryIdOf, recordPayment, type PaymentApplied } from '../payments/record-payment';
import { todayIn, type HotelSettings } from '../settings/hotel-settings';
import { propertyIdsOf, refuseOtherProperty } from '../settings/properties';
import type { IntegrationSettings } from '../settings/integration-settings';
import { UnstorableData, type BookingStore, type HotelTransaction, type LogEntry } from '../ports/booking-store';

/** What became of one event. Where it failed, `retryable` says whether to send it again. */
export type EventResult =
	| ({ status: 'success' } & Omit<Applied, 'key'>)
	| ({ status: 'success' } & PaymentApplied)
	| { status: 'error'; error: string; fields: readonly string[]; retryable: boolean };

export interface ProcessOptions {
	store: BookingStore;
	settings: IntegrationSettings;
	hotel: HotelSettings;
	hotelSlug: string;
	/** The id of the hotel's own row; `null` where it is not known. */
	hotelId?: string | null;
	integrationId: string;
	receivedAt: Date;
	onError?: ((error: unknown) => void) | undefined;
}

type EventOptions = ProcessOptions & Pick<WriteContext, 'today'>;

/** After so many outages in a row the database is down, and the sender should not wait for every single one. */
const GIVE_UP_AFTER = 3;

/** One result for each event, in order. Never rejects. */
export async function processEvents({ events }: WebhookBody, options: ProcessOptions): Promise<EventResult[]> {
	const { settings, hotel, hotelSlug, hotelId, integrationId, receivedAt } = options;
	const today = todayIn(hotel, receivedAt);
	const hotelIds = [...(hotelId ? [hotelId] : []), ...propertyIdsOf(hotel)];
	const results: EventResult[] = [];
	let outagesInARow = 0;
	for (const [index, event] of events.entries()) {
		if (outagesInARow >= GIVE_UP_AFTER) {
			results.push(failed());
			continue;
		}
		const context: EventContext = {
			hotelSlug,
			hotelIds,
			integrationId,
			currency: settings.currency,
			receivedAt: `${receivedAt.toISOString()}#${index}`,
		};
		const { result, isDown } = await processEvent(event, context, { ...options, today });
		outagesInARow = isDown ? outagesInARow + 1 : 0;
		results.push(result);
	}
	return results;
}

/** Whether the event was something new. */
export function hasChanged(result: EventResult): boolean {
	return result.status === 'success' && result.outcome !== 'unchanged' && result.outcome !== 'stale';
}

async function processEvent(
	value: unknown,
	context: EventContext,
	options: EventOptions,
): Promise<{ result: EventResult; isDown: boolean }> {
	const { store, hotelSlug } = options;
	const eventType = eventTypeOf(value);
	let payment: PaymentEvent | null = null;
	try {
		const incoming = readEvent(value, context);
		if (incoming.kind === 'reservation')
			return {
				result: { status: 'success', ...(await writeReservation(incoming.event, eventType, options)) },
				isDown: false,
			};
		const taken = (payment = incoming.payment);
		const applied = await store.transaction(hotelSlug, (transaction) => takePayment(transaction, taken, options));
		return { result: { status: 'success', ...applied }, isDown: false };
	} catch (error) {
		const result = resultOf(error);
		// What the sender can mend is the sender's to know; all else is for whoever runs this.
		const isRefused = error instanceof ValidationError;
		if (!isRefused) options.onError?.(error);
		await logFailure({ eventType, ...(payment ? { payment: entryIdOf(payment) } : {}) }, result, options);
		return { result, isDown: !isRefused && result.retryable && isOutage(error) };
	}
}

/** The reservation with what was paid before it came, the change for the feed, and the log: all or nothing. */
async function writeReservation(
	event: IncomingEvent,
	eventType: string | null,
	{ store, settings, hotel, today, receivedAt, hotelSlug, integrationId }: EventOptions,
): Promise<Omit<Applied, 'key'>> {
	refuseOtherProperty(event.reservation, hotel.properties, hotelSlug);
	return store.transaction(hotelSlug, async (transaction) => {
		const { reservation, change, key, ...result } = await applyEvent(transaction, event, {
			settings,
			hotel,
			today,
			now: receivedAt,
			hotelSlug,
		});
		const { channel, propertyId, reservationId } = reservation;
		if (change)
			await transaction.recordChange({
				channel,
				propertyId,
				reservationId,
				originKind: 'channel',
				integrationId,
				event: change,
			});
		const paid = await applyPendingPaymentsOf(
			transaction,
			{ channel, propertyId, reservationId },
			result.bookings,
			integrationId,
		);
		const { outcome } = result;
		const warnings = [...result.warnings, ...warnOfNumbers(paid)];
		const data = { eventType, key, outcome, warnings: warnings.map(({ code }) => code) };
		await transaction.log({ integrationId, status: 'success', message: `${outcome} ${key}`, data });
		return { ...result, warnings };
	});
}

async function takePayment(
	transaction: HotelTransaction,
	event: PaymentEvent,
	{ integrationId, receivedAt }: ProcessOptions,
): Promise<PaymentApplied> {
	const { key, ...result } = await recordPayment(transaction, event, { integrationId, receivedAt });
	const { outcome, payment } = result;
	const data = { eventType: event.event, key, outcome, warnings: result.warnings.map(({ code }) => code), payment };
	await transaction.log({
		integrationId,
		status: 'success',
		message: `${outcome} ${payment.kind}${key === null ? '' : ` for ${key}`}`,
		data,
	});
	return result;
}

type FailedResult = Extract<EventResult, { status: 'error' }>;

function resultOf(error: unknown): FailedResult {
	if (error instanceof ValidationError) return { ...refused(error.message, error.fields), retryable: error.retryable };
	if (error instanceof UnstorableData) return refused(error.message);
	// The message of the others is not ours and may quote a guest.
	if (isDataFault(error)) return refused('The database cannot hold one of the values');
	if (error instanceof RangeError)
		return refused(
			'An amount or a date of this reservation cannot be worked with; check it at its channel and enter the booking by hand',
		);
	return failed();
}

/** Concerns this event only; the same again would be refused again. */
function refused(error: string, fields: readonly string[] = []): FailedResult {
	return { status: 'error', error, fields, retryable: false };
}

function failed(): FailedResult {
	return { status: 'error', error: 'Processing failed', fields: [], retryable: true };
}

async function logFailure(
	about: Pick<LogEntry['data'], 'eventType' | 'payment'>,
	{ error, retryable }: FailedResult,
	options: ProcessOptions,
): Promise<void> {
	const outcome = retryable ? ('failed' as const) : ('refused' as const);
	const entry: LogEntry = {
		integrationId: options.integrationId,
		status: 'error',
		message: `${outcome}: ${error}`,
		data: { ...about, key: null, outcome, warnings: [] },
	};
	// Where the database is what failed, the log cannot be written either; the sender is answered all the same.
	await options.store.log(options.hotelSlug, entry).catch((reason: unknown) => options.onError?.(reason));
}
