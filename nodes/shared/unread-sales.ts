/**
 * Before more rooms are put on sale, every channel that sells them is asked whether it has sold one that SelfKey has not heard
 * of. What may be one holds the rooms back, but not for ever. Pure.
 */
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { recordOf, type Fields } from '../../core/payload/field-reader';
import { textOf } from '../../core/text/read-text';
import { HELD_BACK } from './calendar-item';
import type { ItemResult } from './operations/operation';

/** As long as Booking.com waits before it sends the hotel an e-mail instead: by then people know that something is wrong. */
export const MOST_HELD_MS = 30 * 60_000;

/** What the trigger says of a channel that sells the same rooms. */
export interface SourceToRead {
	propertyIds: string[];
	/** Its room types that share these rooms. */
	roomTypeIds: string[];
	/** Its reservations that SelfKey knows in these nights; `null` where SelfKey does not say. */
	standing: ReadonlySet<string> | null;
}

/** `null` where the item puts nothing on sale, is held back already, or the channel sells none of its rooms. */
export function sourceToRead(json: Fields, channel: string): SourceToRead | null {
	if (json['raises'] !== true || isHeldBack(json)) return null;
	const { sources } = recordOf(recordOf(json['selfKey'])['availability']);
	if (!Array.isArray(sources)) return ownChannel(json, channel);
	const source = sources.map(recordOf).find((each) => each['channel'] === channel);
	if (!source) return null;
	const { standing } = source;
	return {
		propertyIds: textsIn(source['propertyIds']),
		roomTypeIds: textsIn(source['roomTypeIds']),
		standing: Array.isArray(standing) ? new Set(standing.map(String)) : null,
	};
}

/** Whether a node before has decided that the channel is not told yet. */
export function isHeldBack(json: Fields): boolean {
	return recordOf(json['heldBack'])['outcome'] === HELD_BACK;
}

/** Sends the others. @returns one result for each item, in order; what is held back passes on as it is */
export async function exceptHeldBack(
	items: readonly INodeExecutionData[],
	send: (ready: INodeExecutionData[]) => Promise<ItemResult[]>,
): Promise<ItemResult[]> {
	const sent = (await send(items.filter(({ json }) => !isHeldBack(json)))).values();
	return items.map(({ json }): ItemResult =>
		isHeldBack(json) ? json : (sent.next().value ?? new Error('There is no result for this item; run the flow again')),
	);
}

/**
 * The item held back, or, if it has waited too long for that, with a warning instead.
 * @param what a clause such as `a reservation of Booking.com waits to be written to SelfKey`
 */
export function heldBack(json: IDataObject, what: string, now: Date): IDataObject {
	const { heldSince } = recordOf(recordOf(json['selfKey'])['availability']);
	const since = Date.parse(textOf(heldSince) ?? '');
	if (!(now.getTime() - since >= MOST_HELD_MS)) {
		const because = `No more rooms are put on sale while ${what}; this comes again by itself`;
		return { ...json, heldBack: { outcome: HELD_BACK, because } };
	}
	const warning = `More rooms were put on sale after ${MOST_HELD_MS / 60_000} minutes, although ${what}. Look there whether one of them is sold`;
	const { warnings } = recordOf(json['heldBack']);
	return { ...json, heldBack: { warnings: [...textsIn(warnings), warning] } };
}

/** An older handler names no sources: what the channel's own items need is known all the same. */
function ownChannel({ channel: own, propertyId, roomTypeId }: Fields, channel: string): SourceToRead | null {
	if (own !== channel) return null;
	return { propertyIds: textsIn([propertyId]), roomTypeIds: textsIn([roomTypeId]), standing: null };
}

function textsIn(value: unknown): string[] {
	return Array.isArray(value) ? value.map(textOf).filter((text) => text !== null) : [];
}
