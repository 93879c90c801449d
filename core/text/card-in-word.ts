/** Whether an id or a code holds a card number. Stricter than for texts: ids may be long numbers. */
import { withoutCardNumbers } from './card-numbers';
import { LEAST_DIGITS } from './card-schemes';
import { datesIn, digitGroups, digitOf, isOneNumber } from './digit-groups';

/**
 * Of a known scheme, in its usual length: whoever assigns ids has no reason to make them like that. Airbnb's listings
 * have 18 digits, and 19 that begin with 1, so that schemes of these lengths are left out.
 */
const BRANDED =
	/^(?:4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2(?:2[2-9]|[3-6]\d|7[0-2]|20)\d{13}|3[47]\d{13}|35(?:2[89]|[3-8]\d)\d{12}|3(?:0[0-59]|[689]\d)\d{11}|(?:5[06-9]|6\d)(?:\d{14}|\d{17})|8[12]\d{14}|9(?:112|792|860)\d{12})$/;
/** Groups of digits, as a word can divide them. */
const DIGITS = /\p{Nd}+(?:[_-]\p{Nd}+)*/gu;
/** A number has no more. */
const MAX_GROUPS = 19;

/** @param word of letters, digits, `_` and `-` */
export function holdsCardNumber(word: string): boolean {
	for (const [run] of word.matchAll(DIGITS)) {
		const groups = run.split(/[_-]/).map((group) => [...group].map(digitOf).join(''));
		for (let first = 0; first < groups.length; first++)
			for (let next = first + 1; next <= Math.min(groups.length, first + MAX_GROUPS); next++) {
				const digits = groups.slice(first, next).join('');
				if (digits.length > 19) break;
				if (BRANDED.test(digits) && isRemoved(digits)) return true;
			}
	}
	return false;
}

/** A group of digits in a card number that somebody typed has no more, and such a number has no fewer groups. */
const MAX_IN_GROUP = 6;
const LEAST_GROUPS = 3;

/**
 * Whether somebody typed a card number where an id belongs: among other words, or divided as people divide it. One run
 * of digits is an id, however long, and so is a UUID.
 */
export function holdsTypedCard(id: string): boolean {
	// As most ids: too short for one.
	if (id.length < LEAST_DIGITS) return false;
	if (/\s/.test(id) && withoutCardNumbers(id) !== id && withoutCardNumbers(id).includes('[card number removed'))
		return true;
	const groups = digitGroups(id, { skipped: [datesIn(id)] });
	return groups.some((_, first) => {
		let digits = '';
		for (let next = first; next < groups.length; next++) {
			const group = groups[next];
			if (!group || group.digits.length > MAX_IN_GROUP || (next > first && group.separator === null)) return false;
			digits += group.digits;
			if (digits.length > 19) return false;
			const whole = groups.slice(first, next + 1);
			if (whole.length >= LEAST_GROUPS && BRANDED.test(digits) && isOneNumber(whole) && isRemoved(digits)) return true;
		}
		return false;
	});
}

function isRemoved(digits: string): boolean {
	return withoutCardNumbers(digits) !== digits;
}
