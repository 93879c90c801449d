import fc from 'fast-check';
import { readAllPages, type ReadPage } from '../../../../../nodes/SelfKey/rest-api/read-all-pages';
import { assertProperty } from '../../../../support/property';

interface Row {
	id: number;
	/** Newer is higher; several rows may be of the same age. */
	age: number;
}

type Change =
	| { type: 'add'; count: number }
	| { type: 'remove'; at: number[] }
	| { type: 'shuffle'; seed: number }
	| { type: 'nothing' };

/** SelfKey's list: newest first, equals in whatever order the database likes, changed before each read but the first. */
class ChangingList {
	readonly removed = new Set<number>();
	reads = 0;
	private rows: Row[];
	private seed = 1;

	constructor(
		size: number,
		private readonly equals: number,
		private readonly changes: Change[],
		private readonly cap = Number.POSITIVE_INFINITY,
	) {
		this.rows = Array.from({ length: size }, (_, id) => ({ id, age: Math.floor(id / equals) }));
		this.sort();
	}

	ids(): number[] {
		return this.rows.map(({ id }) => id);
	}

	read: ReadPage<Row> = async (offset, limit) => {
		const change = this.reads++ > 0 ? this.changes[this.reads - 2] : undefined;
		if (change) this.apply(change);
		return { rows: this.rows.slice(offset, offset + Math.min(limit, this.cap)), total: this.rows.length };
	};

	private apply(change: Change): void {
		const next = () => Math.max(-1, ...this.rows.map(({ id }) => id), ...this.removed) + 1;
		if (change.type === 'add')
			for (let n = 0; n < change.count; n++) this.rows.push({ id: next(), age: Math.floor(next() / this.equals) });
		if (change.type === 'remove') {
			for (const at of change.at)
				for (const { id } of this.rows.splice(at % Math.max(1, this.rows.length), 1)) this.removed.add(id);
		}
		if (change.type === 'shuffle') this.seed = change.seed;
		this.sort();
	}

	private sort(): void {
		const place = ({ id }: Row) => Math.imul(id + 1, this.seed * 2654435761) >>> 0;
		this.rows.sort((a, b) => b.age - a.age || place(a) - place(b));
	}
}

const idOf = ({ id }: Row) => String(id);
const change: fc.Arbitrary<Change> = fc.oneof(
	fc.record({ type: fc.constant('add' as const), count: fc.integer({ min: 1, max: 30 }) }),
	fc.record({ type: fc.constant('remove' as const), at: fc.array(fc.nat(500), { minLength: 1, maxLength: 25 }) }),
	fc.record({ type: fc.constant('shuffle' as const), seed: fc.integer({ min: 1, max: 1_000 }) }),
	fc.constant({ type: 'nothing' as const }),
);
const list = fc.record({
	size: fc.nat(300),
	equals: fc.constantFrom(1, 2, 7, 40, 1_000),
	changes: fc.array(change, { maxLength: 12 }),
	// A server may give less than it is asked for.
	cap: fc.constantFrom(Number.POSITIVE_INFINITY, 20),
	pageSize: fc.constantFrom(12, 30, 100),
});

describe('readAllPages', () => {
	it('gives every row that was there from start to end exactly once, and ends, once the list comes to rest', async () => {
		await assertProperty(
			fc.asyncProperty(list, async ({ size, equals, changes, cap, pageSize }) => {
				const remote = new ChangingList(size, equals, changes, cap);
				const stayed = remote.ids();
				const found = (await readAllPages(remote.read, idOf, pageSize)).map(({ id }) => id);
				expect(new Set(found).size).toBe(found.length);
				expect(stayed.filter((id) => !remote.removed.has(id) && !found.includes(id))).toEqual([]);
			}),
			{ numRuns: 200 },
		);
	});

	it('gives the list as it was at one moment: no row that went before another came', async () => {
		await assertProperty(
			fc.asyncProperty(list, async ({ size, equals, changes, pageSize }) => {
				const remote = new ChangingList(size, equals, changes);
				const moments = [remote.ids()];
				const read: ReadPage<Row> = async (offset, limit) => {
					const page = await remote.read(offset, limit);
					moments.push(remote.ids());
					return page;
				};
				const found = (await readAllPages(read, idOf, pageSize)).map(({ id }) => id);
				const sorted = (ids: number[]) => JSON.stringify([...ids].sort((a, b) => a - b));
				expect(moments.map(sorted)).toContain(sorted(found));
			}),
			{ numRuns: 200 },
		);
	});

	it('gives as many of the newest as are wanted', async () => {
		await assertProperty(
			fc.asyncProperty(list, fc.integer({ min: 1, max: 320 }), async ({ size, pageSize, cap }, enough) => {
				const remote = new ChangingList(size, 1, [], cap);
				const found = await readAllPages(remote.read, idOf, pageSize, enough);
				expect(found.map(({ id }) => id)).toEqual(remote.ids().slice(0, enough));
			}),
		);
	});

	it('never gives more than are wanted, nor one twice, while rows are added', async () => {
		await assertProperty(
			fc.asyncProperty(list, fc.integer({ min: 1, max: 320 }), async ({ size, equals, pageSize, changes }, enough) => {
				const remote = new ChangingList(
					size,
					equals,
					changes.filter(({ type }) => type !== 'remove'),
				);
				const found = (await readAllPages(remote.read, idOf, pageSize, enough)).map(({ id }) => id);
				expect(new Set(found).size).toBe(Math.min(size, enough) > found.length ? -1 : found.length);
				expect(found.length).toBeLessThanOrEqual(enough);
			}),
		);
	});

	it.each([
		[0, 1],
		[100, 1],
		[101, 4],
		[191, 6],
	])('reads %i rows with %i requests', async (size, requests) => {
		const remote = new ChangingList(size, 1, []);
		expect(await readAllPages(remote.read, idOf, 100)).toHaveLength(size);
		expect(remote.reads).toBe(requests);
	});

	it('reads no more of a long list than is wanted', async () => {
		const remote = new ChangingList(5_000, 1, []);
		expect(await readAllPages(remote.read, idOf, 100, 150)).toHaveLength(150);
		expect(remote.reads).toBe(4);
	});

	it('reads pages of one row', async () => {
		const remote = new ChangingList(7, 1, [], 1);
		expect(await readAllPages(remote.read, idOf, 100)).toHaveLength(7);
	});

	it('gives up on a list that never comes to rest, and says what to do', async () => {
		let reads = 0;
		const restless: ReadPage<Row> = async (offset, limit) => ({
			rows: Array.from({ length: Math.min(limit, 300 - offset) }, (_, n) => ({ id: ++reads * 1_000 + n, age: 0 })),
			total: 300,
		});
		const growing: ReadPage<Row> = async (offset, limit) => ({
			rows: Array.from({ length: limit }, (_, n) => ({ id: offset + n, age: 0 })),
			total: offset + 10 * limit,
		});
		const lying: ReadPage<Row> = async () => ({ rows: [], total: 5 });
		for (const read of [restless, growing, lying])
			await expect(readAllPages(read, idOf, 20)).rejects.toThrow(/faster than it can be read; narrow it down/);
	});

	it('passes a fault on', async () => {
		await expect(readAllPages(() => Promise.reject(new Error('down')), idOf, 20)).rejects.toThrow('down');
	});
});
