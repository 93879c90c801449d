/** Lists, put together by what is the same. Pure. */

export function grouped<T, Key extends string>(list: readonly T[], by: (item: T) => Key): Map<Key, T[]> {
	const groups = new Map<Key, T[]>();
	for (const item of list) {
		const key = by(item);
		const group = groups.get(key);
		if (group) group.push(item);
		else groups.set(key, [item]);
	}
	return groups;
}

/** Each once, without empty ones. */
export function distinct(texts: readonly string[]): string[] {
	return [...new Set(texts.filter((text) => text !== ''))];
}
