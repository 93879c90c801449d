/** Booking.com connectivity docs, "roomrates (B.XML)". */
import type { AxiosResponse } from 'axios';
import { all, at } from '../../../../sandbox/booking-com/xml/read';
import { hotelParadise, pensionDuLac } from '../../../../sandbox/hotel';
import { start, xmlOf, type Client } from './client';

let client: Client;
const open = async (...args: Parameters<typeof start>): Promise<Client> => (client = await start(...args));
afterEach(() => client.sandbox.close());

const ask = (body: string): Promise<AxiosResponse> => client.http.post('/hotels/xml/roomrates', body);
const asked = (propertyId: string) => ask(`<request><hotel_id>${propertyId}</hotel_id></request>`);
const roomsIn = (answer: AxiosResponse) => all(xmlOf(answer), 'room');

it('lists the room types of one hotel, with their names as they are and their rates', async () => {
	await open({ hotels: [hotelParadise, pensionDuLac] });
	const rooms = roomsIn(await asked(hotelParadise.propertyId));
	expect(rooms.map(({ attributes }) => attributes)).toEqual(
		hotelParadise.roomTypes.map(({ id, name, maxChildren }) => ({
			id,
			hotel_id: hotelParadise.propertyId,
			hotel_name: hotelParadise.name,
			room_name: name,
			max_children: String(maxChildren),
		})),
	);
	for (const room of rooms)
		expect(at(room, 'rates', 'rate').map(({ attributes }) => [attributes['id'], attributes['rate_name']])).toEqual(
			hotelParadise.ratePlans.map(({ id, name }) => [id, name]),
		);
});

it('says of a rate what is so, and nothing of what is not', async () => {
	const [standard, derived, foreign] = hotelParadise.ratePlans;
	const ratePlans = [standard!, { ...derived!, isChildRate: true }, { ...foreign!, isReadOnly: true }];
	await open({ hotel: { ...hotelParadise, ratePlans } });
	const [room] = roomsIn(await asked(hotelParadise.propertyId));
	const plain = { rate_name: expect.any(String), max_persons: '2', policy: 'General' };
	expect(at(room!, 'rates', 'rate').map(({ attributes }) => attributes)).toEqual([
		{ id: standard!.id, ...plain },
		{ id: derived!.id, ...plain, is_child_rate: '1' },
		{ id: foreign!.id, ...plain, readonly: '1' },
	]);
});

it('lists those of every hotel of the account if none is named, and of no other', async () => {
	await open({ hotels: [hotelParadise, pensionDuLac] });
	const hotelsIn = async () =>
		new Set(roomsIn(await ask('<request/>')).map(({ attributes }) => attributes['hotel_id']));
	expect(await hotelsIn()).toEqual(new Set([hotelParadise.propertyId, pensionDuLac.propertyId]));
	client.sandbox.disconnect(pensionDuLac.propertyId);
	expect(await hotelsIn()).toEqual(new Set([hotelParadise.propertyId]));
	const refused = await asked(pensionDuLac.propertyId);
	expect(refused.status).toBe(403);
	expect(xmlOf(refused)).toMatchObject({ name: 'fault', attributes: { string: 'Access denied for hotel' } });
});

it.each(['<rooms/>', '<request><hotel_id>all</hotel_id></request>', '<request>', ''])(
	'refuses a request that is none: %s',
	async (body) => {
		await open();
		const answer = await ask(body);
		expect([answer.status, xmlOf(answer).name]).toEqual([400, 'fault']);
	},
);

it('asks who is there, logs the request without its body, and takes faults', async () => {
	await open();
	const stranger = await client.http.post('/hotels/xml/roomrates', '<request/>', {
		auth: { username: 'machine', password: 'wrong' },
	});
	expect(stranger.status).toBe(401);
	client.sandbox.faults.next('forbidden', { on: 'roomRates' });
	expect((await ask('<request/>')).status).toBe(403);
	expect((await ask('<request/>')).status).toBe(200);
	expect(client.sandbox.log.entries.map(({ route, status, fault }) => [route, status, fault])).toEqual([
		['roomRates', 401, null],
		['roomRates', 403, 'forbidden'],
		['roomRates', 200, null],
	]);
	expect(JSON.stringify(client.sandbox.log.entries)).not.toContain('request/>');
});
