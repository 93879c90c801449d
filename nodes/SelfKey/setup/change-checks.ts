/** Whether anybody fetches what changes in SelfKey. Pure. */
import { isRecord } from '../../../core/payload/field-reader';
import { listed, type SetupCheck } from './setup-check';

/** Workflows ask every minute, or every half hour at most. In milliseconds. */
const SILENT_AFTER_MS = 35 * 60_000;

/** @param subscribers as SelfKey answers */
export function changeChecks(subscribers: unknown, now: number): SetupCheck[] {
	const all = (Array.isArray(subscribers) ? subscribers : []).filter(isRecord).map(({ subscriber, askedAt }) => ({
		name: String(subscriber),
		askedAt: typeof askedAt === 'string' ? Date.parse(askedAt) : Number.NaN,
	}));
	const check = 'changes';
	const silent = all.filter(({ askedAt }) => !(now - askedAt <= SILENT_AFTER_MS));
	if (all.length === 0)
		return [
			{
				...{ check, state: 'unknown' },
				says: 'No workflow has asked SelfKey for changes yet. Publish those of your destinations, such as "30 SelfKey to Opera" and "50 Availability push".',
			},
		];
	return [
		silent.length === 0
			? { check, state: 'good', says: `SelfKey's changes are fetched for ${listed(all.map(({ name }) => name))}.` }
			: {
					...{ check, state: 'bad' },
					says: `Nobody fetches SelfKey's changes any more for ${listed(silent.map(({ name }) => name))}: see whether its workflow is published.`,
				},
	];
}
