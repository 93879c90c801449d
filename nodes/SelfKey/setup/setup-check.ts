/** What is looked at when somebody asks whether everything is set up, and how each is. Pure. */
import { ApiError } from '../../shared/request/api-error';
import type { Words } from '../words/words';

/** In the order in which people read them. */
export const SETUP_CHECKS = [
	'access',
	'signing',
	'clocks',
	'timeZone',
	'roomTypes',
	'rooms',
	'changes',
	'workflows',
] as const;

export type SetupCheckName = (typeof SETUP_CHECKS)[number];

/** `unknown`: nobody could look, and a person has to. */
export type SetupState = 'good' | 'warning' | 'bad' | 'unknown';

export interface SetupCheck {
	check: SetupCheckName;
	state: SetupState;
	/** One or two sentences, with what to do where something is to be done. */
	says: string;
}

/** What was thrown, and what to do about it, in one text without request or answer. */
export function reasonOf(error: unknown, { reason }: Words): string {
	if (error instanceof ApiError) return reason.said(error);
	return error instanceof RangeError ? reason.credential(error.message) : reason.unexpected;
}

const SHOWN = 12;

/** The first few, and how many more there are. */
export function listed(texts: readonly string[], words: Words): string {
	const more = texts.length - SHOWN;
	return [...texts.slice(0, SHOWN), ...(more > 0 ? [words.more(more)] : [])].join(', ');
}
