/**
 * Who pays, from Booking.com's own sentences: they are in the same texts as the guests' words about payment, so only
 * whole sentences count, from their first word to their last. Pure.
 */
import type { Payment } from '../../../core/reservation/model';

const BEGIN = '(?<=(?:^|[.!?*\\n\\r])[\\s"\'*\\-–]{0,5})';
const END = '(?=\\s{0,5}(?:[.!*\\n\\r]|$))';
const DATE = '(?:\\d[\\d./-]{5,9}|\\d{1,2}\\.? \\p{L}{3,9} \\d{4}|\\p{L}{3,9} \\d{1,2},? \\d{4})';
const VIRTUAL = new RegExp(
	`${BEGIN}(?:you(?:(?:['’‘\`´ ]|&#0?39;|&apos;)?(?:ve|ll)|\\s+(?:have|will))|(?:the\\s+)?(?:hotel|property)\\s+(?:has|will))\\s+` +
		`received?\\s+a\\s+virtual\\s+(?:(?:credit|debit|payment)\\s+)?card` +
		`(?:\\s+(?:from\\s+booking\\.com|for\\s+this\\s+(?:reservation|booking)|(?:as\\s+of|from|by|on)\\s+${DATE})){0,3}` +
		`(?:${END}|,?\\s+(?:and|which|that)\\s+you\\s+(?:can|may)\\s+charge\\b)`,
	'iu',
);
const PREPAID = new RegExp(
	`${BEGIN}this\\s+(?:reservation|booking)\\s+has\\s+(?:already\\s+)?been\\s+(?:already\\s+|fully\\s+)?pre[-‐‑–\\s]?paid` +
		`(?:\\s+(?:by|via|through|to)\\s+booking\\.com)?${END}`,
	'iu',
);
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
