import fc from 'fast-check';
import { readTypedRoomMap } from '../../../../../nodes/SelfKey/settings/typed-room-map';
import { assertProperty } from '../../../../support/property';

describe('the room map', () => {
	it.each([[''], ['  \n '], [null], [undefined], ['{}'], [{}], ['# only a comment']])('%j is empty', (value) => {
		expect(readTypedRoomMap(value)).toEqual({});
	});

	it('is read from lines as people write them', () => {
		const text = ' 1296364403 = 101, 102 ,103\r\n\r\n# the suites\nbooking.com/12345/77=201;78 = Suite à l’étage';
		expect(readTypedRoomMap(text)).toEqual({
			'1296364403': ['101', '102', '103'],
			'booking.com/12345/77': ['201'],
			'78': ['Suite à l’étage'],
		});
	});

	it.each([
		'{"a": ["101", 102], "b": "201"}',
		{ a: ['101', 102], b: '201' },
		{ ' a ': [' 101 ', '102', '101'], b: ['201', ''] },
	])('is read from JSON: %j', (value) => {
		expect(readTypedRoomMap(value)).toEqual({ a: ['101', '102'], b: ['201'] });
	});

	it.each([
		['101', /Line 1 of the room map/],
		['a = 1\n\n= 2', /Line 3 of/],
		['a = , ,', /Line 1 of/],
		['a = 101\nb = 102\na = 103', /Line 3 of the room map names a once more/],
		['["101"]', /Line 1 of/],
		[['101'], /Line 1 of/],
		[7, /Line 1 of/],
		['{"a": [}', /begins like JSON but is not valid JSON/],
		['{"a": []}', /must give "a" a list of room names/],
		['{"a": ["101", {}]}', /must give "a" a list/],
		['{"a": null}', /must give "a" a list/],
		['{"a": {"room": "101"}}', /must give "a" a list/],
		['{"": ["101"]}', /must give "" a list/],
		['{"a": ["101"], "a": ["102"]}', /names "a" twice/],
		['{"a": ["101"], "\\u0061": ["102"]}', /names "a" twice/],
		['{"a": ["101"], " a": ["102"]}', /names "a" twice/],
		[{ a: ['101'], 'a ': ['102'] }, /names "a" twice/],
	])('%j is refused, and the reason names the place', (value, message) => {
		expect(() => readTypedRoomMap(value)).toThrow(message);
		expect(() => readTypedRoomMap(value)).toThrow(RangeError);
	});

	it('takes a name that stands in a room or a list for what it is', () => {
		expect(readTypedRoomMap('{"a": ["b", ":", "{", "a"], "b": "\\"a\\": [", "c": ["a"]}')).toEqual({
			a: ['b', ':', '{', 'a'],
			b: ['"a": ['],
			c: ['a'],
		});
	});

	it('says the same in lines and in JSON, whatever types and rooms are called', () => {
		const name = fc
			.oneof(
				fc.constantFrom('constructor', '__proto__', 'toString', '101', 'Ém'),
				fc.string({ unit: 'grapheme-ascii', maxLength: 12 }),
			)
			.map((text) => text.replace(/[=,;#{\s]/g, '').trim())
			.filter((text) => text !== '');
		assertProperty(
			fc.property(
				fc.uniqueArray(fc.tuple(name, fc.uniqueArray(name, { minLength: 1, maxLength: 5 })), {
					selector: ([key]) => key,
					maxLength: 6,
				}),
				(entries) => {
					const lines = entries.map(([key, rooms]) => `${key} = ${rooms.join(', ')}`).join('\n');
					const map = readTypedRoomMap(lines);
					expect(Object.entries(map).sort()).toEqual([...entries].sort());
					expect(Object.entries(readTypedRoomMap(JSON.stringify(map))).sort()).toEqual(Object.entries(map).sort());
				},
			),
		);
	});
});
