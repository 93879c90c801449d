import fc from 'fast-check';
import { nothingSet, type CalendarRange } from '../../../../core/availability/calendar-nights';
import { addDays } from '../../../../core/reservation/dates';
import { byUrgency, cutToSize, type Urgent } from '../../../../selfkey/availability/urgency';
import { assertProperty } from '../../../support/property';

const FIRST = '2026-03-01';
const night = (place: number): CalendarRange => ({
	...nothingSet(),
	available: 1,
	start: addDays(FIRST, place),
	end: addDays(FIRST, place + 1),
});

interface Named extends Urgent {
	name: number;
}
const calendars = fc
	.array(
		fc.record({
			kind: fc.constantFrom('closes', 'raises', 'repeats'),
			places: fc.uniqueArray(fc.nat(40), { minLength: 1, maxLength: 12 }),
		}),
		{ maxLength: 12 },
	)
	.map((all) =>
		all.map(({ kind, places }, name): Named => {
			const nights = places.sort((a, b) => a - b).map(night);
			return { name, raises: kind === 'raises', repeats: kind === 'repeats', nights, believed: nights };
		}),
	);
const closes = ({ raises, repeats }: Urgent) => !raises && !repeats;
const startsOf = (all: readonly Urgent[]) => all.flatMap(({ nights }) => nights.map(({ start }) => start)).sort();

it('gives as many ranges as fit, and nothing else while a night that closes is left, whichever calendar it is in', () => {
	assertProperty(
		fc.property(calendars, fc.nat(60), (due, most) => {
			const given = cutToSize(due, most);
			const all = startsOf(due);
			expect(startsOf(given)).toHaveLength(Math.min(most, all.length));
			const closing = startsOf(due.filter(closes));
			expect(startsOf(given.filter(closes))).toEqual(closing.slice(0, most));
			expect(given).toEqual([...given].sort(byUrgency));
			for (const { name, nights, believed } of given) {
				const whole = due.find((each) => each.name === name)?.nights ?? [];
				expect(whole.filter((each) => nights.includes(each))).toEqual(nights);
				expect(believed).toEqual(nights);
			}
		}),
	);
});

it('tells the channels of closed nights before a thousand calendars that are only told again', () => {
	const again = Array.from({ length: 1_000 }, (_, name): Named => {
		return { name, raises: false, repeats: true, nights: [0, 2, 4].map(night), believed: [] };
	});
	const last = { name: 1_000, raises: false, repeats: false, nights: [night(300)], believed: [] };
	const opens = { name: 1_001, raises: true, repeats: false, nights: [night(1)], believed: [] };
	const given = cutToSize([...again, opens, last], 2_000);
	expect(given.slice(0, 3).map(({ name }) => name)).toEqual([1_000, 1_001, 0]);
	expect(given.flatMap(({ nights }) => nights)).toHaveLength(2_000);
});
