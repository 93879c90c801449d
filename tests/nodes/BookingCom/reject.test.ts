import type { IDataObject } from 'n8n-workflow';
import { startBookingCom, type BookingComSandbox } from '../../../sandbox/booking-com';
import { modifiedStep, newStep, sampleBooking } from '../../../sandbox/hotel';
import {
	bookingComAccount,
	bookingComCredential,
	expectNothingSecret,
	failureOf,
	fetchedItems,
	nodeContext,
	runNode,
} from '../../support/booking-com-node';
import type { FakeContextOptions } from '../../support/fake-context';

jest.mock('n8n-workflow', () => ({ ...jest.requireActual('n8n-workflow'), sleep: jest.fn(async () => undefined) }));

let sandbox: BookingComSandbox;
beforeEach(async () => {
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

describe('Booking.com: reject', () => {
	const rejecting = (items: IDataObject[], options: FakeContextOptions = {}) =>
		nodeContext(sandbox, 'reservation', 'reject', { items, ...options });

	it('says so at the endpoint of the queue, and leaves the message there', async () => {
		offer(1, 2);
		const items = await fetchedItems(sandbox);
		const output = await runNode(rejecting(items.slice(0, 1)));
		expect(output[0]?.json).toMatchObject({ ...items[0], bookingCom: { queue: 'new', rejected: true } });
		expect(sandbox.statistics()).toMatchObject({ rejected: 1, pending: 2 });
		expect(sandbox.pendingMessage('1')?.rejections).toBe(1);
		await runNode(acknowledging(items));
		sandbox.enqueue(modifiedStep(booked(2)));
		await runNode(rejecting(await fetchedItems(sandbox)));
		expect(sandbox.pendingMessage('2')).toMatchObject({ queue: 'modify', rejections: 1 });
	});

	it('takes any reason that XML can carry', async () => {
		offer(1);
		const items = await fetchedItems(sandbox);
		await runNode(rejecting(items, { parameters: { reason: `<b>"no" & 'yes' 😀${'😀'.repeat(300)}` } }));
		expect(sandbox.pendingMessage('1')?.rejections).toBe(1);
		const output = await runNode(
			rejecting([...items, ...items], { parameters: { reason: 'a\u0000b' }, continueOnFail: true }),
		);
		expect(output.map(({ json }) => json.error)).toEqual([
			expect.stringMatching(/control character/),
			expect.stringMatching(/control character/),
		]);
	});

	it('fails for an item that is not there, and goes on with the others', async () => {
		offer(1);
		const items = await fetchedItems(sandbox);
		const output = await runNode(
			rejecting([{ reservationId: '99', bookingCom: { queue: 'new' } }, ...items], { continueOnFail: true }),
		);
		expect(output.map(({ json }) => json.error)).toEqual([expect.stringMatching(/HTTP 404/), undefined]);
		expect((await failureOf(rejecting([{ reservationId: '99', bookingCom: { queue: 'new' } }]))).message).toMatch(
			/HTTP 404/,
		);
	});

	it('asks again after 5xx', async () => {
		offer(1);
		const items = await fetchedItems(sandbox);
		sandbox.faults.next('ackServerError', { times: 2 });
		await runNode(rejecting(items));
		expect(sandbox.statistics().rejected).toBe(1);
	});

	it('is a matter of the credentials in other places too', async () => {
		offer(1);
		const wrong = bookingComCredential(sandbox, { clientSecret: 'wrong-never-to-be-seen' });
		expectNothingSecret(await failureOf(rejecting([{ reservationId: '1', event: 'new' }], { credentials: wrong })));
	});
});
