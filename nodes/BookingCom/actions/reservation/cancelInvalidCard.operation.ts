import { eachItem } from '../../../shared/operations/item-loop';
import type { Operation } from '../../../shared/operations/operation';
import { CANCELLED_BEFORE, reportedReservation, reportElement, sendReport } from '../../reports/report';
import { withBookingCom } from '../../responses/item-output';
import { reservationIdProperty } from './report-properties';

/** Cancels a reservation whose guest has given no other card in time. The cancellation then comes by the queue. */
export const cancelInvalidCard: Operation = {
	fields: [reservationIdProperty],
	execute: eachItem(async function (index, { json }) {
		const element = reportElement('cancel_reservation_invalid_cc');
		const done = await sendReport(this, reportedReservation(this, index), element, CANCELLED_BEFORE);
		return withBookingCom(json, { report: 'cancelledForInvalidCard', ...done });
	}),
};
