/** PostgreSQL stores neither NUL characters nor halves of a surrogate pair. */
export function storable(text: string): string {
	return text
		.replaceAll('\0', '')
		.replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '\uFFFD');
}
