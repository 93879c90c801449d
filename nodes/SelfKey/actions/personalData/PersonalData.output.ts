/** What each operation gives out, for the editor. */
import { list, object, text, textOrNull } from '../../../shared/operations/output-schema';

export const outputs = {
	erase: object({ key: text, logKey: text, outcome: text, reason: text }),
	export: object({
		label: text,
		key: text,
		logKey: text,
		guest: textOrNull,
		arrival: textOrNull,
		departure: textOrNull,
		rooms: list(text),
	}),
};
