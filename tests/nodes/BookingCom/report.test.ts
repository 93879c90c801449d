/** What the hotel tells Booking.com of its stays, connected to the sandbox, which takes nothing out of time. */
import type { IDataObject } from 'n8n-workflow';
import { startBookingCom, type BookingComSandbox } from '../../../sandbox/booking-com';
import { hotelParadise, newStep, pensionDuLac, sampleBooking } from '../../../sandbox/hotel';
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

let now: number;
let sandbox: BookingComSandbox;
/** By the hotel's clock, which is one hour ahead of UTC. */
const at = (clock: string) => {
	now = Date.parse(`${clock}+01:00`);
};
beforeEach(async () => {
	at('2027-03-01T12:00:00');
	sandbox = await startBookingCom({
		credentials: bookingComAccount,
		hotels: [hotelParadise, pensionDuLac],
		clock: () => now,
	});
	const stay = { checkIn: '2027-03-10', checkOut: '2027-03-12' };
	sandbox.bookedBefore(
		newStep(sampleBooking({ reservationId: '1', rooms: [stay] })),
		newStep(sampleBooking({ reservationId: '2', rooms: [stay, stay] })),
		newStep(sampleBooking({ reservationId: '3', rooms: [stay], payment: 'channel_collect' })),
	);
});
afterEach(async () => await sandbox.close());

const reporting = (operation: string, parameters: IDataObject, options: FakeContextOptions = {}) =>
	nodeContext(sandbox, 'reservation', operation, { ...options, parameters });
const report = async (operation: string, parameters: IDataObject) =>
	(await runNode(reporting(operation, parameters)))[0]?.json['bookingCom'];
const failure = async (operation: string, parameters: IDataObject) =>
	(await failureOf(reporting(operation, parameters))).message;

describe('a guest who has not come', () => {
	it.each([
		[false, 'no'],
		[true, 'yes'],
	])('is reported, the fee waived: %s', async (waiveFee) => {
		at('2027-03-10T00:00:00');
		expect(await report('reportNoShow', { reservationId: '1', waiveFee })).toEqual({
			report: 'noShow',
			waivesFee: waiveFee,
			outcome: 'reported',
			ruid: expect.any(String),
		});
		expect(sandbox.reports()).toEqual([{ reservationId: '1', kind: 'is_no_show', waivesFee: waiveFee }]);
	});

	it('is reported once: told again, it is unchanged, also if the answer got lost', async () => {
		at('2027-03-11T23:59:59');
		sandbox.faults.next('serverError', { on: 'report', applied: true });
		expect(await report('reportNoShow', { reservationId: '1' })).toMatchObject({ outcome: 'unchanged' });
		expect(await report('reportNoShow', { reservationId: '1' })).toMatchObject({ outcome: 'unchanged' });
		expect(sandbox.reports()).toHaveLength(1);
	});

	it.each(['2027-03-09T23:59:59', '2027-03-12T00:00:00'])("is refused at %s, in Booking.com's words", async (clock) => {
		at(clock);
		expect(await failure('reportNoShow', { reservationId: '1' })).toContain('until 48 hours later');
		expect(sandbox.reports()).toEqual([]);
	});
});

describe('a card that cannot be charged', () => {
	it('is reported, then the reservation is cancelled for it, and the cancellation comes by the queue', async () => {
		expect(await failure('cancelInvalidCard', { reservationId: '1' })).toContain('has not been marked as invalid');
		expect(await report('reportInvalidCard', { reservationId: '1' })).toMatchObject({
			report: 'invalidCard',
			outcome: 'reported',
		});
		expect(await report('reportInvalidCard', { reservationId: '1' })).toMatchObject({ outcome: 'unchanged' });
		expect(await report('cancelInvalidCard', { reservationId: '1' })).toMatchObject({
			report: 'cancelledForInvalidCard',
			outcome: 'reported',
		});
		expect(await fetchedItems(sandbox)).toMatchObject([{ reservationId: '1', event: 'cancelled' }]);
	});

	it('is none where the channel has the money, nor on the day of arrival', async () => {
		expect(await failure('reportInvalidCard', { reservationId: '3' })).toContain(
			'You cannot mark credit card as invalid since it is not required',
		);
		at('2027-03-10T00:00:00');
		expect(await failure('reportInvalidCard', { reservationId: '1' })).toContain('until midnight');
	});

	it('a reservation that somebody else has cancelled is no success of a report', async () => {
		await report('reportInvalidCard', { reservationId: '1' });
		await report('cancelInvalidCard', { reservationId: '1' });
		expect(await failure('reportNoShow', { reservationId: '1' })).toContain('has been cancelled');
	});
});

describe('a stay that has changed', () => {
	const { propertyId } = hotelParadise;

	it('its only room is found; what is left empty stays', async () => {
		const parameters = { reservationId: '1', propertyIds: propertyId, checkOut: '2027-03-11', price: '133.50' };
		expect(await report('reportStayChange', parameters)).toMatchObject({
			report: 'stayChange',
			roomStayId: '460',
			outcome: 'reported',
		});
		const room = { room: '460', checkIn: null, checkOut: '2027-03-11', price: '133.50' };
		expect(sandbox.reports()).toEqual([{ reservationId: '1', kind: 'stay_change', changes: [room] }]);
		expect(await fetchedItems(sandbox)).toMatchObject([
			{ reservationId: '1', checkIn: '2027-03-10', checkOut: '2027-03-11', total: { amount: '133.50' } },
		]);
	});

	it('of several rooms, the one that is named; otherwise the error says which there are', async () => {
		const parameters = { reservationId: '2', propertyIds: propertyId, checkOut: '2027-03-13' };
		expect(await failure('reportStayChange', parameters)).toMatch(/460 \(.+2027-03-10 to 2027-03-12\); 461 \(/);
		expect(await report('reportStayChange', { ...parameters, roomStayId: '461' })).toMatchObject({
			outcome: 'reported',
		});
		expect(await failure('reportStayChange', { ...parameters, roomStayId: '462' })).toContain('does not belong');
	});

	it.each([
		[{}, 'what has changed'],
		[{ checkOut: '12.03.2027' }, '"Departure" must be a date'],
		[{ checkIn: '2027-03-12', checkOut: '2027-03-12' }, 'after "Arrival"'],
		[{ price: '133,50' }, '"Price" must be an amount'],
		[{ price: '-1' }, '"Price" must be an amount'],
		[{ checkOut: '2027-03-13', propertyIds: '' }, 'Room Number'],
		[{ reservationId: '99', checkOut: '2027-03-13' }, 'lists no reservation 99'],
	])('%p is refused before anything is reported', async (over, words) => {
		expect(await failure('reportStayChange', { reservationId: '1', propertyIds: propertyId, ...over })).toContain(
			words,
		);
		expect(sandbox.log.count('report')).toBe(0);
	});
});

describe('every report', () => {
	it('names a reservation of Booking.com that the account may change', async () => {
		expect(await failure('reportInvalidCard', { reservationId: 'HMABCDEF' })).toContain('Reservation ID');
		expect(await failure('reportInvalidCard', { reservationId: '99' })).toMatch(/did not find|not found/i);
		sandbox.disconnect(hotelParadise.propertyId);
		expect(await failure('reportInvalidCard', { reservationId: '1' })).toMatch(/denied access/i);
	});

	it('one bad item holds up no other, and passes on what came in', async () => {
		const items = [{ reservationId: '99' }, { reservationId: '1', mine: true }];
		const context = nodeContext(sandbox, 'reservation', 'reportInvalidCard', { items, continueOnFail: true });
		const [bad, good] = (await runNode(context)).map(({ json }) => json);
		expect(bad?.error).toEqual(expect.any(String));
		expect(good).toMatchObject({ mine: true, bookingCom: { outcome: 'reported' } });
	});

	it.each(['html', 'emptyBody', 'truncated', 'unauthorized', 'forbidden'] as const)(
		'%s is no success, and nothing secret is in the error',
		async (kind) => {
			sandbox.faults.next(kind, { times: 9, on: 'report' });
			expectNothingSecret(await failureOf(reporting('reportInvalidCard', { reservationId: '1' })));
		},
	);
});
