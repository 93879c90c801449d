/**
 * Reads a list page by page while rows are added and removed. SelfKey's pages count from the newest row, so
 * each new row shifts every later page by one. Pure, but for the reader it is given.
 */

export interface Page<T> {
	rows: T[];
	total: number;
}

/** Rows that two pages share, by which it is seen that nothing was left out between them. */
const OVERLAP = 5;
const PASSES = 4;
const MOST_REQUESTS = 2_000;

/**
 * All rows, each once, newest first.
 * @param read gives a page from an offset
 * @param idOf what makes two rows the same
 * @param enough stops early once this many rows are read
 * @throws RangeError where the list changes faster than it can be read
 */
export async function readAllPages<T>(read: (offset: number, limit: number) => Promise<Page<T>>, idOf: (row: T) => string, pageSize: number, enough = Number.POSITIVE_INFINITY): Promise<T[]> {
	const rows = new Map<string, T>();
	for (let pass = 0; pass < PASSES; pass++) {
		const total = await readOnce(read, idOf, pageSize, enough, rows);
		// Rows of equal age may change places between two pages; then one is missing from the count.
		if (rows.size >= Math.min(total, enough)) return [...rows.values()].slice(0, Number.isFinite(enough) ? enough : undefined);
	}
	throw tooFast();
}

async function readOnce<T>(read: (offset: number, limit: number) => Promise<Page<T>>, idOf: (row: T) => string, pageSize: number, enough: number, rows: Map<string, T>): Promise<number> {
	const seen = new Set<string>();
	let offset = 0;
	for (let request = 0; request < MOST_REQUESTS; request++) {
		const page = await read(offset, pageSize);
		const joins = offset === 0 || page.rows.some((row) => seen.has(idOf(row)));
		if (!joins) {
			// Rows before this page went away, and others slipped past: step back until the pages meet again.
			offset = Math.max(0, offset - pageSize);
			continue;
		}
		for (const row of page.rows) {
			seen.add(idOf(row));
			rows.set(idOf(row), row);
		}
		const isLast = page.rows.length < pageSize || offset + page.rows.length >= page.total;
		if (isLast || seen.size >= enough) return page.total;
		offset += pageSize - Math.min(OVERLAP, pageSize - 1);
	}
	throw tooFast();
}

function tooFast(): RangeError {
	return new RangeError('SelfKey changes its bookings faster than they can be read; narrow the dates and try again');
}
