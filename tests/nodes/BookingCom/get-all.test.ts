import { BookingCom } from '../../../nodes/BookingCom/BookingCom.node';
import { startBookingCom, type BookingComSandbox } from '../../../sandbox/booking-com';
import {
	cancelledStep,
	hotelParadise,
	modifiedStep,
	newStep,
	pensionDuLac,
	reservationStream,
	sampleBooking,
} from '../../../sandbox/hotel';
import {
	allTexts,
	bookingComAccount,
	bookingComCredential,
	expectNothingSecret,
	failureOf,
	fetchedItems,
	nodeContext,
	runNode,
} from '../../support/booking-com-node';
import type { FakeContextOptions } from '../../support/fake-context';
import { expectShape } from '../../support/reservation-shape';

jest.mock('n8n-workflow', () => ({ ...jest.requireActual('n8n-workflow'), sleep: jest.fn(async () => undefined) }));

let sandbox: BookingComSandbox;
const reopen = async (options: Partial<Parameters<typeof startBookingCom>[0]> = {}) => {
	await sandbox?.close();
	sandbox = await startBookingCom({
		credentials: bookingComAccount,
		hotels: [hotelParadise, pensionDuLac],
		...options,
	});
};
beforeEach(async () => await reopen());
afterEach(async () => await sandbox.close());

const getting = (parameters: FakeContextOptions['parameters'] = {}, options: FakeContextOptions = {}) =>
	nodeContext(sandbox, 'reservation', 'getAll', { ...options, parameters });
const bxml = (parameters: FakeContextOptions['parameters'] = {}, options: FakeContextOptions = {}) =>
	getting({ format: 'bxml', ...parameters }, options);
const ids = async (context: ReturnType<typeof getting>) =>
	(await runNode(context)).map(({ json }) => json.reservationId);
const offer = (...numbers: number[]) =>
	sandbox.enqueue(...numbers.map((id) => newStep(sampleBooking({ reservationId: String(id) }))));

describe('Booking.com: get many', () => {
	it('gives out what waits in both queues, takes nothing, and has the shape of the model', async () => {
		await reopen({ hotels: undefined, stream: reservationStream({ seed: 7, from: '2027-03-01', reservations: 60 }) });
		const first = await fetchedItems(sandbox);
		expect(first).toHaveLength(60);
		for (const { bookingCom, ...reservation } of first) {
			expectShape(reservation);
			expect(bookingCom).toEqual({ queue: 'new', ruid: expect.any(String) });
		}
		expect((await fetchedItems(sandbox)).map(({ fingerprint }) => fingerprint)).toEqual(
			first.map(({ fingerprint }) => fingerprint),
		);
		expect(allTexts(first).filter((text) => /\b(?:\d[ -]?){15,16}\b/.test(text))).toEqual([]);
	});

	it('asks only the queues that are chosen', async () => {
		offer(1, 2);
		const items = await fetchedItems(sandbox);
		await runNode(
			nodeContext(sandbox, 'reservation', 'acknowledge', {
				items: items.slice(0, 1),
				parameters: { acknowledgeWhat: 'everything' },
			}),
		);
		sandbox.enqueue(modifiedStep(sampleBooking({ reservationId: '1' })));
		expect(await ids(getting({ queues: ['modified'] }))).toEqual(['1']);
		expect(await ids(getting({ queues: ['new'] }))).toEqual(['2']);
		expect(await ids(getting({ queues: [] }))).toEqual([]);
	});

	it('filters by reservation, hotel and last change', async () => {
		offer(1, 2);
		sandbox.enqueue(newStep(sampleBooking({ hotel: pensionDuLac, reservationId: '3' })));
		expect(await ids(getting({ filters: { reservationId: ' 2 ' }, queues: ['new'] }))).toEqual(['2']);
		expect(await ids(getting({ propertyIds: pensionDuLac.propertyId }))).toEqual(['3']);
		expect(await ids(getting({ propertyIds: `${pensionDuLac.propertyId}\n${hotelParadise.propertyId}` }))).toEqual([
			'1',
			'2',
			'3',
		]);
		expect(await ids(getting({ filters: { lastChange: '2099-01-01 00:00:00' } }))).toEqual([]);
		expect((await failureOf(getting({ filters: { lastChange: 'yesterday' } }))).message).toMatch(/last_change must be/);
		await expect(runNode(getting({ propertyIds: 'Paradise' }))).rejects.toThrow(
			'"Paradise" is not a Booking.com property ID',
		);
		expect((await failureOf(getting({ propertyIds: '1' }))).message).toMatch(/denied access for the hotel/);
		await reopen({ reservationRecovery: true });
		expect((await failureOf(getting({ filters: { lastChange: '2027-01-01 00:00:00' } }))).message).toMatch(
			/Reservation Recovery/,
		);
	});

	it('gives no more than asked for, though Booking.com gives 10 at least', async () => {
		offer(...Array.from({ length: 30 }, (_, n) => n + 1));
		expect(await ids(getting({ limit: 3 }))).toEqual(['1', '2', '3']);
		expect(await ids(getting({ limit: 25 }))).toHaveLength(25);
		expect(await ids(getting({ limit: 5_000 }))).toHaveLength(30);
		expect(sandbox.log.entries.every(({ status }) => status === 200)).toBe(true);
	});

	it('gives the same content the same fingerprint when an acknowledgement was lost, though the card is no longer sent', async () => {
		await reopen({ hotels: undefined, stream: reservationStream({ seed: 3, from: '2027-03-01', reservations: 40 }) });
		const prints = async () =>
			Object.fromEntries(
				(await fetchedItems(sandbox)).map(({ reservationId, fingerprint }) => [reservationId, fingerprint]),
			);
		const untilQuiet = async () => {
			const last: Record<string, unknown> = {};
			for (let items = await fetchedItems(sandbox); items.length > 0; items = await fetchedItems(sandbox)) {
				for (const item of items) last[String(item.reservationId)] = item.fingerprint;
				await runNode(
					nodeContext(sandbox, 'reservation', 'acknowledge', { items, parameters: { acknowledgeWhat: 'everything' } }),
				);
			}
			return last;
		};
		const last = await untilQuiet();
		sandbox.offerAgain();
		const again = await prints();
		expect(Object.keys(again).length).toBeGreaterThanOrEqual(40);
		expect(again).toEqual(last);
	});

	it('runs once for each input item', async () => {
		offer(1);
		const output = await runNode(getting({}, { items: [{}, {}] }));
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
	});

	it('tells of a message that it cannot use beside those that it can', async () => {
		offer(1);
		const unusable = sampleBooking({ reservationId: '88', rooms: [{ checkIn: '2027-05-01', checkOut: '2027-05-01' }] });
		sandbox.enqueue(newStep(unusable));
		const context = getting();
		expect(await ids(context)).toEqual(['1']);
		expect(context.hints).toEqual([expect.stringMatching(/reservation 88 has no nights/)]);
		await runNode(
			nodeContext(sandbox, 'reservation', 'acknowledge', {
				items: [{ reservationId: '1', event: 'new' }],
				parameters: { acknowledgeWhat: 'everything' },
			}),
		);
		expect((await failureOf(getting())).message).toMatch(/reservation 88 has no nights/);
	});

	it('does not ask for the hotel of a cancellation without rooms where only one was asked for', async () => {
		offer(1);
		await runNode(
			nodeContext(sandbox, 'reservation', 'acknowledge', {
				items: await fetchedItems(sandbox),
				parameters: { acknowledgeWhat: 'everything' },
			}),
		);
		sandbox.enqueue(cancelledStep(sampleBooking({ reservationId: '1' }), 'no_room_stay'));
		const asked = () => sandbox.log.count('getNew') + sandbox.log.count('getModify');
		const before = asked();
		expect((await runNode(getting({ propertyIds: hotelParadise.propertyId })))[0]?.json.key).toBe(
			`booking.com/${hotelParadise.propertyId}/1`,
		);
		expect(asked()).toBe(before + 2);
	});

	it.each<[string, () => void, RegExp]>([
		['200 with a system error', () => sandbox.faults.next('errors', { on: 'get' }), /fault at present: System error/],
		['400', () => sandbox.faults.next('badRequest', { on: 'get' }), /refused the request: Invalid value/],
		['401', () => sandbox.faults.next('unauthorized', { on: 'get', times: 2 }), /did not accept the credentials/],
		['403', () => sandbox.faults.next('forbidden', { on: 'get' }), /denied access/],
		['404', () => sandbox.faults.next('notFound', { on: 'get' }), /did not find what was asked for/],
		[
			'429',
			() => sandbox.faults.next('rateLimited', { on: 'get', retryAfterSeconds: 5 }),
			/slow down and to wait 5 seconds/,
		],
		['500', () => sandbox.faults.next('serverError', { on: 'get' }), /HTTP 500/],
		['no answer', () => sandbox.faults.next('noAnswer', { on: 'get' }), /did not answer in time/],
		['a late answer', () => sandbox.faults.next('slow', { on: 'get', delayMs: 2_000 }), /did not answer in time/],
		['half a document', () => sandbox.faults.next('truncated', { on: 'get' }), /cannot be read: .*not well-formed/],
		['a broken-off answer', () => sandbox.faults.next('cutOff', { on: 'get' }), /cannot be/],
		['a reset connection', () => sandbox.faults.next('reset', { on: 'get' }), /cannot be reached/],
		['a web page', () => sandbox.faults.next('html', { on: 'get' }), /cannot be read/],
		['nothing', () => sandbox.faults.next('emptyBody', { on: 'get' }), /is empty/],
		['an entity bomb', () => sandbox.faults.next('entityBomb', { on: 'get' }), /document type/],
		['an external entity', () => sandbox.faults.next('externalEntity', { on: 'get' }), /document type/],
	])('says what is wrong at %s, asks once only, and loses nothing', async (fault, fail, message) => {
		offer(1);
		fail();
		const error = await failureOf(getting({ queues: ['new'] }, { timeoutMs: /answer/.test(fault) ? 300 : undefined }));
		expect(error.message).toMatch(message);
		expect(error.description).toEqual(expect.stringMatching(/./));
		expectNothingSecret(error);
		expect(sandbox.log.count('getNew')).toBe(fault === '401' ? 2 : 1);
		sandbox.faults.clear();
		expect(await ids(getting())).toEqual(['1']);
	});

	it('reads past a warning', async () => {
		offer(1);
		sandbox.faults.next('warnings', { on: 'get' });
		expect(await ids(getting())).toEqual(['1']);
	});
});

describe('Booking.com: get many in B.XML', () => {
	it.each(['direct', 'wrapped'] as const)(
		'gives out all kinds from one queue, whose reading empties it (rooms %s)',
		async (bxmlRooms) => {
			await reopen({ bxmlRooms });
			offer(1, 2);
			const output = await runNode(bxml());
			for (const {
				json: { bookingCom, ...reservation },
			} of output) {
				expectShape(reservation);
				expect(bookingCom).toEqual({ format: 'bxml', ruid: expect.any(String) });
			}
			expect(output.map(({ json }) => json.reservationId)).toEqual(['1', '2']);
			expect(await ids(bxml())).toEqual([]);
			sandbox.enqueue(
				modifiedStep(sampleBooking({ reservationId: '1' })),
				cancelledStep(sampleBooking({ reservationId: '2' }), 'res_status', 5000),
			);
			expect((await runNode(bxml())).map(({ json }) => [json.reservationId, json.event])).toEqual([
				['1', 'modified'],
				['2', 'cancelled'],
			]);
		},
	);

	it('loses nothing to a limit below the least that Booking.com gives', async () => {
		offer(...Array.from({ length: 12 }, (_, n) => n + 1));
		expect(await ids(bxml({ limit: 3 }))).toHaveLength(10);
		expect(await ids(bxml({ limit: 3 }))).toHaveLength(2);
	});

	it('asks for one hotel after the other, and gives out the first though the second fails', async () => {
		offer(1);
		sandbox.enqueue(newStep(sampleBooking({ hotel: pensionDuLac, reservationId: '3' })));
		const both = `${hotelParadise.propertyId},${pensionDuLac.propertyId}`;
		sandbox.disconnect(pensionDuLac.propertyId);
		const context = bxml({ propertyIds: both });
		expect(await ids(context)).toEqual(['1']);
		expect(context.hints).toEqual([expect.stringMatching(/denied access/)]);
		sandbox.connect(pensionDuLac);
		expect(await ids(bxml({ propertyIds: both }))).toEqual(['3']);
	});

	it('says that what was read is gone, and so it is where the answer does not arrive', async () => {
		const { properties } = new BookingCom().description;
		expect(JSON.stringify(properties.find(({ name }) => name === 'format'))).toMatch(
			/no acknowledgement: reservations leave the queue when they are read/,
		);
		offer(1);
		sandbox.faults.next('truncated', { on: 'bxml' });
		const error = await failureOf(bxml());
		expect(error.message).toMatch(/cannot be read/);
		expect(await ids(bxml())).toEqual([]);
	});

	it.each(['token', 'basic', 'apiKey'])('tells a fault in words, without the %s', async (authentication) => {
		const credentials = bookingComCredential(sandbox, { authentication });
		expect(await ids(bxml({}, { credentials }))).toEqual([]);
		const error = await failureOf(bxml({ propertyIds: '1' }, { credentials }));
		expect(error.message).toMatch(/denied access for the hotel \(HTTP 403: Access denied for hotel/);
		expectNothingSecret(error);
	});
});
