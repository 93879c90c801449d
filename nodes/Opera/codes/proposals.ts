/** What OPERA's lists of values propose for what has no code: those that have the same name there. Pure. */

export interface Unmapped {
	/** What the code would be chosen for. */
	theirs: string;
	/** What it is called; `null` where only its ID is known. */
	name: string | null;
}

/** `801185501 = CLA1`; left out where no code or several have the name. A person decides. */
export function proposals(
	unmapped: readonly Unmapped[],
	list: ReadonlyArray<{ code: string; description: string | null }> | null,
): string[] {
	return unmapped.flatMap(({ theirs, name }) => {
		const names = [theirs, name].flatMap((text) => (text === null ? [] : [folded(text)]));
		const same = (list ?? []).filter(({ code, description }) =>
			[code, description ?? ''].some((text) => names.includes(folded(text))),
		);
		const [only, ...others] = same;
		return only && others.length === 0 ? [`${theirs} = ${only.code}`] : [];
	});
}

/** "Deluxe Double-Room" and "deluxe double room" are the same. */
const folded = (text: string) =>
	text
		.normalize('NFKD')
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]+/gu, '');
