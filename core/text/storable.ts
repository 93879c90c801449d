/** PostgreSQL stores neither NUL characters nor halves of a surrogate pair. */
export function storable(text: string): string {
	if (!/[\0\uD800-\uDFFF]/.test(text)) return text;
	return text
		.replaceAll('\0', '')
		.replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '\uFFFD');
}

/** Whether the text can be stored as it is: two ids that differ only in what cannot are one and the same id in it. */
export function isStorable(text: string): boolean {
	return storable(text) === text;
}
