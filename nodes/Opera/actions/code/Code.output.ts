/** What each operation gives out, for the editor. */
import { list, object, text } from '../../../shared/operations/output-schema';

export const outputs = {
	check: object({ opera: object({ hotelId: text, outcome: text, warnings: list(text) }) }),
};
