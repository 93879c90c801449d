/** Decodes the bytes of a body to text and JSON, without trusting either. */

/** No hotel's message is nested deeper; deeper nesting could overflow the stack of code that walks it later. */
const MAX_DEPTH = 100;

/** The text without a byte order mark; `null` if the bytes are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | null {
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		return null;
	}
}

/** The parsed text, without any `__proto__`, which would become a prototype when it is copied. */
export function parseJson(text: string): { json: unknown } | 'invalid' | 'too_deep' {
	try {
		const json: unknown = JSON.parse(text);
		return isHarmless(json, MAX_DEPTH) ? { json } : 'too_deep';
	} catch {
		return 'invalid';
	}
}

/** Removes every own `__proto__`; `false` if the value is nested deeper than allowed. */
function isHarmless(value: unknown, depth: number): boolean {
	if (typeof value !== 'object' || value === null) return true;
	if (depth === 0) return false;
	if (Object.hasOwn(value, '__proto__')) Reflect.deleteProperty(value, '__proto__');
	return Object.values(value).every((inner) => isHarmless(inner, depth - 1));
}
