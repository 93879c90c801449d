import { acknowledgement } from '../../../nodes/BookingCom/reservations/ota/acknowledgement';
import { BookingComTrigger } from '../../../nodes/BookingCom/BookingComTrigger.node';
import { startBookingCom, type BookingComSandbox } from '../../../sandbox/booking-com';
import { cancelledStep, hotelParadise, modifiedStep, newStep, sampleBooking } from '../../../sandbox/hotel';
import {
	bookingComAccount,
	bookingComCredential,
	expectNothingSecret,
	triggerContext,
} from '../../support/booking-com-node';
import type { FakeContext, FakeContextOptions } from '../../support/fake-context';

jest.mock('n8n-workflow', () => ({ ...jest.requireActual('n8n-workflow'), sleep: jest.fn(async () => undefined) }));

const trigger = new BookingComTrigger();
let sandbox: BookingComSandbox;

beforeEach(async () => {
	sandbox = await startBookingCom({ credentials: bookingComAccount });
});
afterEach(async () => {
	await sandbox.close();
});

const poll = async (context: FakeContext) => await trigger.poll.call(context.poll);
const context = (options: FakeContextOptions = {}) => triggerContext(sandbox, options);
const settled = async () => await new Promise((resolve) => setImmediate(resolve));

describe('Booking.com Trigger', () => {
	it('emits each reservation as one item, and nothing at all on a quiet poll', async () => {
		const quiet = context();
		expect(await poll(quiet)).toBeNull();
		expect(quiet.emitted).toHaveLength(0);

		sandbox.enqueue(newStep(sampleBooking({ rooms: [{}, {}] })));
		const fake = context();
		expect(await poll(fake)).toBeNull();
		const [item] = fake.emitted[0]?.items ?? [];
		expect(item?.json).toMatchObject({
			key: `booking.com/${hotelParadise.propertyId}/4705950059`,
			event: 'new',
			status: 'confirmed',
			checkIn: '2027-03-29',
			checkOut: '2027-03-31',
			nights: 2,
			rooms: [{ roomStayId: '460' }, { roomStayId: '461' }],
			bookingCom: { queue: 'new', ruid: expect.stringMatching(/^[A-Za-z0-9+/=]+$/) },
		});
	});

	it('marks what came from the queue of modified and cancelled ones', async () => {
		const booking = sampleBooking();
		sandbox.enqueue(newStep(booking));
		await acknowledgeAll();
		sandbox.enqueue(modifiedStep({ ...booking, remarks: ['Late arrival'] }));
		const modified = context();
		await poll(modified);
		expect(modified.emitted[0]?.items[0]?.json).toMatchObject({ event: 'modified', bookingCom: { queue: 'modified' } });
	});

	it.each(['res_status', 'no_room_stay', 'room_stay_status'] as const)(
		'sees a cancellation that is marked by %s',
		async (form) => {
			const booking = sampleBooking();
			const fake = context();
			sandbox.enqueue(newStep(booking));
			await poll(fake);
			fake.emitted[0]?.end();
			await settled();
			await acknowledgeAll();
			sandbox.enqueue(cancelledStep(booking, form));
			await poll(fake);
			expect(fake.emitted[1]?.items[0]?.json).toMatchObject({
				key: `booking.com/${hotelParadise.propertyId}/4705950059`,
				event: 'cancelled',
				status: 'cancelled',
				warnings: [expect.stringContaining('Read as a cancellation')],
			});
		},
	);

	it('asks where a cancellation without rooms belongs, and leaves it in the queue where that cannot be found out', async () => {
		const second = { ...hotelParadise, propertyId: '555', slug: 'second' };
		await sandbox.close();
		sandbox = await startBookingCom({ credentials: bookingComAccount, hotels: [hotelParadise, second] });
		const booking = sampleBooking({ hotel: second });
		sandbox.enqueue(newStep(booking));
		await acknowledgeAll();
		sandbox.enqueue(cancelledStep(booking, 'no_room_stay'));
		const configured = context({
			parameters: { events: ['modified'], propertyIds: `${hotelParadise.propertyId}, 555`, options: {} },
		});
		await poll(configured);
		expect(configured.emitted[0]?.items.map(({ json }) => json.key)).toEqual(['booking.com/555/4705950059']);

		const unknown = context();
		await poll(unknown);
		expect(unknown.emitted).toHaveLength(0);
		expect(unknown.emittedErrors[0]?.message).toMatch(/4705950059 does not name its property; fill in/);
	});

	it('reads a cancellation before the acknowledgement out of the queue of new ones', async () => {
		const booking = sampleBooking();
		sandbox.enqueue(newStep(booking), cancelledStep(booking));
		const fake = context();
		await poll(fake);
		expect(fake.emitted[0]?.items).toHaveLength(1);
		expect(fake.emitted[0]?.items[0]?.json).toMatchObject({ event: 'cancelled', bookingCom: { queue: 'new' } });
	});

	it('does not poll while the run it started is unfinished, however that ends', async () => {
		sandbox.enqueue(newStep(sampleBooking()));
		const fake = context();
		await poll(fake);
		const after = sandbox.log.entries.length;
		await poll(fake);
		expect(sandbox.log.entries).toHaveLength(after);

		fake.emitted[0]?.fail(new Error('The run was stopped'));
		await settled();
		await poll(fake);
		expect(fake.emitted).toHaveLength(2);
		fake.emitted[1]?.end('error');
		await settled();
		await poll(fake);
		expect(fake.emitted).toHaveLength(3);
	});

	it('takes a run of a quarter of an hour for dead', async () => {
		const now = jest.spyOn(Date, 'now');
		const start = Date.now();
		try {
			sandbox.enqueue(newStep(sampleBooking()));
			const fake = context();
			await poll(fake);
			now.mockReturnValue(start + 14 * 60_000);
			await poll(fake);
			expect(fake.emitted).toHaveLength(1);
			now.mockReturnValue(start + 16 * 60_000);
			await poll(fake);
			expect(fake.emitted).toHaveLength(2);
		} finally {
			now.mockRestore();
		}
	});

	it('asks one queue after the other', async () => {
		await sandbox.close();
		sandbox = await startBookingCom({ credentials: bookingComAccount, latencyMs: 20 });
		await poll(context());
		expect(sandbox.statistics().maxConcurrentGets).toBe(1);
		expect(sandbox.log.count('getNew')).toBe(1);
		expect(sandbox.log.count('getModify')).toBe(1);
	});

	it('waits five seconds after a run before it asks again', async () => {
		const { sleep } = jest.requireMock<{ sleep: jest.Mock }>('n8n-workflow');
		sandbox.enqueue(newStep(sampleBooking()));
		const fake = context();
		await poll(fake);
		fake.emitted[0]?.end();
		await settled();
		sleep.mockClear();
		await poll(fake);
		expect(sleep).toHaveBeenCalledTimes(1);
		const [waited] = sleep.mock.calls[0] as [number];
		expect(waited).toBeGreaterThan(4_000);
		expect(waited).toBeLessThanOrEqual(5_000);
	});

	it('asks for several properties in one call, and tells them apart', async () => {
		const second = { ...hotelParadise, propertyId: '555', slug: 'second' };
		await sandbox.close();
		sandbox = await startBookingCom({ credentials: bookingComAccount, hotels: [hotelParadise, second] });
		sandbox.enqueue(newStep(sampleBooking()), newStep(sampleBooking({ hotel: second, reservationId: '77' })));
		const both = context({
			parameters: { events: ['new'], propertyIds: ` ${hotelParadise.propertyId}, 555`, options: {} },
		});
		await poll(both);
		expect(both.emitted[0]?.items.map(({ json }) => json.propertyId).sort()).toEqual(
			[hotelParadise.propertyId, '555'].sort(),
		);
		expect(sandbox.log.count('getNew')).toBe(1);
		const one = context({ parameters: { events: ['new'], propertyIds: '555', options: {} } });
		await poll(one);
		expect(one.emitted[0]?.items.map(({ json }) => json.key)).toEqual(['booking.com/555/77']);
	});

	describe('when Booking.com is in trouble', () => {
		const passing: Array<[string, () => void, RegExp]> = [
			['is down', () => undefined, /cannot be reached: it refused the connection/],
			['answers 500', () => sandbox.faults.next('serverError', { on: 'get' }), /fault at present \(HTTP 500\)/],
			[
				'answers 200 with a system error',
				() => sandbox.faults.next('errors', { on: 'get' }),
				/fault at present: System error \(code 448\)/,
			],
			[
				'answers 429',
				() => sandbox.faults.next('rateLimited', { on: 'get', retryAfterSeconds: 90 }),
				/wait 90 seconds/,
			],
			['answers half a document', () => sandbox.faults.next('truncated', { on: 'get' }), /not well-formed|ends before/],
			['breaks off', () => sandbox.faults.next('cutOff', { on: 'get' }), /cannot be reached|cannot be read/],
			['resets the connection', () => sandbox.faults.next('reset', { on: 'get' }), /cannot be reached/],
			['answers with a web page', () => sandbox.faults.next('html', { on: 'get' }), /cannot be read/],
			['answers with nothing', () => sandbox.faults.next('emptyBody', { on: 'get' }), /empty/],
			['sends an entity bomb', () => sandbox.faults.next('entityBomb', { on: 'get' }), /document type/],
			['sends an external entity', () => sandbox.faults.next('externalEntity', { on: 'get' }), /document type/],
		];

		it.each(passing)('%s: says so, can be switched on all the same, and loses nothing', async (name, fail, message) => {
			sandbox.enqueue(newStep(sampleBooking()));
			fail();
			if (name === 'is down') await sandbox.stop();
			const fake = context();
			expect(await poll(fake)).toBeNull();
			expect(fake.emitted).toHaveLength(0);
			expect(fake.emittedErrors.map((error) => error.message)).toEqual([expect.stringMatching(message)]);
			expectNothingSecret(fake.emittedErrors);

			if (name === 'is down') await sandbox.start();
			sandbox.faults.clear();
			await poll(fake);
			expect(fake.emitted[0]?.items).toHaveLength(1);
		});

		const final: Array<[string, () => void, RegExp]> = [
			['refuses the hotel', () => sandbox.faults.next('forbidden', { on: 'get' }), /denied access for the hotel/],
			['says 400', () => sandbox.faults.next('badRequest', { on: 'get' }), /refused the request: Invalid value/],
			[
				'does not know the address',
				() => sandbox.faults.next('notFound', { on: 'get' }),
				/did not find what was asked for/,
			],
		];

		it.each(final)('%s: refuses to be switched on, and says why', async (_, fail, message) => {
			fail();
			await expect(poll(context())).rejects.toThrow(message);
		});

		it.each(final)('%s: does not stop the polls of an n8n that starts', async (_, fail, message) => {
			fail();
			const fake = context({ activationMode: 'init' });
			expect(await poll(fake)).toBeNull();
			expect(fake.emittedErrors.map((error) => error.message)).toEqual([expect.stringMatching(message)]);
		});

		it('gets a new token when the old one is refused, and mints one for many polls', async () => {
			const fake = context();
			await poll(fake);
			await poll(fake);
			expect(sandbox.statistics().tokensMinted).toBe(1);
			sandbox.revokeTokens();
			sandbox.enqueue(newStep(sampleBooking()));
			await poll(fake);
			expect(fake.emitted[0]?.items).toHaveLength(1);
			expect(sandbox.statistics().tokensMinted).toBe(2);
		});

		it('says that the credentials are wrong without showing them', async () => {
			const wrong = context({ credentials: bookingComCredential(sandbox, { clientSecret: 'wrong-never-to-be-seen' }) });
			const error = await poll(wrong).then(
				() => null,
				(reason: Error) => reason,
			);
			expect(error?.message).toMatch(/no token \(HTTP 401\)|did not accept the credentials/);
			expectNothingSecret([error]);
		});

		it('still emits the others when one message cannot be used', async () => {
			sandbox.enqueue(
				newStep(sampleBooking()),
				newStep(sampleBooking({ reservationId: '88', rooms: [{ checkIn: '2027-05-01', checkOut: '2027-05-01' }] })),
			);
			const fake = context();
			await poll(fake);
			expect(fake.emitted[0]?.items.map(({ json }) => json.reservationId)).toEqual(['4705950059']);
			expect(fake.emittedErrors[0]?.message).toMatch(/reservation 88 has no nights/);
		});
	});

	it.each(['basic', 'apiKey'])('authenticates by %s', async (authentication) => {
		sandbox.enqueue(newStep(sampleBooking()));
		const fake = context({ credentials: bookingComCredential(sandbox, { authentication }) });
		await poll(fake);
		expect(fake.emitted[0]?.items).toHaveLength(1);
		expect(sandbox.statistics().tokensMinted).toBe(0);
	});

	it('gives everything to the editor in a manual run, errors too', async () => {
		sandbox.enqueue(newStep(sampleBooking()));
		const manual = context({ mode: 'manual' });
		expect((await poll(manual))?.[0]).toHaveLength(1);
		await sandbox.stop();
		await expect(poll(manual)).rejects.toThrow('cannot be reached');
		await sandbox.start();
	});

	it('says what is wrong with a property ID', async () => {
		await expect(
			poll(context({ parameters: { events: ['new'], propertyIds: 'paradise', options: {} } })),
		).rejects.toThrow('"paradise" is not a Booking.com property ID');
	});
});

async function acknowledgeAll(): Promise<void> {
	const url = `${sandbox.url}/hotels/ota/OTA_HotelResNotif`;
	const headers = { 'X-API-Key': bookingComAccount.apiKey.value, 'Content-Type': 'application/xml' };
	await fetch(url, { headers });
	const response = await fetch(url, {
		method: 'POST',
		body: acknowledgement('new', ['4705950059'], new Date()),
		headers,
	});
	expect(await response.text()).toContain('Success');
}
