/** Lines from sources that are read one after the other, told in the order of time. Pure. */

interface Line {
	at: number;
	text: string;
}

export class InOrder {
	private held: Line[] = [];

	add(at: Date, text: string | null): void {
		if (text !== null) this.held.push({ at: at.getTime(), text });
	}

	/**
	 * @param look when the sources began to be read: of what came later, one source may have told and another not yet, so
	 * it waits for the next look
	 */
	until(look: Date): string[] {
		const told = this.held.filter(({ at }) => at <= look.getTime()).sort((one, other) => one.at - other.at);
		this.held = this.held.filter(({ at }) => at > look.getTime());
		return told.map(({ text }) => text);
	}
}
