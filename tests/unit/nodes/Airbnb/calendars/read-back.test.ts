/** Airbnb's own calendar beside what SelfKey believes that it is. */
import { nothingSet } from '../../../../../core/availability/calendar-nights';
import { believedOf, differing, openAsTold } from '../../../../../nodes/Airbnb/calendars/read-back';

const believed = (start: string, end: string, available: number) => ({ ...nothingSet(), start, end, available });

it('names the nights that Airbnb holds otherwise, either way', () => {
	const days = [
		{ date: '2026-07-01', availability: 'available' },
		{ date: '2026-07-02', availability: 'unavailable' },
		{ date: '2026-07-03', availability: 'available' },
		{ date: '2026-07-04', availability: 'unavailable' },
	];
	expect(differing([believed('2026-07-01', '2026-07-03', 1), believed('2026-07-03', '2026-07-05', 0)], days)).toEqual([
		'2026-07-02',
		'2026-07-03',
	]);
});

it('finds nothing wrong with a night that has a reservation, is not listed, or has a word that nobody knows', () => {
	const days = [
		{ date: '2026-07-01', availability: 'unavailable', reservation_code: 'HM1' },
		{ date: '2026-07-02', availability: 'maybe' },
		'no day',
	];
	expect(differing([believed('2026-07-01', '2026-07-04', 1)], days)).toEqual([]);
});

it('is told what is believed of rooms only, and by the daily push only', () => {
	const of = (value: unknown) => believedOf({ selfKey: { availability: { believed: value } } });
	expect(of(undefined)).toEqual([]);
	expect(of([{ ...nothingSet(), start: '2026-07-01', end: '2026-07-02', price: 100 }, 'no range'])).toEqual([]);
	expect(of([believed('2026-07-01', '2026-07-02', 1)])).toHaveLength(1);
});

it('is open as it was told only where that can be seen: no night that is closed, has a reservation, or is not listed', () => {
	const days = [
		{ date: '2026-07-01', availability: 'available' },
		{ date: '2026-07-02', availability: 'unavailable' },
		{ date: '2026-07-03', availability: 'unavailable' },
		{ date: '2026-07-04', availability: 'available' },
		{ date: '2026-07-05', availability: 'available', reservation_code: 'HM1' },
		{ date: '2026-07-06', availability: 'maybe' },
		'no day',
	];
	const told = [
		believed('2026-07-01', '2026-07-03', 1),
		believed('2026-07-03', '2026-07-05', 0),
		believed('2026-07-05', '2026-07-08', 1),
	];
	expect([...openAsTold(told, days)]).toEqual(['2026-07-01']);
});
