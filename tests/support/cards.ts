/** Card numbers for tests: made up, and right by their check digit. */
import fc from 'fast-check';

/** The number with its check digit (ISO/IEC 7812-1), written anew so that the code under test has no say in it. */
export function withCheckDigit(digits: string): string {
	let sum = 0;
	for (let index = 0; index < digits.length; index++) {
		const digit = Number(digits[digits.length - 1 - index]);
		sum += index % 2 === 0 ? ([0, 2, 4, 6, 8, 1, 3, 5, 7, 9][digit] ?? 0) : digit;
	}
	return digits + String((10 - (sum % 10)) % 10);
}

const prefixes: Array<[prefix: string, length: number]> = [
	['4', 16],
	// Not those of German, Austrian and British mobile phones, such as 4915.
	['42', 13],
	['4', 19],
	['51', 16],
	['2221', 16],
	['34', 15],
	['37', 15],
	['36', 14],
	['6011', 16],
	['3528', 16],
	['62', 16],
	['50', 16],
	['9792', 16],
];

/** A number of any of the schemes. */
export const anyCardNumber = fc
	.tuple(fc.constantFrom(...prefixes), fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 18, maxLength: 18 }))
	.map(([[prefix, length], digits]) => withCheckDigit((prefix + digits.join('')).slice(0, length - 1)));
