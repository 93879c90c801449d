/**
 * Who pays, from Booking.com's own sentences: they are in the same texts as the guests' words about payment, so only
 * whole sentences count, from their first word to their last. Pure.
 */
import type { Payment } from '../../../core/reservation/model';

/** Behind another sentence, a heading (`Note: `), a bullet, a bracket or a tag. */
const HEADING =
	'(?:^|[\\n.!*])[^\\S\\n]{0,5}[*•-]{0,3}\\s{0,3}(?:please\\s{1,3})?' +
	'(?:(?:payment|booking|virtual credit|virtual)\\s)?(?:note|remark|info|information|payment|booking(?:\\.com)?|card)s?\\s?:';
const BEGIN = `(?<=(?:^|[.…!?;*\\n•·▪●([{|>]|${HEADING})[\\s"'*\\-–—,]{0,5})`;
/** Whose money it was, if not Booking.com's, and what makes a question of it: a sign, or a word or a clause before one. */
const NOT_SO =
	'(?:[^\\S\\n]|[,;:()[\\]\\-–—<"…]){0,10}(?:by\\s+(?!booking\\.com|the way)|from\\s+(?:my|our|me|us)\\b)|' +
	'[\\s.!*,;:()[\\]\\-–—<"…]{0,10}(?:\\?|(?:right|correct|true|yes|no|ok(?:ay)?|is it|isn.t it|has it|hasn.t it)[\\s.!]{0,3}\\?)|' +
	'\\s{0,5}[,;:(][^.!?\\n]{0,100}\\?|' +
	'[^\\S\\n]{0,5}[,;:()[\\]\\-–—<"…][^.!?\\n]{0,60}(?<!\\p{L})(?:not(?!\\s+(?:to\\s+)?(?:charge|collect))|no|never|but|bank|transfer|to you|myself|by me|wrong|false|\\p{L}{2,6}n[\'’]t)(?!\\p{L})';
const END = `(?=[^\\S\\n]{0,5}(?:[.…!*,;:()[\\]\\-–—<|"\\t\\n]|$))(?!${NOT_SO})`;
const DATE = '(?:\\d[\\d./-]{5,9}|\\d{1,2}\\.? \\p{L}{3,9} \\d{4}|\\p{L}{3,9} \\d{1,2},? \\d{4})';
const VIRTUAL = new RegExp(
	`${BEGIN}(?:you(?:(?:\\\\?['’‘\`´ʼ′ʹ ]|&#0?39;|&#x27;|&#8217;|&apos;|&rsquo;)?(?:ve|ll)|\\s+(?:have|will)|(?=\\s+received))|(?:the\\s+)?(?:hotel|property)\\s+(?:has|will))\\s+` +
		`received?\\s+a\\s+virtual\\s+(?:(?:credit|debit|payment)\\s*)?card` +
		`(?:\\s+(?:from\\s+booking\\.com|for\\s+this\\s+(?:reservation|booking)|(?:as\\s+of|from|by|on)\\s+${DATE})){0,3}` +
		`(?:${END}|,?\\s+(?:and|which|that)\\s+you\\s+(?:can|may)\\s+charge\\b)`,
	'iu',
);
const PREPAID = new RegExp(
	`${BEGIN}this\\s+(?:reservation|booking)\\s+has\\s+(?:already\\s+)?been\\s+(?:already\\s+|fully\\s+)?pre[-‐‑–—\\s]{0,3}paid` +
		`(?:\\s+(?:by|via|through|to)\\s+booking\\.com|\\s+online)?${END}`,
	'iu',
);
/** What Booking.com adds to a rate plan that is paid by virtual card. */
const VIRTUAL_PLAN = /^(\d{1,20})VCC$/i;

/**
 * @param texts comments and remarks
 * @param plans codes of the rate plans
 * @returns `null` if nothing says that Booking.com pays
 */
export function paidByChannel(
	texts: readonly string[],
	plans: readonly string[],
): Exclude<Payment['model'], 'hotel_collect'> {
	const said = texts.map(visible);
	if (plans.some((plan) => VIRTUAL_PLAN.test(plan.trim())) || said.some((text) => VIRTUAL.test(text)))
		return 'virtual_card';
	return said.some((text) => PREPAID.test(text)) ? 'channel_collect' : null;
}

const FULL_WIDTH = /[\uFF01-\uFF5E]/g;

/** What is seen of a text; a control character is the end of a line at most. */
function visible(text: string): string {
	const narrow = text.replace(FULL_WIDTH, (character) => character.normalize('NFKC'));
	return narrow.replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '').replace(/(?!\t)[\p{Cc}\u2028\u2029]/gu, '\n');
}

/** The rate plan's own number: the mark for a virtual card comes and goes with a setting of the property. */
export function ratePlanNumber(code: string | null): string | null {
	return (code && VIRTUAL_PLAN.exec(code)?.[1]) ?? code;
}
