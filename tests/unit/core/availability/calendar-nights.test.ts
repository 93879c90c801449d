import fc from 'fast-check';
import {
	areEqual,
	compressNights,
	differences,
	fewerRooms,
	isOpening,
	nightsIn,
	nothingSet,
	overlay,
	within,
	without,
	type CalendarRange,
	type NightValues,
} from '../../../../core/availability/calendar-nights';
import { restrictedNights, type Restriction } from '../../../../core/availability/restrictions';
import { addDays, eachNight } from '../../../../core/reservation/dates';
import { assertProperty } from '../../../support/property';

const FIRST = '2026-03-20';
const night = fc
	.tuple(fc.option(fc.integer({ min: 0, max: 2 })), fc.option(fc.boolean()))
	.map(([available, closed]): NightValues => ({ ...nothingSet(), available, closed }));
/** A calendar with gaps: a night that is `null` is not spoken of. */
const calendar = fc.array(fc.option(night), { maxLength: 12 });

function rangesOf(nights: ReadonlyArray<NightValues | null>): CalendarRange[] {
	return nights.flatMap((values, index) => (values ? compressNights(addDays(FIRST, index), [values]) : []));
}

function nightOf(ranges: readonly CalendarRange[], date: string): CalendarRange | undefined {
	const found = ranges.filter(({ start, end }) => start <= date && date < end);
	expect(found.length).toBeLessThanOrEqual(1);
	return found[0];
}

const dates = eachNight(FIRST, addDays(FIRST, 12));

function expectSame(one: NightValues | null | undefined, other: NightValues | null | undefined): void {
	expect(Boolean(one)).toBe(Boolean(other));
	if (one && other) expect(areEqual(one, other)).toBe(true);
}

describe('nights as ranges', () => {
	it('are the fewest, do not overlap, and say the same', () => {
		assertProperty(
			fc.property(fc.array(night, { maxLength: 12 }), (nights) => {
				const ranges = compressNights(FIRST, nights);
				for (const [index, values] of nights.entries()) expectSame(nightOf(ranges, addDays(FIRST, index)), values);
				expect(nightsIn(ranges)).toBe(nights.length);
				for (const [index, range] of ranges.entries()) {
					const next = ranges[index + 1];
					if (next) expect(next.start === range.end && !areEqual(range, next)).toBe(true);
				}
			}),
		);
	});

	it('differ in exactly the nights whose values differ or were not told', () => {
		assertProperty(
			fc.property(calendar, calendar, (told, now) => {
				const found = differences(rangesOf(told), rangesOf(now));
				for (const [index, date] of dates.entries()) {
					const [before, after] = [told[index], now[index]];
					expectSame(nightOf(found, date), after && !(before && areEqual(before, after)) ? after : null);
				}
			}),
		);
	});

	it.each<[string, before: [number, number | null], now: [number, number], differs: boolean, opens: boolean]>([
		['nothing has happened', [1, 1], [1, 1], false, false],
		['nobody noted what the channel had sold', [1, null], [1, 1], false, false],
		['the channel has cancelled, and the room is taken', [0, 2], [0, 1], true, false],
		['the channel has sold the room', [2, 0], [1, 1], true, false],
		['the channel has sold a room, and another is free since', [1, 0], [1, 1], true, true],
		['the channel has sold a room that there was not', [0, 0], [0, 1], true, false],
	])('differ, and open, if %s', (_, [held, soldThen], [available, sold], differs, opens) => {
		const before = { ...nothingSet(), available: held, sold: soldThen };
		const now = { ...nothingSet(), available, sold };
		expect(differences(rangesOf([before]), rangesOf([now]))).toEqual(differs ? rangesOf([now]) : []);
		expect(isOpening(before, now)).toBe(opens);
	});

	it('laid over what was told, the differences give what is now', () => {
		assertProperty(
			fc.property(calendar, calendar, (told, now) => {
				const [before, after] = [rangesOf(told), rangesOf(now)];
				const laid = overlay(before, differences(before, after));
				for (const date of dates) expectSame(nightOf(laid, date), nightOf(after, date) ?? nightOf(before, date));
				expect(differences(laid, after)).toEqual([]);
			}),
		);
	});

	it('are without those that are taken away', () => {
		assertProperty(
			fc.property(calendar, calendar, (base, gone) => {
				const left = without(rangesOf(base), rangesOf(gone));
				for (const [index, date] of dates.entries()) expectSame(nightOf(left, date), gone[index] ? null : base[index]);
			}),
		);
	});

	it('are within those that are left', () => {
		assertProperty(
			fc.property(calendar, calendar, (base, inside) => {
				const left = within(rangesOf(base), rangesOf(inside));
				for (const [index, date] of dates.entries())
					expectSame(nightOf(left, date), inside[index] ? base[index] : null);
			}),
		);
	});

	it('of two calendars have the rooms of the one with fewer', () => {
		assertProperty(
			fc.property(calendar, calendar, (one, other) => {
				const found = fewerRooms(rangesOf(one), rangesOf(other));
				for (const [index, date] of dates.entries()) {
					const known = [one[index], other[index]].flatMap((each) => each ?? []);
					const fewest = Math.min(...known.map(({ available }) => available ?? 0));
					expect(nightOf(found, date)?.available ?? 0).toBe(known.length === 0 ? 0 : fewest);
					expect(nightOf(found, date) !== undefined).toBe(known.length > 0);
				}
			}),
		);
	});
});

describe('restrictions', () => {
	const nothing = {
		closed: null,
		closedToArrival: null,
		closedToDeparture: null,
		minimumStay: null,
		maximumStay: null,
	};
	const restriction = (over: Partial<Restriction>): Restriction => ({
		channel: null,
		roomTypeId: null,
		ratePlanId: null,
		start: FIRST,
		end: addDays(FIRST, 2),
		...nothing,
		...over,
	});
	const double = { channel: 'booking.com', roomTypeId: 'double', ratePlanId: null };
	const nights = (list: Restriction[], thing: Parameters<typeof restrictedNights>[0] = double) =>
		restrictedNights(thing, list, dates.slice(0, 3));

	it('hold for their nights, the day of departure excluded', () => {
		expect(nights([restriction({ closed: true })]).map(({ closed }) => closed)).toEqual([true, true, null]);
	});

	it('of other channels, types and rates say nothing', () => {
		const others = [
			restriction({ channel: 'airbnb', closed: true }),
			restriction({ roomTypeId: 'single', closed: true }),
			restriction({ ratePlanId: 'flexible', closed: true }),
		];
		expect(nights(others).every(({ closed }) => closed === null)).toBe(true);
		expect(nights(others, { ...double, ratePlanId: 'flexible' })[0]?.closed).toBe(true);
	});

	it('of a later minimum that is longer than an earlier maximum lift that one, and the other way round', () => {
		const stays = (...list: Array<Partial<Restriction>>) =>
			nights(list.map((each) => restriction(each))).map(({ minimumStay, maximumStay }) => [
				minimumStay,
				maximumStay,
			])[0];
		expect(stays({ maximumStay: 2 }, { minimumStay: 3 })).toEqual([3, null]);
		expect(stays({ minimumStay: 3 }, { maximumStay: 2 })).toEqual([null, 2]);
		expect(stays({ maximumStay: 5 }, { minimumStay: 3 })).toEqual([3, 5]);
		expect(stays({ minimumStay: 3, maximumStay: 4 }, { minimumStay: 1 })).toEqual([1, 4]);
	});

	it('of later decisions count, field by field', () => {
		const decided = [
			restriction({ closed: true, minimumStay: 3 }),
			restriction({ closed: false, start: addDays(FIRST, 1) }),
		];
		expect(nights(decided).map(({ closed, minimumStay }) => [closed, minimumStay])).toEqual([
			[true, 3],
			[false, 3],
			[null, null],
		]);
	});
});
