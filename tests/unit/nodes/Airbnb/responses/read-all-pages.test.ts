/** Airbnb's lists, page by page, however they say where the next page is. */
import { readAllPages } from '../../../../../nodes/Airbnb/responses/read-all-pages';
import { airbnbRequest } from '../../../../../nodes/Airbnb/transport';

jest.mock('../../../../../nodes/Airbnb/transport', () => ({ airbnbRequest: jest.fn() }));

const asked = jest.mocked(airbnbRequest);
afterEach(() => asked.mockReset());

/** @param answer to a request for `size` entries at a place */
function airbnb(answer: (qs: Record<string, string | number>, size: number) => object) {
	asked.mockImplementation(async (_, { qs = {} }) => {
		const query = qs as Record<string, string | number>;
		return answer(query, Number(query['_limit'])) as never;
	});
}

const entries = (from: number, size: number, of: number) =>
	Array.from({ length: Math.max(0, Math.min(size, of - from)) }, (_, index) => from + index);
const read = async (limit?: number, begin?: Record<string, string | number>) =>
	await readAllPages({} as never, {
		path: '/v2/reservations',
		name: 'reservations',
		qs: {},
		limit,
		...(begin === undefined ? {} : { begin }),
	});
const all = (of: number) => entries(0, of, of);

it.each([0, 1, 49, 50, 51, 100, 130])('%s entries of a system that says nothing of pages', async (of) => {
	airbnb(({ _offset = 0 }, size) => ({ reservations: entries(Number(_offset), size, of) }));
	expect(await read()).toEqual({ entries: all(of), failure: null, next: null });
});

it.each([50, 51, 100, 130])('%s entries of one that says it under a name that nobody knows', async (of) => {
	airbnb(({ _offset = 0 }, size) => ({
		reservations: entries(Number(_offset), size, of),
		paging: { after: `x${_offset}` },
	}));
	expect(await read()).toEqual({ entries: all(of), failure: null, next: null });
});

it.each(['next_cursor', 'cursor', '_cursor'])('follows %s, and ends where it is null', async (name) => {
	airbnb(({ _cursor = 0, _offset }, size) => {
		expect(_offset).toBeUndefined();
		const next = Number(_cursor) + size;
		return { reservations: entries(Number(_cursor), size, 100), paging: { [name]: next < 100 ? String(next) : null } };
	});
	expect(await read()).toEqual({ entries: all(100), failure: null, next: null });
	expect(asked).toHaveBeenCalledTimes(2);
});

it.each(['next_cursor', 'cursor', '_cursor'])(
	'a full last page behind %s that names no next one is the end',
	async (name) => {
		airbnb(({ _cursor = 0, _offset }, size) => {
			expect(_offset).toBeUndefined();
			const next = Number(_cursor) + size;
			return { reservations: entries(Number(_cursor), size, 100), paging: next < 100 ? { [name]: String(next) } : {} };
		});
		expect(await read()).toEqual({ entries: all(100), failure: null, next: null });
	},
);

it('a full page that leaves the place of the next one empty, and comes again, was all', async () => {
	airbnb(() => ({ reservations: all(50), paging: {} }));
	expect(await read()).toEqual({ entries: all(50), failure: null, next: null });
});

it('a list that ignores pages is read once', async () => {
	airbnb(() => ({ reservations: all(80), paging: {} }));
	expect(await read()).toEqual({ entries: all(80), failure: null, next: null });
});

it.each<[string, (qs: Record<string, string | number>) => object]>([
	['gives the same page for ever', () => ({ reservations: all(50) })],
	[
		'leads back to a page before',
		({ _cursor }) => ({ reservations: [_cursor ?? 'b'], paging: { next_cursor: _cursor === 'a' ? 'b' : 'a' } }),
	],
	[
		'leads on for ever',
		({ _cursor = 0 }) => ({ reservations: [_cursor], paging: { next_cursor: String(Number(_cursor) + 1) } }),
	],
])('a list that %s does not end: what was read is kept', async (_, answer) => {
	airbnb(answer);
	const { entries: kept, failure, next } = await read();
	expect(failure?.message).toBe("Airbnb's list of reservations does not end");
	expect(kept.length).toBeGreaterThan(0);
	expect(next).toBeNull();
	expect(asked.mock.calls.length).toBeLessThanOrEqual(500);
});

describe('a list whose pages are counted', () => {
	/** Before each request, the list changes. */
	const changing = (list: number[], change: (list: number[], request: number) => void) => {
		let requests = 0;
		airbnb(({ _offset = 0, after }, size) => {
			expect(after).toBeUndefined();
			change(list, requests++);
			return { reservations: list.slice(Number(_offset), Number(_offset) + size) };
		});
	};

	it('skips none that stays in it, whatever comes and goes before the place', async () => {
		const stays = all(130).filter((entry) => entry % 20 !== 0);
		changing(all(130), (list, request) => {
			if (request === 0) return;
			list.splice(list.indexOf(20 * (request - 1)), 1);
			if (request === 2) list.unshift(-1, -2, -3);
		});
		const { entries: found, failure } = await read();
		expect(failure).toBeNull();
		expect(stays.filter((entry) => !found.includes(entry))).toEqual([]);
		expect(new Set(found).size).toBe(found.length);
	});

	it('goes on with the next run where the one before has ended, and cuts no page', async () => {
		const list = all(130);
		airbnb(({ _offset = 0 }, size) => ({ reservations: list.slice(Number(_offset), Number(_offset) + size) }));
		const found: unknown[] = [];
		let begin: Record<string, string | number> | null = {};
		for (let runs = 0; begin !== null && runs < 20; runs++) {
			const part: Awaited<ReturnType<typeof read>> = await read(20, begin);
			found.push(...part.entries);
			begin = part.next;
			list.splice(0, 2);
		}
		expect(found).toEqual(all(130));
	});

	it('says so where so much is gone that nobody knows where to go on', async () => {
		changing(all(130), (list, request) => request === 1 && list.splice(20, 20));
		expect(await read()).toMatchObject({
			entries: all(50),
			failure: { message: "Airbnb's list of reservations has changed while it was read" },
			next: null,
		});
	});
});

it('keeps what was read before a page failed, and says where to go on', async () => {
	airbnb(({ _offset = 0 }, size) => {
		if (Number(_offset) > 0) throw new Error('Airbnb has a fault');
		return { reservations: entries(0, size, 100) };
	});
	expect(await read()).toMatchObject({
		entries: all(50),
		failure: { message: 'Airbnb has a fault' },
		next: { _offset: 50 },
	});
	expect(await read(50)).toMatchObject({ failure: null, next: { _offset: 50 } });
});
