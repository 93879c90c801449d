import fc from 'fast-check';
import { DateTime } from 'luxon';
import {
	addDays,
	calendarDate,
	eachNight,
	isIsoDate,
	nightsBetween,
	dateIn,
	isTimeZone,
	isSameTimeZone,
	timeZoneSpelling,
} from '../../../../core/reservation/dates';
import { assertProperty } from '../../../support/property';

const isoDate = fc
	.integer({ min: -25_000, max: 40_000 })
	.map((days) => DateTime.fromISO('2000-01-01', { zone: 'utc' }).plus({ days }).toISODate()!);

describe(`dates, with the server in ${process.env.TZ ?? 'its own time zone'}`, () => {
	it('adds days as a calendar does', () => {
		assertProperty(
			fc.property(isoDate, fc.integer({ min: -800, max: 800 }), (date, days) => {
				const expected = DateTime.fromISO(date, { zone: 'utc' }).plus({ days }).toISODate();
				expect(addDays(date, days)).toBe(expected);
				expect(nightsBetween(date, addDays(date, days))).toBe(days);
			}),
		);
	});

	it('writes a time zone as everybody does, and changes none for another', () => {
		expect(['europe/zurich', 'EUROPE/ZURICH', 'Europe/Zurich', 'utc'].map(timeZoneSpelling)).toEqual([
			...['Europe/Zurich', 'Europe/Zurich', 'Europe/Zurich', 'UTC'],
		]);
		for (const kept of ['Asia/Kolkata', 'Asia/Calcutta', 'US/Pacific', 'Europe/Paradise', ''])
			expect(timeZoneSpelling(kept)).toBe(kept);
	});

	it('knows a time zone by its old name, and others as themselves', () => {
		expect(isSameTimeZone('Asia/Kolkata', 'Asia/Calcutta')).toBe(true);
		expect(isSameTimeZone('Europe/Kiev', 'Europe/Kyiv')).toBe(true);
		// As late as each other, and another zone all the same.
		expect(isSameTimeZone('Europe/Zurich', 'Europe/Paris')).toBe(false);
		expect(isSameTimeZone('Europe/Paradise', 'Europe/Paradise')).toBe(true);
		expect(isSameTimeZone('Europe/Paradise', 'UTC')).toBe(false);
	});

	it('keeps the nights on which clocks change', () => {
		expect(eachNight('2026-03-28', '2026-03-31')).toEqual(['2026-03-28', '2026-03-29', '2026-03-30']);
		expect(eachNight('2026-10-24', '2026-10-27')).toEqual(['2026-10-24', '2026-10-25', '2026-10-26']);
		expect(nightsBetween('2026-03-28', '2026-03-30')).toBe(2);
	});

	it('reads a date as it is written, whatever offset follows', () => {
		for (const text of [
			'2026-03-29',
			'2026-03-29T23:59:59',
			'2026-03-29T00:30:00+13:00',
			'2026-03-29T15:00+01:00[Europe/London]',
			'2026-03-29 14:33:54.0',
		]) {
			expect(calendarDate(text)).toBe('2026-03-29');
		}
		for (const text of [null, undefined, '', '2026-02-30', '29.03.2026', '2026-03-290'])
			expect(calendarDate(text)).toBeNull();
	});

	it('knows which dates exist', () => {
		expect(isIsoDate('2028-02-29')).toBe(true);
		for (const wrong of ['2026-02-29', '2026-13-01', '2026-00-10', '2026-1-1', ' 2026-01-01', 20260101, null]) {
			expect(isIsoDate(wrong)).toBe(false);
		}
		expect(() => addDays('tomorrow', 1)).toThrow('YYYY-MM-DD');
		expect(() => addDays('9999-12-31', 1)).toThrow('years');
	});
});

describe('a date somewhere', () => {
	it.each([
		['Pacific/Honolulu', '2026-03-29T09:59:59.999Z', '2026-03-28'],
		['Pacific/Honolulu', '2026-03-29T10:00:00.000Z', '2026-03-29'],
		['Pacific/Auckland', '2026-03-28T10:59:59.999Z', '2026-03-28'],
		['Pacific/Auckland', '2026-03-28T11:00:00.000Z', '2026-03-29'],
		['Asia/Tokyo', '2026-03-28T15:00:00.000Z', '2026-03-29'],
		['Europe/Zurich', '2026-03-28T22:59:59.999Z', '2026-03-28'],
		['Europe/Zurich', '2026-03-28T23:00:00.000Z', '2026-03-29'],
		['Europe/Zurich', '2026-03-29T22:00:00.000Z', '2026-03-30'],
	])('is read off the wall: in %s at %s it is %s', (timeZone, instant, date) => {
		expect(dateIn(timeZone, new Date(instant))).toBe(date);
	});

	it('knows a time zone from anything else', () => {
		expect(['Europe/Zurich', 'UTC', 'Pacific/Auckland'].every(isTimeZone)).toBe(true);
		expect(['', ' ', 'Mars/Base', null, 7, {}].some(isTimeZone)).toBe(false);
	});
});
