/** The text of a log line for the people at the front desk. Pure. */
import { recordOf } from '../../../core/payload/field-reader';
import { originName, readOrigin } from '../../../core/channel/origin';
import { isPriceToCheck } from '../../../core/reservation/price-to-check';
import { isAboutAmounts } from '../../../core/reservation/unread-amounts';
import { text } from '../../shared/log/log-text';
import { joined, records, type Json } from './fields';
import { nightsOf } from './nights';
import type { RoomlessBooking } from './stay';

const MAX_MESSAGE = 600;
/** Reported in our own words. */
const ABOUT_ROOMS = ['no_room_free', 'unmapped_room'];
/** Every reservation from a channel has it until the guest arrives. */
const EXPECTED = 'identity_missing';

/** Warnings that somebody has to read. */
export function warningsOf(item: Json): Json[] {
	return records(recordOf(item['selfKey'])['warnings']).filter(({ code }) => code !== EXPECTED);
}

/** What the channels and other destinations say of it, each under its own name. */
export function otherWarningsOf(item: Json): string[] {
	return partsOf(item).flatMap(({ warnings }) =>
		Array.isArray(warnings)
			? warnings.map((warning) => text(warning, 300) || text(recordOf(warning)['message'], 300))
			: [],
	);
}

/** What the reservation's source left open, where SelfKey has written it: somebody has to look the price up. */
export function unreadAmountsIn(item: Json): string[] {
	const { outcome } = recordOf(item['selfKey']);
	const warnings: unknown = item['warnings'];
	if (typeof outcome !== 'string' || !Array.isArray(warnings)) return [];
	return warnings
		.map((warning) => text(warning, 300))
		.filter(isAboutAmounts)
		.map((warning) => `${warning}. Look the price up at the channel, and correct it in SelfKey`);
}

/** Of a change that SelfKey gives out: prices in it that its next reader cannot pass on as they are. */
export function pricesToCheckIn(item: Json): string[] {
	const warnings: unknown = item['warnings'];
	if (recordOf(item['selfKey'])['change'] === undefined || !Array.isArray(warnings)) return [];
	return warnings.map((warning) => text(warning, 300)).filter(isPriceToCheck);
}

/** What the nodes other than SelfKey's have added. */
function partsOf({ selfKey: _, ...others }: Json): Json[] {
	return Object.values(others).map(recordOf);
}

/** @param failure why it failed; `''` if it did not */
export function messageOf(item: Json, failure: string, roomless: readonly RoomlessBooking[]): string {
	const parts = [
		...paymentParts(item, failure),
		changePart(item),
		failure,
		...(nightsOf(item)?.message ?? []),
		...roomless.map(noRoom),
		...sharedRooms(item),
		...(failure === '' ? warningsOf(item).map(({ advice }) => text(advice, 300)) : []),
		partsOf(item).some(({ superseded }) => superseded === true)
			? 'Changed since it was fetched; its latest state comes with the next poll'
			: '',
		...(failure === '' ? warningTexts(item, roomless.length > 0) : []),
		...otherWarningsOf(item),
		...(failure === '' ? [...unreadAmountsIn(item), ...pricesToCheckIn(item)] : []),
	];
	return text(joined(parts, '; '), MAX_MESSAGE);
}

function noRoom({ bookingNumber, roomType, roomTypeId, arrival, departure, unmapped }: RoomlessBooking): string {
	const stay = joined([`booking ${bookingNumber}`, roomType, arrival && `${arrival} to ${departure}`], ', ');
	return unmapped
		? `No room for ${stay}: no room of SelfKey is listed for this room type. Give the booking a room in SelfKey, and add ${roomTypeId} to the form of "00 Hotel settings"`
		: `No room is free for ${stay}. Give the booking a room in SelfKey, move another stay, or call the guest`;
}

function sharedRooms(item: Json): string[] {
	return records(recordOf(item['selfKey'])['bookings'])
		.filter(({ conflicts }) => Array.isArray(conflicts) && conflicts.includes('shared_room'))
		.map(
			(booking) =>
				`Booking ${text(booking['bookingNumber'])} shares its room ${text(booking['roomName'])} with another. Give one of them another room in SelfKey`,
		);
}

function warningTexts(item: Json, roomsAreReported: boolean): string[] {
	return warningsOf(item)
		.filter(({ code }) => !(roomsAreReported && ABOUT_ROOMS.includes(String(code))))
		.map(({ message }) => withRoomTypeNames(text(message, 400), item));
}

/** SelfKey's warnings name room types by the channel's ID only. */
function withRoomTypeNames(message: string, item: Json): string {
	return records(item['rooms']).reduce<string>((named, room) => {
		const [id, name] = [text(room['roomTypeId']), text(room['roomName'])];
		return id === '' || name === '' ? named : named.replaceAll(`"${id}"`, `"${name}"`);
	}, message);
}

function changePart(item: Json): string {
	const { change } = recordOf(item['selfKey']);
	if (change === undefined) return '';
	const who = records(recordOf(change)['origins']).flatMap((value) => {
		const origin = readOrigin(value);
		return origin ? [originName(origin)] : [];
	});
	// Nobody changed it: it existed when the subscriber began, or is sent again.
	return who.length === 0 ? `Already exists, from ${text(item['channel'])}` : `Change from ${joined(who, ', ')}`;
}

function paymentParts(item: Json, failure: string): string[] {
	const paymentId = text(item['paymentId']);
	if (paymentId === '') return [];
	const { amount, currency } = recordOf(item['amount']);
	const refundId = text(item['refundId']);
	const what = `${refundId === '' ? '' : `Refund ${refundId} of `}Payment ${paymentId}: ${text(amount)} ${text(currency)}`;
	if (failure !== '') return [what];
	const { bookings, balance } = recordOf(item['selfKey']);
	const [booking] = records(bookings);
	const { due, currency: of } = recordOf(balance);
	return [
		what,
		booking ? `booking ${text(booking['bookingNumber'])}` : '',
		due ? `still due: ${text(recordOf(due)['amount'])} ${text(of)}` : '',
	];
}
