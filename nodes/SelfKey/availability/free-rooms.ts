/** What the handler knows of free rooms beyond SelfKey's own answer: who waits for one, and what is out of order. */
import type { IExecuteFunctions } from 'n8n-workflow';
import { isRecord } from '../../../core/payload/field-reader';
import { ApiError } from '../../shared/request/api-error';
import { unreadable } from '../rest-api/responses';
import { hasSignature, hotelOf, selfKeySignedGet } from '../transport';

interface Nights {
	from: string;
	/** Exclusive. */
	until: string;
}

/** What takes rooms without being a booking that has one. */
export interface HeldRoom {
	kind: string;
	start: string;
	/** Exclusive. */
	end: string;
	roomIds: string[];
}

export interface FreeRooms {
	ids: ReadonlySet<string>;
	held: HeldRoom[];
}

/** @throws ApiError, RangeError where the credential is incomplete */
export async function readFreeRooms(context: IExecuteFunctions, { from, until }: Nights): Promise<FreeRooms> {
	const { rooms, held } = (await selfKeySignedGet(context, 'free-rooms', { from, until })) as Record<string, unknown>;
	if (!Array.isArray(rooms) || !Array.isArray(held))
		throw unreadable("SelfKey's answer does not say which rooms are free");
	return {
		ids: new Set(rooms.filter(isRecord).map(({ id }) => String(id))),
		held: held.filter(isRecord).map(({ kind, start, end, roomIds }) => ({
			...{ kind: String(kind), start: String(start), end: String(end) },
			roomIds: Array.isArray(roomIds) ? roomIds.map(String) : [],
		})),
	};
}

/**
 * `null` if SelfKey, or this credential, cannot tell; why is then said to whoever looks at the node.
 * @throws ApiError for what passes, such as a SelfKey that is down
 */
export async function freeRoomsIfKnown(
	context: IExecuteFunctions,
	hotelSlug: string,
	nights: Nights,
): Promise<FreeRooms | null> {
	// Another hotel's house is for another credential.
	if (!(await hasSignature(context)) || hotelSlug !== (await hotelOf(context))) return null;
	return await readFreeRooms(context, nights).catch((error: unknown) => withoutHandler(context, error));
}

function withoutHandler(context: IExecuteFunctions, error: unknown): null {
	const { kind, status, message, advice } = error instanceof ApiError ? error : ({} as Partial<ApiError>);
	if (kind !== 'unauthorized' && kind !== 'forbidden' && kind !== 'not_found' && status !== 405) throw error;
	context.addExecutionHints({
		message: `Stays that wait for a room, and rooms out of order, are not counted: ${message}. ${advice}`,
		type: 'warning',
		location: 'outputPane',
	});
	return null;
}
