/** The number of a room within its reservation, for systems that keep one. Pure. */
import { createHash } from 'node:crypto';

const FROM_TEXT = 1_000_000_000;

/**
 * The room's own number at the channel, or else one that follows from its id. It never depends on the room's place in a
 * list, so it is the same whichever rooms come, go or change their order.
 */
export function legOf(roomStayId: string): number {
	if (/^[1-9]\d{0,8}$/.test(roomStayId)) return Number(roomStayId);
	const digest = createHash('sha256').update(roomStayId, 'utf8').digest('hex');
	return FROM_TEXT + (Number.parseInt(digest.slice(0, 12), 16) % FROM_TEXT);
}
