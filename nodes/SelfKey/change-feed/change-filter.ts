/** Which changes start the workflow. Pure. */
import { OWN_CHANNEL } from '../../../core/channel/channels';
import { originOf } from '../../../core/channel/origin';
import { choiceOf } from './origin-choices';
import type { Change } from './change';

/** Nothing chosen means all of them. */
export interface ChangeFilter {
	/** Values of `originChoices`. */
	origins: readonly string[];
	events: readonly string[];
}

/** A change that several have made passes where one of them is chosen: leaving it out would lose that one's part. */
export function passes(change: Change, { origins, events }: ChangeFilter): boolean {
	return (
		(origins.length === 0 || originsOf(change).some((origin) => origins.includes(choiceOf(origin)))) &&
		(events.length === 0 || events.some((event) => isAsked(event, change)))
	);
}

/** A snapshot has no origin: it counts as its channel's, or as a direct sale. */
function originsOf({ origins, reservation: { channel } }: Change): Change['origins'] {
	return origins.length > 0 ? origins : [originOf(channel === OWN_CHANNEL ? 'direct' : 'channel', channel)];
}

function isAsked(event: string, change: Change): boolean {
	// A snapshot may hold news that was never told; what ended is not in it.
	if (change.event === 'snapshot')
		return event === 'created' || event === 'updated' || (event === 'conflict' && hasConflict(change));
	// A write that found no room is told as what it wrote, not as a change of its own.
	return event === change.event || (event === 'conflict' && hasConflict(change));
}

function hasConflict({ reservation }: Change): boolean {
	const { bookings } = (reservation.selfKey ?? {}) as { bookings?: Array<{ conflicts?: unknown[] }> };
	return bookings?.some(({ conflicts }) => (conflicts?.length ?? 0) > 0) ?? false;
}
