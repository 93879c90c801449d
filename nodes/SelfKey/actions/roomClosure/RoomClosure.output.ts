/** What each operation gives out, for the editor. */
import { list, number, object, text } from '../../../shared/operations/output-schema';

export const outputs = {
	replace: object({ selfKey: object({ outcome: text, closed: number, warnings: list(text) }) }),
};
