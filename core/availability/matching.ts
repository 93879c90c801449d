/**
 * How many of the stays can have a room at the same time, each from its own list: a maximum matching.
 * Cost: O(stays · all rooms named).
 */
export function matchedStays(lists: ReadonlyArray<readonly string[]>): number {
	const givenTo = new Map<string, number>();
	const give = (index: number, tried: Set<string>): boolean =>
		(lists[index] ?? []).some((roomId) => {
			if (tried.has(roomId)) return false;
			tried.add(roomId);
			const holder = givenTo.get(roomId);
			if (holder !== undefined && !give(holder, tried)) return false;
			givenTo.set(roomId, index);
			return true;
		});
	return lists.filter((_, index) => give(index, new Set())).length;
}
