/** What each operation gives out, for the editor. */
import { list, number, object, text, textOrNull } from '../../../shared/operations/output-schema';

export const outputs = {
	getAll: object({
		subscriber: text,
		createdAt: text,
		askedAt: text,
		acknowledged: number,
		handedBack: number,
		waiting: number,
		oldest: textOrNull,
		oldestUntried: textOrNull,
		failing: list(object({ key: text, since: text, attempts: number, dueAt: text, reason: textOrNull })),
	}),
	sendAgain: object({ selfKey: object({ subscriber: text, sentAgain: number }) }),
};
