/** The form: every room type that is known is a list of rooms to tick, and what was ticked comes back as a room map. */
import {
	formFields,
	pickedRooms,
	type FormField,
	type KnownHotel,
} from '../../../../../nodes/SelfKey/settings/form-fields';
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
	['a comma in a room’s name', { rooms: [...rooms, { id: 'x', name: 'Sea, left' }] }],
	['a name that n8n’s page would change', { rooms: [...rooms, { id: 'x', name: 'Tom & Jerry' }] }],
	['two rooms of the same name', { rooms: [...rooms, { id: 'x', name: '101' }] }],
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
		fieldLabel: 'Rooms: one line for each room type',
		defaultValue: '1296364403 = 101',
	});
});

it.each(['constructor', '__proto__', 'toString'])('offers a type that a channel calls %j', (roomType) => {
	const fields = byName(fieldsOf('', { roomTypes: [{ roomType, name: '', stays: 1, isServed: false }] }));
	expect(fields[`rooms of ${roomType}`]).toMatchObject({ fieldType: 'checkbox', defaultValue: '' });
});

it('shows what cannot be read as it was typed', () => {
	expect(byName(fieldsOf('1296364403: 101'))['roomMap']).toMatchObject({ defaultValue: '1296364403: 101' });
});

it('reads what was ticked, and nothing else of a page', () => {
	expect(
		pickedRooms({
			'rooms of 1296364403': ['101', '102'],
			'rooms of airbnb/48211377': [],
			'rooms of x': null,
			roomMap: 'tent = 201',
			submittedAt: '2027-01-01',
		}),
	).toEqual({ '1296364403': ['101', '102'] });
});
