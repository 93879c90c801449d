/** The ids, in order, with a number behind each that came before: SelfKey refuses a reservation with two rooms of one id. */
export function distinctIds(ids: readonly string[]): string[] {
	const taken = new Set<string>();
	const copies = new Map<string, number>();
	return ids.map((given) => {
		let id = given;
		let copy = copies.get(given) ?? 2;
		for (; taken.has(id); copy++) id = `${given}#${copy}`;
		copies.set(given, copy);
		taken.add(id);
		return id;
	});
}
