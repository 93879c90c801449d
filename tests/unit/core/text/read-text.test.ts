import { recordOf } from '../../../../core/payload/field-reader';
import { textOf, wholeNumber } from '../../../../core/text/read-text';

describe('textOf', () => {
	it.each([
		[' 4705950059 ', '4705950059'],
		[4705950059, '4705950059'],
		[0, '0'],
		['', null],
		[' \n', null],
		[null, null],
		[undefined, null],
		[Number.NaN, null],
		[true, null],
		[{}, null],
		[['a'], null],
	])('of %j is %j', (value, text) => {
		expect(textOf(value)).toBe(text);
	});
});

describe('wholeNumber', () => {
	it.each([
		['2', 2],
		[' 02 ', 2],
		[2, 2],
		[0, 0],
		['1000000000', null],
		[1_000_000_000, null],
		['-1', null],
		[-1, null],
		[1.5, null],
		['1.5', null],
		['3.0', 3],
		[' 2,00 ', 2],
		['2.0000', 2],
		['2.000', null],
		['2,000', null],
		['2,5', null],
		['3.', null],
		['1e3', null],
		['', null],
		[Number.POSITIVE_INFINITY, null],
		[null, null],
		[undefined, null],
		[true, null],
	])('of %j is %j', (value, number) => {
		expect(wholeNumber(value)).toBe(number);
	});

	it('is no larger than what is asked for', () => {
		expect([wholeNumber('11', 10), wholeNumber(11, 10), wholeNumber(10, 10)]).toEqual([null, null, 10]);
	});
});

describe('recordOf', () => {
	it('has the fields of an object, and none of anything else', () => {
		const record = { a: 1 };
		expect(recordOf(record)).toBe(record);
		for (const other of [null, undefined, 'a', 1, ['a']]) expect(recordOf(other)).toEqual({});
	});
});
