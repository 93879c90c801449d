import { startBookingCom, type BookingComSandbox } from '../../../sandbox/booking-com';
import { newStep, sampleBooking } from '../../../sandbox/hotel';
import {
	bookingComAccount,
	bookingComCredential,
	expectNothingSecret,
	failureOf,
	fetchedItems,
	nodeContext,
	runNode,
} from '../../support/booking-com-node';

jest.mock('n8n-workflow', () => ({ ...jest.requireActual('n8n-workflow'), sleep: jest.fn(async () => undefined) }));

let sandbox: BookingComSandbox;
let now: number;
beforeEach(async () => {
	now = Date.now();
	sandbox = await startBookingCom({ credentials: bookingComAccount, clock: () => now });
	sandbox.enqueue(newStep(sampleBooking({ reservationId: '1' })));
});
afterEach(async () => await sandbox.close());

const get = (credentials = bookingComCredential(sandbox)) =>
	nodeContext(sandbox, 'reservation', 'getAll', { credentials });

describe('Booking.com credentials', () => {
	it('mint one token for many requests, and a new one when it has run out or is refused', async () => {
		const credentials = bookingComCredential(sandbox);
		for (let round = 0; round < 3; round++) expect(await runNode(get(credentials))).toHaveLength(1);
		expect(sandbox.statistics().tokensMinted).toBe(1);
		now += 3_601_000;
		expect(await runNode(get(credentials))).toHaveLength(1);
		sandbox.revokeTokens();
		expect(await runNode(get(credentials))).toHaveLength(1);
		expect(sandbox.statistics().tokensMinted).toBe(3);
	});

	it('do not mint a token for each of many reservations that cannot be acknowledged', async () => {
		const items = Array.from({ length: 60 }, (_, n) => ({
			reservationId: String(n + 1),
			bookingCom: { queue: 'new' },
		}));
		sandbox.faults.next('unauthorized', { on: 'ack', times: 1_000 });
		const output = await runNode(
			nodeContext(sandbox, 'reservation', 'acknowledge', {
				items,
				parameters: { acknowledgeWhat: 'everything' },
				continueOnFail: true,
			}),
		);
		expect(output).toHaveLength(60);
		expect(sandbox.statistics().tokensMinted).toBe(2);
	});

	it.each([['basic'], ['apiKey']])('work by %s, without any token', async (authentication) => {
		expect(await runNode(get(bookingComCredential(sandbox, { authentication })))).toHaveLength(1);
		expect(sandbox.statistics().tokensMinted).toBe(0);
	});

	const wrong: Array<[string, Record<string, string>]> = [
		['a wrong secret', { clientSecret: 'wrong-never-to-be-seen' }],
		['a wrong client', { clientId: 'wrong-never-to-be-seen' }],
		['a wrong password', { authentication: 'basic', password: 'wrong-never-to-be-seen' }],
		['a wrong key', { authentication: 'apiKey', apiKey: 'wrong-never-to-be-seen' }],
		['an address where nobody listens', { tokenUrl: 'http://127.0.0.1:9/never-to-be-seen' }],
		['an address that is none', { baseUrl: 'never-to-be-seen' }],
	];
	it.each(wrong)('with %s fail in words that show nothing of them', async (_, over) => {
		const error = await failureOf(get(bookingComCredential(sandbox, over)));
		expect(error.message).toMatch(/no token \(HTTP 401\)|did not accept the credentials|cannot be reached/);
		expectNothingSecret(error);
		const output = await runNode(
			nodeContext(sandbox, 'reservation', 'getAll', {
				credentials: bookingComCredential(sandbox, over),
				continueOnFail: true,
			}),
		);
		expect(output[0]?.json.error).toMatch(/no token|did not accept|cannot be reached/);
		expectNothingSecret(output);
	});

	it('say so where 30 tokens were asked for within the hour, or the exchange is down', async () => {
		for (let round = 0; round < 30; round++) await runNode(get());
		const limited = await failureOf(get());
		expect(limited.message).toMatch(/did not issue a token \(HTTP 429\)/);
		expect(limited.description).toMatch(/wait an hour/);
		sandbox.faults.next('serverError', { on: 'token' });
		const down = await failureOf(get());
		expect(down.message).toMatch(/did not issue a token \(HTTP 500\)/);
		expectNothingSecret([limited, down]);
	});

	it('that are good for another hotel only say which', async () => {
		expect(await fetchedItems(sandbox)).toHaveLength(1);
		const error = await failureOf(
			nodeContext(sandbox, 'reservation', 'getAll', { parameters: { propertyIds: '999' } }),
		);
		expect(error.message).toMatch(/denied access for the hotel/);
		expect(error.description).toMatch(/In the extranet, connect the property/);
	});

	it.each(['/', '//'])('take a base URL that ends in "%s"', async (end) => {
		expect(await runNode(get(bookingComCredential(sandbox, { baseUrl: sandbox.url + end })))).toHaveLength(1);
	});
});
