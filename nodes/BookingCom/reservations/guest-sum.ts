/** Adds up the guests of the rooms of a reservation. Pure. */

/** Adds what is known; `null` if nothing is. */
export function sumOf(numbers: Array<number | null>): number | null {
	const known = numbers.filter((number) => number !== null);
	return known.length > 0 ? known.reduce((sum, number) => sum + number, 0) : null;
}
