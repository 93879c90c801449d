/** An item that came out of a flow → its line in the log. Pure. */
import { recordOf } from '../../../core/payload/field-reader';
import { failureText, isFailed, outcomeOf } from '../../shared/item-outcome';
import { DID_NOT_ARRIVE, NO_ROOM, NOT_WRITTEN, type LogRow, type LogStatus } from '../../shared/log/columns';
import { logKeyOf, text } from '../../shared/log/log-text';
import type { Json } from './fields';
import { messageOf, otherWarningsOf, pricesToCheckIn, unreadAmountsIn, warningsOf } from './message';
import { isCalendar } from './nights';
import { stayOf } from './stay';

export interface LogSettings {
	integration: string;
	/** Whether an item that no node of this package has written counts as a failure. */
	needsOutcome: boolean;
	/** Whether the guest's name is written. */
	namesGuest: boolean;
	executionId: string;
	workflowId: string;
	/** ISO 8601, UTC. */
	at: string;
}

const NEVER_WRITTEN =
	'No node of this workflow has written it; open this execution to see where it stopped. If it was written, a node added behind that one has dropped its fields';
const NEVER_ARRIVED =
	'It was fetched and never reached the log: a node on its way has dropped it. Open this execution, look for the node with an output that leads nowhere, and connect that output to Hotel Log';
const TROUBLED = ['conflict', 'unmatched'];
/** For a stay without a room, these would sound like success. */
const GOOD_NEWS = ['created', 'updated'];

/** Of the key of nights: the channel, and the property and room type of the hotel's own room map. */
const UP_TO_THE_ROOM = 3;

/** @param item a branch's output: a reservation, a change or a payment, with `error` if it failed */
export function rowOf(item: Json, settings: LogSettings): LogRow {
	const { change } = recordOf(item['selfKey']);
	const written = text(outcomeOf(item));
	const failure = failureOf(item) || (settings.needsOutcome && written === '' ? NEVER_WRITTEN : '');
	const { roomless, ...stay } = stayOf(item);
	const row = {
		...emptyRow(settings),
		action: text(recordOf(change)['event']) || text(item['event']),
		status: statusOf(item, failure, roomless.length > 0),
		message: messageOf(item, failure, roomless),
		...stay,
		guest: namesGuest(item, settings) ? stay.guest : '',
		outcome: wordFor(written, text(item['status']), failure, roomless.length > 0),
	};
	return { ...row, ...identityOf(item) };
}

/** The line of an item that the trigger emitted and that no branch brought to the log. */
export function missingRow(item: Json, settings: LogSettings): LogRow {
	const { roomless: _, ...stay } = stayOf(item);
	return {
		...rowOf(item, { ...settings, needsOutcome: false }),
		...stay,
		guest: namesGuest(item, settings) ? stay.guest : '',
		status: 'error',
		outcome: DID_NOT_ARRIVE,
		message: NEVER_ARRIVED,
	};
}

/** A channel that sends a reservation again names a guest who was erased meanwhile. */
function namesGuest(item: Json, settings: LogSettings): boolean {
	return settings.namesGuest && recordOf(item['selfKey'])['guestsErased'] !== true;
}

/** What identifies the reservation or payment; both empty if nothing does. */
export function identityOf(item: Json): Pick<LogRow, 'reservationKey' | 'payment'> {
	const [paymentId, refundId] = [text(item['paymentId']), text(item['refundId'])];
	return {
		reservationKey: logKeyOf(item['key'], isCalendar(item) ? UP_TO_THE_ROOM : 0) || logKeyOf(item['reservationKey']),
		payment: refundId === '' ? paymentId : `${paymentId} (refund ${refundId})`,
	};
}

/** Why an item failed; `''` if it did not. */
function failureOf(item: Json): string {
	if (!isFailed(item)) return '';
	const said = text(failureText(item), 500);
	return said.replace(/\bhttps?:\/\/\S+/giu, '[address]') || 'It failed without a reason; open this execution';
}

function wordFor(written: string, status: string, failure: string, isRoomless: boolean): string {
	if (written === '') return failure !== '' ? NOT_WRITTEN : isRoomless ? NO_ROOM : status;
	return isRoomless && GOOD_NEWS.includes(written) ? NO_ROOM : written;
}

function statusOf(item: Json, failure: string, isRoomless: boolean): LogStatus {
	if (failure !== '') return 'error';
	const { outcome, bookings } = recordOf(item['selfKey']);
	const needsAttention =
		isRoomless ||
		TROUBLED.includes(String(outcome)) ||
		warningsOf(item).length > 0 ||
		otherWarningsOf(item).length > 0 ||
		unreadAmountsIn(item).length > 0 ||
		pricesToCheckIn(item).length > 0 ||
		(Array.isArray(bookings) && bookings.some((booking) => hasAny(recordOf(booking)['conflicts'])));
	return needsAttention ? 'warning' : 'success';
}

function hasAny(list: unknown): boolean {
	return Array.isArray(list) && list.length > 0;
}

function emptyRow({ integration, executionId, workflowId, at }: LogSettings): LogRow {
	return {
		integration: text(integration),
		action: '',
		status: 'success',
		message: '',
		hotel: '',
		guest: '',
		arrival: '',
		departure: '',
		room: '',
		bookingNumber: '',
		outcome: '',
		reservationKey: '',
		payment: '',
		attempts: 1,
		firstAt: at,
		at,
		executionId,
		workflowId,
	};
}
