/** Booking.com connectivity docs, API reference: the message's own dialect, not generic OTA. */
import {
	cancelledStep,
	modifiedStep,
	newStep,
	reservationStream,
	sampleBooking,
	type Booking,
	type CancellationForm,
} from '../../../../sandbox/hotel';
import { at, type ReadElement } from '../../../../sandbox/booking-com/xml/read';
import { start, xmlOf, type Client } from './client';

let client: Client;
beforeEach(async () => {
	client = await start();
});
afterEach(() => client.sandbox.close());

async function messageOf(booking: Booking): Promise<ReadElement> {
	client.sandbox.enqueue(newStep(booking));
	const [message] = at(xmlOf(await client.fetch('new')), 'HotelReservations', 'HotelReservation');
	if (message === undefined) throw new Error('No message');
	return message;
}

const card = {
	code: 'VI',
	number: '4111111111111111',
	cvc: '737',
	expiry: '0829',
	holder: 'Z LEFEVRE',
	activeFrom: null,
	lookupFailed: false,
};

it('names the reservation and its creation, as an integer and without an offset', async () => {
	const message = await messageOf(sampleBooking());
	const [id] = at(message, 'ResGlobalInfo', 'HotelReservationIDs', 'HotelReservationID');
	expect(id?.attributes).toEqual({ ResID_Value: '4705950059', ResID_Date: '2027-01-15T10:33:37' });
});

it('has neither ResStatus nor UniqueID nor TimeSpan, which belong to other dialects', async () => {
	await messageOf(sampleBooking());
	const text = String((await client.fetch('new')).data);
	for (const foreign of ['ResStatus', 'UniqueID', '<TimeSpan Start', 'RoomStayStatus'])
		expect(text).not.toContain(foreign);
});

it('gives the dates as one RoomRate per night and the property within each room', async () => {
	const message = await messageOf(sampleBooking({ rooms: [{ checkIn: '2027-03-27', checkOut: '2027-03-30' }] }));
	const [room] = at(message, 'RoomStays', 'RoomStay');
	expect(room?.attributes['IndexNumber']).toBe('460');
	const nights = at(room as ReadElement, 'RoomRates', 'RoomRate').map((rate) => rate.attributes['EffectiveDate']);
	expect(nights).toEqual(['2027-03-27', '2027-03-28', '2027-03-29']);
	expect(at(room as ReadElement, 'BasicPropertyInfo')[0]?.attributes['HotelCode']).toBe('8011855');
	expect(at(room as ReadElement, 'RoomTypes', 'RoomType')[0]?.attributes['RoomTypeCode']).toBe('801185501');
	expect(at(room as ReadElement, 'RoomTypes', 'RoomType', 'RoomDescription')[0]?.attributes['Name']).toBe(
		'Classic Double Room',
	);
});

it.each([
	['CHF', 2, 'AmountAfterTax', true],
	['JPY', 0, 'AmountBeforeTax', false],
	['KWD', 3, 'AmountAfterTax', true],
])('writes %s as integers with %d decimal places, %s', async (currency, decimals, attribute, taxIncluded) => {
	const message = await messageOf(sampleBooking({ currency, taxIncluded }));
	const amounts = [
		...at(message, 'RoomStays', 'RoomStay', 'RoomRates', 'RoomRate', 'Rates', 'Rate', 'Total'),
		...at(message, 'RoomStays', 'RoomStay', 'Total'),
		...at(message, 'ResGlobalInfo', 'Total'),
	];
	expect(amounts).toHaveLength(4);
	for (const { attributes } of amounts) {
		expect(attributes).toMatchObject({ CurrencyCode: currency, DecimalPlaces: String(decimals) });
		expect(attributes[attribute]).toMatch(/^\d+$/);
	}
	const [night, night2, room, all] = amounts.map((amount) => Number(amount.attributes[attribute]));
	expect(room).toBe((night ?? 0) + (night2 ?? 0));
	expect(all).toBe(room);
});

it('gives the commission a currency of its own and services plain decimal numbers', async () => {
	const message = await messageOf(
		sampleBooking({
			services: [
				{ name: 'breakfast', quantity: 4, totalMinor: 7450, inTotal: true },
				{ name: 'parking', quantity: 2, totalMinor: 3000, inTotal: false },
			],
		}),
	);
	const [commission] = at(message, 'ResGlobalInfo', 'TotalCommissions', 'CommissionPayableAmount');
	expect(commission?.attributes).toMatchObject({ CurrencyCode: 'EUR', DecimalPlaces: '2' });
	const [breakfast] = at(message, 'Services', 'Service', 'Price', 'Total');
	expect(breakfast?.attributes).toEqual({ AmountAfterTax: '74.5', CurrencyCode: 'CHF' });
	const [parking] = at(message, 'Services', 'Service', 'ServiceDetails', 'Fees', 'Fee');
	expect(parking?.attributes).toEqual({ Amount: '30' });
});

it('counts adults and children with their ages', async () => {
	const message = await messageOf(sampleBooking({ rooms: [{ adults: 2, childAges: [4, 11] }] }));
	expect(at(message, 'RoomStays', 'RoomStay', 'GuestCounts', 'GuestCount').map((count) => count.attributes)).toEqual([
		{ Count: '2', AgeQualifyingCode: '10' },
		{ Count: '1', AgeQualifyingCode: '8', Age: '4' },
		{ Count: '1', AgeQualifyingCode: '8', Age: '11' },
	]);
});

it('may give a guest’s whole name as surname, and a link to a guest that is not there', async () => {
	const message = await messageOf(
		sampleBooking({ danglingGuestLink: true, rooms: [{ index: 461, guestName: 'Łukasz Wiśniewski' }] }),
	);
	const [guest] = at(message, 'ResGuests', 'ResGuest');
	const person = at(guest as ReadElement, 'Profiles', 'ProfileInfo', 'Profile', 'Customer', 'PersonName')[0];
	expect(person?.children.map((part) => [part.name, part.text])).toEqual([['Surname', 'Łukasz Wiśniewski']]);
	const [link] = at(message, 'RoomStays', 'RoomStay', 'ResGuestRPHs', 'ResGuestRPH');
	expect(link?.attributes['RPH']).toBe('2');
	expect(guest?.attributes['ResGuestRPH']).toBe('1');
});

it('gives the booker with an alias address, flags and remarks, each character intact', async () => {
	const message = await messageOf(
		sampleBooking({ genius: true, remarks: ['Tom & Jerry <3 "quoted" 李 🙏'], arrival: '17:00 and 18:00' }),
	);
	const [customer] = at(message, 'ResGlobalInfo', 'Profiles', 'ProfileInfo', 'Profile', 'Customer');
	expect(at(customer as ReadElement, 'Email')[0]?.text).toBe('lefevre.123456@guest.booking.com');
	expect(at(customer as ReadElement, 'PersonName', 'GivenName')[0]?.text).toBe('Zoé');
	const flags = at(message, 'TPA_Extensions', 'flags', 'flag').map((flag) => flag.attributes['name']);
	expect(flags).toEqual(['booker_is_genius', 'no_address_reservation']);
	const texts = at(message, 'ResGlobalInfo', 'Comments', 'Comment', 'Text').map((comment) => comment.text);
	expect(texts).toEqual(
		expect.arrayContaining(['Tom & Jerry <3 "quoted" 李 🙏', 'Approximate time of arrival: between 17:00 and 18:00']),
	);
});

it('puts smoking and the meal plan where the documentation does', async () => {
	const message = await messageOf(sampleBooking({ rooms: [{ smoking: 'Non-Smoking' }] }));
	const [request] = at(message, 'RoomStays', 'RoomStay', 'SpecialRequests', 'SpecialRequest');
	expect(request?.attributes['Name']).toBe('smoking preference');
	expect(at(request as ReadElement, 'Text')[0]?.text).toBe('Non-Smoking');
	expect(
		at(message, 'RoomStays', 'RoomStay', 'RoomTypes', 'RoomType', 'RoomDescription', 'MealPlan')[0]?.text,
	).toContain('Breakfast');
});

describe('the payment card', () => {
	const cardOf = (message: ReadElement): ReadElement | undefined =>
		at(message, 'ResGlobalInfo', 'Guarantee', 'GuaranteesAccepted', 'GuaranteeAccepted', 'PaymentCard')[0];

	it('of a guest is repeated until the acknowledgement and never sent again', async () => {
		const booking = sampleBooking({ card });
		expect(cardOf(await messageOf(booking))?.attributes).toEqual({
			CardCode: 'VI',
			CardNumber: '4111111111111111',
			SeriesCode: '737',
			ExpireDate: '0829',
		});
		expect(String((await client.fetch('new')).data)).toContain('4111111111111111');
		await client.work('new');
		client.sandbox.enqueue(modifiedStep(booking));
		expect(String((await client.fetch('modify')).data)).not.toContain('PaymentCard');
	});

	it('that is virtual comes with every message, its balance and its first day', async () => {
		const booking = sampleBooking({ payment: 'virtual_card', card: { ...card, activeFrom: '2027-03-29' } });
		await messageOf(booking);
		await client.work('new');
		client.sandbox.enqueue(modifiedStep(booking));
		const [message] = at(xmlOf(await client.fetch('modify')), 'HotelResModifies', 'HotelResModify');
		expect(cardOf(message as ReadElement)?.attributes).toMatchObject({
			EffectiveDate: '2027-03-29',
			CurrencyCode: 'CHF',
			DecimalPlaces: '2',
			VCCExpirationDate: '2028-03-28',
		});
	});

	it('that could not be looked up is XX and zeros', async () => {
		const message = await messageOf(sampleBooking({ card: { ...card, lookupFailed: true } }));
		expect(cardOf(message)?.attributes).toMatchObject({
			CardCode: 'XX',
			CardNumber: '0000000000000000',
			SeriesCode: '000',
			ExpireDate: '0000',
		});
	});
});

describe('cancellation and removed rooms, for which no form is documented', () => {
	it.each<[CancellationForm, string | undefined, string[]]>([
		['res_status', 'Cancel', ['']],
		['no_room_stay', undefined, []],
		['room_stay_status', undefined, ['Cancelled']],
	])('%s', async (form, resStatus, roomStatuses) => {
		const booking = sampleBooking();
		await messageOf(booking);
		await client.work('new');
		client.sandbox.enqueue(cancelledStep(booking, form));
		const [message] = at(xmlOf(await client.fetch('modify')), 'HotelResModifies', 'HotelResModify');
		expect(message?.attributes['ResStatus']).toBe(resStatus);
		const rooms = at(message as ReadElement, 'RoomStays', 'RoomStay');
		expect(rooms.map((room) => room.attributes['RoomStayStatus'] ?? '')).toEqual(roomStatuses);
	});

	it('a removed room is gone, or still there and marked', async () => {
		const two = sampleBooking({ rooms: [{}, {}] });
		const one = { ...two, rooms: two.rooms.slice(0, 1) };
		await messageOf(two);
		await client.work('new');
		const roomsNow = async (): Promise<string[]> =>
			at(xmlOf(await client.fetch('modify')), 'HotelResModifies', 'HotelResModify', 'RoomStays', 'RoomStay').map(
				(room) => `${room.attributes['IndexNumber']} ${room.attributes['RoomStayStatus'] ?? 'booked'}`,
			);
		client.sandbox.enqueue(modifiedStep(one));
		expect(await roomsNow()).toEqual(['460 booked']);
		client.sandbox.enqueue(modifiedStep(one, two.rooms.slice(1)));
		expect(await roomsNow()).toEqual(['460 booked', '461 Cancelled']);
	});
});

it('every message of a long stream is well-formed and whole', async () => {
	const stream = reservationStream({ seed: 99, from: '2027-03-01', reservations: 150 });
	const busy = await start({ stream });
	try {
		const messages = at(xmlOf(await busy.fetch('new')), 'HotelReservations', 'HotelReservation');
		expect(messages).toHaveLength(150);
		for (const message of messages) {
			expect(
				message.children.map((child) => child.name).filter((name) => name !== 'Services' && name !== 'TPA_Extensions'),
			).toEqual(['RoomStays', 'ResGuests', 'ResGlobalInfo']);
		}
	} finally {
		await busy.sandbox.close();
	}
});
