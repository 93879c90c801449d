/** The Reservation Webhook Trigger: the documented payload, or a whole reservation, to the one Reservation. */
import fc from 'fast-check';
import { createHmac } from 'node:crypto';
import type { IDataObject, IHookFunctions } from 'n8n-workflow';
import { ReservationWebhookTrigger } from '../../../nodes/ReservationWebhook/ReservationWebhookTrigger.node';
import { nightsBetween } from '../../../core/reservation/dates';
import { compareOrder } from '../../../core/reservation/order';
import type { Reservation } from '../../../core/reservation/model';
import { callWebhook, newWorkflow, type WebhookCall } from '../../support/fake-webhook';
import { assertProperty } from '../../support/property';
import { shapeProblems } from '../../support/reservation-shape';
import { messageContent, messageOf, reservation } from '../../support/reservations';

const SECRET = 'reservations-secret';
const trigger = new ReservationWebhookTrigger();
const data = {
	hotel_id: '77',
	external_id: 'r-1',
	room_type: 'Double',
	guest: { first_name: 'Ada', last_name: 'Lovelace', email: 'ada@example.com', phone: '+44 20 0000' },
	check_in: '2027-05-01',
	check_out: '2027-05-03',
	guest_count: 2,
	total_amount: 180.5,
	currency: 'EUR',
};
const message = (over: object = {}, event_type = 'new_reservation') => ({ event_type, data: { ...data, ...over } });

async function deliver(
	body: object,
	{ parameters = {}, seconds, headers = {}, ...call }: WebhookCall & { seconds?: number } = {},
) {
	const text = JSON.stringify(body);
	const hmac = (signed: string) => createHmac('sha256', SECRET).update(signed).digest('hex');
	const signature = seconds === undefined ? hmac(text) : `t=${seconds},v1=${hmac(`${seconds}.${text}`)}`;
	return await callWebhook(trigger, {
		body: text,
		headers: { 'content-type': 'application/json', 'x-signature': signature, ...headers },
		credential: { secret: SECRET, scheme: seconds === undefined ? 'hex' : 'timestamped' },
		parameters,
		...call,
	});
}
async function itemOf(...given: Parameters<typeof deliver>): Promise<Reservation & { webhook: IDataObject }> {
	const { items, json } = await deliver(...given);
	if (!items[0]) throw new Error(JSON.stringify(json));
	return items[0] as unknown as Reservation & { webhook: IDataObject };
}
const wrongFields = async (...given: Parameters<typeof deliver>) =>
	((await deliver(...given)).json as { fields: string[] }).fields;

describe('the documented payload', () => {
	it('becomes a Reservation', async () => {
		const { webhook, ...mapped } = await itemOf(message(), { parameters: { source: 'my-pms' } });
		expect(shapeProblems(mapped)).toEqual([]);
		expect(mapped).toMatchObject({
			key: 'my-pms/77/r-1',
			channel: 'my-pms',
			propertyId: '77',
			reservationId: 'r-1',
			event: 'new',
			status: 'confirmed',
			checkIn: '2027-05-01',
			checkOut: '2027-05-03',
			nights: 2,
			adults: 2,
			total: { minor: 18050, currency: 'EUR' },
			booker: { firstName: 'Ada', lastName: 'Lovelace' },
			rooms: [{ roomTypeId: 'Double' }],
		});
		expect(webhook).toEqual({
			deliveryId: expect.stringMatching(/^sha256:/) as string,
			hotelId: '77',
			receivedAt: mapped.observedAt.replace('#1', ''),
			signedAt: null,
			orderUnknown: true,
		});
	});

	it.each([
		['modified_reservation', 'modified', 'confirmed'],
		['cancelled_reservation', 'cancelled', 'cancelled'],
	])('%s', async (type, event, status) => {
		expect(await itemOf(message({}, type))).toMatchObject({ event, status, channel: 'webhook' });
	});

	it.each<[string, object, string[] | undefined]>([
		['nothing', {}, ['1']],
		['the reservation', { status: 'departed' }, undefined],
		['one of its rooms', { rooms: [{ room_stay_id: 'a', status: 'arrived' }, { room_stay_id: 'b' }] }, ['b']],
	])('of a change, says that the status was given of %s only', async (_name, over, roomsWithoutStatus) => {
		const { webhook } = await itemOf(message(over, 'modified_reservation'));
		expect(webhook['roomsWithoutStatus']).toEqual(roomsWithoutStatus);
	});

	it('keeps the channel and the hotel that it names', async () => {
		expect(
			await itemOf(message({ channel: 'expedia', property_id: '88' }), {
				parameters: { source: 'my-pms', channels: 'expedia' },
			}),
		).toMatchObject({ key: 'expedia/88/r-1' });
		expect(await itemOf(message({ channel: '  ' }), { parameters: { source: 'my-pms' } })).toMatchObject({
			key: 'my-pms/77/r-1',
		});
	});

	it('needs a hotel, guest, room and dates, and names all that is missing', async () => {
		expect(await wrongFields({ event_type: 'new_reservation', data: {} })).toEqual(
			expect.arrayContaining([
				'data.hotel_id',
				'data.guest.last_name',
				'data.check_in',
				'data.check_out',
				'data.room_type',
			]),
		);
		expect(await wrongFields({ event_type: 'new_reservation' })).toEqual(['data']);
		expect(await wrongFields(message({ check_out: '2027-02-30' }))).toEqual(['data.check_out']);
	});

	/** As the table in docs/webhooks.md says; `|` separates what may stand for one another. */
	const NEEDS: Array<[event: string, over: object, needed: string[]]> = [
		['new_reservation', {}, ['hotel_id|property_id', 'guest.last_name', 'room_type', 'check_in', 'check_out']],
		['modified_reservation', {}, ['hotel_id|property_id', 'guest.last_name', 'room_type', 'check_in', 'check_out']],
		['modified_reservation', { status: 'no_show' }, ['hotel_id|property_id', 'external_id']],
		['new_reservation', { status: 'cancelled' }, ['hotel_id|property_id', 'external_id']],
		['cancelled_reservation', {}, ['external_id']],
		[
			'cancelled_reservation',
			{ external_id: null },
			['hotel_id|property_id', 'guest.last_name', 'room_type', 'check_in', 'check_out'],
		],
	];

	it.each(NEEDS)('needs no more than the page says: %s %j', async (type, over, needed) => {
		const all: Record<string, unknown> = {
			hotel_id: '77',
			external_id: 'r-1',
			'guest.last_name': 'Lovelace',
			room_type: 'Double',
			check_in: '2027-05-01',
			check_out: '2027-05-03',
		};
		const dataWith = (names: string[]) => {
			const given = names.map((name) => [name.split('|')[0] ?? '', all[name.split('|')[0] ?? '']] as const);
			const guest = given.find(([name]) => name === 'guest.last_name');
			return {
				...Object.fromEntries(given.filter(([name]) => !name.includes('.'))),
				...(guest ? { guest: { last_name: guest[1] } } : {}),
				...over,
			};
		};
		expect(await itemOf({ event_type: type, data: dataWith(needed) })).toMatchObject({ channel: 'webhook' });
		for (const missing of needed) {
			const answer = await deliver({ event_type: type, data: dataWith(needed.filter((name) => name !== missing)) });
			expect({ missing, status: answer.status }).toEqual({ missing, status: 400 });
			// Without its number, a reservation is known by its content, and that is asked for instead.
			const asked = missing === 'external_id' ? 'check_in' : (missing.split('|')[0] ?? '');
			expect((answer.json as { fields: string[] }).fields).toContain(`data.${asked}`);
		}
	});

	it('takes a cancellation with its number alone, whosever hotel it is', async () => {
		for (const sent of [
			{ external_id: 'r-1' },
			{ external_id: 1017, hotel_id: null },
			{ external_id: 'r-1', revision: '2' },
		]) {
			const mapped = await itemOf({ event_type: 'cancelled_reservation', data: sent });
			expect(mapped).toMatchObject({
				key: `webhook/(any)/${sent.external_id}`,
				propertyId: '(any)',
				event: 'cancelled',
				status: 'cancelled',
				checkIn: null,
				rooms: [],
			});
			expect(mapped.webhook).not.toHaveProperty('hotelId');
		}
	});

	it.each([
		['a new one', 'new_reservation', { hotel_id: null }, ['data.hotel_id']],
		['a change', 'modified_reservation', { hotel_id: null }, ['data.hotel_id']],
		[
			'a cancellation without a number',
			'cancelled_reservation',
			{ hotel_id: null, external_id: null },
			['data.hotel_id'],
		],
		['any hotel', 'new_reservation', { hotel_id: '(any)' }, ['data.property_id']],
	])('needs the hotel of %s', async (_, type, over, fields) => {
		expect(await wrongFields(message(over, type))).toEqual(fields);
	});

	it('takes a bare cancellation', async () => {
		expect(
			await itemOf({ event_type: 'cancelled_reservation', data: { hotel_id: '77', external_id: 'r-1' } }),
		).toMatchObject({ event: 'cancelled', status: 'cancelled', checkIn: null, rooms: [] });
	});

	it('needs a currency for its amounts, in them or in the node', async () => {
		const none = { parameters: { currency: '' } };
		expect(await wrongFields(message({ currency: null }), none)).toEqual(['data.currency']);
		expect(
			await wrongFields(
				message({
					currency: null,
					total_amount: null,
					rooms: [{ room_stay_id: '1', room_type: 'Double', total_amount: 5 }],
				}),
				none,
			),
		).toEqual(['data.currency']);
		expect(await itemOf(message({ currency: null, total_amount: null }), none)).toMatchObject({ total: null });
		// SelfKey's documented payload has no currency, and its own is this one.
		expect(await itemOf(message({ currency: null }))).toMatchObject({ total: { currency: 'CHF' } });
		expect(await itemOf(message({ currency: null }), { parameters: { currency: 'eur' } })).toMatchObject({
			total: { currency: 'EUR', minor: 18050 },
		});
		expect(await itemOf(message(), { parameters: { currency: 'CHF' } })).toMatchObject({ total: { currency: 'EUR' } });
	});
});

describe('the order', () => {
	it.each([
		// Without a time, a retry would seem to be later than what came since under the same revision.
		['a revision', { revision: '5' }, { revision: '5' }, expect.stringMatching(/^sha256:/)],
		['its own time', { observed_at: '2027-01-01T00:00:00Z' }, { observedAt: '2027-01-01T00:00:00Z' }, null],
		['both', { revision: '5', observed_at: '2027-01-01T00:00:00Z' }, { revision: '5' }, null],
	])('is known by %s', async (_, over, expected, deliveryId) => {
		expect(await itemOf(message(over))).toMatchObject({
			...expected,
			webhook: { orderUnknown: false, deliveryId: deliveryId as unknown },
		});
	});

	it('is the signed time where there is nothing better, and within a second that of arrival', async () => {
		const seconds = Math.floor(Date.now() / 1000) - 10;
		const first = await itemOf(message(), { seconds });
		expect(first.observedAt).toMatch(
			new RegExp(`^${new Date(seconds * 1000).toISOString().replace('.', '\\.')}#\\d+$`),
		);
		expect(first.webhook).toMatchObject({
			signedAt: new Date(seconds * 1000).toISOString(),
			orderUnknown: true,
			deliveryId: expect.stringMatching(/^sha256:/) as string,
		});
		const until = Date.now() + 2;
		while (Date.now() < until) await new Promise((done) => setImmediate(done));
		const [second, earlier] = [await itemOf(message(), { seconds }), await itemOf(message(), { seconds: seconds - 1 })];
		expect(compareOrder(first, second)).toBeLessThan(0);
		expect(compareOrder(earlier, first)).toBeLessThan(0);
	});

	it('holds where the sender’s clock is ahead of ours', async () => {
		const seconds = Math.floor(Date.now() / 1000) + 200;
		expect((await itemOf(message(), { seconds })).observedAt).toMatch(/#\d{1,9}$/);
	});
});

describe('the channel', () => {
	it('is the message’s own, in lower case, or the sender', async () => {
		expect(
			await itemOf(message({ channel: 'Our-Website' }), { parameters: { channels: 'our-website' } }),
		).toMatchObject({ channel: 'our-website', key: 'our-website/77/r-1' });
		expect(await itemOf(message({ channel: '' }), { parameters: { source: 'my-pms' } })).toMatchObject({
			channel: 'my-pms',
		});
	});

	it.each([
		...['booking.com', 'Airbnb', 'opera', 'selfkey', 'a/b', 'no spaces'],
		...['desk', 'direct', 'rooms', 'frontdesk', 'front-desk', 'room-move', 'roommove', 'direct-sales'],
		...['bookingcom', 'booking-com', 'BOOKING_COM', 'air.bnb', 'self-key', 'ｂｏｏｋｉｎｇ.ｃｏｍ'],
	])('%s is not one that any sender may speak for', async (channel) => {
		expect(await wrongFields(message({ channel }))).toEqual(['data.channel']);
		expect(
			await wrongFields({ event_type: 'new_reservation', data: { reservation: { ...reservation(), channel } } }),
		).toEqual(['data.reservation.channel']);
	});

	it('may be any other, though it begins like one that is known', async () => {
		for (const channel of ['booking.com.partner', 'opera-house', 'directory', 'desks', 'front-desk-2'])
			expect(await itemOf(message({ channel }), { parameters: { channels: channel } })).toMatchObject({ channel });
	});

	const whole = (channel: string, event: 'new' | 'modified' | 'cancelled') => ({
		event_type: `${event}_reservation`,
		data: {
			reservation: { ...reservation({ event, status: event === 'cancelled' ? 'cancelled' : 'confirmed' }), channel },
		},
	});

	it.each(['new', 'modified', 'cancelled'] as const)(
		'is never one that the trigger does not name: %s',
		async (event) => {
			for (const [channel, parameters] of [
				['expedia', {}],
				['webhook', { source: 'my-pms' }],
				['expedia', { source: 'my-pms', channels: 'our-website' }],
				['expedi', { channels: 'expedia' }],
				['expedia.com', { channels: 'expedia' }],
				['expedia,our-website', { channels: 'expedia, our-website' }],
				['booking.com', { channels: 'expedia' }],
				['ｅｘｐｅｄｉａ', { channels: 'expedia' }],
			] as const) {
				const answer = await deliver(message({ channel }, `${event}_reservation`), { parameters });
				expect(answer).toMatchObject({ status: 400, items: [], json: { fields: ['data.channel'] } });
				expect(JSON.stringify(answer.json)).toMatch(/not one that this sender may speak for; .*Other Channels/);
				expect(await wrongFields(whole(channel, event), { parameters })).toEqual(['data.reservation.channel']);
			}
			expect(
				await wrongFields({ event_type: 'cancelled_reservation', data: { external_id: 'r-1', channel: 'expedia' } }),
			).toEqual(['data.channel']);
		},
	);

	it.each(['expedia, our-website', ' our-website;expedia ', 'Our-Website\nEXPEDIA', 'booking.com expedia our-website'])(
		'is one of those that the trigger names, however they are separated: %j',
		async (channels) => {
			for (const channel of ['expedia', 'our-website', 'my-pms'])
				expect(await itemOf(message({ channel }), { parameters: { source: 'my-pms', channels } })).toMatchObject({
					channel,
				});
		},
	);

	it('may be one with nodes of its own only where the trigger writes its name exactly', async () => {
		const parameters = { channels: 'booking.com' };
		expect(await itemOf(message({ channel: 'booking.com' }), { parameters })).toMatchObject({ channel: 'booking.com' });
		expect(await wrongFields(message({ channel: 'bookingcom' }), { parameters })).toEqual(['data.channel']);
	});

	it('may be one with nodes of its own where the hotel has named the sender so', async () => {
		expect(await itemOf(message({ channel: 'booking.com' }), { parameters: { source: 'booking.com' } })).toMatchObject({
			channel: 'booking.com',
		});
	});
});

it('does not rely on a header that whoever sends an old message again can change', async () => {
	const call = (id: string) => ({
		credential: { secret: SECRET, deliveryIdHeader: 'x-delivery' },
		headers: { 'x-delivery': id },
	});
	const [first, again] = [await itemOf(message(), call('one')), await itemOf(message(), call('two'))];
	expect(first.webhook).toMatchObject({ deliveryId: expect.stringMatching(/^sha256:/) as string });
	expect((again.webhook as { deliveryId: string }).deliveryId).toBe(
		(first.webhook as { deliveryId: string }).deliveryId,
	);
});

describe('a whole reservation', () => {
	it('comes out as it was sent, whatever it is', async () => {
		await assertProperty(
			fc.asyncProperty(messageContent, async (content) => {
				const sent = messageOf(content, {});
				const { webhook, ...mapped } = await itemOf(
					{ event_type: `${sent.event}_reservation`, data: { reservation: sent } },
					{ parameters: { source: sent.channel } },
				);
				expect(shapeProblems(mapped)).toEqual([]);
				// Both are computed here, never believed.
				const { nights: _, fingerprint: _fingerprint, ...believed } = JSON.parse(JSON.stringify(sent)) as Reservation;
				expect(mapped).toEqual({
					...believed,
					nights: mapped.checkIn && mapped.checkOut ? nightsBetween(mapped.checkIn, mapped.checkOut) : null,
					fingerprint: expect.stringMatching(/^sha256:/) as string,
				});
				expect(webhook).toMatchObject({ orderUnknown: false, deliveryId: null });
			}),
			{ numRuns: 50 },
		);
	});

	it('gets what a sender may leave out', async () => {
		const {
			channel: _,
			observedAt: _observedAt,
			event: _event,
			key: _key,
			fingerprint: _fingerprint,
			...sent
		} = reservation();
		const mapped = await itemOf(
			{ event_type: 'modified_reservation', data: { reservation: sent } },
			{ parameters: { source: 'my-pms' } },
		);
		expect(mapped).toMatchObject({
			key: 'my-pms/12345/4705950059',
			event: 'modified',
			webhook: { orderUnknown: true },
		});
	});

	it('is refused where it says something else than its event', async () => {
		expect(
			await wrongFields(
				{ event_type: 'modified_reservation', data: { reservation: reservation() } },
				{ parameters: { source: 'booking.com' } },
			),
		).toEqual(['data.reservation.event']);
		expect(await wrongFields({ event_type: 'new_reservation', data: { reservation: 'r' } })).toContain(
			'data.reservation',
		);
	});
});

describe('repeats', () => {
	it('are known by their reservation: a state that was left may come back', async () => {
		const workflowId = newWorkflow();
		const send = async (body: object) => {
			const answer = await deliver(body, { workflowId });
			if (answer.items.length > 0) answer.end(200);
			return answer;
		};
		await send(message());
		expect(await send(message())).toMatchObject({ json: { duplicate: true } });
		// Another reservation makes no difference; a change of this one does.
		await send(message({ external_id: 'r-2' }));
		expect(await send(message())).toMatchObject({ json: { duplicate: true } });
		await send(message({ guest_count: 3 }));
		expect((await send(message())).items).toHaveLength(1);
	});
});

describe('the node’s own fields', () => {
	const checkExists = async (parameters: Record<string, unknown>, mode = 'activate') =>
		await trigger.webhookMethods.default.checkExists.call({
			getCredentials: async () => ({ secret: SECRET }),
			getActivationMode: () => mode,
			getNode: () => ({ name: 'x', type: 'x' }),
			getNodeParameter: (name: string, fallback: unknown) => parameters[name] ?? fallback,
		} as unknown as IHookFunctions);

	it.each([
		[{ source: '' }, /Source: /],
		[{ source: 'My PMS' }, /Source: /],
		[{ source: 'a/b' }, /Source: /],
		[{ source: 'desk' }, /Source: this name is reserved/],
		[{ source: 'front-desk' }, /Source: this name is reserved/],
		[{ source: 'selfkey' }, /Source: this name is reserved/],
		[{ source: 'bookingcom' }, /Source: this name is reserved.*such as booking\.com/],
		[{ currency: 'euros' }, /Currency: /],
		[{ channels: 'expedia, desk' }, /Other Channels: "desk" cannot be one/],
		[{ channels: 'a/b' }, /Other Channels: "a\/b" cannot be one/],
		[{ channels: 'selfkey' }, /Other Channels: "selfkey"/],
	])('%j are refused by a person’s switching on', async (parameters, reason) => {
		await expect(checkExists(parameters)).rejects.toThrow(reason);
		expect(await checkExists({ source: 'my-pms.2', currency: 'eur', channels: 'expedia, booking.com' })).toBe(true);
		// Without the address, what is sent while n8n starts would be lost; so it is answered 500 and sent again.
		for (const mode of ['init', 'leadershipChange']) expect(await checkExists(parameters, mode)).toBe(true);
	});

	it('that an expression makes wrong are answered 500, and named in the log', async () => {
		const answer = await deliver(message(), { parameters: { source: 'A/B' } });
		expect(answer).toMatchObject({ status: 500, json: { error: 'Processing failed' }, items: [] });
		expect(answer.logs[0]).toContain('Source: up to 50 lower-case letters');
	});
});
