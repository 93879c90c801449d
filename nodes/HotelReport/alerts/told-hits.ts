/** Whom people were told that an open fault hits, as its row remembers it: in `watched`, as short hashes. Pure. */
import { shortHash, type Hit } from './fault';

/** No source gives more of them. */
const MAX_HITS = 1000;

/** @returns those who have joined since; none where the row does not say, as one of an earlier version */
export function newHits(hits: readonly Hit[], watched: string): Hit[] {
	const told = readTold(watched);
	return told === null ? [] : hits.slice(0, MAX_HITS).filter(({ id }) => !told.has(shortHash(id)));
}

/** @param except are not told yet */
export function rememberHits(hits: readonly Hit[], except: readonly Hit[] = []): string {
	if (hits.length === 0) return '';
	const left = new Set(except.map(({ id }) => id));
	const told = hits.slice(0, MAX_HITS).filter(({ id }) => !left.has(id));
	return JSON.stringify([...new Set(told.map(({ id }) => shortHash(id)))]);
}

function readTold(watched: string): ReadonlySet<unknown> | null {
	try {
		const list = JSON.parse(watched) as unknown;
		return Array.isArray(list) ? new Set<unknown>(list) : null;
	} catch {
		return null;
	}
}
