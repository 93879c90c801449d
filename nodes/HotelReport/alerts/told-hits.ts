/** Whom people were told that an open fault hits, as its row remembers it: in `watched`, as short hashes. Pure. */
import { shortHash, type Hit } from './fault';

/** No source gives more of them. */
const MAX_HITS = 1000;

/** @returns those who have joined since; none where the row does not say, as one of an earlier version */
export function newHits(hits: readonly Hit[], watched: string): Hit[] {
	const told = readTold(watched);
	return told === null ? [] : hits.slice(0, MAX_HITS).filter(({ id }) => !told.has(shortHash(id)));
}

/**
 * @param except are not told yet
 * @param others hashes of those who were told before and are hit for another reason now
 */
export function rememberHits(
	hits: readonly Hit[],
	except: readonly Hit[] = [],
	others: readonly string[] = [],
): string {
	if (hits.length === 0 && others.length === 0) return '';
	const left = new Set(except.map(({ id }) => id));
	const told = hits.slice(0, MAX_HITS).filter(({ id }) => !left.has(id));
	return JSON.stringify([...new Set([...told.map(({ id }) => shortHash(id)), ...others])].slice(0, MAX_HITS));
}

/** Those of the told ones who are among the given ones, as hashes. */
export function toldAmong(hits: readonly Hit[], watched: string): string[] {
	const told = readTold(watched);
	if (told === null) return [];
	return [...new Set(hits.map(({ id }) => shortHash(id)))].filter((hash) => told.has(hash));
}

function readTold(watched: string): ReadonlySet<unknown> | null {
	try {
		const list = JSON.parse(watched) as unknown;
		return Array.isArray(list) ? new Set<unknown>(list) : null;
	} catch {
		return null;
	}
}
