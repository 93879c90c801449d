/** What each operation gives out, for the editor. */
import { object, text } from '../../../shared/operations/output-schema';

export const outputs = {
	erase: object({ key: text, outcome: text }),
	export: object({ label: text, key: text, arrival: text, departure: text }),
};
