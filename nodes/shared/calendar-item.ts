/**
 * An item of the SelfKey Trigger's availability or rates: one room type, or rate plan, of one channel, with the nights
 * that the channel has still to be told of. Pure.
 */
import type { IDataObject } from 'n8n-workflow';
import { NIGHT_FIELDS, nothingSet, within, without, type CalendarRange } from '../../core/availability/calendar-nights';
import { isBoundedRange, type DateRange } from '../../core/availability/ranges';
import { isRecord, recordOf, type Fields } from '../../core/payload/field-reader';
import { currencyCode } from '../../core/reservation/currencies';
import type { Money } from '../../core/reservation/model';
import { moneyFromMinor } from '../../core/reservation/money';
import { textOf } from '../../core/text/read-text';
import { isFailed } from './item-outcome';
import { FailedPart } from './operations/operation';

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
	const nights = failedNights(json) ?? json['nights'];
	if (channel === null || roomTypeId === null || !Array.isArray(nights) || nights.length === 0) return null;
	if (!nights.every(isRange)) return null;
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

/** Those that an error is about, where n8n's error output has added all of the item to it; `null` where it says nothing. */
function failedNights(json: Fields): Fields[] | null {
	const { nights } = recordOf(json['details']);
	return isFailed(json) && Array.isArray(nights) && nights.length > 0 && nights.every(isRange) ? nights : null;
}

function isRange(range: unknown): range is Fields {
	return isRecord(range) && isBoundedRange(range['start'], range['end']);
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

/** @throws RangeError where the SelfKey Trigger did not give it out */
export function givenOutBy(json: Fields): GivenOut {
	const given = givenOutOf(json);
	if (given) return given;
	throw new RangeError('The item is not from the SelfKey Trigger. Connect this node to a workflow that begins with it');
}

/** What became of the nights of an item where it is not the same for all of them; each sorted by its start. */
export interface Unlike {
	unsent: readonly DateRange[];
	/** `null` where nothing was refused. */
	refused: { nights: readonly DateRange[]; error: Error } | null;
}

/** The item in parts: what was sent, what there was no time for, and what was refused; a night of which anything was is. */
export function partlySent(
	json: IDataObject,
	{ unsent, refused }: Unlike,
	{ sent, late }: { sent: (json: IDataObject) => IDataObject; late: (json: IDataObject) => IDataObject },
): Array<IDataObject | FailedPart> {
	const nights = readCalendarItem(json)?.nights ?? [];
	const bad = within(nights, refused?.nights ?? []);
	const good = without(nights, bad);
	const [done, left] = [without(good, unsent), within(good, unsent)];
	const withNights = (some: CalendarRange[]): IDataObject => ({ ...json, nights: asJson(some) });
	return [
		...(done.length > 0 ? [sent(withNights(done))] : []),
		...(left.length > 0 ? [late(withNights(left))] : []),
		...(refused && bad.length > 0 ? [new FailedPart(refused.error, { nights: asJson(bad) })] : []),
	];
}

function asJson(nights: CalendarRange[]): IDataObject[] {
	return nights.map((range) => ({ ...range }));
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
