/** What each operation gives out, for the editor. */
import { list, number, object, text } from '../../../shared/operations/output-schema';

export const outputs = {
	getAll: object({ bookingId: text, bookingNumber: number, missing: list(text) }),
	update: object({ selfKey: object({ bookingNumber: number, missing: list(text) }) }),
};
