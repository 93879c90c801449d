/**
 * Who asked for a value: the items, the first one first. One more costs the same however many there are, since nothing
 * is copied: thousands of items may say the same of the same nights.
 */
export class AskedBy implements Iterable<number> {
	constructor(
		private readonly item: number,
		private readonly before: AskedBy | null = null,
	) {}

	/** These items, and this one. */
	with(item: number): AskedBy {
		return item === this.item ? this : new AskedBy(item, this);
	}

	*[Symbol.iterator](): Iterator<number> {
		yield* AskedBy.anyOf([this]);
	}

	/** The items of all, each once. What several have in common is gone through once. */
	static anyOf(all: Iterable<AskedBy>): Set<number> {
		const known = new Set<AskedBy>();
		const items: number[] = [];
		for (const each of all) {
			const own: number[] = [];
			for (let asked: AskedBy | null = each; asked !== null && !known.has(asked); asked = asked.before) {
				known.add(asked);
				own.push(asked.item);
			}
			for (const item of own.reverse()) items.push(item);
		}
		return new Set(items);
	}
}
