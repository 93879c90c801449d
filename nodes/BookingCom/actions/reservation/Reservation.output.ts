/** What each operation gives out, for the editor. */
import { reservationOutput, reservationPageOutput } from '../../../shared/reservation-output';
import { list, object, text, textOrNull, withFields, yesOrNo } from '../../../shared/operations/output-schema';

const report = { report: text, ruid: textOrNull };

export const outputs = {
	acknowledge: withFields(reservationOutput, {
		bookingCom: object({
			queue: text,
			acknowledged: yesOrNo,
			superseded: yesOrNo,
			ruid: textOrNull,
			warnings: list(text),
		}),
	}),
	cancelInvalidCard: object({ bookingCom: object(report) }),
	getAll: withFields(reservationOutput, { bookingCom: object({ queue: text, ruid: textOrNull }) }),
	getPage: reservationPageOutput,
	reject: object({ bookingCom: object({ queue: text, rejected: yesOrNo, ruid: textOrNull, warnings: list(text) }) }),
	reportInvalidCard: object({ bookingCom: object(report) }),
	reportNoShow: object({ bookingCom: object({ ...report, waivesFee: yesOrNo }) }),
	reportStayChange: object({
		bookingCom: object({ ...report, roomStayId: text, checkIn: textOrNull, checkOut: textOrNull, price: textOrNull }),
	}),
};
