/** The value of a JSON text; `null` where it is none, whose error would quote it, and with it a guest or a secret. Pure. */
export function jsonOrNull(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return null;
	}
}
