/** What a hotel's settings are told when they are wrong, and what they are saved as. */
import fc from 'fast-check';
import { assertProperty } from '../../../../support/property';
import { roomTypeSpelling } from '../../../../../nodes/SelfKey/settings/room-type-keys';
import { readTypedRoomMap } from '../../../../../nodes/SelfKey/settings/typed-room-map';
import {
	mistakesIn,
	toStored,
	toTyped,
	unknownRoomsIn,
	type Entered,
} from '../../../../../nodes/SelfKey/settings/typed-settings';
import type { StoredSettings, TypedSettings } from '../../../../../nodes/SelfKey/settings/settings';

const right: TypedSettings = {
	propertyIds: '8011855',
	roomMap: '1296364403 = 101, 102\n# the suites\n1296364404 = 201',
	timeZone: 'Europe/Zurich',
	registrationRetentionMonths: '12',
	buffer: '',
	allotments: '',
	overbooking: '',
	overbookingCap: '',
	rates: '',
};
const known = ['101', '102', '201', 'Café'].map((name) => ({ id: `id-${name}`, name }));
const empty: StoredSettings = {
	...{ roomMap: {}, properties: {}, timeZone: 'Europe/Zurich' },
	...{ registrationRetentionMonths: null, availability: {}, rates: [] },
};
const nothing = { properties: {}, availability: {} };
const NO_ROOMS =
	'No rooms are listed; tick the rooms of a room type, or write a line for each, such as 1296364403 = 101, 102';
const mistakes = (change: Partial<TypedSettings>) => [
	...mistakesIn({ typed: { ...right, ...change }, picked: {} }),
	...unknownRoomsIn({ ...right, ...change }, known),
];

test.each<[string, Partial<TypedSettings>, string[]]>([
	['everything is right', {}, []],
	[
		'rooms are named by their IDs and in capitals',
		{ roomMap: 'double = id-101\nsuite = ID-201' },
		['Line 2: SelfKey has no active room called ID-201'],
	],
	['JSON is written', { roomMap: '{"1296364403": ["101"]}' }, []],
	[
		'lines cannot be read',
		{ roomMap: '1296364403: 101\n\n# note\nsuite =\n1296364404 = 201' },
		[
			'Line 1 is not of the form "room type = room, room": 1296364403: 101',
			'Line 4 is not of the form "room type = room, room": suite =',
		],
	],
	[
		'a room is unknown',
		{ roomMap: 'a = 101, 999\nb = 888' },
		['Line 1: SelfKey has no active room called 999', 'Line 2: SelfKey has no active room called 888'],
	],
	[
		'JSON is broken',
		{ roomMap: '{"1296364403": [' },
		[
			'The room map begins like JSON but is not valid JSON; correct it, or write one line for each room type, such as 1296364403 = 101, 102',
		],
	],
	['a room of JSON is unknown', { roomMap: '{"a": ["999"]}' }, ['SelfKey has no active room called 999']],
	['no room is named', { roomMap: ' \n# later' }, [NO_ROOMS]],
	[
		'a type stands on two lines',
		{ roomMap: 'a = 101\n# b\nb = 102\na = 201' },
		['Line 4: a stands on line 1 already; write all its rooms on one line'],
	],
	[
		'IDs have letters',
		{ propertyIds: '8011855, hotel12;x' },
		['Booking.com property IDs have digits only: hotel12', 'Booking.com property IDs have digits only: x'],
	],
	[
		'an ID is that of no channel',
		{
			propertyIds:
				'12345, airbnb/9, Opera/PARADISE; my-source/A/1 booking.com/77 selfkey/h, /9, opera/ 7, b@d/9, vrbo/',
		},
		['selfkey/h', '/9', 'opera/', 'b@d/9'].map(
			(text) => `Write a channel and its ID of the hotel, such as airbnb/987654 or opera/PARADISE: ${text}`,
		),
	],
	[
		'the time zone is one that SelfKey would refuse',
		{ timeZone: 'local' },
		['This is not a time zone (write it like Europe/Zurich): local'],
	],
	['an accent is composed in another way', { roomMap: 'a = Cafe\u0301' }, []],
	['no ID is there, for a hotel that is not on Booking.com', { propertyIds: ' , ' }, []],
	[
		'the time zone does not exist',
		{ timeZone: 'Europe/Paradise' },
		['This is not a time zone (write it like Europe/Zurich): Europe/Paradise'],
	],
	['nobody says for how long registration data are kept', { registrationRetentionMonths: ' ' }, []],
	['nothing has to be kept', { registrationRetentionMonths: '0' }, []],
	[
		'registration data are kept for ever',
		{ registrationRetentionMonths: '601' },
		['Months to keep registration data after the departure: whole months are needed, from 0 to 600: 601'],
	],
	[
		'registration data are kept for words',
		{ registrationRetentionMonths: ' 1 year' },
		['Months to keep registration data after the departure: whole months are needed, from 0 to 600: 1 year'],
	],
	['no time zone is there', { timeZone: ' ' }, ['This is not a time zone (write it like Europe/Zurich): nothing']],
])('where %s', (_, change, expected) => {
	expect(mistakes(change)).toEqual(expected);
});

test('where SelfKey has no rooms, that is what is said, once, whatever is listed', () => {
	const none =
		'SelfKey has no active room of this hotel; create its rooms in SelfKey, or make them active, then open this form again';
	for (const roomMap of ['', 'a = 101, 102\nb = 201', '{"a": ["101"]}', '{}']) {
		const typed = { ...right, roomMap };
		const said = [...mistakesIn({ typed, picked: {}, hasRooms: false }), ...unknownRoomsIn(typed, [])];
		expect(said).toEqual(roomMap === '{}' ? [] : [none]);
	}
});

test('are stored by channel', () => {
	const before = { properties: { airbnb: ['loft'], 'booking.com': ['1'] }, availability: {} };
	const stored = (change: Partial<TypedSettings>, picked = {}) =>
		toStored({ typed: { ...right, ...change }, picked }, before);
	expect(stored({ propertyIds: '2, 3;2\n4 airbnb/loft', timeZone: ' Asia/Tokyo ' })).toEqual({
		roomMap: { '1296364403': ['101', '102'], '1296364404': ['201'] },
		properties: { airbnb: ['loft'], 'booking.com': ['2', '3', '4'] },
		timeZone: 'Asia/Tokyo',
		registrationRetentionMonths: 12,
		availability: {},
		rates: [],
	});
	expect(stored({ registrationRetentionMonths: '' }).registrationRetentionMonths).toBeNull();
	expect(stored({ registrationRetentionMonths: ' 0 ' }).registrationRetentionMonths).toBe(0);
	expect(stored({ propertyIds: ' ' }).properties).toEqual({ airbnb: ['loft'] });
	expect(stored({ propertyIds: 'opera/PARADISE Airbnb/7, airbnb/8 booking.com/5' }).properties).toEqual({
		opera: ['PARADISE'],
		airbnb: ['7', '8'],
		'booking.com': ['5'],
	});
});

test('the properties of all channels are shown, and what cannot be typed stays', () => {
	const hidden = { 'my source': ['1'], airbnb: ['a b', 'c,d'], Loud: ['1'], selfkey: ['h'] };
	const properties = { ...hidden, airbnb: ['9', ...hidden.airbnb], 'booking.com': ['8011855'], opera: ['X/Y'] };
	const typed = toTyped({ ...empty, properties });
	expect(typed.propertyIds).toBe('8011855, airbnb/9, opera/X/Y');
	const stored = (propertyIds: string) =>
		toStored({ typed: { ...right, propertyIds }, picked: {} }, { ...nothing, properties });
	expect(stored(typed.propertyIds).properties).toEqual({ ...properties, airbnb: ['a b', 'c,d', '9'] });
	expect(stored('').properties).toEqual({ ...hidden, airbnb: ['9', 'a b', 'c,d'], opera: ['X/Y'] });
});

describe('the properties of a channel', () => {
	const before = { 'booking.com': ['12345'], airbnb: ['987654', 'a b'], opera: ['PARADISE'] };
	const stored = (propertyIds: string) =>
		toStored({ typed: { ...right, propertyIds }, picked: {} }, { ...nothing, properties: before }).properties;

	test.each([
		['12345', before],
		['', { airbnb: before.airbnb, opera: before.opera }],
		['12345, airbnb/7', { ...before, airbnb: ['a b', '7'] }],
		['12345, Airbnb/', { 'booking.com': ['12345'], opera: ['PARADISE'] }],
		['airbnb/, 12345; opera/', { 'booking.com': ['12345'] }],
		['airbnb/; airbnb/7, booking.com/', { airbnb: ['7'], opera: ['PARADISE'] }],
		['my-source/, 12345', before],
	])('change only where they are named, Booking.com’s apart: %j', (typed, after) => {
		expect(mistakes({ propertyIds: typed })).toEqual([]);
		expect(stored(typed)).toEqual(after);
	});

	test('stay limited whatever is typed that does not name the channel', () => {
		const text = fc.string({ unit: fc.constantFrom('1', '2', ',', ' ', ';', '/', 'opera/', 'airbnb') });
		assertProperty(
			fc.property(
				text.filter((typed) => !/airbnb\//.test(typed)),
				(typed) => {
					expect(stored(typed)['airbnb']).toEqual(before.airbnb);
				},
			),
		);
	});
});

describe('a listing that is typed as Airbnb’s host', () => {
	const said = (more: Partial<Entered> = {}, propertyIds = '12345, airbnb/48211377', roomMap = 'double = 101') =>
		mistakesIn({ typed: { ...right, propertyIds, roomMap }, picked: {}, ...more });
	const refused = [expect.stringMatching(/^airbnb\/48211377 is a listing.*"Host ID"/) as string];

	test('is refused, wherever it is known from', () => {
		expect(said({}, undefined, 'airbnb/48211377 = 101')).toEqual(refused);
		expect(said({}, undefined, 'airbnb/987654/48211377 = 101')).toEqual(refused);
		expect(said({}, undefined, '{"airbnb/48211377": ["101"]}')).toEqual(refused);
		expect(said({ picked: { 'airbnb/48211377': ['101'] } })).toEqual(refused);
		expect(said({ booked: ['airbnb/48211377'] })).toEqual(refused);
		expect(said({ offered: ['airbnb/48211377'] })).toEqual(refused);
	});

	test('is not taken for one where it is the host, another channel’s, or saved already', () => {
		expect(said()).toEqual([]);
		expect(said({ booked: ['airbnb/987654/1'] }, 'airbnb/987654')).toEqual([]);
		expect(said({ booked: ['airbnb/1', 'vrbo/48211377'] })).toEqual([]);
		expect(said({ booked: ['vrbo/7', 'opera/PARADISE'] }, 'vrbo/7, opera/PARADISE')).toEqual([]);
		// Calendars have whatever somebody typed as their property; the form must not refuse to be saved for it.
		expect(said({ booked: ['airbnb/48211377'], properties: { airbnb: ['48211377'] } })).toEqual([]);
	});
});

test('a time zone in other letters is saved as everybody writes it', () => {
	const typed = { ...right, timeZone: ' europe/zurich' };
	expect(toStored({ typed, picked: {} }, nothing).timeZone).toBe('Europe/Zurich');
});

test('rooms that were ticked are added to what was typed, and a type is either ticked or typed', () => {
	const picked = { double: ['101', '102'], 'airbnb/loft': ['201'] };
	expect(toStored({ typed: { ...right, roomMap: 'tent = Café' }, picked }, nothing).roomMap).toEqual({
		...picked,
		tent: ['Café'],
	});
	const said = (roomMap: string) => mistakesIn({ typed: { ...right, roomMap }, picked });
	expect(said('')).toEqual([]);
	expect(said('tent = 101\ndouble = 201')).toEqual([
		'Line 2: the rooms for double are ticked above already; tick all of them there',
	]);
	expect(said('{"airbnb/loft": ["101"]}')).toEqual([
		'the rooms for airbnb/loft are ticked above already; tick all of them there',
	]);
});

describe('a room type', () => {
	const known = 'airbnb, booking.com, opera, vrbo';
	const said = (roomMap: string, more: Partial<Entered> = {}) =>
		mistakesIn({ typed: { ...right, roomMap }, picked: {}, ...more });

	test.each([
		['bokking.com/129', 'Line 1: write booking.com/129 instead of bokking.com/129'],
		['Booking.com/129', 'Line 1: write booking.com/129 instead of Booking.com/129'],
		['booking/8011855/129', 'Line 1: write booking.com/8011855/129 instead of booking/8011855/129'],
		['booking.com / 129', 'Line 1: write booking.com/129 instead of booking.com / 129'],
		['booking.com／１２９', 'Line 1: write booking.com/129 instead of booking.com／１２９'],
		['１２９', 'Line 1: write 129 instead of １２９'],
		['12\u200b9', 'Line 1: write 129 instead of 12\u200b9'],
		['aribnb/48211377', 'Line 1: write airbnb/48211377 instead of aribnb/48211377'],
		[
			'direct/129',
			`Line 1: no reservation comes from "direct"; write one of ${known}, or the name of the system that sends the reservations`,
		],
		['selfkey/129', expect.stringContaining('no reservation comes from "selfkey"') as string],
		['booking.com', expect.stringMatching(/^Line 1: write the channel, a slash and the room type.*: booking\.com$/)],
		['airbnb/', expect.stringMatching(/^Line 1: write the channel, a slash .*: airbnb\/$/)],
		['/129', expect.stringMatching(/^Line 1: write the channel, a slash .*: \/129$/)],
	])('that is called %j serves nobody', (roomType, mistake) => {
		expect(said(`${roomType} = 101`)).toEqual([mistake]);
		expect(said(JSON.stringify({ [roomType]: ['101'] }))).toHaveLength(1);
		expect(said('', { picked: { [roomType]: ['101'] } })).toHaveLength(1);
	});

	test.each([
		'129',
		'booking.com/8011855/129',
		'Deluxe Double',
		'mews/DLX',
		'my pms/DLX/sea',
		'opera2/DLX',
		'vrbo/a/b',
	])('may be called %j', (roomType) => {
		expect(said(`${roomType} = 101`)).toEqual([]);
	});

	test('may be that of a sender whose name resembles a channel’s once its guests have booked', () => {
		expect(said('oper/DLX = 101')).toHaveLength(1);
		expect(said('oper/DLX = 101', { booked: ['oper/STD'] })).toEqual([]);
		expect(said('', { picked: { 'oper/DLX': ['101'] }, booked: ['oper/DLX'] })).toEqual([]);
	});

	test.each([
		['opera/DLX', 'opera/dlx'],
		['Café', 'CAFE\u0301'],
		['Deluxe  Double', 'deluxe double'],
		['ＤＬＸ', 'DLX'],
		['129', 'booking.com/129'],
	])('is refused as %j and as %j, whichever way the two are entered', (one, other) => {
		expect(said(`${one} = 101\n${other} = 102`)).toEqual([
			`Line 2: ${other} stands on line 1 already; write all its rooms on one line`,
		]);
		expect(said(JSON.stringify({ [one]: ['101'], [other]: ['102'] }))).toEqual([
			`The room map names "${other}" twice; write all its rooms in one list`,
		]);
		expect(said(`${other} = 102`, { picked: { [one]: ['101'] } })).toEqual([
			`Line 1: the rooms for ${other} are ticked above already; tick all of them there`,
		]);
		expect(said('', { picked: { 'opera/1': ['201'], [one]: ['101'], [other]: ['102'] } })).toHaveLength(1);
	});

	test.each(['pms/Suite / Sea', 'pms/DBL/', '/129', 'oper/DLX', 'Booking.com/129', 'ＤＬＸ'])(
		'may be called %j where guests have booked it, or it is saved already: SelfKey compares sign by sign',
		(roomType) => {
			const entered: Array<[string, Partial<Entered>]> = [
				[`${roomType} = 101`, {}],
				[JSON.stringify({ [roomType]: ['101'] }), {}],
				['', { picked: { [roomType]: ['101'] } }],
			];
			for (const [roomMap, more] of entered) {
				expect(said(roomMap, { ...more, booked: [roomType] })).toEqual([]);
				expect(said(roomMap, { ...more, saved: [roomType] })).toEqual([]);
			}
		},
	);

	test('is refused in two spellings only if one of them is nobody’s', () => {
		const two = 'pms/DBL = 101\npms/dbl = 102';
		const picked = { 'pms/DBL': ['101'], 'pms/dbl': ['102'] };
		const both = { booked: ['pms/DBL'], saved: ['pms/dbl'] };
		expect(said(two, both)).toEqual([]);
		expect(said('', { picked, ...both })).toEqual([]);
		expect(said('pms/dbl = 102', { picked: { 'pms/DBL': ['101'] }, ...both })).toEqual([]);
		expect(said(two, { booked: ['pms/DBL'] })).toHaveLength(1);
		expect(said('', { picked, booked: ['pms/dbl'] })).toHaveLength(1);
		expect(said(`${two}\npms/DBL = 201`, both)).toEqual([
			'Line 3: pms/DBL stands on line 1 already; write all its rooms on one line',
		]);
		expect(said('pms/DBL = 201', { picked, ...both })).toHaveLength(1);
	});

	test('is another one at another channel or property', () => {
		const roomMap = '129 = 101\nairbnb/129 = 102\nbooking.com/8011855/129 = 201';
		expect(said(roomMap)).toEqual([]);
	});
});

test('are shown as they can be typed again, whatever rooms and types are called', () => {
	const name = fc
		.string({ unit: fc.constantFrom('a', '1', '/', '=', ',', ' ', '#', ';', '{', '"', 'é') })
		.filter((text) => text.trim() === text && text !== '');
	const roomMap = fc
		.uniqueArray(fc.tuple(name, fc.uniqueArray(name, { minLength: 1, maxLength: 3 })), { selector: ([key]) => key })
		.map((entries) => Object.fromEntries(entries));
	assertProperty(
		fc.property(
			roomMap,
			fc.uniqueArray(fc.integer({ min: 1, max: 99 }).map(String)),
			fc.option(fc.nat(600)),
			(rooms, ids, months) => {
				const stored: StoredSettings = {
					roomMap: rooms,
					properties: ids.length > 0 ? { 'booking.com': ids } : {},
					timeZone: 'Europe/Zurich',
					registrationRetentionMonths: months,
					availability: {},
					rates: [],
				};
				expect(toStored({ typed: toTyped(stored), picked: {} }, nothing)).toEqual(stored);
			},
		),
		{ numRuns: 2_000 },
	);
	const rooms = { a: ['101', '102'], b: ['3'] };
	const stored = { ...nothing, roomMap: rooms, timeZone: '', registrationRetentionMonths: null, rates: [] };
	expect(toTyped(stored).roomMap).toBe('a = 101, 102\nb = 3');
});

test('what stood there before the first set-up can be saved again, while a form that was left empty is refused', () => {
	const undone = { typed: toTyped(empty), picked: {} };
	expect(mistakesIn(undone)).toEqual([]);
	expect(toStored(undone, { properties: { 'booking.com': ['8011855'] }, availability: { buffer: 1 } })).toEqual(empty);
	expect(mistakesIn({ typed: { ...undone.typed, roomMap: ' ' }, picked: {} })).toEqual([NO_ROOMS]);
});

test('the form lets through exactly the maps that can be read when a reservation is written', () => {
	const line = fc.oneof(
		fc.string({ unit: fc.constantFrom('a', '1', '=', ',', ' ', '#', ';', '\r\n', '{', '}', '"', '[', ']', ':') }),
		fc.constant('1 = 101, 102'),
	);
	assertProperty(
		fc.property(fc.array(line, { maxLength: 4 }), (lines) => {
			const roomMap = lines.join('\n');
			// A type in two spellings can be read, and the form refuses it all the same.
			const read = () => {
				const types = Object.keys(readTypedRoomMap(roomMap));
				return types.length > 0 && new Set(types.map(roomTypeSpelling)).size === types.length;
			};
			let isReadable: boolean;
			try {
				isReadable = read();
			} catch {
				isReadable = false;
			}
			const isEmptyJson =
				roomMap.trim().startsWith('{') &&
				!isReadable &&
				mistakesIn({ typed: { ...right, roomMap }, picked: {} }).length === 0;
			expect(
				isEmptyJson || (mistakesIn({ typed: { ...right, roomMap }, picked: {} }).length === 0) === isReadable,
			).toBe(true);
		}),
		{ numRuns: 2_000 },
	);
});
