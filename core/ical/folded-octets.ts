/** Lines of an iCalendar file that were folded in the middle of a character: RFC 5545, section 3.1, warns of it. */

const [TAB, LF, CR, SPACE] = [0x09, 0x0a, 0x0d, 0x20];

/**
 * The octets without the folds that divide a character of UTF-8; other folds are left to whoever reads the lines. To be
 * called before the octets are decoded: what is left of a divided character could not be put together again.
 */
export function withWholeCharacters(octets: Uint8Array): Uint8Array {
	let whole: Uint8Array | null = null;
	let length = 0;
	for (let at = 0; at < octets.length;) {
		const fold = at > 0 ? foldAt(octets, at) : 0;
		if (fold > 0 && isContinuation(octets[at + fold])) {
			if (whole === null) {
				whole = octets.slice();
				length = at;
			}
			at += fold;
			continue;
		}
		if (whole !== null) whole[length++] = octets[at] ?? 0;
		at += 1;
	}
	return whole === null ? octets : whole.subarray(0, length);
}

/** As many octets as a line break has where a server ends each line twice, and one more time. */
const MAX_BREAK = 6;

/** How many octets of a fold begin there: a line break of any kind, or several, and one blank. */
function foldAt(octets: Uint8Array, at: number): number {
	let blank = at;
	while (blank < at + MAX_BREAK && (octets[blank] === CR || octets[blank] === LF)) blank += 1;
	return blank > at && (octets[blank] === SPACE || octets[blank] === TAB) ? blank + 1 - at : 0;
}

function isContinuation(octet: number | undefined): boolean {
	return octet !== undefined && octet >= 0x80 && octet < 0xc0;
}
