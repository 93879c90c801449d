/** All that is still to come, page by page, connected to the sandbox's Booking.com. */
import type { IDataObject } from 'n8n-workflow';
import { merge } from '../../../core/reservation/merge';
import type { Reservation } from '../../../core/reservation/model';
import { startBookingCom, type BookingComSandbox } from '../../../sandbox/booking-com';
import { cancelledStep, hotelParadise, newStep, pensionDuLac, sampleBooking } from '../../../sandbox/hotel';
import {
	bookingComAccount,
	expectNothingSecret,
	failureOf,
	fetchedItems,
	nodeContext,
	runNode,
} from '../../support/booking-com-node';
import { expectShape } from '../../support/reservation-shape';

jest.mock('n8n-workflow', () => ({ ...jest.requireActual('n8n-workflow'), sleep: jest.fn(async () => undefined) }));

const NOW = Date.parse('2027-03-01T12:00:00Z');
const { propertyId } = hotelParadise;
let sandbox: BookingComSandbox;
beforeEach(async () => {
	sandbox = await startBookingCom({
		credentials: bookingComAccount,
		hotels: [hotelParadise, pensionDuLac],
		clock: () => NOW,
	});
});
afterEach(async () => await sandbox.close());

interface Page {
	reservations: Reservation[];
	unreadable: IDataObject[];
	next: string;
	isFirst: boolean;
	isLast: boolean;
}
const asking = (parameters: IDataObject = {}) =>
	nodeContext(sandbox, 'reservation', 'getPage', { parameters: { propertyIds: propertyId, ...parameters } });
const page = async (parameters: IDataObject = {}) => {
	const items = await runNode(asking(parameters));
	expect(items).toHaveLength(1);
	return items[0]?.json as unknown as Page;
};
const booked = (id: number, over: Parameters<typeof sampleBooking>[0] = {}) =>
	newStep(sampleBooking({ reservationId: String(id), ...over }));
const idsOf = ({ reservations }: Page) => reservations.map(({ reservationId }) => reservationId);

it('what was booked before the connection, in pages that follow one another; no queue is touched', async () => {
	sandbox.bookedBefore(...[5, 1, 4, 2, 3].map((n) => booked(1000 + n)));
	const first = await page({ pageSize: 2 });
	expect(first).toMatchObject({ isFirst: true, isLast: false, unreadable: [] });
	const second = await page({ pageSize: 2, begin: first.next });
	const third = await page({ pageSize: 2, begin: second.next });
	expect([first, second, third].flatMap(idsOf)).toEqual(['1001', '1002', '1003', '1004', '1005']);
	expect(third).toMatchObject({ isFirst: false, isLast: true, next: '' });
	for (const { bookingCom, ...reservation } of third.reservations as Array<Reservation & { bookingCom: unknown }>) {
		expectShape(reservation);
		expect(bookingCom).toEqual({ format: 'summary' });
	}
	expect(sandbox.statistics()).toMatchObject({ delivered: 0, acknowledged: 0 });
});

it('what comes or goes between two pages moves no other', async () => {
	sandbox.bookedBefore(...[1, 2, 4, 5].map((n) => booked(1000 + n)));
	const first = await page({ pageSize: 2 });
	sandbox.bookedBefore(booked(1000), booked(1003));
	sandbox.enqueue(cancelledStep(newStep(sampleBooking({ reservationId: '1001' })).booking));
	expect(idsOf(await page({ pageSize: 2, begin: first.next }))).toEqual(['1003', '1004']);
});

it('a page that is just full is the last one', async () => {
	sandbox.bookedBefore(booked(1001), booked(1002));
	expect(await page({ pageSize: 2 })).toMatchObject({ isLast: true, next: '' });
	expect(await page({ pageSize: 1, begin: `${propertyId}/1002` })).toMatchObject({ reservations: [], isLast: true });
});

it('stays that are over and cancelled ones are not among them', async () => {
	const over = { checkIn: '2027-02-27', checkOut: '2027-03-01' };
	sandbox.bookedBefore(booked(1001, { rooms: [over] }), booked(1002));
	sandbox.enqueue(cancelledStep(booked(1003).booking));
	expect(idsOf(await page())).toEqual(['1002']);
});

it('the hotels one after the other; if none of them is ours, that is an error, not an empty list', async () => {
	sandbox.bookedBefore(booked(1001), booked(1002, { hotel: pensionDuLac }));
	expect(idsOf(await page({ propertyIds: `${propertyId}, ${pensionDuLac.propertyId}` }))).toHaveLength(2);
	expect((await failureOf(asking({ propertyIds: '1, 2' }))).message).toMatch(/access|denied|property/i);
	expect((await failureOf(asking({ propertyIds: '' }))).message).toContain('property IDs');
});

it('one that is not ours is told once, and holds up no other', async () => {
	sandbox.bookedBefore(booked(1001), booked(1002, { hotel: pensionDuLac }));
	const propertyIds = `1, ${propertyId}, 99999999, ${pensionDuLac.propertyId}`;
	const pages: Page[] = [];
	for (let begin = ''; pages.length < 9;) {
		const read = await page({ propertyIds, pageSize: 1, begin });
		pages.push(read);
		if (read.isLast) break;
		begin = read.next;
	}
	expect(pages.flatMap(idsOf).sort()).toEqual(['1001', '1002']);
	expect(pages.flatMap(({ unreadable }) => unreadable)).toEqual(
		['1', '99999999'].map((id) => ({
			event: 'new',
			key: null,
			error: expect.stringMatching(new RegExp(`property ${id} .*access`)),
		})),
	);
});

it('one that is not ours any more is an error where a part of it was read', async () => {
	sandbox.bookedBefore(booked(1001), booked(1002, { hotel: pensionDuLac }));
	const failure = await failureOf(asking({ propertyIds: `1, ${propertyId}`, begin: '1/77' }));
	expect(failure.message).toMatch(/access/);
});

it('one that cannot be read is told beside the others, under its key', async () => {
	sandbox.bookedBefore(booked(1001, { rooms: [{ checkIn: '2027-05-01', checkOut: 'soon' }] }), booked(1002));
	const { reservations, unreadable } = await page();
	expect(reservations).toHaveLength(1);
	expect(unreadable).toEqual([
		{
			event: 'new',
			key: `booking.com/${propertyId}/1001`,
			error: expect.stringContaining('no arrival before its departure'),
		},
	]);
});

it('never replaces what a queue has said, before or after; a later summary replaces an earlier one', async () => {
	sandbox.enqueue(booked(1001));
	const [item] = await fetchedItems(sandbox);
	const { bookingCom: _, ...message } = item as unknown as Reservation & { bookingCom: unknown };
	const [summary] = (await page()).reservations;
	expect(message.booker.email).not.toBeNull();
	expect(summary?.booker).toMatchObject({ lastName: message.booker.lastName, email: null });
	const stored = merge(null, message).reservation;
	const after = merge(stored, summary!);
	expect(after.outcome).toBe('stale');
	expect(after.reservation.booker).toEqual(message.booker);
	expect(merge(merge(null, summary!).reservation, message)).toMatchObject({
		outcome: 'updated',
		reservation: { booker: { email: message.booker.email } },
	});
	expect(summary?.rooms.map(({ roomStayId }) => roomStayId)).toEqual(message.rooms.map(({ roomStayId }) => roomStayId));

	await new Promise((resolve) => setTimeout(resolve, 5));
	const moved = booked(1001, { rooms: [{ checkIn: '2027-04-01', checkOut: '2027-04-03' }] });
	sandbox.bookedBefore(moved);
	const [later] = (await page()).reservations;
	expect(merge(merge(null, summary!).reservation, later!)).toMatchObject({
		outcome: 'updated',
		reservation: { checkIn: '2027-04-01' },
	});
});

it.each(['serverError', 'html', 'truncated', 'unauthorized'] as const)(
	'%s on the way is no empty list, and nothing secret is in the error',
	async (kind) => {
		sandbox.bookedBefore(booked(1001));
		sandbox.faults.next(kind, { times: 9, on: 'summary' });
		const failure = await failureOf(asking());
		expectNothingSecret(failure);
	},
);
