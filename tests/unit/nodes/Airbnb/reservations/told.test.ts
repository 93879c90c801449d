import { Told } from '../../../../../nodes/Airbnb/reservations/told';

const HOUR = 3_600_000;
const at = (hours: number) => new Date(Date.parse('2026-11-26T08:00:00.000Z') + hours * HOUR);

it('what lasts is told once a day', () => {
	const told = new Told();
	const hours = [0, 1, 12, 23.5, 24, 24.5, 47.5, 48, 49];
	expect(hours.filter((hour) => told.isDueToday('a', at(hour)))).toEqual([0, 24, 48]);
	expect(told.isDueToday('b', at(49))).toBe(true);
});

it('what is no fault is told once', () => {
	const told = new Told();
	expect([0, 1, 24, 500].map((hour) => told.isFirst('a', at(hour)))).toEqual([true, false, false, false]);
});

it('forgets the oldest where it is too much', () => {
	const told = new Told();
	for (let number = 0; number <= 2_000; number++) told.isDueToday(String(number), at(0));
	expect(['0', '2000'].map((what) => told.isDueToday(what, at(1)))).toEqual([true, false]);
});
