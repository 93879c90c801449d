/** Adds to an answer what people could do about the conflicts in it. */
import type { BookingStore } from '../ports/booking-store';
import type { ConflictKind } from '../ports/occupancy';
import type { Warning } from '../ports/warnings';
import { readAdvisor } from '../room-conflicts/read-advisor';
import type { HotelSettings } from '../settings/hotel-settings';
import type { EventResult } from './process-events';

const ABOUT: Readonly<Partial<Record<Warning['code'], ConflictKind>>> = {
	no_room_free: 'no_room',
	room_shared: 'shared_room',
};

/** After everything is written: who has which room only now stands. Reads the house only if there is a conflict. */
export async function withAdvice(
	results: readonly EventResult[],
	{ store, hotelSlug, hotel, today }: { store: BookingStore; hotelSlug: string; hotel: HotelSettings; today: string },
): Promise<EventResult[]> {
	if (!results.some((result) => conflictsIn(result).length > 0)) return [...results];
	const advisor = await readAdvisor(store, hotelSlug, hotel, today);
	return results.map((result) => {
		const about = new Map(conflictsIn(result).map(({ warning, bookingId, kind }) => [warning, { bookingId, kind }]));
		if (result.status !== 'success' || about.size === 0) return result;
		const warnings = result.warnings.map((warning) => {
			const conflict = about.get(warning);
			if (!conflict) return warning;
			const advice = advisor.on(conflict.bookingId, conflict.kind);
			return advice === '' ? warning : { ...warning, advice };
		});
		return { ...result, warnings } as EventResult;
	});
}

function conflictsIn(result: EventResult): Array<{ warning: Warning; bookingId: string; kind: ConflictKind }> {
	if (result.status !== 'success' || !('availability' in result)) return [];
	return result.warnings.flatMap((warning) => {
		const kind = ABOUT[warning.code];
		const booking = result.bookings.find(({ roomStayId }) => roomStayId === warning.roomStayId);
		return kind && booking ? [{ warning, bookingId: booking.id, kind }] : [];
	});
}
