/** For what gets old while it is sent: a run ends in time, and what it has not sent by then comes with the next. */
import { LATE } from '../calendar-item';
import { ApiError } from './api-error';

const TOO_LATE = { kind: 'unreachable', message: LATE, advice: 'It comes again by itself' } as const;

/** It was not even sent, since what was sent before it took too long. */
export class NotSent extends ApiError {
	constructor() {
		super(TOO_LATE);
	}
}

/**
 * Sends one request after the other for as long as there is time, the first one in any case.
 * @param isUndone whether nothing at all has come of a request that ended so
 * @throws NotSent for what comes too late; another error where some of it was on its way before, so that nobody knows
 */
export function inTime<P, R>(
	send: (parts: P[]) => Promise<R>,
	isLate: () => boolean,
	isUndone: (error: unknown) => boolean = () => false,
): (parts: P[]) => Promise<R> {
	const tried = new Set<P>();
	let isFirst = true;
	return async (parts) => {
		if (!isFirst && isLate()) throw parts.some((part) => tried.has(part)) ? new ApiError(TOO_LATE) : new NotSent();
		isFirst = false;
		for (const part of parts) tried.add(part);
		return await send(parts).catch((error: unknown) => {
			if (isUndone(error)) for (const part of parts) tried.delete(part);
			throw error;
		});
	};
}
