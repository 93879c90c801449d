/** The room types and rate plans of the hotel, connected to the sandbox's Booking.com. */
import type { IDataObject, ILoadOptionsFunctions } from 'n8n-workflow';
import { BookingCom } from '../../../nodes/BookingCom/BookingCom.node';
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

describe('in the editor', () => {
	const search = async (list: 'searchRoomTypes' | 'searchRatePlans', filter?: string) => {
		const { execute } = nodeContext(sandbox, 'availability', 'update');
		const { listSearch } = new BookingCom().methods;
		return (await listSearch[list].call(execute as unknown as ILoadOptionsFunctions, filter)).results;
	};

	it('a room type is chosen by its name or number, with its property where there are several', async () => {
		const [type] = hotelParadise.roomTypes;
		expect((await search('searchRoomTypes')).map(({ value }) => value).sort()).toEqual([...ALL].sort());
		expect(await search('searchRoomTypes', type!.name.toUpperCase())).toEqual([
			{ name: `${type!.name}, ${hotelParadise.name} (${type!.id})`, value: type!.id },
		]);
		sandbox.disconnect(pensionDuLac.propertyId);
		expect(await search('searchRoomTypes', type!.id)).toEqual([
			{ name: `${type!.name} (${type!.id})`, value: type!.id },
		]);
	});

	it('a rate plan stands there once, if it can be updated', async () => {
		const [standard, foreign, ...others] = hotelParadise.ratePlans;
		sandbox.disconnect(pensionDuLac.propertyId);
		sandbox.connect({ ...hotelParadise, ratePlans: [standard!, { ...foreign!, isReadOnly: true }, ...others] });
		expect((await search('searchRatePlans')).map(({ value }) => value).sort()).toEqual(
			[standard!, ...others].map(({ id }) => id).sort(),
		);
	});

	it.each<[string, (id: string) => unknown]>([
		['chosen from the list', (id) => ({ __rl: true, mode: 'list', value: id, cachedResultName: 'Double' })],
		['what a workflow held before it could be chosen', (id) => id],
	])('what is updated may be %s', async (_, held) => {
		const [type, plan] = [hotelParadise.roomTypes[0]!, hotelParadise.ratePlans[0]!];
		const parameters = {
			...{ propertyId: hotelParadise.propertyId, from: '2027-07-01', until: '2027-07-02', roomsToSell: '3' },
			...{ roomTypeId: held(type.id), ratePlanId: held(plan.id), restrictions: { minimumStay: '2' } },
		} as IDataObject;
		await runNode(nodeContext(sandbox, 'availability', 'update', { parameters }));
		expect(sandbox.availability(type.id, plan.id, '2027-07-01')).toMatchObject({ roomsToSell: 3, minStay: 2 });
	});

	it('an account that may not ask is told so, and the number can still be typed', async () => {
		sandbox.faults.next('forbidden', { on: 'roomRates' });
		await expect(search('searchRoomTypes')).rejects.toThrow('denied access');
	});
});
