/**
 * An item of the SelfKey Trigger's availability or rates: one room type, or rate plan, of one channel, with the nights
 * that the channel has still to be told of. Pure.
 */
import { NIGHT_FIELDS, nothingSet, within, without, type CalendarRange } from '../../core/availability/calendar-nights';
import { isBoundedRange, type DateRange } from '../../core/availability/ranges';
import { isRecord, recordOf, type Fields } from '../../core/payload/field-reader';
import { currencyCode } from '../../core/reservation/currencies';
import type { Money } from '../../core/reservation/model';
import { moneyFromMinor } from '../../core/reservation/money';
import { textOf } from '../../core/text/read-text';

export interface CalendarItem {
	/** Such as `booking.com`. */
	channel: string;
	propertyId: string | null;
	roomTypeId: string;
	/** `null` for the room type itself. */
	ratePlanId: string | null;
	/** Whether some nights get more rooms to sell than the channel knows of. */
	raises: boolean;
	/** Whether the channel has accepted just this before: what is news goes out before it. */
	repeats: boolean;
	/** Sorted, without overlaps. */
	nights: CalendarRange[];
	/** ISO 4217: of the prices; `null` where there are none. */
	currency: string | null;
}

/** The outcome of an item that was not sent yet, on purpose: SelfKey gives it out again. */
export const HELD_BACK = 'held back';

/** Why, if others were told first and took too long. */
export const LATE = 'The channel is slow: what has not been sent by now is worked out anew with the next poll';

/** How SelfKey gave it out. */
export interface GivenOut {
	subscriber: string;
	round: number;
	/** ISO 8601, UTC: the first change that it is about; `null` where no booking has changed. */
	since: string | null;
}

/**
 * @param channel whose items can be sent here
 * @throws RangeError if it is none, or is for another channel
 */
export function calendarItemOf(json: Fields, channel?: string): CalendarItem {
	const item = readCalendarItem(json);
	if (!item)
		throw new RangeError(
			'The item is no availability. Connect this node behind a SelfKey Trigger whose source is "Availability" or "Rates"',
		);
	if (channel !== undefined && item.channel !== channel)
		throw new RangeError(`The item is for ${item.channel}: send each channel's items to the node of that channel`);
	return item;
}

/** `null` if it is none. */
export function readCalendarItem(json: Fields): CalendarItem | null {
	const [channel, roomTypeId] = [textOf(json['channel']), textOf(json['roomTypeId'])];
	const nights = json['nights'];
	if (channel === null || roomTypeId === null || !Array.isArray(nights) || nights.length === 0) return null;
	if (!nights.every((range) => isRecord(range) && isBoundedRange(range['start'], range['end']))) return null;
	return {
		channel,
		propertyId: textOf(json['propertyId']),
		roomTypeId,
		ratePlanId: textOf(json['ratePlanId']),
		raises: json['raises'] === true,
		repeats: json['repeats'] === true,
		nights: (nights as Fields[]).map(rangeOf),
		currency: currencyCode(textOf(json['currency'])),
	};
}

/** A price of a night; `null` where there is none, or nobody says in which currency. */
export function priceOf({ currency }: Pick<CalendarItem, 'currency'>, minor: number | null): Money | null {
	return minor === null ? null : moneyFromMinor(minor, currency);
}

/** `null` where the SelfKey Trigger did not give it out. */
export function givenOutOf(json: Fields): GivenOut | null {
	const { subscriber, round, since } = recordOf(recordOf(json['selfKey'])['availability']);
	return typeof subscriber === 'string' && typeof round === 'number'
		? { subscriber, round, since: textOf(since) }
		: null;
}

/**
 * The item in two, where only a part of its nights was sent: what was, and what was not.
 * @param unsent sorted by their start
 */
export function partlySent<T extends Fields>(
	json: T,
	unsent: readonly DateRange[],
	{ sent, late }: { sent: (json: T) => T; late: (json: T) => T },
): T[] {
	const nights = readCalendarItem(json)?.nights ?? [];
	const [done, left] = [without(nights, unsent), within(nights, unsent)];
	return [
		...(done.length > 0 ? [sent({ ...json, nights: done })] : []),
		...(left.length > 0 ? [late({ ...json, nights: left })] : []),
	];
}

function rangeOf(range: Fields): CalendarRange {
	const values = NIGHT_FIELDS.map((field) => [field, range[field] ?? null]);
	return {
		...nothingSet(),
		...Object.fromEntries(values),
		start: String(range['start']),
		end: String(range['end']),
	};
}
