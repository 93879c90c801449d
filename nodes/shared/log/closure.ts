/**
 * How long it took until a channel knew that it may sell less, as the log says it and the dashboard reads it back. In the
 * message, because a table that exists already takes no new column. Pure.
 */

const SENTENCE = /(?:^|; )Known to the channel (\d{1,9}) s after the change in SelfKey(?:;|$)/;

export function closureText(seconds: number): string {
	return `Known to the channel ${Math.round(seconds)} s after the change in SelfKey`;
}

/** Whole seconds; `null` where the message is about something else. */
export function closureSeconds(message: string): number | null {
	const [, seconds] = SENTENCE.exec(message) ?? [];
	return seconds === undefined ? null : Number(seconds);
}
