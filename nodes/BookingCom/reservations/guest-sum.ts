/** Guests of a reservation out of those of its rooms. Pure. */

/** `null` where nothing is known at all. */
export function sumOf(numbers: Array<number | null>): number | null {
	const known = numbers.filter((number) => number !== null);
	return known.length > 0 ? known.reduce((sum, number) => sum + number, 0) : null;
}
