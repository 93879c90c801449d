/** JSON of others, read without an error, which would quote the text, and with it a guest or a secret. Pure. */

/** Characters, as many as an answer in XML may have. */
export const MAX_JSON = 32 * 1024 * 1024;

/** The value of a JSON text; `null` where it is none, or longer than any answer is. */
export function jsonOrNull(text: string, parse: (text: string) => unknown = JSON.parse): unknown {
	if (text.length > MAX_JSON) return null;
	try {
		return parse(text);
	} catch {
		return null;
	}
}

/**
 * As `jsonOrNull`, for another system's answer: control characters that a guest typed and a careless system passes on
 * unescaped are read as what they are, or one reservation would hold up all others at every poll.
 */
export function answerOrNull(text: string, parse: (text: string) => unknown = JSON.parse): unknown {
	const asSent = jsonOrNull(text, parse);
	return asSent === null && CONTROL.test(text) ? jsonOrNull(withControlsEscaped(text), parse) : asSent;
}

const CONTROL = /[\0-\x1f]/;

/** Those within texts; between them, line ends and tabs are as they should be. Linear. */
function withControlsEscaped(text: string): string {
	let isInText = false;
	return text.replace(/\\[^]|["\0-\x1f]/g, (sign) => {
		if (sign === '"') isInText = !isInText;
		const isControl = sign.length === 1 && sign !== '"';
		return isInText && isControl ? `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}` : sign;
	});
}
