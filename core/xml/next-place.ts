/** Where signs stand next in a text. Each place is looked for once, however many openings wait for it: linear. */
export class NextPlaces {
	private readonly known = new Map<string, number>();

	constructor(private readonly source: string) {}

	/** As `indexOf` of the text; of one sign, asked in ascending order. */
	of(sign: string, from: number): number {
		const known = this.known.get(sign);
		if (known !== undefined && (known === -1 || known >= from)) return known;
		const place = this.source.indexOf(sign, from);
		this.known.set(sign, place);
		return place;
	}
}
