/** An answer of another system with a card number in each text that people write. */

const TYPED = ['Dupont 4111 1111 1111 1111 12/27 CVC 737', '5555-5555-5555-4444', 'mail 4111111111111111 please'];

/** The next of them, again and again. */
function inTurn(): () => string {
	let place = 0;
	return () => TYPED[place++ % TYPED.length] ?? '';
}

/** @param names of the fields that hold texts; of any other, and of what is no JSON, nothing changes */
export function withTypedTexts(body: string, names: ReadonlySet<string>, next = inTurn()): string {
	const typed = (value: unknown, name: string): unknown => {
		if (typeof value === 'string') return names.has(name) ? next() : value;
		if (Array.isArray(value)) return value.map((entry) => typed(entry, name));
		if (value === null || typeof value !== 'object') return value;
		return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, typed(part, key)]));
	};
	try {
		return JSON.stringify(typed(JSON.parse(body), ''));
	} catch {
		return body;
	}
}

/** A calendar with a card number in each text that people or channels write, and in properties that nobody asked for. */
export function withTypedCalendar(calendar: string, next = inTurn()): string {
	const [first, second, third] = [next(), next(), next()];
	const more = [
		`LOCATION:${third}`,
		`URL:https://channel.example/${second}`,
		`CATEGORIES:${third},${second}`,
		`X-GUEST-NOTE:${first}`,
		`CONTACT:${third}`,
	].join('\r\n');
	return calendar
		.replace(/^SUMMARY:(R\S+ - ).*(?:\r\n .*)*/gm, `SUMMARY:$1${first}`)
		.replace(/^(DESCRIPTION:.*(?:\r\n .*)*)/gm, `$1\\n${first}`)
		.replace(/^END:VEVENT/gm, `${more}\r\nEND:VEVENT`);
}
