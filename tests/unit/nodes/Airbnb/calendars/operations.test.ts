import fc from 'fast-check';
import { addDays } from '../../../../../core/reservation/dates';
import { operationsFor, type CalendarUpdate } from '../../../../../nodes/Airbnb/calendars/operations';
import { assertProperty } from '../../../../support/property';

const update = (nights: string[], over: Partial<CalendarUpdate> = {}): CalendarUpdate => ({
	...{ nights, availability: null, dailyPrice: null },
	...over,
});

it('nights that end up alike are one operation, in order; the later update counts', () => {
	const operations = operationsFor([
		update(['2027-05-03', '2027-05-01'], { availability: 'unavailable' }),
		update(['2027-05-02'], { availability: 'available', dailyPrice: 120 }),
		update(['2027-05-03'], { dailyPrice: 150 }),
		update(['2027-05-09', '2027-05-01'], { availability: 'unavailable' }),
	]);
	expect(operations).toEqual([
		{ dates: ['2027-05-01', '2027-05-09'], availability: 'unavailable' },
		{ dates: ['2027-05-02'], availability: 'available', daily_price: 120 },
		{ dates: ['2027-05-03'], availability: 'unavailable', daily_price: 150 },
	]);
});

it('carried out, they are the updates one after the other, and as few as there are different outcomes', () => {
	const night = fc.integer({ min: 0, max: 12 }).map((day) => addDays('2027-05-01', day));
	const updates = fc.array(
		fc.record({
			nights: fc.array(night, { minLength: 1, maxLength: 6 }),
			availability: fc.constantFrom('available' as const, 'unavailable' as const, null),
			dailyPrice: fc.constantFrom(null, 100, 120.5),
		}),
		{ maxLength: 8 },
	);
	assertProperty(
		fc.property(updates, (all) => {
			const expected = new Map<string, Record<string, unknown>>();
			for (const { nights, availability, dailyPrice } of all)
				for (const date of nights)
					expected.set(date, {
						...expected.get(date),
						...(availability === null ? {} : { availability }),
						...(dailyPrice === null ? {} : { daily_price: dailyPrice }),
					});
			const operations = operationsFor(all);
			const carriedOut = operations.flatMap(({ dates, ...what }) => dates.map((date) => [date, what] as const));
			expect(new Map(carriedOut)).toEqual(expected);
			expect(carriedOut).toHaveLength(expected.size);
			const different = new Set([...expected.values()].map((each) => JSON.stringify(Object.entries(each).sort())));
			expect(operations).toHaveLength(different.size);
		}),
	);
});
