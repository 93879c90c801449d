/** Whom people were told that an open fault hits, as its row remembers it: in `watched`, as short hashes. Pure. */
import { isWorkflowHit, shortHash, type Fault, type Hit } from './fault';

/** No source gives more of them. */
const MAX_HITS = 1000;
const WORKFLOW = 'w:';

/** @returns those who have joined since; none where the row does not say, as one of an earlier version */
export function newHits(hits: readonly Hit[], watched: string): Hit[] {
	const told = toldHashes(watched);
	if (told === null) return [];
	// A line that stays in error keeps an outage's row open for weeks: the next outage must not join it without a word.
	const isQuietNews = !hasHitWorkflow(watched);
	return hits
		.slice(0, MAX_HITS)
		.filter(({ id, isQuiet }) => (isQuietNews || isQuiet !== true) && !told.has(hitHash(id)));
}

/**
 * @param except are not told yet
 * @param others hashes of those who were told before, and are hit for another reason now or were until lately
 */
export function rememberHits(
	hits: readonly Hit[],
	except: readonly Hit[] = [],
	others: readonly string[] = [],
): string {
	if (hits.length === 0 && others.length === 0) return '';
	const left = new Set(except.map(({ id }) => id));
	const told = hits.slice(0, MAX_HITS).filter(({ id }) => !left.has(id));
	return JSON.stringify([...new Set([...told.map(({ id }) => hitHash(id)), ...others])].slice(0, MAX_HITS));
}

/** Workflows that take turns are told once each. Once none of them fails, the next outage is another one. */
export function knownLately({ hits, lately = [] }: Pick<Fault, 'hits' | 'lately'>, watched: string): string[] {
	if (!hits.some(({ id }) => isWorkflowHit(id))) return [];
	const told = toldHashes(watched);
	return lately.map(hitHash).filter((hash) => told?.has(hash));
}

/** Of a workflow, it says so. */
export function hitHash(id: string): string {
	return `${isWorkflowHit(id) ? WORKFLOW : ''}${shortHash(id)}`;
}

/** Whether a workflow was among those whom it hit when it was seen last. */
export function hasHitWorkflow(watched: string): boolean {
	return [...(toldHashes(watched) ?? [])].some((hash) => hash.startsWith(WORKFLOW));
}

/** `null` where the row does not say, as one of an earlier version. */
export function toldHashes(watched: string): ReadonlySet<string> | null {
	try {
		const list = JSON.parse(watched) as unknown;
		return Array.isArray(list) ? new Set(list.map(String)) : null;
	} catch {
		return null;
	}
}
