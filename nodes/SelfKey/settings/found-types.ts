/**
 * The room types that channels and OPERA offer, out of what their own nodes gave the form: nobody types a number that a
 * system can tell. Pure.
 */
import { channelById, type ChannelId } from '../../../core/channel/channels';
import { isRecord, recordOf, type Fields } from '../../../core/payload/field-reader';
import { jsonOrNull } from '../../../core/payload/json-or-null';
import { canonicalJson } from '../../../core/reservation/fingerprint';
import { shorten } from '../../../core/text/cut-text';
import { textOf } from '../../../core/text/read-text';
import type { Words } from '../words/words';
import type { KnownRoomType } from './settings';

/** In the order in which the form's nodes ask: one that is switched off passes on what the one before it gave. */
const SOURCES = ['bookingCom', 'airbnb', 'calendars', 'opera'] as const;

export type FoundSource = (typeof SOURCES)[number];

/** As the nodes are called in template 00. */
const NODES: Readonly<Record<FoundSource, string>> = {
	bookingCom: 'Room types at Booking.com',
	airbnb: 'Airbnb listings',
	calendars: 'Calendars',
	opera: 'Rooms in OPERA',
};

export interface FoundType {
	channel: string;
	roomTypeId: string;
	name: string;
	/** Where there are several, the one that it belongs to. */
	property?: string;
}

/** A rate plan of Booking.com's, as it calls it. */
export interface FoundPlan {
	ratePlanId: string;
	name: string;
	/** Nobody can tell Booking.com its prices. */
	isReadOnly: boolean;
}

export interface Found {
	source: FoundSource;
	/** `null` if nobody has connected it. */
	types: FoundType[] | null;
	/** Of Booking.com alone. */
	plans: FoundPlan[];
	/** Why it could not be read. */
	error: string | null;
	/** It has found nothing, or is switched off: it gives no more than the node before it, which has found nothing. */
	mayBeOff: boolean;
}

/** Texts that a form's field and a room map can carry. */
const ID = /^[^\s=,;/<>&"'{}]{1,60}$/;
const MAX_NAME = 100;
const MAX_ERROR = 300;
const MAX_TYPES = 500;

const MAX_PLANS = 500;

const READERS: Readonly<Record<FoundSource, (list: readonly Fields[]) => FoundType[]>> = {
	bookingCom: (list) => {
		const hasSeveral = new Set(list.map(({ propertyId }) => textOf(propertyId))).size > 1;
		return list.flatMap(({ propertyId, propertyName, roomTypeId, roomTypeName }) => {
			const property = hasSeveral ? shorten(textOf(propertyName) ?? textOf(propertyId) ?? '', MAX_NAME) : '';
			const types = typeIn('booking.com' satisfies ChannelId, roomTypeId, roomTypeName);
			return property === '' ? types : types.map((type) => ({ ...type, property }));
		});
	},
	airbnb: (list) => list.flatMap((item) => typeIn('airbnb' satisfies ChannelId, item['listingId'], item['name'])),
	calendars: (list) => {
		// A stay says its channel itself; a closure, which is no reservation, beside its listing.
		const channels = list.map(({ channel, airbnb }) => textOf(channel) ?? textOf(recordOf(airbnb)['channel']));
		const channel = channels.find((text) => text !== null) ?? 'airbnb';
		return list.flatMap(({ airbnb }) => typeIn(channel, recordOf(airbnb)['listingId'], null));
	},
	opera: (list) =>
		list
			.filter(({ roomId }) => roomId !== undefined)
			.flatMap((item) => typeIn('opera' satisfies ChannelId, item['roomType'], item['description'])),
};

/** @param value by source, the items of its node; anything else finds nothing */
export function foundIn(value: unknown): Found[] {
	const given = recordOf(typeof value === 'string' ? jsonOrNull(value) : value);
	let before: readonly Fields[] | null = null;
	return SOURCES.flatMap((source): Found[] => {
		const items = given[source];
		if (!Array.isArray(items)) return [];
		const list = items.filter(isRecord);
		const isPassedOn = before === null ? false : isPrefix(list, before);
		const mayBeOff = before !== null && isEmpty(before) && isEmpty(list);
		before = list;
		return [
			isPassedOn ? { source, types: null, plans: [], error: null, mayBeOff } : { ...readFound(source, list), mayBeOff },
		];
	});
}

/** Its node has run, and has nothing: n8n then gives one item without fields. */
function isEmpty(list: readonly Fields[]): boolean {
	return list.every((item) => Object.keys(item).length === 0);
}

function readFound(source: FoundSource, list: readonly Fields[]): Omit<Found, 'mayBeOff'> {
	const types = READERS[source](list);
	const error = list.map((item) => textOf(item['error'])).find((text) => text !== null) ?? null;
	const unique = new Map(types.map((type) => [`${type.channel}/${type.roomTypeId}`, type]));
	return {
		source,
		types: unique.size > 0 || isEmpty(list) ? [...unique.values()].slice(0, MAX_TYPES) : null,
		plans: source === 'bookingCom' ? plansIn(list) : [],
		error: error === null ? null : shorten(error, MAX_ERROR),
	};
}

function typeIn(channel: string, id: unknown, name: unknown): FoundType[] {
	const roomTypeId = textOf(id) ?? '';
	if (!ID.test(roomTypeId) || channelById(channel) === null) return [];
	return [{ channel, roomTypeId, name: shorten(textOf(name) ?? '', MAX_NAME) }];
}

function plansIn(list: readonly Fields[]): FoundPlan[] {
	const plans = list
		.flatMap(({ rates }) => (Array.isArray(rates) ? rates : []))
		.filter(isRecord)
		.flatMap(({ ratePlanId, ratePlanName, isReadOnly }): FoundPlan[] => {
			const id = textOf(ratePlanId) ?? '';
			const name = shorten(textOf(ratePlanName) ?? '', MAX_NAME);
			return ID.test(id) ? [{ ratePlanId: id, name, isReadOnly: isReadOnly === true }] : [];
		});
	return [...new Map(plans.map((plan) => [plan.ratePlanId, plan])).values()].slice(0, MAX_PLANS);
}

function isPrefix(list: readonly Fields[], before: readonly Fields[]): boolean {
	const isSame = (item: Fields, index: number) => canonicalJson(item) === canonicalJson(before[index] ?? null);
	return list.length <= before.length && list.some((item) => Object.keys(item).length > 0) && list.every(isSame);
}

/**
 * What guests have booked, with the names that are found, and after it what is offered besides.
 * @param mapped the room map's types: what is there already keeps its name there
 */
export function withFound(
	booked: readonly KnownRoomType[],
	found: readonly Found[],
	mapped: readonly string[],
): KnownRoomType[] {
	const types = new Map(booked.map((type) => [type.roomType, type]));
	for (const { channel, roomTypeId, name, property } of found.flatMap(({ types: some }) => some ?? [])) {
		const known = [...types.keys(), ...mapped].filter((key) => isFor(key, channel, roomTypeId));
		for (const roomType of known.length > 0 ? known : [`${channel}/${roomTypeId}`]) {
			const before = types.get(roomType) ?? { roomType, name: '', stays: 0, isServed: mapped.includes(roomType) };
			types.set(roomType, { ...before, name: ofProperty(before.name === '' ? name : before.name, property) });
		}
	}
	return [...types.values()];
}

function ofProperty(name: string, property: string | undefined): string {
	if (property === undefined) return name;
	return name === '' ? property : `${name} (${property})`;
}

/**
 * The rate plans for people: those that SelfKey knows, with the names that are found, and after them what can be priced
 * besides.
 */
export function plansWithFound(known: readonly string[], found: readonly Found[], { form: say }: Words): string[] {
	const plans = new Map(found.flatMap(({ plans: some }) => some).map((plan) => [plan.ratePlanId, plan]));
	const others = [...plans.values()].filter(({ isReadOnly }) => !isReadOnly).map(({ ratePlanId }) => ratePlanId);
	return [...new Set([...known, ...others])].map((id) => {
		const { name = '' } = plans.get(id) ?? {};
		return name === '' ? id : say.plan(id, name);
	});
}

/** Whether the key of a room map is the type's: `41234567`, `airbnb/41234567` or `airbnb/38831/41234567`. */
export function isFor(key: string, channel: string, roomTypeId: string): boolean {
	return key === roomTypeId || (key.startsWith(`${channel}/`) && key.endsWith(`/${roomTypeId}`));
}

/**
 * A line for each source that was asked, for people.
 * @param isListed whether what they offer is in the form
 */
export function foundLines(found: readonly Found[], { found: say }: Words, isListed = true): string[] {
	return found.map(({ source, types, error, mayBeOff }) => {
		const what = say.sources[source];
		if (error !== null) return say.unread(what, error);
		if (types === null) return say.notConnected(what, NODES[source]);
		if (mayBeOff) return say.nothing(what, NODES[source]);
		return isListed || types.length === 0 ? say.offers(what, types.length) : say.tooMany(what, types.length);
	});
}
