import { createHash } from 'node:crypto';

/** 48 bits: enough to tell the entries of one calendar apart. */
export function shortHash(text: string): string {
	return createHash('sha256').update(text, 'utf8').digest('hex').slice(0, 12);
}
