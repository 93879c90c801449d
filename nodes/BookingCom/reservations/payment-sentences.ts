/**
 * Who pays, from Booking.com's own sentences: they are in the same texts as the guests' words about payment, so whole
 * phrases count. Pure.
 */
import type { Payment } from '../../../core/reservation/model';

const VIRTUAL =
	/\b(?:you(?:(?:['’‘`´ ]|&#0?39;|&apos;)?(?:ve|ll)|\s+(?:have|will))|(?:hotel|property)\s+(?:has|will))\s+received?\s+a\s+virtual\s+(?:(?:credit|debit|payment)\s+)?card\b/i;
const PREPAID =
	/\b(?:reservation|booking)\s+(?:has\s+(?:already\s+)?been|is|was)\s+(?:already\s+|fully\s+)?pre[-‐‑–\s]?paid\b/i;
/** What Booking.com adds to a rate plan that is paid by virtual card. */
const VIRTUAL_PLAN = /^(\d{1,20})VCC$/i;

/**
 * @param said comments and remarks
 * @param plans codes of the rate plans
 * @returns `null` if nothing says that Booking.com pays
 */
export function paidByChannel(
	said: readonly string[],
	plans: readonly string[],
): Exclude<Payment['model'], 'hotel_collect'> {
	if (plans.some((plan) => VIRTUAL_PLAN.test(plan.trim())) || said.some((text) => VIRTUAL.test(text)))
		return 'virtual_card';
	return said.some((text) => PREPAID.test(text)) ? 'channel_collect' : null;
}

/** The rate plan's own number: the mark for a virtual card comes and goes with a setting of the property. */
export function ratePlanNumber(code: string | null): string | null {
	return (code && VIRTUAL_PLAN.exec(code)?.[1]) ?? code;
}
