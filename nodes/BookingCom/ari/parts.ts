/**
 * From what the items ask for to what one request after the other may hold: Booking.com takes one month at a time, and
 * of two ranges that overlap in a request it applies only the first. Pure.
 * Source: developers.booking.com/connectivity/docs, OTA_HotelAvailNotif and OTA_HotelRateAmountNotif (usage
 * recommendations), and b_xml-availability-troubleshooting (`WARN_DUPLICATE_DATES`).
 */
import { addDays } from '../../../core/reservation/dates';
import { canonicalJson } from '../../../core/reservation/fingerprint';
import { AskedBy } from './asked-by';
import type { RoomDates } from './updates';

/** What an item asks for, as far as one message can hold it. */
export interface Ask<V> extends RoomDates {
	/** Index of the item. */
	item: number;
	/** Asks of different layers never share a message. */
	layer: string;
	/** Only what the item fills in. */
	fields: ReadonlyMap<string, V>;
}

/** A value, and the items that asked for it. */
export interface Setting<V> {
	value: V;
	items: ReadonlySet<number>;
}

/** One message: a room type, or a rate plan of it, for nights of one month that all get the same values. */
export interface Part<V> extends RoomDates {
	fields: ReadonlyMap<string, Setting<V>>;
	/** The same by night, to tell the items apart if it is refused. */
	nights: Array<[date: string, night: Night<V>]>;
}

interface Cell<V> {
	value: V;
	/** The value as text, to be compared. */
	text: string;
	items: AskedBy;
}
type Night<V> = Map<string, Cell<V>>;
/** A part whose fields are still those of its first night. */
type Stretch<V> = Omit<Part<V>, 'fields'> & { fields: Night<V> };
interface Latest<V> {
	number: number;
	night: Night<V>;
	cell: Cell<V>;
}
type Place = Pick<RoomDates, 'roomTypeId' | 'ratePlanId'>;
/** All nights of a place that get a value for the same time. */
type Round<V> = Place & { number: number; nights: Map<string, Night<V>> };

/**
 * As few messages as possible that leave each night as if the items had been sent one after the other. Where a later
 * item asks for another value of the same field, both are parts, the later one behind: whatever Booking.com says of the
 * one, it says nothing of the other.
 * @param roomWide fields that hold for all rate plans of a room type, whichever plan they are sent with
 */
export function partsOf<V>(asks: ReadonlyArray<Ask<V>>, roomWide: ReadonlySet<string> = new Set()): Array<Part<V>> {
	const rounds = new Map<string, Round<V>>();
	/** The latest value of each field of a place, night by night. */
	const latest = new Map<string, Map<string, Latest<V>>>();
	const nextDay = calendar();
	for (const { item, layer, fields, roomTypeId, ratePlanId, from, until } of asks) {
		const roundOf = remembered((number: number) => {
			const key = JSON.stringify([number, layer, roomTypeId, ratePlanId]);
			const round = rounds.get(key) ?? { number, roomTypeId, ratePlanId, nights: new Map<string, Night<V>>() };
			rounds.set(key, round);
			return round;
		});
		for (const [field, value] of fields) {
			const place = JSON.stringify([field, roomTypeId, roomWide.has(field) ? null : ratePlanId]);
			const values = latest.get(place) ?? new Map<string, Latest<V>>();
			latest.set(place, values);
			const own: Cell<V> = { value, text: canonicalJson(value), items: new AskedBy(item) };
			const shared = remembered((cell: Cell<V>) => ({ ...cell, items: cell.items.with(item) }));
			for (let date = from; date < until; date = nextDay(date)) {
				const before = values.get(date);
				if (before?.cell.text === own.text) {
					before.cell = shared(before.cell);
					before.night.set(field, before.cell);
					continue;
				}
				const number = before ? before.number + 1 : 0;
				const { nights } = roundOf(number);
				const night = nights.get(date) ?? new Map<string, Cell<V>>();
				nights.set(date, night.set(field, own));
				values.set(date, { number, night, cell: own });
			}
		}
	}
	return [...rounds.values()]
		.sort((a, b) => a.number - b.number)
		.flatMap((round) => joined(round, [...round.nights], nextDay));
}

/**
 * The parts by request: each covers one month, and no two ranges of the same room type and rate plan overlap in it. By
 * month, earliest first; parts that overlap stay in their order.
 */
export function requestsOf<V>(
	parts: ReadonlyArray<Part<V>>,
	roomWide: ReadonlySet<string> = new Set(),
): Array<Array<Part<V>>> {
	/** By month and room type: parts of different rooms never collide. */
	const months = new Map<string, Map<string, Array<Array<Part<V>>>>>();
	for (const part of parts) {
		const rooms = months.get(monthOf(part.from)) ?? new Map<string, Array<Array<Part<V>>>>();
		months.set(monthOf(part.from), rooms);
		const requests = rooms.get(part.roomTypeId) ?? [];
		rooms.set(part.roomTypeId, requests);
		const next = requests.findLastIndex((request) => request.some((other) => collide(part, other, roomWide))) + 1;
		(requests[next] ??= []).push(part);
	}
	return [...months].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, rooms]) => sideBySide([...rooms.values()]));
}

/** The first of each together, then the second of each, and so on. */
function sideBySide<T>(lists: T[][][]): T[][] {
	const most = Math.max(...lists.map(({ length }) => length));
	return Array.from({ length: most }, (_, index) => lists.flatMap((list) => list[index] ?? []));
}

/** A refused part, divided so that each piece is what the same items asked for; nothing if it cannot be divided. */
export function dividedByItems<V>(part: Part<V>): Array<Part<V>> {
	const shares = new Map<string, Map<string, Night<V>>>();
	const namesOf = remembered((items: AskedBy) => [...items].join());
	for (const [date, night] of part.nights) {
		for (const [field, cell] of night) {
			const who = namesOf(cell.items);
			const nights = shares.get(who) ?? new Map<string, Night<V>>();
			shares.set(who, nights.set(date, (nights.get(date) ?? new Map<string, Cell<V>>()).set(field, cell)));
		}
	}
	return shares.size < 2 ? [] : [...shares.values()].flatMap((nights) => joined(part, [...nights], calendar()));
}

/** All items that asked for something in it. */
export function itemsIn<V>({ fields }: Pick<Part<V>, 'fields'>): Set<number> {
	return new Set([...fields.values()].flatMap(({ items }) => [...items]));
}

/** Nights of one month that follow one another and have the same values become one part. */
function joined<V>(
	{ roomTypeId, ratePlanId }: Place,
	nights: Array<[string, Night<V>]>,
	nextDay: (date: string) => string,
): Array<Part<V>> {
	const parts: Array<Stretch<V>> = [];
	for (const [date, night] of nights.sort(([a], [b]) => (a < b ? -1 : 1))) {
		const last = parts.at(-1);
		const [, before] = last?.nights.at(-1) ?? [];
		if (last?.until === date && before && isAlike(before, night) && monthOf(last.from) === monthOf(date)) {
			last.until = nextDay(date);
			last.nights.push([date, night]);
		} else {
			parts.push({ roomTypeId, ratePlanId, from: date, until: nextDay(date), fields: night, nights: [[date, night]] });
		}
	}
	return parts.map((part) => ({ ...part, fields: settingsOf(part) }));
}

/** Each field's value, with the items of all nights. */
function settingsOf<V>({ fields, nights }: Stretch<V>): Map<string, Setting<V>> {
	const settings = [...fields].map(([field, { value }]): [string, Setting<V>] => {
		return [field, { value, items: AskedBy.anyOf(nights.flatMap(([, night]) => night.get(field)?.items ?? [])) }];
	});
	return new Map(settings);
}

function isAlike<V>(a: Night<V>, b: Night<V>): boolean {
	return a.size === b.size && [...a].every(([field, { text }]) => b.get(field)?.text === text);
}

/** Whether Booking.com would apply only the first of two parts of a room type, or take the last for both. */
function collide<V>(a: Part<V>, b: Part<V>, roomWide: ReadonlySet<string>): boolean {
	return (
		a.from < b.until &&
		b.from < a.until &&
		(a.ratePlanId === b.ratePlanId || [...roomWide].some((field) => a.fields.has(field) && b.fields.has(field)))
	);
}

function monthOf(date: string): string {
	return date.slice(0, 7);
}

/** The day after each date: the same few are asked for again and again. */
function calendar(): (date: string) => string {
	return remembered((date) => addDays(date, 1));
}

function remembered<K, T>(make: (key: K) => T): (key: K) => T {
	const made = new Map<K, T>();
	return (key) => {
		const known = made.get(key);
		if (known !== undefined) return known;
		const value = make(key);
		made.set(key, value);
		return value;
	};
}
