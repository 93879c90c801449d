/** Room types and rate plans, as `roomrates` lists them. */
import fc from 'fast-check';
import { readXml } from '../../../../../core/xml/read';
import { writeXml, xml } from '../../../../../core/xml/write';
import { readAnswer } from '../../../../../nodes/BookingCom/responses/read-response';
import { roomTypesIn } from '../../../../../nodes/BookingCom/room-types/room-types';
import { assertProperty } from '../../../../support/property';

const read = (body: string, asked: string | null = null) => roomTypesIn(readXml(body).root, asked);

it('reads a room type with its rates', () => {
	const { roomTypes, unusable } = read(
		`<rooms>
			<room id="801185501" hotel_id="8011855" hotel_name="Hôtel &quot;Paradise&quot;" room_name="Suite &amp; terrace" max_children="2">
				<rates>
					<rate id="1234" rate_name="Standard Rate" max_persons="2" policy="General" policy_id="7"/>
					<rate id="1235" rate_name="Mobile" max_persons="2" is_child_rate="1" readonly="1"/>
				</rates>
			</room>
		</rooms>`,
	);
	expect(unusable).toBe(0);
	expect(roomTypes).toEqual([
		{
			propertyId: '8011855',
			propertyName: 'Hôtel "Paradise"',
			roomTypeId: '801185501',
			roomTypeName: 'Suite & terrace',
			maxChildren: 2,
			rates: [
				{ ratePlanId: '1234', ratePlanName: 'Standard Rate', maxPersons: 2, isReadOnly: false, isChildRate: false },
				{ ratePlanId: '1235', ratePlanName: 'Mobile', maxPersons: 2, isReadOnly: true, isChildRate: true },
			],
		},
	]);
});

it('does without attributes: the property is the one that was asked for', () => {
	const plain = { propertyName: null, roomTypeName: null, maxChildren: null, rates: [] };
	expect(read('<result><room id="1"/></result>', '8011855').roomTypes).toEqual([
		{ ...plain, propertyId: '8011855', roomTypeId: '1' },
	]);
	expect(read('<rooms><room id="1"/></rooms>').roomTypes).toEqual([{ ...plain, propertyId: null, roomTypeId: '1' }]);
	expect(read('<rooms/>').roomTypes).toEqual([]);
});

it('leaves out what has no ID, and nothing else', () => {
	const { roomTypes, unusable } = read(
		`<rooms><room room_name="No ID"/><room id=" "/><room id="4111 1111 1111 1111"/>
			<room id="2"><rates><rate rate_name="No ID"/><rate id="7"/></rates></room></rooms>`,
	);
	expect(unusable).toBe(4);
	expect(roomTypes.map(({ roomTypeId, rates }) => [roomTypeId, rates.map(({ ratePlanId }) => ratePlanId)])).toEqual([
		['2', ['7']],
	]);
});

it('takes a type that is listed twice once, with the rates of both', () => {
	const rate = (id: number, name: string) => `<rates><rate id="${id}" rate_name="${name}"/></rates>`;
	const { roomTypes } = read(
		`<rooms><room id="1" hotel_id="5" room_name="First">${rate(7, 'One')}${rate(7, 'Again')}</room>
			<room id="1" hotel_id="5" room_name="Second">${rate(7, 'Else')}${rate(8, 'Two')}</room>
			<room id="1" hotel_id="6"/></rooms>`,
	);
	expect(
		roomTypes.map(({ propertyId, roomTypeName, rates }) => [
			propertyId,
			roomTypeName,
			rates.map((each) => each.ratePlanName),
		]),
	).toEqual([
		['5', 'First', ['One', 'Two']],
		['6', null, []],
	]);
});

it('keeps IDs with all their digits, and removes card numbers from names', () => {
	const [type] = read(
		`<rooms><room id="9007199254740993001" room_name="Attic 4111 1111 1111 1111"><rates><rate id="4111111111111111" rate_name="4111111111111111"/></rates></room></rooms>`,
	).roomTypes;
	expect([type?.roomTypeId, type?.rates[0]?.ratePlanId]).toEqual(['9007199254740993001', '4111111111111111']);
	expect(JSON.stringify([type?.roomTypeName, type?.rates[0]?.ratePlanName])).not.toMatch(/4111 ?1111 ?1111/);
});

it('reads whatever names people have given', () => {
	const text = fc.string({ unit: 'grapheme', maxLength: 40 });
	assertProperty(
		fc.property(fc.uniqueArray(fc.nat(), { maxLength: 6 }), text, (ids, name) => {
			const rooms = ids.map((id) =>
				xml('room', { id: String(id), room_name: name }, [
					xml('rates', {}, [xml('rate', { id: '1', rate_name: name }, [])]),
				]),
			);
			const { roomTypes, unusable } = read(writeXml(xml('rooms', {}, rooms)));
			expect([roomTypes.map(({ roomTypeId }) => roomTypeId), unusable]).toEqual([ids.map(String), 0]);
		}),
	);
});

describe('the answer', () => {
	it('may have any root with rooms in it; without rooms, only its own', () => {
		for (const body of ['<rooms/>', '<RoomRates><room id="1"/></RoomRates>'])
			expect(() => readAnswer(body, 'rooms')).not.toThrow();
		for (const body of ['<html><body>Log in</body></html>', '<reservations/>', '', '<rooms><room id="1">'])
			expect(() => readAnswer(body, 'rooms')).toThrow(/cannot be read/);
	});

	it('is a refusal where it holds a fault, whatever its status', () => {
		for (const body of [
			'<fault code="403" string="Access denied"/>',
			'<rooms><fault code="403" string="Access denied"/></rooms>',
		])
			expect(() => readAnswer(body, 'rooms')).toThrow('Access denied (code 403)');
	});

	it('may have one damaged room, and the others are read', () => {
		const { root, unreadable } = readAnswer(
			'<rooms><room id="1" room_name="A"/><room id="2" room_name="B"><rates></room><room id="3" room_name="C & D"/></rooms>',
			'rooms',
		);
		expect(roomTypesIn(root, null).roomTypes.map(({ roomTypeId }) => roomTypeId)).toEqual(
			expect.arrayContaining(['1', '3']),
		);
		expect(unreadable.length + root.children.length).toBe(3);
	});
});
