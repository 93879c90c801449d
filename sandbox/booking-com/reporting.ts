/**
 * The Reporting API (Booking.com connectivity docs, "Report reservations changes"): what became of a stay. Reports are
 * taken at their times only, by the hotel's clock, and once.
 */
import type { Booking, Step } from '../hotel/booking';
import { addDays, nights } from '../hotel/calendar';
import type { Hotel } from '../hotel/hotel';
import { cancelledStep, modifiedStep } from '../hotel/samples';
import { all, BadXml, readXml, type ReadElement } from './xml/read';

export interface Report {
	reservationId: string;
	kind: 'is_no_show' | 'cc_is_invalid' | 'cancel_reservation_invalid_cc' | 'stay_change';
	/** Of a no-show. */
	waivesFee?: boolean;
	/** Of a changed stay. */
	changes?: Array<{ room: string; checkIn: string | null; checkOut: string | null; price: string | null }>;
}

/** What Booking.com answers instead of `enqueued`. */
export class RefusedReport extends Error {
	constructor(
		readonly status: number,
		message: string,
	) {
		super(message);
	}
}

interface Known {
	hotel: Hotel | undefined;
	state: Step | undefined;
	now: Date;
	before: readonly Report[];
}

/**
 * Reads and judges a report.
 * @param known what the channel knows of the reservation
 * @returns the report, and the change of the reservation that follows from it
 * @throws BadXml, RefusedReport
 */
export function takeReport(
	body: string,
	known: (reservationId: string) => Known,
): { report: Report; step: Step | null } {
	const report = readReport(body);
	const { hotel, state, now, before } = known(report.reservationId);
	if (state === undefined) throw new RefusedReport(404, 'Reservation was not found');
	if (hotel === undefined) throw new RefusedReport(403, 'Access denied for hotel');
	if (state.kind === 'cancelled') throw new RefusedReport(400, 'The reservation has been cancelled');
	const { booking } = state;
	const told = (kind: Report['kind']) => before.some((each) => each.kind === kind);
	const clock = now.toLocaleString('sv-SE', { timeZone: hotel.timeZone });
	const arrival = booking.rooms.map(({ checkIn }) => checkIn).sort()[0] ?? '';
	switch (report.kind) {
		case 'is_no_show':
			if (told('is_no_show')) throw new RefusedReport(400, 'The reservation is already marked as no-show');
			if (clock < `${arrival} 00:00:00` || clock >= `${addDays(arrival, 2)} 00:00:00`)
				throw new RefusedReport(400, 'No-show can be reported from the check-in date until 48 hours later');
			return { report, step: null };
		case 'cc_is_invalid':
			if (booking.payment !== 'hotel_collect')
				throw new RefusedReport(400, 'You cannot mark credit card as invalid since it is not required');
			if (told('cc_is_invalid')) throw new RefusedReport(400, 'Credit card is already marked as invalid');
			if (clock >= `${arrival} 00:00:00`)
				throw new RefusedReport(400, 'Credit card can be marked as invalid until midnight of the check-in date');
			return { report, step: null };
		case 'cancel_reservation_invalid_cc':
			if (!told('cc_is_invalid')) throw new RefusedReport(400, 'Credit card has not been marked as invalid');
			return { report, step: cancelledStep(booking) };
		case 'stay_change':
			return { report, step: modifiedStep(changed(booking, report)) };
	}
}

function readReport(body: string): Report {
	const root = readXml(body);
	if (root.name !== 'request') throw new BadXml('Expected request');
	const [reservationId, ...more] = all(root, 'reservation_id').map(({ text }) => text);
	if (reservationId === undefined || more.length > 0 || !/^\d+$/.test(reservationId))
		throw new BadXml('reservation_id must be an integer');
	const [report, ...others] = all(root, 'report');
	const changes = all(root, 'stay_change');
	if (others.length > 0 || (report === undefined) === (changes.length === 0))
		throw new BadXml('Expected one report, or stay_change');
	if (report === undefined) return { reservationId, kind: 'stay_change', changes: changes.map(changeIn) };
	const waived = report.attributes['waived_fees'];
	const kind = report.text;
	if (kind !== 'is_no_show' && kind !== 'cc_is_invalid' && kind !== 'cancel_reservation_invalid_cc')
		throw new BadXml('Unknown report');
	if (waived !== undefined && (kind !== 'is_no_show' || !['yes', 'no'].includes(waived)))
		throw new BadXml('waived_fees is only allowed for is_no_show, as yes or no');
	return { reservationId, kind, ...(kind === 'is_no_show' ? { waivesFee: waived === 'yes' } : {}) };
}

function changeIn(element: ReadElement): NonNullable<Report['changes']>[number] {
	const value = (name: string) => all(element, name)[0]?.text ?? null;
	const room = value('roomreservation_id');
	if (room === null || !/^\d+$/.test(room)) throw new BadXml('roomreservation_id is required');
	const [checkIn, checkOut] = [value('checkin'), value('checkout')];
	for (const date of [checkIn, checkOut])
		if (date !== null && !/^\d{4}-\d\d-\d\d$/.test(date)) throw new BadXml('Dates must be YYYY-MM-DD');
	const price = value('price');
	if (price !== null && !/^\d+(\.\d+)?$/.test(price)) throw new BadXml('price must be a number');
	return { room, checkIn, checkOut, price };
}

function changed(booking: Booking, { changes = [] }: Report): Booking {
	const rooms = booking.rooms.map((room) => {
		const change = changes.find((each) => each.room === String(room.index));
		if (change === undefined) return room;
		const [checkIn, checkOut] = [change.checkIn ?? room.checkIn, change.checkOut ?? room.checkOut];
		if (checkOut <= checkIn) throw new RefusedReport(400, 'Check-out must be after check-in');
		const total =
			change.price === null
				? room.nightPrices.reduce((sum, { minor }) => sum + minor, 0)
				: Math.round(Number(change.price) * 10 ** booking.decimals);
		const dates = nights(checkIn, checkOut);
		const each = Math.floor(total / dates.length);
		const nightPrices = dates.map((date, n) => ({ date, minor: n === 0 ? total - each * (dates.length - 1) : each }));
		return { ...room, checkIn, checkOut, nightPrices };
	});
	const known = new Set(booking.rooms.map(({ index }) => String(index)));
	if (changes.some(({ room }) => !known.has(room)))
		throw new RefusedReport(400, 'The room does not belong to the reservation');
	return { ...booking, rooms };
}
