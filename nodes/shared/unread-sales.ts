/**
 * Before more rooms are put on sale, every channel that sells them is asked whether it has sold one that SelfKey has not heard
 * of. What may be one holds the rooms back, but not for ever. Pure.
 */
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { DateRange } from '../../core/availability/ranges';
import type { ChannelId } from '../../core/channel/channels';
import { isRecord, recordOf, type Fields } from '../../core/payload/field-reader';
import { isIsoDate } from '../../core/reservation/dates';
import { textOf, textsIn } from '../../core/text/read-text';
import { HELD_BACK } from './calendar-item';
import type { ItemResult } from './operations/operation';

/**
 * For each channel. As long as Booking.com waits before it sends the hotel an e-mail instead: by then people know that something
 * is wrong.
 */
export const MAX_HELD_MS = 30 * 60_000;

/** What more rooms wait for. */
export interface Unread {
	/** A clause such as `a reservation of Booking.com waits to be written to SelfKey`. */
	what: string;
	/** Where the channel has not said what it has sold. */
	silence?: Error;
}

/** Who was asked what is unread, and when. */
export interface Asked {
	channel: ChannelId;
	now: Date;
}

/** What the trigger says of a channel that sells the same rooms. */
export interface SourceToRead {
	propertyIds: string[];
	/** Its room types that share these rooms. */
	roomTypeIds: string[];
	/** Its stays that SelfKey knows in these nights; `null` where SelfKey does not say. */
	standing: StandingStay[] | null;
	/** Its stays there that SelfKey has heard of, whatever became of them; `null` where SelfKey does not say. */
	heard: StandingStay[] | null;
}

/** A stay that SelfKey counts as sold. */
export interface StandingStay extends DateRange {
	/** The channel's reservation. */
	id: string;
}

/** `null` where the item puts nothing on sale, is held back already, or the channel sells none of its rooms. */
export function sourceToRead(json: Fields, channel: string): SourceToRead | null {
	if (json['raises'] !== true || isHeldBack(json)) return null;
	const { sources } = recordOf(recordOf(json['selfKey'])['availability']);
	if (!Array.isArray(sources)) return ownChannel(json, channel);
	const source = sources.map(recordOf).find((each) => each['channel'] === channel);
	if (!source) return null;
	const { standing, heard } = source;
	return {
		propertyIds: textsIn(source['propertyIds']),
		roomTypeIds: textsIn(source['roomTypeIds']),
		standing: Array.isArray(standing) ? standing.flatMap(stayOf) : null,
		heard: Array.isArray(heard) ? heard.flatMap(stayOf) : null,
	};
}

/** Whether a node before has decided that the channel is not told yet. */
export function isHeldBack(json: Fields): boolean {
	return recordOf(json['heldBack'])['outcome'] === HELD_BACK;
}

/** Sends the others. @returns one result for each item, in order; what is held back or has failed passes on as it is */
export async function exceptHeldBack(
	items: ReadonlyArray<INodeExecutionData | Error>,
	send: (ready: INodeExecutionData[]) => Promise<ItemResult[]>,
): Promise<ItemResult[]> {
	const ready = items.flatMap((item) => (item instanceof Error || isHeldBack(item.json) ? [] : [item]));
	const sent = (await send(ready)).values();
	return items.map((item): ItemResult => {
		if (item instanceof Error) return item;
		if (isHeldBack(item.json)) return item.json;
		return sent.next().value ?? new Error('There is no result for this item; run the flow again');
	});
}

/**
 * The item as it passes on; the error if it has to fail. So it does too where the channel is silent and a handler of SelfKey
 * before heldSince does not say since when: nobody would hear of a channel that never answers again.
 */
export function afterAsking(json: IDataObject, unread: Unread | Error | null, asked: Asked): IDataObject | Error {
	if (unread === null || unread instanceof Error) return unread ?? json;
	const { heldSince } = recordOf(recordOf(json['selfKey'])['availability']);
	if (unread.silence && heldSince === undefined) return unread.silence;
	return heldBack(json, unread.what, asked);
}

/**
 * The item held back, or, if it has waited too long for that, with a warning instead.
 * @param what see `Unread`
 */
export function heldBack(json: IDataObject, what: string, { channel, now }: Asked): IDataObject {
	const since = Date.parse(heldSinceFor(json, channel) ?? '');
	if (!(now.getTime() - since >= MAX_HELD_MS)) {
		return { ...json, heldBack: { outcome: HELD_BACK, because: becauseOf(what), waitsFor: channel } };
	}
	const warning = `More rooms were put on sale after ${MAX_HELD_MS / 60_000} minutes, although ${what}. Look there whether one of them is sold`;
	const { warnings } = recordOf(json['heldBack']);
	return { ...json, heldBack: { warnings: [...textsIn(warnings), warning] } };
}

/**
 * The same where it is SelfKey that says nothing. Never put on sale for that: nobody else can count the rooms. The error once it has
 * lasted too long, so that people hear of it, and where a handler before heldFor does not say since when.
 */
export function afterSilence(json: IDataObject, { what, silence }: Unread, now: Date): IDataObject | Error {
	const { heldFor } = recordOf(recordOf(json['selfKey'])['availability']);
	const since = Date.parse(textOf(recordOf(heldFor)[NO_CHANNEL]) ?? '');
	if (silence && (!isRecord(heldFor) || now.getTime() - since >= MAX_HELD_MS)) return silence;
	return { ...json, heldBack: { outcome: HELD_BACK, because: becauseOf(what) } };
}

/** What was held back for no channel, in what the trigger says of it. */
const NO_CHANNEL = '';

function becauseOf(what: string): string {
	return `No more rooms are put on sale while ${what}; this comes again by itself`;
}

/** What one channel has held back starts no other's half hour; an older handler does not tell them apart. */
function heldSinceFor(json: Fields, channel: ChannelId): string | null {
	const { heldFor, heldSince } = recordOf(recordOf(json['selfKey'])['availability']);
	return textOf(isRecord(heldFor) ? heldFor[channel] : heldSince);
}

/** An older handler names no sources: what the channel's own items need is known all the same. */
function ownChannel({ channel: own, propertyId, roomTypeId }: Fields, channel: string): SourceToRead | null {
	if (own !== channel) return null;
	return { propertyIds: textsIn([propertyId]), roomTypeIds: textsIn([roomTypeId]), standing: null, heard: null };
}

function stayOf(value: unknown): StandingStay[] {
	const { id, checkIn, checkOut } = recordOf(value);
	const reservationId = textOf(id);
	return reservationId !== null && isIsoDate(checkIn) && isIsoDate(checkOut)
		? [{ id: reservationId, start: checkIn, end: checkOut }]
		: [];
}
