/** Sends the parts of one hotel request by request, and finds out what became of each item. */
import type { DateRange } from '../../../core/availability/ranges';
import { ApiError } from '../../shared/request/api-error';
import { NotSent } from '../../shared/request/in-time';
import { concernsContentUnless, sendInBatches } from '../../shared/batch';
import { dividedByItems, itemsIn, requestsOf, type Part } from './parts';
import type { Updated } from './send-document';

/** Messages in one request. Booking.com publishes no limit; a document of this size stays below 100 kB. */
const BATCH = 200;

export type Send<V> = (parts: Array<Part<V>>) => Promise<ReadonlyArray<Updated | Error>>;

type Result<V> = [part: Part<V>, result: Updated | Error];

interface Sent<V> {
	results: Array<Result<V>>;
	/** Why nothing more was sent; `null` if everything was. */
	fatal: Error | null;
}

/**
 * Sends in order, so that later items prevail. A refused part that several items asked for is sent once more in pieces,
 * since one of them may be to blame.
 * @param items their indexes
 * @param roomWide as for `requestsOf`
 * @returns one result per item, in order: an error where every part was refused; else the nights that were refused, or not
 * sent, are named
 */
export async function sendParts<V>(
	parts: ReadonlyArray<Part<V>>,
	items: readonly number[],
	send: Send<V>,
	roomWide?: ReadonlySet<string>,
): Promise<Array<Updated | Error>> {
	const ofItem = new Map<number, Array<Result<V>>>(items.map((item) => [item, []]));
	let fatal: Error | null = null;
	for (const request of requestsOf(parts, roomWide)) {
		const sent: Sent<V> = fatal ? unsent(request, fatal) : await sendDivided(request, send, roomWide);
		fatal = sent.fatal;
		for (const result of sent.results) for (const item of itemsIn(result[0])) ofItem.get(item)?.push(result);
	}
	return items.map((item) => outcomeOf(item, ofItem.get(item) ?? []));
}

async function sendDivided<V>(
	request: Array<Part<V>>,
	send: Send<V>,
	roomWide?: ReadonlySet<string>,
): Promise<Sent<V>> {
	let { results, fatal } = await sendRequest(request, send);
	if (fatal) return { results, fatal };
	const divided = new Map(
		results.map(([part, result]) => [part, result instanceof Error ? dividedByItems(part) : []] as const),
	);
	results = results.filter(([part]) => divided.get(part)?.length === 0);
	for (const pieces of requestsOf([...divided.values()].flat(), roomWide)) {
		const sent: Sent<V> = fatal ? unsent(pieces, fatal) : await sendRequest(pieces, send);
		fatal = sent.fatal;
		results.push(...sent.results);
	}
	return { results, fatal };
}

async function sendRequest<V>(request: Array<Part<V>>, send: Send<V>): Promise<Sent<V>> {
	const { results, fatal } = await sendInBatches(request, send, {
		size: BATCH,
		// All are for one hotel: if it is not ours, no smaller part would succeed either.
		concernsContent: concernsContentUnless('forbidden', 'not_found'),
	});
	return { results: request.map((part, place): Result<V> => [part, results[place] as Updated | Error]), fatal };
}

function unsent<V>(request: Array<Part<V>>, fatal: Error): Sent<V> {
	return { results: request.map((part): Result<V> => [part, fatal]), fatal };
}

function outcomeOf<V>(item: number, results: Array<Result<V>>): Updated | Error {
	const failed = results.flatMap(([part, result]) => (result instanceof Error ? [{ part, error: result }] : []));
	const refused = failed.filter(({ error }) => !(error instanceof NotSent));
	const [first] = refused;
	if (first && refused.length === results.length) return first.error;
	const done = results.flatMap(([part, result]) => (result instanceof Error ? [] : [{ part, result }]));
	const warnings = done.flatMap(({ part, result: { warnings: said, notClosed } }) =>
		notClosed !== undefined && part.fields.get('closed')?.items.has(item) ? [...said, notClosed] : said,
	);
	const unsent = failed.filter(({ error }) => error instanceof NotSent);
	return {
		ruid: done.at(-1)?.result.ruid ?? null,
		warnings: [...new Set(warnings)],
		...(unsent.length > 0 ? { unsent: nightsOf(unsent) } : {}),
		...(first
			? { refused: { nights: nightsOf(refused), error: inPart(first.part, first.error, failed.length === 1) } }
			: {}),
	};
}

function nightsOf<V>(some: ReadonlyArray<{ part: Part<V> }>): DateRange[] {
	return some
		.map(({ part: { from, until } }) => ({ start: from, end: until }))
		.sort((a, b) => (a.start < b.start ? -1 : 1));
}

/** The error, with the nights that it is about. */
function inPart<V>({ from, until }: Part<V>, error: Error, isAlone: boolean): Error {
	const rest = isAlone ? '; the rest of the item was updated' : '';
	const message = `${error.message}. This is about the nights from ${from} until ${until}${rest}`;
	if (!(error instanceof ApiError)) return new Error(message);
	const { kind, advice, status, retryAfter, retryable } = error;
	return new ApiError({ kind, advice, status, retryAfter, retryable, message });
}
