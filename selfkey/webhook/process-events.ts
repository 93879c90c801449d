/** Takes the events of one request one by one, each in its own transaction. */
import { reportedBy } from '../../core/channel/origin';
import type { PaymentEvent } from '../../core/payment/payment-event';
import { applyEvent, type Applied, type WriteContext, type Written } from '../reservations/write-reservation';
import { isDataFault, isOutage } from '../ports/database-failures';
import { eventTypeOf, readEvent, type EventContext, type IncomingEvent, type WebhookBody } from './read-events';
import { ValidationError } from '../../core/payload/field-reader';
import { applyPendingPaymentsOf, warnOfNumbers } from '../payments/apply-pending-payments';
import { underAllNames } from '../payments/named-ledger';
import { entryIdOf, recordPayment, type PaymentApplied } from '../payments/record-payment';
import { todayIn, type HotelSettings } from '../settings/hotel-settings';
import { onlyPropertyAt, propertyIdsOf, propertyNamedByNumber, refuseOtherProperty } from '../settings/properties';
import { namesByChannel, type HotelNames } from '../settings/hotel-names';
import type { IntegrationSettings } from '../settings/integration-settings';
import type { RoomSearch } from '../room-conflicts/plan-moves';
import { envelope } from '../../core/availability/ranges';
import { reservation } from '../../core/reservation/build';
import { ANY_PROPERTY, uniqueKey } from '../../core/reservation/key';
import type { Reservation } from '../../core/reservation/model';
import {
	NotInBatch,
	UnstorableData,
	type BatchMessage,
	type BookingStore,
	type HotelBatch,
	type HotelTransaction,
	type LogEntry,
} from '../ports/booking-store';

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
	hotelId?: string | null | undefined;
	integrationId: string;
	receivedAt: Date;
	onError?: ((error: unknown) => void) | undefined;
	/** Gives rooms to those who wait for one. Never rejects. */
	giveFreedRooms: () => Promise<void>;
	/** For rooms that others have to make, shared by all of the request. */
	search: RoomSearch;
}

interface EventOptions extends ProcessOptions, Pick<WriteContext, 'today'>, Pick<HotelNames, 'namesOf'> {}

/** All that is said of a failure whose own words may quote a guest. */
export const FAILED = 'Processing failed';

/** After so many outages in a row the database is down, and the sender should not wait for every single one. */
const GIVE_UP_AFTER = 3;
/** Fewer are written one by one: nothing would be won. */
const MIN_BATCH = 5;
/** Neighbours that make way for those who wait again and again are written one by one: every batch looks up all that are left. */
const MAX_BATCHES = 4;

/** One result for each event, in order. Never rejects. */
export async function processEvents({ events }: WebhookBody, options: ProcessOptions): Promise<EventResult[]> {
	const { settings, hotelSlug, hotelId, integrationId, receivedAt } = options;
	const today = todayIn(options.hotel, receivedAt);
	const propertyIds = propertyIdsOf(options.hotel);
	const results: EventResult[] = [];
	let outagesInARow = 0;
	const contextOf = (index: number): EventContext => ({
		hotelSlug,
		hotelId,
		propertyIds,
		integrationId,
		currency: settings.currency,
		receivedAt: `${receivedAt.toISOString()}#${index}`,
	});
	const current: EventOptions = { ...options, today, namesOf: namesByChannel(options.hotel, hotelSlug) };
	const runs = runsOf(
		events.map((event, index) => ({ event, reservation: tryReadReservation(event, contextOf(index)) })),
		current,
	);
	let hasFreedRoom = false;
	/** Who waits for a room is older than the next one, who would have found it taken in a request of its own. */
	const giveFreedRooms = async () => {
		if (hasFreedRoom) await options.giveFreedRooms();
		hasFreedRoom = false;
	};
	for (const run of runs) {
		let batches = 0;
		for (let rest = run; rest.length > 0;) {
			let batched: Batched = { results: [], freesRoom: false };
			if (rest.length >= MIN_BATCH && batches < MAX_BATCHES && outagesInARow < GIVE_UP_AFTER) {
				batches += 1;
				await giveFreedRooms();
				try {
					batched = await writeBatch(rest, current);
					hasFreedRoom = batched.freesRoom;
					outagesInARow = 0;
				} catch (error) {
					// One by one, whoever is at fault is known by name.
					if (isDown(error)) outagesInARow += 1;
				}
			}
			const part = batched.results.length > 0 ? rest.slice(0, batched.results.length) : rest;
			rest = rest.slice(part.length);
			for (const [place, read] of part.entries()) {
				const written = batched.results[place] ?? null;
				if (written !== null) results.push(written);
				else if (outagesInARow >= GIVE_UP_AFTER) results.push(failed());
				else {
					if (mayTakeRoom(read)) await giveFreedRooms();
					const processed = await processEvent(read.event, contextOf(results.length), current);
					outagesInARow = processed.isDown ? outagesInARow + 1 : 0;
					hasFreedRoom ||= processed.freesRoom;
					results.push(processed.result);
				}
			}
		}
	}
	return results;
}

interface ReadEvent {
	event: unknown;
	/** `null` where it is none, names no property, or cannot be read. */
	reservation: IncomingEvent | null;
}

/** Neighbouring events that can be written together: about different reservations. All others stand alone. */
function runsOf(events: readonly ReadEvent[], options: EventOptions): ReadEvent[][] {
	const runs: ReadEvent[][] = [];
	let keys = new Set<string>();
	for (const read of events) {
		const key = read.reservation && keyUnderOneName(read.reservation.reservation, options);
		const run = key !== null && !keys.has(key) ? runs.at(-1) : undefined;
		if (run && keys.size > 0) run.push(read);
		else {
			runs.push([read]);
			keys = new Set();
		}
		if (key !== null) keys.add(key);
	}
	return runs;
}

/** The same under every name of its property. */
function keyUnderOneName(reservation: Reservation, options: EventOptions): string {
	const isNamed = otherNamesOf(reservation, options).length > 0;
	return uniqueKey(isNamed ? { ...reservation, propertyId: options.hotelSlug } : reservation);
}

/** Of the property that a message names, if the hotel is only one to its channel. */
function otherNamesOf({ channel, propertyId }: Reservation, { namesOf }: EventOptions): string[] {
	const names = namesOf(channel);
	return names.includes(propertyId) ? names.filter((name) => name !== propertyId) : [];
}

function tryReadReservation(event: unknown, context: EventContext): IncomingEvent | null {
	try {
		const incoming = readEvent(event, context);
		const isNamed = incoming.kind === 'reservation' && incoming.event.reservation.propertyId !== ANY_PROPERTY;
		return isNamed ? incoming.event : null;
	} catch {
		return null;
	}
}

/** A cancellation takes none, nor does a payment or what cannot be read. */
function mayTakeRoom({ reservation: incoming }: ReadEvent): boolean {
	return incoming !== null && incoming.reservation.event !== 'cancelled';
}

/** What became of the first events of a run, of all of them unless somebody else comes first. */
interface Batched {
	/** `null` for those that were left out, since somebody is at their bookings or they cannot be accepted. */
	results: Array<EventResult | null>;
	freesRoom: boolean;
}

/**
 * All of them in one transaction, or none: where one fails, they are written one by one. It ends early where a room has
 * come free that somebody may wait for, before the next one gets it: others are given rooms between transactions only.
 */
async function writeBatch(run: readonly ReadEvent[], options: EventOptions): Promise<Batched> {
	const incoming = run.flatMap(({ reservation }) => reservation ?? []);
	const { store, hotelSlug, today } = options;
	let isSomebodyWaiting = !(await store.isInOrder(hotelSlug, today));
	return store.transaction(hotelSlug, async (transaction) => {
		const batch = await transaction.batch(incoming.map((event) => messageOf(event, options)));
		const batched: Batched = { results: [], freesRoom: false };
		for (const [index, read] of run.entries()) {
			if (batched.freesRoom && isSomebodyWaiting && mayTakeRoom(read)) break;
			const event = incoming[index];
			const written =
				event === undefined || isBusy(batch, event, options)
					? null
					: await writeIn(batch, event, eventTypeOf(read.event), options).catch(leaveOut);
			batched.results.push(written && { status: 'success', ...written.result });
			batched.freesRoom ||= written?.freesRoom === true;
			isSomebodyWaiting ||= written?.isWaiting === true;
		}
		await batch.finish();
		return batched;
	});
}

function isBusy(batch: HotelBatch, { reservation: asSent }: IncomingEvent, options: EventOptions): boolean {
	const names = [asSent.propertyId, ...otherNamesOf(asSent, options)];
	return names.some((propertyId) => batch.isBusy({ ...asSent, propertyId }));
}

/** An event is refused before anything of it is written, so the others can go on without it. */
function leaveOut(error: unknown): null {
	if (error instanceof ValidationError) return null;
	throw error;
}

function isDown(error: unknown): boolean {
	const concernsEvent = error instanceof ValidationError || error instanceof NotInBatch;
	return !concernsEvent && resultOf(error).retryable && isOutage(error);
}

function messageOf({ reservation, delivery }: IncomingEvent, options: EventOptions): BatchMessage {
	const { channel, propertyId, reservationId, rooms, checkIn, checkOut } = reservation;
	const digest = delivery?.digest ?? null;
	const nights = envelope(
		[{ checkIn, checkOut }, ...rooms].flatMap((stay) =>
			stay.checkIn !== null && stay.checkOut !== null ? [{ start: stay.checkIn, end: stay.checkOut }] : [],
		),
	);
	return { channel, propertyId, reservationId, otherNames: otherNamesOf(reservation, options), digest, nights };
}

/** Whether the event was something new. */
export function hasChanged(result: EventResult): boolean {
	return result.status === 'success' && result.outcome !== 'unchanged' && result.outcome !== 'stale';
}

async function processEvent(
	value: unknown,
	context: EventContext,
	options: EventOptions,
): Promise<{ result: EventResult; isDown: boolean; freesRoom: boolean }> {
	const { store, hotelSlug } = options;
	const eventType = eventTypeOf(value);
	let payment: PaymentEvent | null = null;
	try {
		const incoming = readEvent(value, context);
		if (incoming.kind === 'reservation') {
			const { result, freesRoom } = await writeReservation(incoming.event, eventType, options);
			return { result: { status: 'success', ...result }, isDown: false, freesRoom };
		}
		const taken = (payment = incoming.payment);
		const applied = await store.transaction(hotelSlug, (transaction) => takePayment(transaction, taken, options));
		return { result: { status: 'success', ...applied }, isDown: false, freesRoom: false };
	} catch (error) {
		const result = resultOf(error);
		// What the sender can mend is the sender's to know; all else is for whoever runs this.
		const isRefused = error instanceof ValidationError;
		if (!isRefused) options.onError?.(error);
		await logFailure({ eventType, ...(payment ? { payment: entryIdOf(payment) } : {}) }, result, options);
		return { result, isDown: isDown(error), freesRoom: false };
	}
}

/** What its sender is told, and what that means for others. */
interface WrittenIn extends Pick<Written, 'freesRoom' | 'isWaiting'> {
	result: Omit<Applied, 'key'>;
}

/** The reservation with what was paid before it came, the change for the feed, and the log: all or nothing. */
async function writeReservation(
	event: IncomingEvent,
	eventType: string | null,
	options: EventOptions,
): Promise<WrittenIn> {
	return options.store.transaction(options.hotelSlug, (transaction) => writeIn(transaction, event, eventType, options));
}

async function writeIn(
	transaction: HotelTransaction,
	incoming: IncomingEvent,
	eventType: string | null,
	options: EventOptions,
): Promise<WrittenIn> {
	const { settings, hotel, today, receivedAt, hotelSlug, integrationId, search } = options;
	const event = await withProperty(transaction, incoming, options);
	const { reservation, change, key, freesRoom, isWaiting, ...result } = await applyEvent(transaction, event, {
		settings,
		hotel,
		today,
		now: receivedAt,
		hotelSlug,
		search,
	});
	const { channel, propertyId, reservationId } = reservation;
	if (change)
		await transaction.recordChange({
			channel,
			propertyId,
			reservationId,
			originKind: event.reportedBy === undefined ? 'channel' : reportedBy(event.reportedBy),
			integrationId,
			event: change,
		});
	const paid = await applyPendingPaymentsOf(
		underAllNames(transaction, options),
		{ channel, propertyId, reservationId },
		result.bookings,
		integrationId,
	);
	const { outcome } = result;
	const warnings = [...result.warnings, ...warnOfNumbers(paid)];
	const data = { eventType, key, outcome, warnings: warnings.map(({ code }) => code) };
	await transaction.log({ integrationId, status: 'success', message: `${outcome} ${key}`, data });
	return { result: { ...result, warnings }, freesRoom, isWaiting };
}

/**
 * The event with the property that it is about: that of a cancellation which names none, and of any other message the name
 * under which its reservation is known, or one booking would be two.
 * @throws ValidationError if that is another hotel's
 */
async function withProperty(
	transaction: HotelTransaction,
	event: IncomingEvent,
	options: EventOptions,
): Promise<IncomingEvent> {
	const { hotel, hotelSlug } = options;
	const { channel, propertyId } = event.reservation;
	const at = (place: string) => ({ ...event, reservation: reservation({ ...event.reservation, propertyId: place }) });
	const others = otherNamesOf(event.reservation, options);
	if (others.length === 0) {
		const found = propertyId === ANY_PROPERTY ? await transaction.propertiesWith(event.reservation) : null;
		const named = found === null ? event : at(propertyNamedByNumber(channel, found, hotel.properties, hotelSlug));
		refuseOtherProperty(named.reservation, hotel.properties, hotelSlug);
		return named;
	}
	const names = [propertyId, ...others];
	const known = await transaction.reservations(names.map((name) => ({ ...event.reservation, propertyId: name })));
	const found = names[known.findIndex((one) => one !== null)];
	if (found !== undefined) return found === propertyId ? event : at(found);
	// Of a channel whose property the settings name, the hotel's short name is another name of that: its rooms are found by it.
	const own = onlyPropertyAt(channel, hotel);
	return own === undefined || own === propertyId ? event : at(own);
}

async function takePayment(
	transaction: HotelTransaction,
	event: PaymentEvent,
	options: EventOptions,
): Promise<PaymentApplied> {
	const { integrationId, receivedAt } = options;
	const { key, ...result } = await recordPayment(underAllNames(transaction, options), event, {
		integrationId,
		receivedAt,
	});
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
	return { status: 'error', error: FAILED, fields: [], retryable: true };
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
