/** Whether anybody watches: while no check is made, or none of its messages gets through, no open alert means nothing. Pure. */
import { ABANDONED_AFTER_MS } from '../alerts/one-hotel';
import { OUTDATED_AFTER_MS } from '../alerts/watched';
import { valueOr, type Facts } from './facts';

export interface Unwatched {
	what: 'never' | 'stopped' | 'unsent';
	/** Of a further copy of the alerts; `''`: of the one that watches the whole n8n. */
	hotel: string;
	/** The last check, epoch milliseconds; `null`: there was none, or it is not what this is about. */
	at: number | null;
}

export function unwatchedIn({ now, log, alertChecks }: Pick<Facts, 'now' | 'log' | 'alertChecks'>): Unwatched[] {
	if (alertChecks === null) return [];
	const isMissing = !alertChecks.some(({ hotel }) => hotel === '');
	// Before anything has run, there is nothing to watch.
	const hasRun = valueOr(log, []).length > 0;
	return [
		...(isMissing && hasRun ? [{ what: 'never' as const, hotel: '', at: null }] : []),
		...alertChecks.flatMap(({ hotel, at, isUnsent }): Unwatched[] => {
			const age = now - at;
			// A copy that was deleted leaves its row behind for three months.
			if (hotel !== '' && age > ABANDONED_AFTER_MS) return [];
			if (age > OUTDATED_AFTER_MS) return [{ what: 'stopped', hotel, at }];
			// The message was that of an earlier check perhaps.
			return isUnsent ? [{ what: 'unsent', hotel, at: null }] : [];
		}),
	];
}
