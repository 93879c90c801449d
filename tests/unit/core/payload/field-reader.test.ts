/** What is wrong with an event is named, but never at greater length than the event itself. */
import { Reader, storable, ValidationError } from '../../../../core/payload/field-reader';

function refusalOf(reader: Reader): ValidationError {
	try {
		reader.finish();
	} catch (error) {
		if (error instanceof ValidationError) return error;
	}
	throw new Error('It was not refused');
}

it('names up to fifty places, and how many more there are', () => {
	const reader = new Reader();
	for (let place = 0; place < 50; place++) reader.fail(`data.rooms[${place}]`);
	expect(refusalOf(reader).fields).toHaveLength(50);
	for (let place = 50; place < 20_000; place++) reader.fail(`data.rooms[${place}]`);
	const { message, fields } = refusalOf(reader);
	expect(fields).toHaveLength(50);
	expect(message).toMatch(/data\.rooms\[49\] and 19950 more$/);
});

it('drops what PostgreSQL cannot hold, and nothing else', () => {
	expect(storable('a\0b\uD800c\uDC00 \u{1F6CE}')).toBe('ab\uFFFDc\uFFFD \u{1F6CE}');
});

it('takes no id for another one, and cleans what people write', () => {
	for (const typed of ['a\0b', 'ab\0', 'a\uD800b', '\uDFFF', '\0']) {
		const reader = new Reader();
		expect(reader.id({ id: typed }, 'id', 'data')).toBeNull();
		reader.required({ number: typed }, 'number', 'data');
		reader.idOf(typed, 'event_id');
		expect(refusalOf(reader).fields).toEqual(['data.id', 'data.number', 'event_id']);
		const words = new Reader();
		expect(words.words({ name: `Ada ${typed}` }, 'name', 'data')).toMatch(/^Ada/);
		expect(words.text({ room_type: `Ada ${typed}` }, 'room_type', 'data')).toMatch(/^Ada/);
		expect(() => words.finish()).not.toThrow();
	}
	const reader = new Reader();
	for (const id of ['ab', 'a\uFFFDb', 'é', 'e\u0301', '\u{1F6CE}', '17'])
		expect(reader.id({ id: ` ${id} ` }, 'id', 'data')).toBe(id);
	expect(() => reader.finish()).not.toThrow();
});

it('refuses an id that holds a card number as people type it, and never shows it', () => {
	for (const typed of [
		'Dupont 4111 1111 1111 1111 CVC 737',
		'Dupont 4111111111111111',
		'4111 1111 1111 1111',
		'4111-1111-1111-1111',
		'4111/1111/1111/1111',
		'4111.1111.1111.1111',
		'4111\u200b1111\u200b1111\u200b1111',
		'3714-496353-98431',
		'card_4111_1111_1111_1111_x',
		'4111%201111%201111%201111',
		'٤١١١-١١١١-١١١١-١١١١',
	]) {
		const reader = new Reader();
		expect(reader.id({ id: typed }, 'id', 'data')).toBeNull();
		expect(refusalOf(reader).message).toMatch(/^Missing or invalid: data\.id \(it holds a card number[^\d]*\)/);
	}
});

it('takes any id that is one run of signs, however many digits it has', () => {
	const reader = new Reader();
	for (const id of [
		'4111111111111111',
		'371449635398431',
		'4000000000000000006',
		'R4111111111111111x',
		'4f9a1111-2222-4333-8444-555566667777',
		'41111111-1111-1111-1111-111111111111',
		'a-1111-2222-3333-4444',
		'45123456-00000122',
		'booking.com/12345/4705950059',
		'7f662ec65913-4111111111111111@airbnb.com',
		'2026-03-11T15:02:40.123Z#7',
		'20270329-20270331',
		'evt 4705950059, room 12',
		'CSC 101',
	])
		expect(reader.id({ id }, 'id', 'data')).toBe(id);
	expect(() => reader.finish()).not.toThrow();
});

describe('a field without a value', () => {
	it.each([undefined, null, '', '  ', '\t\u00a0\n'])('is missing, also as %j', (value) => {
		const reader = new Reader();
		const fields = { field: value };
		const read = [
			reader.text(fields, 'field', 'data'),
			reader.words(fields, 'field', 'data'),
			reader.id(fields, 'field', 'data'),
			reader.oneOf(fields, 'field', 'data', ['a']),
			reader.status(fields, 'field', 'data'),
			reader.date(fields, 'field', 'data'),
			reader.count(fields, 'field', 'data'),
			reader.flag(fields, 'field', 'data'),
			reader.object(fields, 'field', 'data'),
		];
		expect(read).toEqual(read.map(() => null));
		expect(reader.list(fields, 'field', 'data', 1, () => 1)).toEqual([]);
		expect(reader.firstOf(fields, 'field', 'data', 1, () => 1)).toEqual([]);
		expect(() => reader.finish()).not.toThrow();
		reader.required(fields, 'field', 'data');
		expect(refusalOf(reader).fields).toEqual(['data.field']);
	});

	it('is wrong, not missing, where something else stands in it', () => {
		const reader = new Reader();
		const fields = { date: ' 2027-02-30', status: '-', flag: 'yes', object: 'x', list: 'x', count: 'one' };
		reader.date(fields, 'date', 'data');
		reader.status(fields, 'status', 'data');
		reader.flag(fields, 'flag', 'data');
		reader.object(fields, 'object', 'data');
		reader.list(fields, 'list', 'data', 1, () => 1);
		reader.count(fields, 'count', 'data');
		expect(refusalOf(reader).fields).toEqual(Object.keys(fields).map((name) => `data.${name}`));
	});
});
