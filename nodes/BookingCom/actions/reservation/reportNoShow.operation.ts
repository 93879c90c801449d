import { eachItem } from '../../../shared/operations/item-loop';
import type { Operation } from '../../../shared/operations/operation';
import { reportedReservation, reportElement, sendReport } from '../../reports/report';
import { withBookingCom } from '../../responses/item-output';
import { reservationIdProperty } from './report-properties';

/**
 * Reports that the guest has not come. Booking.com takes it from midnight of the day of arrival on, by the hotel's
 * clock, for 48 hours.
 */
export const reportNoShow: Operation = {
	fields: [
		reservationIdProperty,
		{
			displayName: 'Waive Fee',
			name: 'waiveFee',
			type: 'boolean',
			default: false,
			description: 'Whether the guest is not charged for not having come',
		},
	],
	execute: eachItem(async function (index, { json }) {
		const waivesFee = this.getNodeParameter('waiveFee', index, false) === true;
		const element = reportElement('is_no_show', { waived_fees: waivesFee ? 'yes' : 'no' });
		const done = await sendReport(this, reportedReservation(this, index), element);
		return withBookingCom(json, { report: 'noShow', waivesFee, ...done });
	}),
};
