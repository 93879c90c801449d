/** Keys for new rows. SelfKey's are cuids made by its ORM, not by the database, so whoever inserts makes them. */
import { randomFillSync } from 'node:crypto';

const LENGTH = 24;

/** Random bytes that nobody has used: asking the system for each id's own takes longer than all else of it. */
const pool = Buffer.alloc(4096);
let used = pool.length;

function randomByte(): number {
	if (used === pool.length) {
		randomFillSync(pool);
		used = 0;
	}
	return pool[used++] ?? 0;
}

/** `c` and 24 characters of 0-9a-z: looks like a cuid, sorts roughly by time, and cannot be guessed. */
export function newId(now: Date): string {
	const time = now.getTime().toString(36).padStart(8, '0').slice(-8);
	let random = '';
	while (random.length < LENGTH - time.length) {
		const byte = randomByte();
		// 252 is the largest multiple of 36 in a byte: above it, low digits would be likelier.
		if (byte < 252) random += (byte % 36).toString(36);
	}
	return `c${time}${random}`;
}
