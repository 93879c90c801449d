/** Booking.com connectivity docs, reservations API: retrieving, acknowledging, process, troubleshooting. */
import {
	cancelledStep,
	hotelParadise,
	modifiedStep,
	newStep,
	pensionDuLac,
	reservationStream,
	sampleBooking,
} from '../../../../sandbox/hotel';
import { ackBody, errorTexts, idsOf, isSuccess, resModify, resNotif, start, xmlOf, type Client } from './client';

let client: Client;
const open = async (...args: Parameters<typeof start>): Promise<Client> => (client = await start(...args));
afterEach(() => client.sandbox.close());

const first = sampleBooking({ reservationId: '4705950059' });
const second = sampleBooking({ reservationId: '4705950060' });
const longer = sampleBooking({ reservationId: '4705950059', rooms: [{ checkOut: '2027-04-02' }] });
const wrongType = 'Hotel reservation has transaction message of the wrong type';

describe('retrieval', () => {
	it('answers a GET with an RQ document that ends with a RUID comment', async () => {
		await open();
		const answer = await client.fetch('new');
		expect(answer.status).toBe(200);
		expect(xmlOf(answer).name).toBe('OTA_HotelResNotifRQ');
		expect(String(answer.data)).toMatch(/<!-- RUID: \[[A-Za-z0-9+/=]+\] -->\s*$/);
		expect(xmlOf(await client.fetch('modify')).name).toBe('OTA_HotelResModifyNotifRQ');
	});

	it('repeats a message until it is acknowledged, then no more', async () => {
		await open();
		client.sandbox.enqueue(newStep(first), newStep(second));
		expect(idsOf(await client.fetch('new'))).toEqual(['4705950059', '4705950060']);
		expect(idsOf(await client.fetch('new'))).toEqual(['4705950059', '4705950060']);
		expect(isSuccess(await client.ack('new', ['4705950059']))).toBe(true);
		expect(idsOf(await client.fetch('new'))).toEqual(['4705950060']);
		expect(client.sandbox.statistics()).toMatchObject({
			delivered: 2,
			redelivered: 3,
			acknowledged: 1,
			pending: 1,
			reservations: 2,
		});
	});

	it('filters by property, reservation and time of change', async () => {
		let now = Date.parse('2027-01-01T10:00:00Z');
		await open({ hotels: [hotelParadise, pensionDuLac], clock: () => now });
		const other = sampleBooking({ hotel: pensionDuLac, reservationId: '4705950061' });
		client.sandbox.enqueue(newStep(first), newStep(other));
		now += 3_600_000;
		client.sandbox.enqueue(newStep(second));
		expect(idsOf(await client.fetch('new', { hotel_ids: '8024400' }))).toEqual(['4705950061']);
		expect(idsOf(await client.fetch('new', { hotel_ids: '8011855,8024400' }))).toHaveLength(3);
		expect(idsOf(await client.fetch('new', { id: '4705950060' }))).toEqual(['4705950060']);
		expect(idsOf(await client.fetch('new', { last_change: '2027-01-01 10:30:00' }))).toEqual(['4705950060']);
	});

	it('gives no more than the limit, which is from 10 to 200', async () => {
		await open({ stream: reservationStream({ seed: 1, from: '2027-03-01', reservations: 30 }) });
		expect(idsOf(await client.fetch('new', { limit: 10 }))).toHaveLength(10);
		for (const limit of ['9', '201', '1e2', 'all']) expect((await client.fetch('new', { limit })).status).toBe(400);
	});

	it('may give fewer than asked for', async () => {
		await open({ stream: reservationStream({ seed: 1, from: '2027-03-01', reservations: 30 }), pageSize: 12 });
		expect(idsOf(await client.fetch('new', { limit: 200 }))).toHaveLength(12);
	});

	it('refuses a property that is not connected with 403 and an unknown reservation with 404', async () => {
		await open();
		const denied = await client.fetch('new', { hotel_ids: '8011855,1' });
		expect([denied.status, errorTexts(denied)]).toEqual([403, ['Access denied for hotel']]);
		expect((await client.fetch('new', { id: '1' })).status).toBe(404);
		client.sandbox.disconnect('8011855');
		expect((await client.fetch('new', { hotel_ids: '8011855' })).status).toBe(403);
	});

	it('refuses a malformed last_change, and any with Reservation Recovery', async () => {
		await open({ reservationRecovery: true });
		expect((await client.fetch('new', { last_change: '2027-01-01 10:30:00' })).status).toBe(400);
		await client.sandbox.close();
		await open();
		expect((await client.fetch('new', { last_change: 'yesterday' })).status).toBe(400);
	});
});

describe('what happens before the acknowledgement', () => {
	it('a change of an unacknowledged new reservation appears as new, in its changed state', async () => {
		await open();
		client.sandbox.enqueue(newStep(first), modifiedStep(longer));
		expect(idsOf(await client.fetch('modify'))).toEqual([]);
		const answer = await client.fetch('new');
		expect(idsOf(answer)).toEqual(['4705950059']);
		expect(String(answer.data)).toContain('EffectiveDate="2027-04-01"');
	});

	it('a cancellation of an unacknowledged new reservation appears in the new queue', async () => {
		await open();
		client.sandbox.enqueue(newStep(first), cancelledStep(first, 'no_room_stay'));
		expect(idsOf(await client.fetch('modify'))).toEqual([]);
		const answer = await client.fetch('new');
		expect(idsOf(answer)).toEqual(['4705950059']);
		expect(String(answer.data)).toContain('RoomStayStatus="Cancelled"');
	});

	it('several unacknowledged modifications collapse to the last', async () => {
		await open();
		client.sandbox.enqueue(newStep(first));
		await client.work('new');
		client.sandbox.enqueue(modifiedStep(longer), cancelledStep(longer));
		const answer = await client.fetch('modify');
		expect(idsOf(answer)).toEqual(['4705950059']);
		expect(String(answer.data)).toContain('ResStatus="Cancel"');
	});

	it('an acknowledgement of what is no longer the latest is refused and the latest is kept', async () => {
		await open();
		client.sandbox.enqueue(newStep(first));
		await client.fetch('new');
		client.sandbox.enqueue(modifiedStep(longer));
		const refused = await client.ack('new', ['4705950059']);
		expect([refused.status, errorTexts(refused)]).toEqual([400, [wrongType]]);
		expect(await client.work('new')).toEqual(['4705950059']);
		expect(client.sandbox.drained).toBe(true);
	});

	it('an acknowledgement of what was never given is refused', async () => {
		await open();
		client.sandbox.enqueue(newStep(first));
		expect((await client.ack('new', ['4705950059'])).status).toBe(400);
		expect(client.sandbox.statistics().pending).toBe(1);
	});
});

describe('acknowledgement', () => {
	it('takes many reservations in one request', async () => {
		await open();
		client.sandbox.enqueue(newStep(first), newStep(second));
		expect(await client.work('new')).toHaveLength(2);
		expect(client.sandbox.statistics().acknowledgements).toMatchObject({ new: 2, modify: 0 });
		expect(client.sandbox.drained).toBe(true);
	});

	it('after it a change goes to the other queue, and only that endpoint takes its acknowledgement', async () => {
		await open();
		client.sandbox.enqueue(newStep(first));
		await client.work('new');
		client.sandbox.enqueue(modifiedStep(longer));
		expect(idsOf(await client.fetch('new'))).toEqual([]);
		expect(idsOf(await client.fetch('modify'))).toEqual(['4705950059']);
		const refused = await client.ack('new', ['4705950059']);
		expect([refused.status, errorTexts(refused)]).toEqual([400, [wrongType]]);
		expect(isSuccess(await client.ack('modify', ['4705950059']))).toBe(true);
		expect(client.sandbox.statistics()).toMatchObject({
			pending: 0,
			acknowledged: 2,
			acknowledgements: { new: 1, modify: 1, refused: 1 },
		});
	});

	it('a negative one leaves the message where it is and is counted', async () => {
		await open();
		client.sandbox.enqueue(newStep(first));
		await client.fetch('new');
		expect(isSuccess(await client.ack('new', ['4705950059'], true))).toBe(true);
		expect(idsOf(await client.fetch('new'))).toEqual(['4705950059']);
		expect(client.sandbox.statistics()).toMatchObject({
			rejected: 1,
			acknowledged: 0,
			acknowledgements: { negative: 1 },
		});
		expect(client.sandbox.pendingMessage('4705950059')?.rejections).toBe(1);
	});

	it('an unknown reservation is 404, one of a property that is not ours 403', async () => {
		await open();
		expect((await client.ack('new', ['99'])).status).toBe(404);
		client.sandbox.enqueue(newStep(first));
		await client.fetch('new');
		client.sandbox.disconnect('8011855');
		const denied = await client.ack('new', ['4705950059']);
		expect([denied.status, errorTexts(denied)]).toEqual([403, ['Access denied for hotel']]);
	});

	it.each([
		['all_or_nothing' as const, ['4705950059', '4705950060']],
		['each' as const, []],
	])('with one bad id, %s leaves %j in the queue', async (acknowledgements, left) => {
		await open({ acknowledgements });
		client.sandbox.enqueue(newStep(first), newStep(second));
		await client.fetch('new');
		expect((await client.ack('new', ['4705950059', '99', '4705950060'])).status).toBe(404);
		expect(idsOf(await client.fetch('new'))).toEqual(left);
	});

	it.each([
		['success' as const, 200],
		['wrong_type' as const, 400],
	])('a second one of the same message gets %s as configured', async (repeatedAcknowledgement, status) => {
		await open({ repeatedAcknowledgement });
		client.sandbox.enqueue(newStep(first));
		await client.work('new');
		expect((await client.ack('new', ['4705950059'])).status).toBe(status);
		expect(client.sandbox.statistics().acknowledged).toBe(1);
	});

	it.each([
		['not XML', 'hello'],
		['the wrong root', ackBody('modify', ['4705950059'])],
		['no TimeStamp', ackBody('new', ['4705950059']).replace(/ TimeStamp="[^"]*"/, '')],
		['no Target', ackBody('new', ['4705950059']).replace(' Target="Production"', '')],
		['no reservation', ackBody('new', [])],
		['an empty id', ackBody('new', [''])],
		['the ids in the wrong place', ackBody('new', ['4705950059']).replaceAll('ResGlobalInfo', 'ResGlobal')],
		['both success and errors', ackBody('new', ['4705950059'], true).replace('<Errors>', '<Success/><Errors>')],
	])('refuses a body with %s', async (_what, body) => {
		await open();
		client.sandbox.enqueue(newStep(first));
		await client.fetch('new');
		expect((await client.http.post(resNotif, body)).status).toBe(400);
		expect(client.sandbox.statistics()).toMatchObject({ pending: 1, acknowledged: 0 });
	});

	it('reads ids without a namespace prefix or with one', async () => {
		await open();
		client.sandbox.enqueue(newStep(first));
		await client.work('new');
		client.sandbox.enqueue(modifiedStep(longer));
		await client.fetch('modify');
		const body = ackBody('modify', ['4705950059'])
			.replace(/<(\/?)(?=\w)/g, '<$1o:')
			.replace('xmlns=', 'xmlns:o=');
		expect(isSuccess(await client.http.post(resModify, body))).toBe(true);
	});
});

describe('the stream', () => {
	it('releases a change only once the message before it is acknowledged, and is drained at the end', async () => {
		const stream = reservationStream({ seed: 5, from: '2027-03-01' });
		await open({ stream });
		const { planned } = stream;
		expect(idsOf(await client.fetch('new'))).toHaveLength(planned.reservations);
		expect(idsOf(await client.fetch('modify'))).toEqual([]);
		expect(client.sandbox.statistics().unreleased).toBe(planned.modifications + planned.cancellations);
		const drained = client.sandbox.untilDrained(10_000);
		await client.work('new');
		const rounds: number[] = [];
		for (let ids = await client.work('modify'); ids.length > 0; ids = await client.work('modify'))
			rounds.push(ids.length);
		await drained;
		expect(rounds.length).toBeGreaterThan(1);
		expect(client.sandbox.statistics()).toMatchObject({
			delivered: planned.messages,
			reservations: planned.reservations,
			acknowledged: planned.messages,
			pending: 0,
			unreleased: 0,
		});
	});

	it('offers every reservation once more in its present state, without a guest’s card', async () => {
		const stream = reservationStream({ seed: 5, from: '2027-03-01', reservations: 25 });
		await open({ stream });
		const seen = String((await client.fetch('new')).data);
		while (!client.sandbox.drained) {
			await client.work('new');
			await client.work('modify');
		}
		client.sandbox.offerAgain();
		const again = [await client.fetch('new'), await client.fetch('modify')];
		expect(again.flatMap(idsOf).sort()).toEqual([...new Set(stream.steps.map((step) => step.reservationId))].sort());
		const guestCards = [...seen.matchAll(/<PaymentCard (?![^>]*EffectiveDate)/g)];
		expect(guestCards.length).toBeGreaterThan(0);
		expect(again.map((answer) => String(answer.data)).join('')).not.toMatch(/<PaymentCard (?![^>]*EffectiveDate)/);
		await client.ack('new', idsOf(again[0] as never));
		await client.ack('modify', idsOf(again[1] as never));
		expect(client.sandbox.drained).toBe(true);
	});

	it('says what is missing when it does not drain', async () => {
		await open();
		client.sandbox.enqueue(newStep(first));
		await expect(client.sandbox.untilDrained(20)).rejects.toThrow('1 messages wait');
	});
});
