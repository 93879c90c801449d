/** Whether anybody fetches what changes in SelfKey. Pure. */
import { isRecord } from '../../../core/payload/field-reader';
import type { Words } from '../words/words';
import { listed, type SetupCheck } from './setup-check';

/** Workflows ask every minute, or every half hour at most. In milliseconds. */
const SILENT_AFTER_MS = 35 * 60_000;

/** @param subscribers as SelfKey answers */
export function changeChecks(subscribers: unknown, now: number, words: Words): SetupCheck[] {
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
	return [
		silent.length === 0
			? { check, state: 'good', says: words.setup.changes.good(namesOf(all)) }
			: {
					...{ check, state: 'bad' },
					says: words.setup.changes.silent(namesOf(silent)),
				},
	];
}
