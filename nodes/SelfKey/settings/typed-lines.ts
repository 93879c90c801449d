/** Lines that a person types into a field of a form. Pure. */

export interface TypedLine {
	/** Counted from 1. */
	line: number;
	text: string;
}

/** Those that are neither empty nor comments (`#`). */
export function typedLines(text: string): TypedLine[] {
	return text.split(/\r?\n|;/).flatMap((typed, index) => {
		const entry = typed.trim();
		return entry === '' || entry.startsWith('#') ? [] : [{ line: index + 1, text: entry }];
	});
}

/** What each line is, or what is wrong with it. */
export interface ReadLines<T> {
	values: T[];
	mistakes: string[];
}

/**
 * @param read returns what the line says, or a sentence that says what is wrong with it
 * @param place says in which line that is
 */
export function readLines<T extends object>(
	text: string,
	read: (text: string) => T | string,
	place: (line: number, mistake: string) => string = (_, mistake) => mistake,
): ReadLines<T> {
	const values: T[] = [];
	const mistakes: string[] = [];
	for (const { line, text: entry } of typedLines(text)) {
		const value = read(entry);
		if (typeof value === 'string') mistakes.push(place(line, value));
		else values.push(value);
	}
	return { values, mistakes };
}
