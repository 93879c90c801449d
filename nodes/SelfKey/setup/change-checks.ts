/** Whether anybody fetches what changes in SelfKey. Pure. */
import { isRecord, recordOf } from '../../../core/payload/field-reader';
import type { Words } from '../words/words';
import { listed, type SetupCheck } from './setup-check';

/** Workflows ask every minute, or every half hour at most. In milliseconds. */
const SILENT_AFTER_MS = 35 * 60_000;

/** As SelfKey answers; one of an earlier version says nothing of its calls. */
export interface SubscribersAnswer {
	subscribers: unknown;
	calls?: unknown;
}

export function changeChecks({ subscribers, calls }: SubscribersAnswer, now: number, words: Words): SetupCheck[] {
	const all = (Array.isArray(subscribers) ? subscribers : []).filter(isRecord).map(({ subscriber, askedAt }) => ({
		name: String(subscriber),
		askedAt: typeof askedAt === 'string' ? Date.parse(askedAt) : Number.NaN,
	}));
	const check = 'changes';
	const namesOf = (list: typeof all) =>
		listed(
			list.map(({ name }) => name),
			words,
		);
	const silent = all.filter(({ askedAt }) => !(now - askedAt <= SILENT_AFTER_MS));
	if (all.length === 0)
		return [
			{
				...{ check, state: 'unknown' },
				says: words.setup.changes.none,
			},
		];
	if (silent.length > 0) return [{ check, state: 'bad', says: words.setup.changes.silent(namesOf(silent)) }];
	const { reached = 0, failed = 0 } = recordOf(calls) as { reached?: unknown; failed?: unknown };
	const good = words.setup.changes.good(namesOf(all));
	// Only slower: what SelfKey cannot call for comes with the next poll.
	if (Number(failed) > 0) return [{ check, state: 'warning', says: `${good} ${words.setup.changes.uncalled}` }];
	return [{ check, state: 'good', says: Number(reached) > 0 ? `${good} ${words.setup.changes.called}` : good }];
}
