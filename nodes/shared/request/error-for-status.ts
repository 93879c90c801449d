/** Turns an HTTP status into an error; a provider adds only its own wording. Pure. */
import { ApiError, type ApiErrorKind } from './api-error';

/** What a status other than 2xx means. `busy`, `moved` and `too_large` have no kind of their own. */
export type StatusMeaning =
	| Extract<ApiErrorKind, 'unauthorized' | 'forbidden' | 'not_found' | 'rate_limited' | 'server' | 'refused'>
	/** 408, 423, 425 (RFC 9110, 15.5.9; RFC 4918, 11.3; RFC 8470, 5.2): the kind is `server`. */
	| 'busy'
	/** 3xx; redirects are not followed. The kind is `refused`, `retryable` once the base URL is corrected. */
	| 'moved'
	/** 413. The kind is `refused`, `retryable` once the limit is raised. */
	| 'too_large';

/** A remote system, as error messages name it. */
export interface RemoteSystem {
	/** As in "SelfKey refused the request". */
	name: string;
	/** What to do next. Meanings without advice here get one that fits any system. */
	advice: Readonly<Record<'forbidden' | 'not_found' | 'server', string> & Partial<Record<StatusMeaning, string>>>;
	/** What it did, after its name, if the usual wording does not fit: "denied access for the hotel". */
	does?: Readonly<Partial<Record<'forbidden' | 'not_found' | 'refused', string>>>;
	/** Whether a refused request may be sent again unchanged: something in front of the system may have refused it. */
	isRefusalRetryable?: boolean;
}

export interface StatusDetails {
	status: number;
	/** Seconds. */
	retryAfter?: number | null;
	/** The system's own message, fit to be shown. */
	said?: string | null;
	/** Its own id of the request, for its support team. */
	reference?: string | null;
}

/** The error for an answer with a status other than 2xx. */
export function errorForStatus(system: RemoteSystem, details: StatusDetails): ApiError {
	const { status, retryAfter = null, reference = null } = details;
	const meaning = meaningOf(status);
	return new ApiError({
		kind: KINDS[meaning] ?? (meaning as ApiErrorKind),
		status,
		retryAfter,
		message: messageOf(system, meaning, details),
		advice: withReference(system, adviceOf(system, meaning, retryAfter), reference),
		retryable: system.isRefusalRetryable === true || meaning === 'moved' || meaning === 'too_large',
	});
}

/** The error for a token endpoint's status: if it refuses, the credential is wrong. */
export function errorForTokenStatus(system: RemoteSystem, status: number): ApiError {
	const meaning = meaningOf(status);
	const isLimited = meaning === 'rate_limited';
	return new ApiError({
		kind: isLimited ? 'rate_limited' : meaning === 'server' || meaning === 'busy' ? 'server' : 'unauthorized',
		status,
		message: `${system.name} did not issue a token (HTTP ${status})`,
		advice: isLimited ? 'Too many tokens were asked for; wait an hour' : `Check the ${system.name} credential in n8n`,
	});
}

/** The advice, followed by the system's own id of the request. */
export function withReference({ name }: RemoteSystem, advice: string, reference: string | null): string {
	return reference === null ? advice : `${advice}. ${name}'s reference for support: ${reference}`;
}

const KINDS: Readonly<Partial<Record<StatusMeaning, ApiErrorKind>>> = {
	busy: 'server',
	moved: 'refused',
	too_large: 'refused',
};

function meaningOf(status: number): StatusMeaning {
	if (status >= 500) return 'server';
	if (status < 400) return 'moved';
	return MEANINGS[status] ?? 'refused';
}

const MEANINGS: Readonly<Record<number, StatusMeaning>> = {
	401: 'unauthorized',
	403: 'forbidden',
	404: 'not_found',
	408: 'busy',
	413: 'too_large',
	423: 'busy',
	425: 'busy',
	429: 'rate_limited',
};

function messageOf({ name, does }: RemoteSystem, meaning: StatusMeaning, answer: StatusDetails): string {
	const { status, retryAfter = null, said = null } = answer;
	const details = `HTTP ${status}${said ? `: ${said}` : ''}`;
	switch (meaning) {
		case 'unauthorized':
			return `${name} did not accept the credentials`;
		case 'forbidden':
			return `${name} ${does?.forbidden ?? 'denied access'} (${details})`;
		case 'not_found':
			return `${name} ${does?.not_found ?? 'did not find what was asked for'} (${details})`;
		case 'rate_limited':
			return `${name} asks to slow down${retryAfter === null ? '' : ` and to wait ${retryAfter} seconds`}`;
		case 'server':
			return `${name} has a fault at present (HTTP ${status})`;
		case 'busy':
			return `${name} does not accept the request at present (${details})`;
		case 'moved':
			return `${name} is at a different address from the base URL (HTTP ${status})`;
		case 'too_large':
			return `The request is too large for ${name} (${details})`;
		case 'refused':
			return `${name} ${does?.refused ?? 'refused the request'} (${details})`;
	}
}

function adviceOf({ name, advice }: RemoteSystem, meaning: StatusMeaning, retryAfter: number | null): string {
	const usual: Readonly<Record<Exclude<StatusMeaning, 'forbidden' | 'not_found' | 'server'>, string>> = {
		unauthorized: `Check the ${name} credential in n8n and that the account is switched on`,
		rate_limited: `Nothing is lost: run the flow again in ${retryAfter === null ? 'a minute' : `${retryAfter} seconds`}, and less often if this comes back`,
		busy: advice.server,
		moved: `Enter the address in the ${name} credential that the browser shows once ${name} is open; often it is https instead of http`,
		too_large: `Raise the limit for the size of requests in ${name} or in the proxy before it`,
		refused: 'Correct what it names and run the flow again',
	};
	return { ...usual, ...advice }[meaning];
}
