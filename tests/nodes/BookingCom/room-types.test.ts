/** The room types and rate plans of the hotel, connected to the sandbox's Booking.com. */
import type { IDataObject } from 'n8n-workflow';
import { startBookingCom, type BookingComSandbox } from '../../../sandbox/booking-com';
import { hotelParadise, pensionDuLac } from '../../../sandbox/hotel';
import {
	bookingComAccount,
	expectNothingSecret,
	failureOf,
	nodeContext,
	runNode,
} from '../../support/booking-com-node';

jest.mock('n8n-workflow', () => ({ ...jest.requireActual('n8n-workflow'), sleep: jest.fn(async () => undefined) }));

let sandbox: BookingComSandbox;
beforeEach(async () => {
	sandbox = await startBookingCom({ credentials: bookingComAccount, hotels: [hotelParadise, pensionDuLac] });
});
afterEach(async () => await sandbox.close());

const asking = (parameters: IDataObject = {}) => nodeContext(sandbox, 'roomType', 'getAll', { parameters });
const idsOf = (items: Awaited<ReturnType<typeof runNode>>) => items.map(({ json }) => json['roomTypeId']);
const ALL = [...hotelParadise.roomTypes, ...pensionDuLac.roomTypes].map(({ id }) => id);

it('gives all properties of the account, by one request, with names and rate plans', async () => {
	const items = await runNode(asking());
	expect(idsOf(items)).toEqual(ALL);
	const [type] = hotelParadise.roomTypes;
	expect(items[0]?.json).toEqual({
		propertyId: hotelParadise.propertyId,
		propertyName: hotelParadise.name,
		roomTypeId: type!.id,
		roomTypeName: type!.name,
		maxChildren: type!.maxChildren,
		rates: hotelParadise.ratePlans.map(({ id, name }) => ({
			ratePlanId: id,
			ratePlanName: name,
			maxPersons: type!.maxAdults,
			isReadOnly: false,
			isChildRate: false,
		})),
	});
	expect(sandbox.log.count('roomRates')).toBe(1);
	expectNothingSecret(items);
});

it('gives those of the properties that are named, up to the limit', async () => {
	expect(idsOf(await runNode(asking({ propertyIds: pensionDuLac.propertyId })))).toEqual(
		pensionDuLac.roomTypes.map(({ id }) => id),
	);
	const both = `${pensionDuLac.propertyId}, ${hotelParadise.propertyId}`;
	expect(idsOf(await runNode(asking({ propertyIds: both }))).sort()).toEqual([...ALL].sort());
	expect(idsOf(await runNode(asking({ limit: 2 })))).toEqual(ALL.slice(0, 2));
	expect(await runNode(asking({ limit: 1, returnAll: true }))).toHaveLength(ALL.length);
	expect((await failureOf(asking({ propertyIds: 'Paradise' }))).message).toContain('is not a Booking.com property ID');
});

it('a property that is not shown holds back no other, and is named', async () => {
	const context = asking({ propertyIds: `${hotelParadise.propertyId}, ${pensionDuLac.propertyId}` });
	sandbox.disconnect(hotelParadise.propertyId);
	expect(idsOf(await runNode(context))).toEqual(pensionDuLac.roomTypes.map(({ id }) => id));
	expect(context.hints.join()).toMatch(
		new RegExp(`Property ${hotelParadise.propertyId} .*denied access for the hotel`),
	);
});

it('an account that may not ask learns so, once, and without a secret', async () => {
	sandbox.faults.next('forbidden', { on: 'roomRates', times: 9 });
	const failure = await failureOf(asking());
	expect(failure.message).toContain('denied access');
	expect(sandbox.log.count('roomRates')).toBe(1);
	expectNothingSecret(failure);
});

it('is tried again while the fault is a passing one, and half a list never passes for all of it', async () => {
	sandbox.faults.next('serverError', { on: 'roomRates', times: 2 });
	expect(idsOf(await runNode(asking()))).toEqual(ALL);
	for (const kind of ['truncated', 'cutOff', 'html', 'emptyBody', 'entityBomb'] as const) {
		sandbox.faults.next(kind, { on: 'roomRates', times: 3 });
		await failureOf(asking());
		sandbox.faults.clear();
	}
	sandbox.faults.next('serverError', { on: 'roomRates', times: 3 });
	const both = `${hotelParadise.propertyId}, ${pensionDuLac.propertyId}`;
	expect((await failureOf(asking({ propertyIds: both }))).message).toContain('Booking.com');
});
