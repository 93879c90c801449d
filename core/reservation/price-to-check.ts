/** The warning of a price that is in SelfKey and that somebody has to look at, because it cannot be passed on as it is. Pure. */

const SAID = 'Price to check: ';

/** @param what is amiss and what to do, without a stop at the end */
export function priceToCheck(what: string): string {
	return SAID + what;
}

/** Whether a reservation's warning is one of these. */
export function isPriceToCheck(warning: string): boolean {
	return warning.startsWith(SAID);
}
