/** Booking.com connectivity docs, "Retrieving reservations using B.XML". */
import type { AxiosResponse } from 'axios';
import {
	cancelledStep,
	hotelParadise,
	modifiedStep,
	newStep,
	pensionDuLac,
	reservationStream,
	sampleBooking,
} from '../../../../sandbox/hotel';
import { all, at, type ReadElement } from '../../../../sandbox/booking-com/xml/read';
import { start, xmlOf, type Client } from './client';

let client: Client;
const open = async (...args: Parameters<typeof start>): Promise<Client> => (client = await start(...args));
afterEach(() => client.sandbox.close());

const post = (body = '<request/>'): Promise<AxiosResponse> => client.http.post('/hotels/xml/reservations', body);
const reservations = async (body?: string): Promise<ReadElement[]> => all(xmlOf(await post(body)), 'reservation');
const text = (element: ReadElement | undefined, name: string): string | undefined =>
	element === undefined ? undefined : all(element, name)[0]?.text;

const booking = sampleBooking({ rooms: [{ guestName: 'Zoé Lefèvre', childAges: [4] }, {}] });

it('answers with nothing as an empty element', async () => {
	await open();
	expect(String((await post()).data)).toContain('<reservations/>');
	expect(String((await post()).data)).toContain('<!-- RUID:');
});

it('what is retrieved is off the queue at once', async () => {
	await open();
	client.sandbox.enqueue(newStep(booking));
	expect(await reservations()).toHaveLength(1);
	expect(await reservations()).toHaveLength(0);
	expect(client.sandbox.statistics()).toMatchObject({
		pending: 0,
		acknowledged: 1,
		acknowledgements: { bxml: 1, new: 0 },
	});
});

it('one endpoint gives new, modified and cancelled', async () => {
	await open();
	client.sandbox.enqueue(newStep(booking));
	expect((await reservations()).map((each) => text(each, 'status'))).toEqual(['new']);
	client.sandbox.enqueue(modifiedStep({ ...booking, rooms: booking.rooms.slice(0, 1) }));
	expect((await reservations()).map((each) => [text(each, 'status'), all(each, 'room').length])).toEqual([
		['modified', 1],
	]);
	client.sandbox.enqueue(cancelledStep(booking, 'res_status', 12_345));
	const [cancelled] = await reservations();
	expect([text(cancelled, 'status'), text(cancelled, 'total_cancellation_fee')]).toEqual(['cancelled', '123.45']);
	expect(all(cancelled as ReadElement, 'room')).toEqual([]);
});

it('repeats room without a list around it, with decimal amounts per night', async () => {
	await open();
	client.sandbox.enqueue(newStep(booking));
	const [reservation] = await reservations();
	const rooms = all(reservation as ReadElement, 'room');
	expect(rooms.map((room) => text(room, 'roomreservation_id'))).toEqual(['460', '461']);
	expect([text(rooms[0], 'arrival_date'), text(rooms[0], 'departure_date'), text(rooms[0], 'id')]).toEqual([
		'2027-03-29',
		'2027-03-31',
		'801185501',
	]);
	const prices = all(rooms[0] as ReadElement, 'price');
	expect(prices.map((price) => [price.attributes['date'], price.attributes['rate_id'], price.text])).toEqual([
		['2027-03-29', '49111777', '145.00'],
		['2027-03-30', '49111777', '145.00'],
	]);
	expect(at(rooms[0] as ReadElement, 'guest_counts', 'guest_count').map((count) => count.attributes)).toEqual([
		{ count: '2', type: 'adult' },
		{ count: '1', type: 'child', age: '4' },
	]);
	expect([
		text(reservation, 'totalprice'),
		text(reservation, 'currencycode'),
		text(reservation, 'date'),
		text(reservation, 'time'),
	]).toEqual(['580.00', 'CHF', '2027-01-15', '10:33:37']);
});

it.each([
	['JPY', /^\d+$/],
	['KWD', /^\d+\.\d{3}$/],
])('writes %s in its own decimals', async (currency, form) => {
	await open();
	client.sandbox.enqueue(newStep(sampleBooking({ currency })));
	expect(text((await reservations())[0], 'totalprice')).toMatch(form);
});

it('leaves empty tags where nothing is known, the card’s among them', async () => {
	await open();
	client.sandbox.enqueue(newStep(booking));
	const data = String((await post()).data);
	for (const empty of ['<cc_cvc/>', '<cc_number/>', '<company/>', '<address/>']) expect(data).toContain(empty);
});

it('gives a guest’s card with the one retrieval there is', async () => {
	await open();
	const card = {
		code: 'VI',
		number: '4111111111111111',
		cvc: '737',
		expiry: '0829',
		holder: 'Z L',
		activeFrom: null,
		lookupFailed: false,
	};
	client.sandbox.enqueue(newStep(sampleBooking({ card })));
	const [reservation] = await reservations();
	const [customer] = all(reservation as ReadElement, 'customer');
	expect(['cc_number', 'cc_cvc', 'cc_expiration_date', 'cc_type'].map((name) => text(customer, name))).toEqual([
		'4111111111111111',
		'737',
		'08/2029',
		'Visa',
	]);
});

it('may wrap the rooms, as gateways do', async () => {
	await open({ bxmlRooms: 'wrapped' });
	client.sandbox.enqueue(newStep(booking));
	const [reservation] = await reservations();
	expect([
		all(reservation as ReadElement, 'room').length,
		at(reservation as ReadElement, 'rooms', 'room').length,
	]).toEqual([0, 2]);
});

it('filters by property, reservation and limit', async () => {
	await open({ hotels: [hotelParadise, pensionDuLac] });
	client.sandbox.enqueue(newStep(booking), newStep(sampleBooking({ hotel: pensionDuLac, reservationId: '2' })));
	expect((await post('<request><hotel_id>1</hotel_id></request>')).status).toBe(403);
	expect((await post('<request><limit>5</limit></request>')).status).toBe(400);
	expect(
		(await reservations('<request><hotel_id>8024400</hotel_id></request>')).map((each) => text(each, 'id')),
	).toEqual(['2']);
	expect(await reservations('<request><id>2</id></request>')).toEqual([]);
	expect((await reservations('<request><id>4705950059</id></request>')).map((each) => text(each, 'hotel_id'))).toEqual([
		'8011855',
	]);
});

it('takes the machine account in the body too, and refuses what is no request', async () => {
	await open();
	const plain = { headers: { Authorization: 'Basic eDp5' } };
	const send = async (body: string): Promise<number> =>
		(
			await client.http.request({
				...plain,
				method: 'POST',
				url: '/hotels/xml/reservations',
				data: body,
				auth: { username: 'x', password: 'y' },
			})
		).status;
	expect(await send('<request><username>machine</username><password>machine-secret</password></request>')).toBe(200);
	expect(await send('<request><username>machine</username><password>wrong</password></request>')).toBe(401);
	expect((await post('<other/>')).status).toBe(400);
	expect((await post('nonsense')).status).toBe(400);
});

it('drains a whole stream, since each retrieval releases what follows', async () => {
	const stream = reservationStream({ seed: 4, from: '2027-03-01', reservations: 40 });
	await open({ stream });
	const statuses: string[] = [];
	for (let found = await reservations(); found.length > 0; found = await reservations()) {
		statuses.push(...found.map((each) => text(each, 'status') ?? ''));
	}
	expect(client.sandbox.drained).toBe(true);
	const count = (status: string): number => statuses.filter((each) => each === status).length;
	const { planned } = stream;
	expect([count('new'), count('modified'), count('cancelled')]).toEqual([
		planned.reservations,
		planned.modifications,
		planned.cancellations,
	]);
});

it('a retrieval whose answer is lost takes the reservations with it', async () => {
	await open();
	client.sandbox.enqueue(newStep(booking));
	client.sandbox.faults.next('cutOff', { on: 'bxml' });
	await expect(post()).rejects.toThrow();
	expect(await reservations()).toEqual([]);
});
