import { eachItem } from '../../../shared/operations/item-loop';
import type { Operation } from '../../../shared/operations/operation';
import { reportedReservation, reportElement, sendReport } from '../../reports/report';
import { withBookingCom } from '../../responses/item-output';
import { reservationIdProperty } from './report-properties';

/** Reports that the card cannot be charged. Booking.com then asks the guest for another one. */
export const reportInvalidCard: Operation = {
	fields: [reservationIdProperty],
	execute: eachItem(async function (index, { json }) {
		const done = await sendReport(this, reportedReservation(this, index), reportElement('cc_is_invalid'));
		return withBookingCom(json, { report: 'invalidCard', ...done });
	}),
};
