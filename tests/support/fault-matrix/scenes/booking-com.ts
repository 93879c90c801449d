/** Booking.com: what the flows fetch, acknowledge and send. */
import type { IDataObject } from 'n8n-workflow';
import { BookingComTrigger } from '../../../../nodes/BookingCom/BookingComTrigger.node';
import { startBookingCom, type BookingComSandbox } from '../../../../sandbox/booking-com';
import { addDays, hotelParadise, modifiedStep, newStep, pensionDuLac, sampleBooking } from '../../../../sandbox/hotel';
import {
	bookingComAccount,
	bookingComSecrets,
	fetchedItems,
	nodeContext,
	runNode,
	triggerContext,
} from '../../booking-com-node';
import { startFaultyProxy } from '../faulty-proxy';
import { attemptOf, readyItems } from '../attempt';
import type { Remote, Scene } from '../scene';

const IDS = ['1001', '1002', '1003', '1004', '1005', '1006'];
/** It belongs to another property. */
const REFUSED = '1002';
const [roomType] = hotelParadise.roomTypes.map(({ id }) => id) as [string];
const plan = hotelParadise.ratePlans[0]?.id ?? '';
/** Days apart, so that no two of them are one range. */
const NIGHTS = IDS.map((_, n) => addDays('2027-07-01', 2 * n));

const errorsInside = {
	status: 200,
	headers: { 'Content-Type': 'application/xml' },
	body: '<?xml version="1.0"?><OTA_HotelResNotifRS xmlns="http://www.opentravel.org/OTA/2003/05" Version="1.0"><Errors><Error Type="1" Code="448" ShortText="System error"/></Errors></OTA_HotelResNotifRS>',
};

async function open(
	work: (sandbox: BookingComSandbox, real: BookingComSandbox) => Promise<Omit<Scene, 'proxy' | 'close'>>,
) {
	const real = await startBookingCom({ credentials: bookingComAccount, hotels: [hotelParadise, pensionDuLac] });
	const proxy = await startFaultyProxy(real.url);
	const sandbox = Object.create(real, { url: { value: proxy.url } }) as BookingComSandbox;
	const close = async () => {
		await proxy.close();
		await real.close();
	};
	return { ...(await work(sandbox, real)), proxy, close };
}

const bookingOf = (reservationId: string) =>
	sampleBooking({
		reservationId,
		...(reservationId === REFUSED ? { propertyId: pensionDuLac.propertyId } : {}),
	});

/** Two of them have been changed, and so wait in the other queue. */
async function offer(real: BookingComSandbox): Promise<IDataObject[]> {
	const changed = IDS.slice(4);
	real.enqueue(...changed.map((id) => newStep(bookingOf(id))));
	await runNode(acknowledgingContext(real, await fetchedItems(real)));
	real.enqueue(
		...IDS.slice(0, 4).map((id) => newStep(bookingOf(id))),
		...changed.map((id) => modifiedStep({ ...bookingOf(id), remarks: ['Late arrival'] })),
	);
	return await fetchedItems(real);
}

const acknowledgingContext = (sandbox: BookingComSandbox, fetched: IDataObject[]) =>
	nodeContext(sandbox, 'reservation', 'acknowledge', {
		items: fetched.map((item) => ({ ...item, selfKey: { outcome: 'created', bookings: [] } })),
		continueOnFail: true,
	});

const fetching = () =>
	open(async (sandbox, real) => {
		await offer(real);
		const received = new Set<string>();
		const staticData: IDataObject = {};
		return {
			wanted: IDS,
			held: () => [...received].sort(),
			async run(watch) {
				const attempt = await attemptOf(new BookingComTrigger(), watch(triggerContext(sandbox, { staticData })));
				for (const id of attempt.done) received.add(id);
				return attempt;
			},
		};
	});

const acknowledging = () =>
	open(async (sandbox, real) => {
		const fetched = await offer(real);
		return {
			wanted: IDS,
			held: () => IDS.filter((id) => !real.pendingMessage(id)),
			async run(watch, pending) {
				const items = fetched.filter(({ reservationId }) => pending.includes(String(reservationId)));
				return readyItems(await runNode(watch(acknowledgingContext(sandbox, items))), ({ reservationId }) =>
					String(reservationId),
				);
			},
			async refuseOne() {
				real.disconnect(pensionDuLac.propertyId);
				return async () => real.connect(pensionDuLac);
			},
		};
	});

const sending = (resource: 'availability' | 'rate') =>
	open(async (sandbox, real) => {
		const isSent = (date: string) =>
			resource === 'availability'
				? real.availability(roomType, plan, date).roomsToSell === 4
				: real.rate(roomType, plan, date)?.minor === 13_350;
		let refused: string | null = null;
		return {
			wanted: NIGHTS,
			held: () => NIGHTS.filter(isSent),
			async run(watch, pending) {
				const items = pending.map((start): IDataObject => ({
					propertyId: hotelParadise.propertyId,
					roomTypeId: start === refused ? '999' : roomType,
					start,
					end: addDays(start, 1),
					...(resource === 'availability' ? { available: 4 } : { ratePlanId: plan, price: '133.50' }),
				}));
				const context = watch(nodeContext(sandbox, resource, 'update', { items, continueOnFail: true }));
				return readyItems(await runNode(context), ({ start }) => String(start));
			},
			async refuseOne() {
				refused = NIGHTS[1] ?? null;
				return async () => void (refused = null);
			},
		};
	});

const common = { system: 'Booking.com', name: /Booking\.com/, errorsInside, secrets: bookingComSecrets };

export const bookingCom: Remote[] = [
	{ ...common, work: 'fetching', open: fetching, on: ({ method, path }) => method === 'GET' && path.includes('/ota/') },
	{ ...common, work: 'acknowledging', open: acknowledging, on: ({ method }) => method === 'POST' },
	{ ...common, work: 'availability', open: () => sending('availability'), on: ({ method }) => method === 'POST' },
	{ ...common, work: 'rates', open: () => sending('rate'), on: ({ method }) => method === 'POST' },
];
