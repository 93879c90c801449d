/** A seeded source of choices: the same seed gives the same scenario on every machine. */

export interface Random {
	/** A number in [0, 1). */
	next(): number;
	/** An integer in [min, max], both included. */
	int(min: number, max: number): number;
	chance(probability: number): boolean;
	pick<T>(items: readonly T[]): T;
	/** A choice by weight. */
	weighted<T>(items: ReadonlyArray<readonly [T, number]>): T;
	shuffle<T>(items: readonly T[]): T[];
}

/** Mulberry32 over a 32-bit seed; for scenarios only, never for secrets. */
export function seededRandom(seed: number): Random {
	let state = seed >>> 0;
	const next = (): number => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
	const int = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
	const pick = <T>(items: readonly T[]): T => {
		if (items.length === 0) throw new RangeError('Nothing to pick from: give at least one item.');
		return items[int(0, items.length - 1)] as T;
	};
	return {
		next,
		int,
		pick,
		chance: (probability) => next() < probability,
		weighted: (items) => {
			let left = next() * items.reduce((sum, [, weight]) => sum + weight, 0);
			const hit = items.find(([, weight]) => (left -= weight) < 0) ?? items.at(-1);
			if (hit === undefined) throw new RangeError('Nothing to pick from: give at least one item.');
			return hit[0];
		},
		shuffle: (items) => {
			const copy = [...items];
			for (let at = copy.length - 1; at > 0; at--) {
				const other = int(0, at);
				[copy[at], copy[other]] = [copy[other] as never, copy[at] as never];
			}
			return copy;
		},
	};
}
