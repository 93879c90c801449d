import {
	limitOf,
	optionalDate,
	optionalNumber,
	optionalText,
	wholeNumberFromOne,
} from '../../../../nodes/shared/parameters';
import { fakeContext } from '../../../support/fake-context';

const contextOf = (field: unknown, more = {}) => fakeContext({ parameters: { field, ...more } as never }).execute;

describe('parameters', () => {
	it.each([
		[' a ', 'a'],
		[12, '12'],
		[false, 'false'],
		['', null],
		['  ', null],
		[null, null],
		[undefined, null],
	])('optionalText of %j is %j', (value, text) => {
		expect(optionalText(contextOf(value), 'field', 0)).toBe(text);
	});

	it.each([
		['2', 2],
		[' 2.5 ', 2.5],
		[0, 0],
		['', null],
		['two', Number.NaN],
	])('optionalNumber of %j is %j', (value, number) => {
		expect(optionalNumber(contextOf(value), 'field', 0)).toBe(number);
	});

	it.each([
		['2026-07-01', '2026-07-01'],
		['2026-07-01T23:00:00.000+02:00', '2026-07-01'],
		['', null],
	])('optionalDate of %j is %j', (value, date) => {
		expect(optionalDate(contextOf(value), 'field', 'From', 0)).toBe(date);
	});

	it.each(['2026-02-30', '1.7.2026', 'tomorrow', 7])('optionalDate refuses %j by the field’s name', (value) => {
		expect(() => optionalDate(contextOf(value), 'field', 'From', 0)).toThrow(
			'"From" must be a date written YYYY-MM-DD',
		);
	});

	it('takes whole numbers from 1 up alone', () => {
		expect(wholeNumberFromOne(contextOf('3'), 'field', 'Nights', 0, 5)).toBe(3);
		expect(wholeNumberFromOne(contextOf(undefined), 'field', 'Nights', 0, 5)).toBe(5);
		for (const wrong of [0, -1, 1.5, 'three', ''])
			expect(() => wholeNumberFromOne(contextOf(wrong), 'field', 'Nights', 0, 5)).toThrow(
				'"Nights" must be a whole number of at least 1',
			);
	});

	it('knows no limit where all are wanted', () => {
		expect(limitOf(contextOf(1, { returnAll: true, limit: 3 }), 0)).toBe(Number.POSITIVE_INFINITY);
		expect(limitOf(contextOf(1, { returnAll: false, limit: 3 }), 0)).toBe(3);
		expect(limitOf(contextOf(1), 0)).toBe(50);
	});
});
