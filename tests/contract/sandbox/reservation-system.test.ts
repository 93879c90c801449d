import { hotelParadise } from '../../../sandbox/hotel';
import { startHttp, type HttpRequest } from '../../../sandbox/http/server';
import { payloadOf, reservationSeason, ReservationSystem } from '../../../sandbox/reservation-system';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const season = (seed: number) =>
	reservationSeason({ seed, hotel: hotelParadise, from: '2027-03-01', reservations: 12 });

test('the payload is the documented one', () => {
	const [first] = season(7);
	expect(payloadOf(first!, 'hotel-paradise')).toEqual({
		event_type: 'new_reservation',
		data: {
			hotel_id: 'hotel-paradise',
			external_id: 'R-2001',
			revision: 1,
			room_type: first!.roomType,
			guest: {
				first_name: first!.guest.firstName,
				last_name: first!.guest.lastName,
				email: 'guest.1@example.com',
				phone: '+41 21 555 01 10',
			},
			check_in: '2027-03-01',
			check_out: first!.checkOut,
			total_amount: (first!.total.minor / 100).toFixed(2),
			currency: first!.total.currency,
			guest_count: first!.guests,
		},
	});
	expect(payloadOf({ ...first!, revision: 2 }, 'x')).toMatchObject({ event_type: 'modified_reservation' });
	expect(payloadOf({ ...first!, revision: 2, status: 'cancelled' }, 'x')).toMatchObject({
		event_type: 'cancelled_reservation',
	});
});

describe('a season', () => {
	test('is the same for the same seed, and another for another', () => {
		expect(season(7)).toEqual(season(7));
		expect(season(7)).not.toEqual(season(8));
	});

	test.each([1, 2, 3, 4, 5])('has new, changed and cancelled ones, counted without gaps (seed %i)', (seed) => {
		const states = season(seed);
		expect(states.filter(({ revision }) => revision === 1)).toHaveLength(12);
		expect(states.filter(({ revision, status }) => revision > 1 && status === 'confirmed')).toHaveLength(3);
		expect(states.filter(({ status }) => status === 'cancelled').map(({ revision }) => revision)).toEqual([3, 2, 2]);
		const last = new Map<string, number>();
		for (const { id, revision } of states) {
			expect(revision).toBe((last.get(id) ?? 0) + 1);
			last.set(id, revision);
		}
	});

	test.each([1, 2, 3, 4, 5])('has no two stays on one night, so that none can lack a room (seed %i)', (seed) => {
		const stays = [...new Map(season(seed).map((state) => [state.id, state])).values()].sort((a, b) =>
			a.checkIn.localeCompare(b.checkIn),
		);
		expect(stays.every(({ checkIn, checkOut }) => checkIn < checkOut)).toBe(true);
		expect(stays.slice(1).every(({ checkIn }, n) => checkIn >= (stays[n]?.checkOut ?? ''))).toBe(true);
	});
});

test('a repeat keeps its id, the next state has another, an incomplete one lacks what it is told to', async () => {
	const requests: HttpRequest[] = [];
	const service = await startHttp({
		handler: (request) => {
			requests.push(request);
			return { status: 200, body: '{}' };
		},
	});
	const [first] = season(7);
	const system = new ReservationSystem({ url: service.url, secret: SECRET, hotelId: 'hotel-paradise' });
	await system.send(first!);
	await system.sendAgain(first!);
	await system.send({ ...first!, revision: 2 });
	await system.sendIncomplete(first!, 'check_in');
	await system.replay(first!);
	await service.close();
	expect(requests.map(({ headers }) => headers['webhook-id'])).toEqual([
		'msg_R-2001_1',
		'msg_R-2001_1',
		'msg_R-2001_2',
		'msg_R-2001_1-incomplete',
		'msg_R-2001_1',
	]);
	expect(requests[4]?.headers['webhook-signature']).toBe(requests[1]?.headers['webhook-signature']);
	const incomplete = JSON.parse(requests[3]?.body.toString() ?? '') as { data: object };
	expect(incomplete.data).not.toHaveProperty('check_in');
	expect(incomplete.data).toHaveProperty('check_out');
});
