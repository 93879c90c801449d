import { EventEmitter } from 'node:events';
import { createSqlBookingStore, overPool, UnstorableData, type PoolLike } from '../../../../selfkey';

describe('a pool of pg', () => {
	function fakePool(fail: (text: string) => boolean) {
		const statements: string[] = [];
		const released: unknown[] = [];
		const query = async (text: string) => {
			statements.push(text);
			if (fail(text)) throw Object.assign(new Error('no'), { code: '57P01' });
			return { rows: [] };
		};
		const pool: PoolLike = {
			query,
			connect: async () => ({ query, release: (error) => void released.push(error ?? null) }),
		};
		return { pool, statements, released };
	}

	it('commits, and gives the connection back', async () => {
		const { pool, statements, released } = fakePool(() => false);
		expect(await overPool(pool).transaction(async (client) => (await client.query('WORK'), 7))).toBe(7);
		expect(statements).toEqual(['BEGIN ISOLATION LEVEL READ COMMITTED', 'WORK', 'COMMIT']);
		expect(released).toEqual([null]);
	});

	it('sends the first statement together with the beginning', async () => {
		const { pool, statements } = fakePool(() => false);
		expect(await overPool(pool).transactionAfter?.('FIRST', async (client) => (await client.query('WORK'), 7))).toBe(7);
		expect(statements).toEqual(['BEGIN ISOLATION LEVEL READ COMMITTED; FIRST', 'WORK', 'COMMIT']);
		const refused = fakePool((text) => text.endsWith('FIRST'));
		await expect(overPool(refused.pool).transactionAfter?.('FIRST', async () => 7)).rejects.toThrow('no');
		expect(refused.statements).toEqual(['BEGIN ISOLATION LEVEL READ COMMITTED; FIRST', 'ROLLBACK']);
	});

	it('rolls back what fails, and throws a connection away that cannot even do that', async () => {
		const good = fakePool((text) => text === 'WORK');
		await expect(overPool(good.pool).transaction((client) => client.query('WORK'))).rejects.toThrow('no');
		expect(good.statements).toEqual(['BEGIN ISOLATION LEVEL READ COMMITTED', 'WORK', 'ROLLBACK']);
		expect(good.released).toEqual([false]);
		const broken = fakePool((text) => !text.startsWith('BEGIN'));
		await expect(overPool(broken.pool).transaction((client) => client.query('WORK'))).rejects.toThrow('no');
		expect(broken.released).toEqual([true]);
	});

	it('listens to a connection that is lost while it is used, so that the process does not end with it', async () => {
		const client = Object.assign(new EventEmitter(), { query: async () => ({ rows: [] }), release: () => undefined });
		const pool: PoolLike = { query: client.query, connect: async () => client };
		await overPool(pool).transaction(async () => client.emit('error', new Error('terminating connection')));
		expect(client.listenerCount('error')).toBe(0);
		expect(() => client.emit('error', new Error('terminating connection'))).toThrow('terminating');
	});

	it('tells data that can never be stored from a passing failure', async () => {
		const failing = (code: string) => {
			const query = async () => Promise.reject(Object.assign(new Error('detail of a guest'), { code }));
			return createSqlBookingStore({ query, transaction: query });
		};
		await expect(failing('22P05').transaction('h', async () => 1)).rejects.toBeInstanceOf(UnstorableData);
		await expect(failing('23514').transaction('h', async () => 1)).rejects.toBeInstanceOf(UnstorableData);
		await expect(failing('P0001').transaction('h', async () => 1)).rejects.toBeInstanceOf(UnstorableData);
		for (const code of ['23505', '23503', '23P01', '40P01', '57P01', 'P2028', 'EPIPE'])
			await expect(failing(code).transaction('h', async () => 1)).rejects.not.toBeInstanceOf(UnstorableData);
	});
});
