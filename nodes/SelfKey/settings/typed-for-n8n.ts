/** What the form asks for n8n alone: whom to alert, and for how long the log stays. SelfKey keeps nothing of it. Pure. */
import { wholeNumber } from '../../../core/text/read-text';
import { wordsIn, type Words } from '../words/words';

export interface TypedForN8n {
	/** E-mail addresses, or a chat's https address, which is a secret; may be empty. */
	alertAddress: string;
	/** Whole days; may be empty. */
	keepLogDays: string;
}

/** Ten years. Of many more, no date could be worked out. */
export const MAX_LOG_DAYS = 3_650;

const MAIL = /^[^\s@<>",;]+@[^\s@<>",;]+\.[^\s@<>",;]+$/;

/** What is wrong with it, in sentences that do not repeat the address: whoever knows a chat's may write there. */
export function n8nMistakes(
	{ alertAddress, keepLogDays }: TypedForN8n,
	{ mistakes: say }: Words = wordsIn('en'),
): string[] {
	const address = alertAddress.trim();
	const days = keepLogDays.trim();
	const isAddress = address === '' || isMail(address) || isChat(address);
	const isAge = days === '' || (wholeNumber(days, MAX_LOG_DAYS) ?? 0) > 0;
	return [...(isAddress ? [] : [say.alertAddress]), ...(isAge ? [] : [say.logDays(MAX_LOG_DAYS, days)])];
}

/** As the workflows take it: they know a chat by `https://`, in small letters. */
export function asN8nTakesIt(alertAddress: string): string {
	return alertAddress.trim().replace(/^https:/i, 'https:');
}

/** One or more, each alone or as `Name <address>`. */
function isMail(address: string): boolean {
	return address.split(/[,;]/).every((one) => MAIL.test(one.trim().replace(/^[^<>"]*<([^<>]*)>$/, '$1')));
}

function isChat(address: string): boolean {
	return /^https:\/\/[^/\s]\S*$/i.test(address) && URL.canParse(address);
}
