import type { IDataObject } from 'n8n-workflow';
import { startBookingCom, type BookingComSandbox } from '../../../sandbox/booking-com';
import { cancelledStep, modifiedStep, newStep, sampleBooking } from '../../../sandbox/hotel';
import {
	bookingComAccount,
	expectNothingSecret,
	failureOf,
	fetchedItems,
	nodeContext,
	runNode,
} from '../../support/booking-com-node';
import type { FakeContextOptions } from '../../support/fake-context';

jest.mock('n8n-workflow', () => ({ ...jest.requireActual('n8n-workflow'), sleep: jest.fn(async () => undefined) }));
const { sleep } = jest.requireMock<{ sleep: jest.Mock }>('n8n-workflow');

let sandbox: BookingComSandbox;
beforeEach(async () => {
	sleep.mockClear();
	sandbox = await startBookingCom({ credentials: bookingComAccount });
});
afterEach(async () => await sandbox.close());

const booked = (id: number) => sampleBooking({ reservationId: String(id) });
const offer = (...ids: number[]) => sandbox.enqueue(...ids.map((id) => newStep(booked(id))));
const acknowledging = (items: IDataObject[], options: FakeContextOptions = {}) =>
	nodeContext(sandbox, 'reservation', 'acknowledge', {
		items,
		parameters: { acknowledgeWhat: 'everything' },
		...options,
	});
const waiting = async () => (await fetchedItems(sandbox)).map((item) => item.reservationId);
const reopen = async (options: Partial<Parameters<typeof startBookingCom>[0]>) => {
	await sandbox.close();
	sandbox = await startBookingCom({ credentials: bookingComAccount, ...options });
};

describe('Booking.com: acknowledge', () => {
	it('takes many off the queue in few requests, and passes each item on', async () => {
		offer(...Array.from({ length: 120 }, (_, n) => 1000 + n));
		const items = await fetchedItems(sandbox);
		const output = await runNode(acknowledging(items));
		expect(sandbox.log.count('ackNew')).toBe(2);
		expect(await waiting()).toEqual([]);
		expect(output).toHaveLength(120);
		expect(output[7]).toMatchObject({
			json: { ...items[7], bookingCom: { queue: 'new', acknowledged: true, ruid: expect.any(String), warnings: [] } },
			pairedItem: { item: 7 },
		});
	});

	it('acknowledges only what was written, if not told otherwise', async () => {
		offer(1, 2, 3);
		const [first, second, third] = await fetchedItems(sandbox);
		const items = [
			{ ...first, selfKey: { outcome: 'created', bookings: [] } },
			{ ...second },
			{ ...third, selfKey: { error: 'down' } },
		];
		const output = await runNode(nodeContext(sandbox, 'reservation', 'acknowledge', { items, continueOnFail: true }));
		expect(output[0]?.json.bookingCom).toMatchObject({ acknowledged: true });
		expect(output.slice(1).map(({ json }) => json.error)).toEqual([
			expect.stringContaining('was not written'),
			expect.stringContaining('was not written'),
		]);
		expect(await waiting()).toEqual(['2', '3']);
	});

	it('acknowledges each at the endpoint of the queue that it came from', async () => {
		offer(1, 2, 3);
		await runNode(acknowledging((await fetchedItems(sandbox)).slice(0, 2)));
		sandbox.enqueue(modifiedStep(booked(1)), cancelledStep(booked(2), 'room_stay_status'));
		const items = await fetchedItems(sandbox);
		expect(items.map(({ reservationId, bookingCom }) => [reservationId, (bookingCom as IDataObject).queue])).toEqual([
			['3', 'new'],
			['1', 'modified'],
			['2', 'modified'],
		]);
		await runNode(acknowledging(items));
		expect([sandbox.log.count('ackNew'), sandbox.log.count('ackModify')]).toEqual([2, 1]);
		expect(sandbox.statistics().acknowledgements).toMatchObject({ new: 3, modify: 2, refused: 0 });
	});

	it('acknowledges a cancellation that came as a new message as a new one', async () => {
		sandbox.enqueue(newStep(booked(1)), cancelledStep(booked(1)));
		const items = await fetchedItems(sandbox);
		expect(items[0]).toMatchObject({ event: 'cancelled' });
		await runNode(acknowledging(items));
		expect(sandbox.statistics().acknowledgements).toMatchObject({ new: 1, modify: 0, refused: 0 });
	});

	it('acknowledges nothing but the items it is given', async () => {
		offer(1, 2, 3);
		expect(await waiting()).toEqual(['1', '2', '3']);
		await runNode(acknowledging([{ reservationId: '2', bookingCom: { queue: 'new' } }]));
		expect(await waiting()).toEqual(['1', '3']);
		expect(await runNode(acknowledging([]))).toEqual([]);
		expect(sandbox.log.count('ackNew')).toBe(1);
	});

	it('names a reservation once that comes in two items', async () => {
		offer(1);
		const items = await fetchedItems(sandbox);
		expect(await runNode(acknowledging([...items, ...items]))).toHaveLength(2);
		expect(sandbox.statistics().acknowledgements).toMatchObject({ new: 1, repeated: 0 });
	});

	describe('in trouble', () => {
		const passing: Array<[string, () => void]> = [
			['5xx, nothing done', () => sandbox.faults.next('ackServerError', { times: 3 })],
			['5xx, but done', () => sandbox.faults.next('ackServerError', { times: 2, applied: true })],
			['503', () => sandbox.faults.next('ackServerError', { status: 503 })],
			['200 with a system error', () => sandbox.faults.next('errors', { on: 'ack' })],
			['429', () => sandbox.faults.next('rateLimited', { on: 'ack', retryAfterSeconds: 7 })],
			['no answer', () => sandbox.faults.next('noAnswer', { on: 'ack' })],
			['no answer, but done', () => sandbox.faults.next('noAnswer', { on: 'ack', applied: true })],
			['a late answer', () => sandbox.faults.next('slow', { on: 'ack', delayMs: 2_000 })],
			['half an answer', () => sandbox.faults.next('truncated', { on: 'ack' })],
			['a broken-off answer', () => sandbox.faults.next('cutOff', { on: 'ack' })],
			['a reset connection', () => sandbox.faults.next('reset', { on: 'ack' })],
			['a web page', () => sandbox.faults.next('html', { on: 'ack' })],
			['an empty answer', () => sandbox.faults.next('emptyBody', { on: 'ack' })],
			['a document type', () => sandbox.faults.next('entityBomb', { on: 'ack' })],
		];

		it.each(passing)('asks again after %s, until it is good', async (name, fail) => {
			offer(1, 2);
			const items = await fetchedItems(sandbox);
			fail();
			const output = await runNode(acknowledging(items, { timeoutMs: /answer/.test(name) ? 300 : undefined }));
			expect(output.map(({ json }) => json.bookingCom)).toEqual([
				expect.objectContaining({ acknowledged: true }),
				expect.objectContaining({ acknowledged: true }),
			]);
			expect(sandbox.faults.pending).toBe(0);
			expect(await waiting()).toEqual([]);
			expect(sleep).toHaveBeenCalled();
		});

		it('counts a repeat as done, even where Booking.com calls it the wrong type', async () => {
			await reopen({ repeatedAcknowledgement: 'wrong_type' });
			offer(1);
			const items = await fetchedItems(sandbox);
			sandbox.faults.next('ackServerError', { applied: true });
			expect(await runNode(acknowledging(items))).toMatchObject([
				{ json: { bookingCom: { acknowledged: false, superseded: true } } },
			]);
			expect(await waiting()).toEqual([]);
		});

		it('waits longer each time, and as long as it is told to', async () => {
			offer(1);
			const items = await fetchedItems(sandbox);
			sandbox.faults.next('ackServerError', { times: 3 });
			sandbox.faults.next('rateLimited', { on: 'ack', retryAfterSeconds: 7 });
			await runNode(acknowledging(items));
			const waits = sleep.mock.calls.map(([milliseconds]) => Math.round(Number(milliseconds)));
			expect(waits).toHaveLength(4);
			expect(waits[0]).toBeGreaterThanOrEqual(750);
			expect(waits[1]).toBeGreaterThan(waits[0] ?? 0);
			expect(waits[2]).toBeGreaterThan(waits[1] ?? 0);
			expect(waits[3]).toBe(7_000);
		});

		it('gives up where it would have to wait an hour, and leaves it in the queue', async () => {
			offer(1);
			const items = await fetchedItems(sandbox);
			sandbox.faults.next('rateLimited', { on: 'ack', retryAfterSeconds: 3600 });
			expect((await failureOf(acknowledging(items))).message).toMatch(/wait 3600 seconds/);
			expect(sleep).not.toHaveBeenCalled();
			expect(await waiting()).toEqual(['1']);
		});

		it('fails all where 5xx does not end, without knocking for each of them', async () => {
			offer(...Array.from({ length: 150 }, (_, n) => 1000 + n));
			const items = await fetchedItems(sandbox);
			sandbox.faults.next('ackServerError', { times: 1_000 });
			const output = await runNode(acknowledging(items, { continueOnFail: true }));
			expect(sandbox.log.count('ackNew')).toBe(6);
			expect(output).toHaveLength(150);
			expect([...new Set(output.map(({ json }) => json.error))]).toEqual([
				expect.stringMatching(/^Booking.com has a fault at present \(HTTP 500\)\. Nothing is lost/),
			]);
			sandbox.faults.clear();
			expect(await waiting()).toHaveLength(150);
		});

		it.each([
			[
				'is refused (401, twice)',
				() => sandbox.faults.next('unauthorized', { on: 'ack', times: 1_000 }),
				/did not accept the credentials/,
				2,
			],
			['is answered 403', () => sandbox.faults.next('forbidden', { on: 'ack', times: 1_000 }), /denied access/, 3],
			[
				'is answered 404',
				() => sandbox.faults.next('notFound', { on: 'ack', times: 1_000 }),
				/did not find what was asked for/,
				3,
			],
		])('fails at once where it %s, and leaves all in the queue', async (_, fail, message, requests) => {
			offer(1, 2);
			const items = await fetchedItems(sandbox);
			fail();
			const output = await runNode(acknowledging(items, { continueOnFail: true }));
			expect(output.map(({ json }) => String(json.error))).toEqual([
				expect.stringMatching(message),
				expect.stringMatching(message),
			]);
			expect(sandbox.log.count('ackNew')).toBe(requests);
			expect(sleep).not.toHaveBeenCalled();
			expectNothingSecret(output);
			sandbox.faults.clear();
			expect(await waiting()).toEqual(['1', '2']);
		});
	});

	describe.each(['all_or_nothing', 'each'] as const)('with one bad id among good ones (%s)', (acknowledgements) => {
		beforeEach(async () => await reopen({ acknowledgements }));

		it('acknowledges the good ones, and leaves what has changed meanwhile for the next poll', async () => {
			const ids = Array.from({ length: 100 }, (_, n) => 1000 + n);
			offer(...ids);
			const items = await fetchedItems(sandbox);
			sandbox.enqueue(modifiedStep({ ...booked(1042), remarks: ['Late arrival'] }));
			const output = await runNode(acknowledging(items));
			expect(output.filter(({ json }) => (json.bookingCom as IDataObject).acknowledged === true)).toHaveLength(99);
			expect(output[42]?.json.bookingCom).toMatchObject({ acknowledged: false, superseded: true });
			expect(sandbox.log.count('ackNew')).toBeLessThanOrEqual(15);
			const [latest, ...others] = await fetchedItems(sandbox);
			expect(others).toEqual([]);
			expect(latest).toMatchObject({
				reservationId: '1042',
				event: 'new',
				remarks: expect.arrayContaining(['Late arrival']),
			});
			await runNode(acknowledging([latest ?? {}]));
			expect(await waiting()).toEqual([]);
		});

		it('fails only the item whose id is unknown', async () => {
			offer(1, 2);
			const items = await fetchedItems(sandbox);
			const output = await runNode(
				acknowledging([...items, { reservationId: '99', bookingCom: { queue: 'new' } }], { continueOnFail: true }),
			);
			expect(output.map(({ json }) => json.error)).toEqual([
				undefined,
				undefined,
				expect.stringMatching(/did not find what was asked for \(HTTP 404: Hotel reservation was not found/),
			]);
			expect(await waiting()).toEqual([]);
		});
	});

	it('takes the wrong queue for a change, not for a failure, and leaves the message where it is', async () => {
		offer(1);
		const [item] = await fetchedItems(sandbox);
		const output = await runNode(
			acknowledging([item ?? {}], { parameters: { queue: 'modified', acknowledgeWhat: 'everything' } }),
		);
		expect(output[0]?.json.bookingCom).toMatchObject({ acknowledged: false, superseded: true, queue: 'modified' });
		expect(await waiting()).toEqual(['1']);
	});

	it('takes the queue from the event where the item does not name it', async () => {
		offer(1);
		await fetchedItems(sandbox);
		await runNode(acknowledging([{ reservationId: '1', event: 'new' }]));
		expect(await waiting()).toEqual([]);
		const output = await runNode(acknowledging([{ reservationId: '1' }], { continueOnFail: true }));
		expect(output[0]?.json.error).toMatch(/does not say which queue/);
	});

	it.each([{}, { reservationId: '' }, { reservationId: '1 OR 1' }, { reservationId: '<x/>' }])(
		'fails an item without a reservation ID (%j), after the others were acknowledged',
		async (bad) => {
			offer(1, 2);
			const items = await fetchedItems(sandbox);
			const given = [items[0] ?? {}, bad, items[1] ?? {}];
			const output = await runNode(acknowledging(given, { continueOnFail: true }));
			expect(output.map(({ json }) => json.error)).toEqual([
				undefined,
				expect.stringMatching(/no Booking.com reservation ID. Connect this node after/),
				undefined,
			]);
			expect(output[1]).toMatchObject({ json: bad, pairedItem: { item: 1 } });
			expect(await waiting()).toEqual([]);
			expect((await failureOf(acknowledging(given))).message).toMatch(/no Booking.com reservation ID/);
		},
	);

	it('stops the flow where it is not set to continue, though the good ones are acknowledged', async () => {
		offer(1);
		const items = await fetchedItems(sandbox);
		const error = await failureOf(acknowledging([...items, { reservationId: '99', bookingCom: { queue: 'new' } }]));
		expect(error.message).toMatch(/did not find what was asked for/);
		expect(error.description).toMatch(/Check the reservation ID/);
		expect(error.context.itemIndex).toBe(1);
		expect(await waiting()).toEqual([]);
	});

	it('passes on what Booking.com warns of', async () => {
		offer(1);
		const items = await fetchedItems(sandbox);
		sandbox.faults.next('warnings', { on: 'ack' });
		expect((await runNode(acknowledging(items)))[0]?.json.bookingCom).toMatchObject({
			acknowledged: true,
			warnings: ['A part of the request needs attention (code 450)'],
		});
	});
});
