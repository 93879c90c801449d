/** A change as SelfKey gives it out. */
import type { Origin } from '../../../core/channel/origin';
import type { Reservation } from '../../../core/reservation/model';

export interface Change {
	/** `channel/propertyId/reservationId`; with `position` it is what the acknowledgement names. */
	key: string;
	position: number;
	/** Who made the latest change; `null` in a snapshot. */
	origin: Origin | null;
	/** Who made all of them since the last acknowledgement. */
	origins: Origin[];
	event: 'created' | 'updated' | 'cancelled' | 'conflict' | 'snapshot';
	/** ISO 8601, UTC. */
	at: string;
	/** How often it was handed back, and why the last time. */
	attempts: number;
	reason: string | null;
	/** As it is now, which may be later than the change. */
	reservation: Reservation & { selfKey: object };
}
