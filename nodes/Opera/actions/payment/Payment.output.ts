/** What each operation gives out, for the editor. */
import type { PostedPayment } from '../../payments/post-payment';
import { list, numberOrNull, object, text, textOrNull } from '../../../shared/operations/output-schema';

export const outputs = {
	create: object({
		opera: object<PostedPayment & { hotelId: string }>({
			hotelId: text,
			outcome: text,
			reservationId: textOrNull,
			transactionNo: numberOrNull,
			postedAs: textOrNull,
			warnings: list(text),
		}),
	}),
};
