/** What is told first, and how much of it at once. Pure. */
import { within, type CalendarRange } from '../../core/availability/calendar-nights';

/** One calendar's share of what is due. */
export interface Urgent {
	/** More rooms are to be sold than the channel was told of. */
	raises: boolean;
	/** The channel has accepted just this before: it is told again, once a day, in case that it holds something else. */
	repeats: boolean;
	nights: CalendarRange[];
	believed: CalendarRange[];
}

/** Fewer rooms and stricter rules, then more rooms, then what is only told again; of each the nearest night first. */
export function byUrgency(one: Urgent, other: Urgent): number {
	const [a, b] = [one.nights[0]?.start ?? '', other.nights[0]?.start ?? ''];
	return rankOf(one) - rankOf(other) || (a < b ? -1 : a > b ? 1 : 0);
}

/**
 * As many ranges as fit, in the order of `byUrgency`. What closes goes night by night over all calendars, whichever of them
 * come first; of the rest, whole calendars, since each costs its channel a request.
 */
export function cutToSize<T extends Urgent>(due: readonly T[], most: number): T[] {
	const sorted = [...due].sort(byUrgency);
	const nearest = sorted
		.flatMap((calendar, place) => (rankOf(calendar) === 0 ? calendar.nights.map((range) => ({ place, range })) : []))
		.sort((a, b) => (a.range.start < b.range.start ? -1 : a.range.start > b.range.start ? 1 : 0))
		.slice(0, most);
	let left = most - nearest.length;
	return sorted.flatMap((calendar, place) => {
		const isClosing = rankOf(calendar) === 0;
		const nights = isClosing
			? nearest.flatMap((each) => (each.place === place ? [each.range] : []))
			: calendar.nights.slice(0, Math.max(0, left));
		if (!isClosing) left -= nights.length;
		return nights.length > 0 ? [{ ...calendar, nights, believed: within(calendar.believed, nights) }] : [];
	});
}

function rankOf({ raises, repeats }: Urgent): number {
	return raises ? 1 : repeats ? 2 : 0;
}
