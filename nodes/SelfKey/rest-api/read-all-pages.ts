/**
 * Reads a list page by page while rows are added and removed. SelfKey's pages count from the newest row, so
 * each new row shifts every later page by one, and rows of the same age may change places between two pages.
 * Pure, apart from the reader that it is given.
 */

export interface Page<T> {
	rows: T[];
	/** Rows of the whole list at that moment. */
	total: number;
}

/** Reads at most `limit` rows from an offset. */
export type ReadPage<T> = (offset: number, limit: number) => Promise<Page<T>>;

/** Rows that two pages share, so that a few removals between them lose none. */
const OVERLAP = 10;
const PASSES = 8;
const MAX_REQUESTS = 2_000;

interface Pass<T> {
	/** By id, newest first. */
	rows: Map<string, T>;
	firstPage: ReadonlySet<string>;
	/** Rows of the list at the moment when the first page was read. */
	total: number;
	isOnePage: boolean;
}

/**
 * All rows of the list as it was at one moment while it was read, each once, newest first. A single page
 * is such a moment. Longer lists are read twice: a row on the second reading's first page, or in both readings, was
 * there when the second reading began. If there are as many of these as the list had rows then, none is missing;
 * otherwise it is read again.
 * @param idOf what makes two rows the same
 * @param enough only this many of the newest rows are wanted
 * @throws RangeError if the list changes faster than it can be read
 */
export async function readAllPages<T>(
	read: ReadPage<T>,
	idOf: (row: T) => string,
	pageSize: number,
	enough = Number.POSITIVE_INFINITY,
): Promise<T[]> {
	const wanted = (rows: T[]) => (rows.length > enough ? rows.slice(0, enough) : rows);
	const counted = countRequests(read);
	let before: Pass<T> | null = null;
	for (let count = 0; count < PASSES; count++) {
		const pass: Pass<T> = await readOnce(counted, idOf, pageSize, enough);
		if (pass.isOnePage) return wanted([...pass.rows.values()]);
		const certain = [...pass.rows]
			.filter(([id]) => pass.firstPage.has(id) || before?.rows.has(id))
			.map(([, row]) => row);
		if (certain.length >= Math.min(pass.total, enough)) return wanted(certain);
		before = pass;
	}
	throw tooFast();
}

async function readOnce<T>(
	read: ReadPage<T>,
	idOf: (row: T) => string,
	pageSize: number,
	enough: number,
): Promise<Pass<T>> {
	const first = await read(0, pageSize);
	const rows = new Map(first.rows.map((row) => [idOf(row), row]));
	const firstPage = new Set(rows.keys());
	const isOnePage = first.rows.length >= Math.min(first.total, enough);
	let [page, offset] = [first, 0];
	// Some servers return fewer rows than asked for: the rows that came determine where the next page begins.
	while (page.rows.length > 0 && offset + page.rows.length < page.total && rows.size < enough) {
		offset += Math.max(1, page.rows.length - OVERLAP);
		page = await read(offset, pageSize);
		for (const row of page.rows) rows.set(idOf(row), row);
	}
	return { rows, firstPage, total: first.total, isOnePage };
}

/** A list that grows faster than it is read would never end, so the number of requests is limited. */
function countRequests<T>(read: ReadPage<T>): ReadPage<T> {
	let requests = 0;
	return async (offset, limit) => {
		if (++requests > MAX_REQUESTS) throw tooFast();
		return await read(offset, limit);
	};
}

function tooFast(): RangeError {
	return new RangeError(
		'SelfKey changes its list faster than it can be read; narrow it down with filters, or try again later',
	);
}
