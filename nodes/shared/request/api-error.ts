/** Errors of remote systems, worded so that a person at the front desk can act on them. Pure. */

export type ApiErrorKind =
	/** The credentials were rejected. */
	| 'unauthorized'
	/** They were accepted, but not for this hotel. */
	| 'forbidden'
	| 'not_found'
	/** The message asked about is no longer the latest. */
	| 'superseded'
	/** The remote system understood and refused; asking again changes nothing. */
	| 'refused'
	| 'rate_limited'
	/** 5xx: transient. */
	| 'server'
	/** No answer at all: transient. */
	| 'unreachable'
	/** An answer that cannot be read: transient. */
	| 'unreadable';

export interface ApiErrorDetails {
	kind: ApiErrorKind;
	message: string;
	/** What to do next. */
	advice: string;
	status?: number | null;
	/** Seconds that the remote system asks to wait. */
	retryAfter?: number | null;
	/**
	 * For `refused` only; every other kind is retryable. `true` if the setup was refused, not the content: the same
	 * request succeeds once somebody has corrected it. Default: a redirect (another base URL) and 413 (a proxy's
	 * limit).
	 */
	retryable?: boolean;
}

/**
 * An error that carries no request, no response and no secret, only what is written here. Two questions are asked
 * of it, and whatever is transient is retryable:
 *
 * - `isTransient(error)`: is it likely to pass by itself? Then it is retried within the run, ends a batch, and does
 *   not prevent a workflow from being activated.
 * - `error.retryable`: may the same request be sent again later at all, perhaps once somebody has corrected a
 *   setting? `false` means that the system rejected it for good; a webhook's sender is then told not to send it again.
 */
export class ApiError extends Error {
	override readonly name = 'ApiError';
	readonly kind: ApiErrorKind;
	readonly advice: string;
	readonly status: number | null;
	readonly retryAfter: number | null;
	/** Whether the same request may be sent again later; see above. */
	readonly retryable: boolean;

	constructor({
		kind,
		message,
		advice,
		status = null,
		retryAfter = null,
		retryable = isSetUpWrongly(status),
	}: ApiErrorDetails) {
		super(message);
		this.kind = kind;
		this.advice = advice;
		this.status = status;
		this.retryAfter = retryAfter;
		this.retryable = kind !== 'refused' || retryable;
	}
}

function isSetUpWrongly(status: number | null): boolean {
	return status !== null && (status < 400 || status === 413);
}

const TRANSIENT: ReadonlySet<ApiErrorKind> = new Set<ApiErrorKind>([
	'rate_limited',
	'server',
	'unreachable',
	'unreadable',
]);

/** Whether it is likely to pass soon by itself. */
export function isTransient(error: unknown): error is ApiError {
	return error instanceof ApiError && TRANSIENT.has(error.kind);
}

/**
 * The seconds that a `Retry-After` header asks for: whole seconds or an HTTP date (RFC 9110, 10.2.3);
 * `null` if there is none that can be read.
 */
export function retryAfterSeconds(header: unknown, now: Date): number | null {
	const text = String(header ?? '').trim();
	if (/^\d+$/.test(text)) return Number(text);
	// A bare number or year would be read as a date by the engine.
	const until = /[A-Za-z]{3}/.test(text) ? Date.parse(text) : Number.NaN;
	return Number.isNaN(until) ? null : Math.max(0, Math.ceil((until - now.getTime()) / 1000));
}
