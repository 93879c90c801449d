/** What is sent to the addresses of the availability, checked field by field. Pure. */
import { NIGHT_FIELDS, nothingSet, type CalendarRange } from '../../core/availability/calendar-nights';
import type { DateRange, Occupancy } from '../../core/availability/ranges';
import type { Restriction } from '../../core/availability/restrictions';
import { boundedList, isRecord, ValidationError, type Fields } from '../../core/payload/field-reader';
import { channelById } from '../../core/channel/channels';
import { isIsoDate, nightsBetween } from '../../core/reservation/dates';
import { reasonText } from '../../core/text/clean-reason';
import { isStorable } from '../../core/text/storable';
import { subscriberOf } from '../change-feed/acknowledgements';
import type { CalendarKey } from '../ports/availability';

/** What became of a calendar that was given out. */
export interface ToldItem extends CalendarKey {
	/** The one that it was given out in. */
	round: number;
	nights: CalendarRange[];
	/** Why the channel was not told; `null` where it was. */
	reason: string | null;
	/** It was not even sent, on purpose: this counts as no failure. */
	isHeldBack: boolean;
	/** The channel that it was held back for; empty where it says none that is known. */
	waitsFor: string;
}

const MAX_ITEMS = 500;
/** Ranges of nights in one answer, so that a run stays short; what is left comes with the next. */
export const MAX_GIVEN_OUT = 2_000;
const MAX_RANGES = 5_000;
const MAX_ID = 200;
const MAX_NIGHTS = 1_000;
const MAX_STAY = 99;

/**
 * Reads `{ subscriber, items: [{ channel, propertyId, roomTypeId, ratePlanId, round, nights, error?, heldBack?, waitsFor? }] }`.
 * @throws ValidationError naming the first field that cannot be read
 */
export function readTold(body: unknown): { subscriber: string; items: ToldItem[] } {
	const { subscriber, items } = isRecord(body) ? body : {};
	return { subscriber: subscriberOf(subscriber), items: boundedList(items, 'items', MAX_ITEMS).map(readItem) };
}

/** Nights that were given out, and are to be counted once more. */
export interface RecountItem extends CalendarKey {
	nights: CalendarRange[];
}

/**
 * Reads `{ subscriber, items: [{ channel, propertyId, roomTypeId, ratePlanId, nights }] }`.
 * @throws ValidationError naming the first field that cannot be read
 */
export function readRecount(body: unknown): { subscriber: string; items: RecountItem[] } {
	const { subscriber, items } = isRecord(body) ? body : {};
	return {
		subscriber: subscriberOf(subscriber),
		items: boundedList(items, 'items', MAX_GIVEN_OUT).map((value, index) => {
			const path = `items[${index}]`;
			const item = recordIn(value, path);
			return { ...keyIn(item, path), nights: nightsIn(item, path) };
		}),
	};
}

/**
 * Reads `{ add: [restriction, …], remove: [id, …] }`; each may be missing.
 * @throws ValidationError
 */
export function readRestrictionsChange(body: unknown): { add: Restriction[]; remove: number[] } {
	const { add = [], remove = [] } = isRecord(body) ? body : {};
	const ids = boundedList(remove, 'remove', MAX_ITEMS);
	if (!ids.every((id) => Number.isSafeInteger(id))) throw invalid('remove');
	return { add: boundedList(add, 'add', MAX_ITEMS).map(readRestriction), remove: ids as number[] };
}

/**
 * Reads `{ source, rooms: [{ room, start, end }] }`: all rooms of the source that cannot be sold.
 * @throws ValidationError
 */
export function readRoomClosures(body: unknown): { source: string; rooms: Occupancy[] } {
	const { source, rooms } = isRecord(body) ? body : {};
	return {
		source: idOf(source, 'source'),
		rooms: boundedList(rooms, 'rooms', MAX_RANGES).map((each, index) => {
			const path = `rooms[${index}]`;
			const fields = recordIn(each, path);
			return { roomId: idOf(fields['room'], `${path}.room`), ...datesIn(fields, path) };
		}),
	};
}

function readItem(value: unknown, index: number): ToldItem {
	const path = `items[${index}]`;
	const item = recordIn(value, path);
	const { round, error, heldBack, waitsFor } = item;
	if (!Number.isSafeInteger(round)) throw invalid(`${path}.round`);
	return {
		...keyIn(item, path),
		round: Number(round),
		nights: nightsIn(item, path),
		reason: error === undefined || error === null ? null : reasonText(typeof error === 'string' ? error : ''),
		isHeldBack: heldBack === true,
		waitsFor: (typeof waitsFor === 'string' && channelById(waitsFor)?.id) || '',
	};
}

function keyIn(item: Fields, path: string): CalendarKey {
	return {
		channel: idOf(item['channel'], `${path}.channel`),
		propertyId: optionalId(item['propertyId'], `${path}.propertyId`),
		roomTypeId: idOf(item['roomTypeId'], `${path}.roomTypeId`),
		ratePlanId: optionalId(item['ratePlanId'], `${path}.ratePlanId`),
	};
}

/** Sorted, without overlaps. */
function nightsIn(item: Fields, path: string): CalendarRange[] {
	const nights = boundedList(item['nights'], `${path}.nights`, MAX_RANGES).map((range, place) =>
		readRange(range, `${path}.nights[${place}]`),
	);
	if (nights.some(({ start }, place) => place > 0 && start < (nights[place - 1]?.end ?? '')))
		throw invalid(`${path}.nights`);
	return nights;
}

function readRange(value: unknown, path: string): CalendarRange {
	const fields = recordIn(value, path);
	const values = Object.fromEntries(
		NIGHT_FIELDS.map((field) => {
			const given = fields[field] ?? null;
			if (given !== null && typeof given !== 'boolean' && !Number.isSafeInteger(given))
				throw invalid(`${path}.${field}`);
			return [field, given];
		}),
	);
	return { ...nothingSet(), ...values, ...datesIn(fields, path) };
}

function readRestriction(value: unknown, index: number): Restriction {
	const path = `add[${index}]`;
	const fields = recordIn(value, path);
	const closed = (name: string) => {
		const given = fields[name] ?? null;
		if (given !== null && typeof given !== 'boolean') throw invalid(`${path}.${name}`);
		return given;
	};
	const stay = (name: string) => {
		const given = fields[name] ?? null;
		if (given !== null && !(Number.isSafeInteger(given) && Number(given) >= 1 && Number(given) <= MAX_STAY))
			throw invalid(`${path}.${name}`);
		return given as number | null;
	};
	const restriction = {
		channel: optionalId(fields['channel'], `${path}.channel`),
		roomTypeId: optionalId(fields['roomTypeId'], `${path}.roomTypeId`),
		ratePlanId: optionalId(fields['ratePlanId'], `${path}.ratePlanId`),
		...datesIn(fields, path),
		closed: closed('closed'),
		closedToArrival: closed('closedToArrival'),
		closedToDeparture: closed('closedToDeparture'),
		minimumStay: stay('minimumStay'),
		maximumStay: stay('maximumStay'),
	};
	const { closed: sale, closedToArrival, closedToDeparture, minimumStay, maximumStay } = restriction;
	const others = [closedToArrival, closedToDeparture, minimumStay, maximumStay];
	if (sale === null && others.every((each) => each === null))
		throw new ValidationError(`Nothing is restricted in ${path}`, [path]);
	if (minimumStay !== null && maximumStay !== null && minimumStay > maximumStay) throw invalid(`${path}.maximumStay`);
	return restriction;
}

function datesIn({ start, end }: Fields, path: string): DateRange {
	if (!isIsoDate(start)) throw invalid(`${path}.start`);
	if (!isIsoDate(end) || end <= start || nightsBetween(start, end) > MAX_NIGHTS) throw invalid(`${path}.end`);
	return { start, end };
}

function recordIn(value: unknown, path: string): Fields {
	if (!isRecord(value)) throw invalid(path);
	return value;
}

function idOf(value: unknown, path: string): string {
	const id = optionalId(value, path);
	if (id === null) throw invalid(path);
	return id;
}

function optionalId(value: unknown, path: string): string | null {
	if (value === undefined || value === null || value === '') return null;
	if (typeof value !== 'string' || value.length > MAX_ID || !isStorable(value)) throw invalid(path);
	return value;
}

function invalid(path: string): ValidationError {
	return new ValidationError(`Missing or invalid: ${path}`, [path]);
}
