/** Whether Airbnb's own calendar is what SelfKey believes that it is: looked at once a day, before everything is told. */
import type { CalendarRange } from '../../../core/availability/calendar-nights';
import { isBoundedRange } from '../../../core/availability/ranges';
import { isRecord, recordOf, type Fields } from '../../../core/payload/field-reader';
import { addDays, eachNight } from '../../../core/reservation/dates';
import { textOf } from '../../../core/text/read-text';
import type { RequestContext } from '../../shared/request/request';
import type { NightChange } from './operations';
import { readCalendar } from './read-calendar';

/** Nights that a warning names; the rest is counted. */
const MAX_NAMED = 10;

/** The rooms that SelfKey believes the channel sells; empty where it says nothing, as with every push but the daily one. */
export function believedOf(json: Fields): CalendarRange[] {
	const { believed } = recordOf(recordOf(json['selfKey'])['availability']);
	return (Array.isArray(believed) ? believed : []).filter(
		(range): range is CalendarRange =>
			isRecord(range) &&
			isBoundedRange(range['start'], range['end']) &&
			(typeof range['available'] === 'number' || typeof range['closed'] === 'boolean'),
	);
}

export interface ReadBack {
	/** For each item, `null` where nothing differs. */
	warnings: Array<string | null>;
	/** Whether Airbnb shows a night for sale that was, and stays so: then the change need not be sent. A closing always is. */
	isHeld: (night: string, change: NightChange) => boolean;
}

const HOLDS_NOTHING = () => false;

/** A calendar that cannot be read holds nothing up: then that is the warning. */
export async function whatDiffers(
	context: RequestContext,
	listingId: string,
	items: ReadonlyArray<readonly CalendarRange[]>,
): Promise<ReadBack> {
	const all = items.flat();
	if (all.length === 0) return { warnings: items.map(() => null), isHeld: HOLDS_NOTHING };
	const first = all.reduce((least, { start }) => (start < least ? start : least), all[0]?.start ?? '');
	const end = all.reduce((most, { end: until }) => (until > most ? until : most), '');
	try {
		const days = await readCalendar(context, listingId, first, addDays(end, -1), { isPressing: true });
		const open = openAsTold(all, days);
		return {
			warnings: items.map((believed) => warningOf(differing(believed, days))),
			isHeld: (night, { availability, dailyPrice }) =>
				dailyPrice === null && availability === 'available' && open.has(night),
		};
	} catch (error) {
		const why = error instanceof Error ? error.message : 'no answer';
		const warning = `Airbnb's own calendar could not be compared today (${why}); everything was sent`;
		return { warnings: items.map((believed) => (believed.length > 0 ? warning : null)), isHeld: HOLDS_NOTHING };
	}
}

/**
 * The nights that Airbnb was told to sell and shows as for sale. A closed one is never among them: a reservation may be what
 * closes it, which the answer need not name, and whether it would stay closed without the guest cannot be seen. Pure.
 */
export function openAsTold(believed: readonly CalendarRange[], days: readonly unknown[]): Set<string> {
	const shown = new Set(
		days
			.filter(isRecord)
			.filter((day) => textOf(day['availability']) === 'available' && !isReserved(day))
			.map((day) => textOf(day['date'])),
	);
	const told = believed.filter(isOpen).flatMap(({ start, end }) => eachNight(start, end));
	return new Set(told.filter((date) => shown.has(date)));
}

/**
 * The nights that Airbnb holds otherwise. A night with a reservation is closed by Airbnb itself, whatever it was told. Pure.
 */
export function differing(believed: readonly CalendarRange[], days: readonly unknown[]): string[] {
	const held = new Map(days.filter(isRecord).map((day) => [textOf(day['date']), day]));
	return believed.flatMap((range) => {
		const isToBeOpen = isOpen(range);
		return eachNight(range.start, range.end).filter((date) => {
			const day = held.get(date);
			const word = textOf(day?.['availability']);
			// A word that nobody has described says nothing.
			if (!day || (word !== 'available' && word !== 'unavailable')) return false;
			return isToBeOpen ? word === 'unavailable' && !isReserved(day) : word === 'available';
		});
	});
}

const isOpen = ({ available, closed }: CalendarRange) => (available ?? 0) > 0 && closed !== true;

function isReserved(day: Fields): boolean {
	return Object.entries(day).some(([name, value]) => name.startsWith('reservation') && Boolean(value));
}

function warningOf(nights: readonly string[]): string | null {
	if (nights.length === 0) return null;
	const more = nights.length - MAX_NAMED;
	const named = nights.slice(0, MAX_NAMED).join(', ') + (more > 0 ? ` and ${more} more` : '');
	const held = nights.length === 1 ? '1 night' : `${nights.length} nights`;
	return `Airbnb held ${held} otherwise than it was told (${named}); it has been told again`;
}
