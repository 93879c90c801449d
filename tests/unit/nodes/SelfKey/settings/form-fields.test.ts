/** The form: every room type that is known is a list of rooms to tick, and what was ticked comes back as a room map. */
import fc from 'fast-check';
import { sameRoomName } from '../../../../../core/text/room-name';
import {
	formFields,
	pickedRooms,
	type FormField,
	type KnownHotel,
} from '../../../../../nodes/SelfKey/settings/form-fields';
import { boxFinder, roomBoxes } from '../../../../../nodes/SelfKey/settings/room-boxes';
import { assertProperty } from '../../../../support/property';
import type { TypedSettings } from '../../../../../nodes/SelfKey/settings/settings';

const rooms = ['101', '102', '201'].map((name) => ({ id: `id-${name}`, name }));
const hotel: KnownHotel = {
	revision: 7,
	rooms,
	roomTypes: [
		{ roomType: '1296364403', name: 'Deluxe Double', stays: 12, isServed: true },
		{ roomType: 'airbnb/48211377', name: '', stays: 1, isServed: false },
	],
};
/** What channels may sell. */
const SALE = ['buffer', 'allotments', 'overbooking', 'overbookingCap', 'rates'];
const typed = (roomMap: string): TypedSettings => ({
	propertyIds: '8011855',
	roomMap,
	timeZone: 'Europe/Zurich',
	registrationRetentionMonths: '12',
	buffer: '1',
	allotments: 'airbnb = 2',
	overbooking: '',
	overbookingCap: '',
	rates: 'airbnb/48211377 = +5 %',
});
const fieldsOf = (roomMap: string, over: Partial<KnownHotel> = {}) => formFields(typed(roomMap), { ...hotel, ...over });
const byName = (fields: FormField[]) =>
	Object.fromEntries(fields.map(({ fieldName, ...field }) => [fieldName, field])) as Record<string, Partial<FormField>>;

it('offers the rooms of every type that is mapped or booked, with what is chosen', () => {
	const fields = byName(fieldsOf('1296364403 = 102, ID-101\nbooking.com/8011855/77 = id-101, 201'));
	expect(Object.keys(fields)).toEqual([
		'propertyIds',
		'rooms of airbnb/48211377',
		'rooms of booking.com/8011855/77',
		'roomMap',
		'timeZone',
		'registrationRetentionMonths',
		...SALE,
		'revision',
	]);
	expect(fields['rooms of airbnb/48211377']).toEqual({
		fieldLabel: 'Rooms for Airbnb 48211377, 1 stay',
		fieldType: 'checkbox',
		fieldOptions: { values: [{ option: '101' }, { option: '102' }, { option: '201' }] },
		defaultValue: '',
	});
	expect(fields['rooms of booking.com/8011855/77']).toMatchObject({
		fieldLabel: 'Rooms for Booking.com 8011855/77',
		defaultValue: '101,201',
	});
	// A room that SelfKey does not have cannot be ticked: it stays where it can be corrected.
	expect(fields['roomMap']).toMatchObject({ defaultValue: '1296364403 = 102, ID-101' });
	expect(fields['allotments']).toMatchObject({ fieldType: 'textarea', defaultValue: 'airbnb = 2' });
	expect(fields['rates']).toMatchObject({ fieldType: 'textarea', defaultValue: 'airbnb/48211377 = +5 %' });
	expect(fields['revision']).toEqual({ fieldType: 'hiddenField', fieldValue: '7' });
	expect(byName(fieldsOf('1296364403 = 101'))['rooms of 1296364403']).toMatchObject({
		fieldLabel: 'Rooms for 1296364403 "Deluxe Double", 12 stays',
		defaultValue: '101',
	});
});

it.each<[string, Partial<KnownHotel>]>([
	['no room at all', { rooms: [] }],
	[
		'more boxes than a page holds',
		{ rooms: Array.from({ length: 3_001 }, (_, at) => ({ id: `${at}`, name: `${at}` })) },
	],
])('is text alone with %s', (_, over) => {
	const fields = byName(fieldsOf('1296364403 = 101', over));
	expect(Object.keys(fields)).toEqual([
		'propertyIds',
		'roomMap',
		'timeZone',
		'registrationRetentionMonths',
		...SALE,
		'revision',
	]);
	expect(fields['roomMap']).toMatchObject({
		fieldLabel: "Rooms: one line for each room type. The numbers of Booking.com's types are in its extranet",
		defaultValue: '1296364403 = 101',
	});
});

describe('the boxes', () => {
	/** What n8n's page makes of a field, and gives back of what is ticked as it is opened; see its own form templates. */
	const untouched = ({ fieldName, fieldOptions, defaultValue = '' }: FormField) => {
		const asHtml = (text: string) => text.replace(/</g, '&lt;').replace(/>/g, '&gt;');
		const wanted = asHtml(defaultValue);
		const isTicked = (label: string) => wanted === label || wanted.split(',').some((part) => part.trim() === label);
		const labels = (fieldOptions?.values ?? []).map(({ option }) => option);
		return [asHtml(fieldName), labels.filter(isTicked).map((label) => label.trim())] as const;
	};
	const submitted = (fields: FormField[]) =>
		Object.fromEntries(fields.filter(({ fieldType }) => fieldType === 'checkbox').map(untouched));

	it.each([
		['a comma', 'Suite, Garden', 'Suite‚ Garden'],
		['an apostrophe', "L'Étoile", "L'Étoile"],
		['an ampersand and quotes', 'Bed & "Breakfast"', 'Bed & "Breakfast"'],
		['what looks like HTML', '<b>Loft</b>', '‹b›Loft‹/b›'],
		['more than a line holds', 'x'.repeat(300), `${'x'.repeat(79)}…`],
		['two lines', ' Attic\r\nleft ', 'Attic left'],
		['blanks only', '  ', '(id-x)'],
		['nothing but what nobody sees', '\u200b', '(id-x)'],
		['the name of another one', ' 101 ', '101 (id-x)'],
		['the label of another one', '101', '101 (id-x)'],
	])('stay for all rooms where a name has %s', (_, name, label) => {
		const known = [...rooms, { id: 'id-x', name }];
		const fields = fieldsOf('{"1296364403": ["201", "id-x"]}', { rooms: known });
		const { '1296364403': double, ...others } = submitted(fields) as Record<string, string[]>;
		expect([double, others]).toEqual([
			undefined,
			{ 'rooms of 1296364403': ['201', label], 'rooms of airbnb/48211377': [] },
		]);
		const picked = pickedRooms(submitted(fields), known)['1296364403'] ?? [];
		expect(picked[0]).toBe('201');
		// By its name wherever the name means this room and no other.
		const means = (text: string) => known.filter((room) => room.id === text || sameRoomName(room.name, text));
		expect(means(picked[1] ?? '')).toEqual([{ id: 'id-x', name }]);
	});

	it('tick both of two rooms where the map names what both are called, and each alone afterwards', () => {
		const twins = [...rooms, { id: 'id-x', name: '101' }];
		const fields = fieldsOf('1296364403 = 101', { rooms: twins });
		expect(submitted(fields)['rooms of 1296364403']).toEqual(['101 (id-101)', '101 (id-x)']);
		expect(pickedRooms({ 'rooms of 1296364403': ['101 (id-x)'] }, twins)).toEqual({ '1296364403': ['id-x'] });
	});

	it('give back the rooms that stand in the map, whatever rooms and types are called', () => {
		const text = fc.string({
			unit: fc.constantFrom('1', 'a', 'A', ' ', ',', '<', '>', '&', "'", '"', '(', ')', '%', '3', 'C', '/'),
		});
		const named = fc
			.uniqueArray(
				fc.tuple(
					text.filter((id) => id.trim() === id && id !== ''),
					text,
				),
				{
					selector: ([id]) => id,
					minLength: 1,
					maxLength: 5,
				},
			)
			.map((list) => list.map(([id, name]) => ({ id, name })));
		const type = text.filter((id) => id.trim() === id && id !== '');
		assertProperty(
			fc.property(named, fc.dictionary(type, fc.uniqueArray(fc.nat(4), { minLength: 1 })), (known, chosen) => {
				const map = Object.fromEntries(
					Object.entries(chosen).map(([roomType, at]) => [roomType, at.map((n) => known[n % known.length]!.id)]),
				);
				const fields = fieldsOf(JSON.stringify(map), { rooms: known, roomTypes: [] });
				const picked = pickedRooms(submitted(fields), known);
				const means = (texts: readonly string[] = []) => {
					const boxes = texts.flatMap(boxFinder(roomBoxes(known)));
					return [...new Set(boxes.map(({ room }) => room.id))].sort();
				};
				expect(Object.keys(picked).sort()).toEqual(Object.keys(map).sort());
				for (const roomType of Object.keys(map))
					expect(means(picked[roomType])).toEqual([...new Set(map[roomType])].sort());
			}),
			{ numRuns: 2_000 },
		);
	});
});

it.each(['constructor', '__proto__', 'toString'])('offers a type that a channel calls %j', (roomType) => {
	const fields = byName(fieldsOf('', { roomTypes: [{ roomType, name: '', stays: 1, isServed: false }] }));
	expect(fields[`rooms of ${roomType}`]).toMatchObject({ fieldType: 'checkbox', defaultValue: '' });
});

it('names the rate plans that are known, a few at most, where prices are typed', () => {
	const label = (ratePlans?: string[]) =>
		byName(fieldsOf('', ratePlans === undefined ? {} : { ratePlans }))['rates']?.fieldLabel;
	expect(label()).toBe(label([]));
	expect(label(['49111777', '49111778'])).toMatch(/season \(rate plans known so far: 49111777, 49111778\)$/);
	expect(label(Array.from({ length: 30 }, (_, at) => `${at}`))).toMatch(/: 0, 1, .*, 11, and 18 more\)$/);
});

it('shows an empty field where no room is named yet', () => {
	for (const over of [{}, { rooms: [] }])
		expect(byName(fieldsOf('{}', over))['roomMap']).toMatchObject({ defaultValue: '' });
});

it('shows what cannot be read as it was typed', () => {
	expect(byName(fieldsOf('1296364403: 101'))['roomMap']).toMatchObject({ defaultValue: '1296364403: 101' });
});

it('reads what was ticked, and nothing else of a page', () => {
	expect(
		pickedRooms(
			{
				'rooms of 1296364403': ['101', '102'],
				'rooms of airbnb/48211377': [],
				'rooms of x': null,
				roomMap: 'tent = 201',
				submittedAt: '2027-01-01',
			},
			rooms,
		),
	).toEqual({ '1296364403': ['101', '102'] });
});
