/** A change that this version cannot read: it keeps no other out, and its reason stands in SelfKey. */
import { SelfKeyApi } from '../../../credentials/SelfKeyApi.credentials';
import { readChanges } from '../../../nodes/SelfKey/change-feed/read-changes';
import { startHttp } from '../../../sandbox/http/server';
import { fakeContext } from '../../support/fake-context';
import { reservation } from '../../support/reservations';
import { selfKeyAccount } from '../../support/selfkey-node';

jest.mock('n8n-workflow', () => ({ ...jest.requireActual('n8n-workflow'), sleep: jest.fn(async () => undefined) }));

const change = (position: number, over: Record<string, unknown> = {}) => ({
	key: `booking.com/1/${position}`,
	position,
	origin: { kind: 'direct' },
	origins: [{ kind: 'direct' }],
	event: 'created',
	at: '2027-01-01T00:00:00.000Z',
	attempts: 0,
	reason: null,
	reservation: { ...reservation({ reservationId: String(position) }), selfKey: {} },
	...over,
});
const fromTheFuture = change(2, { origins: [{ kind: 'robot' }] });

/** What is given out of a page, and what SelfKey is told of it. */
async function read(changes: unknown[], isPeek = false) {
	const told: unknown[] = [];
	const server = await startHttp({
		handler: async ({ method, body }) => {
			const { items } = method === 'POST' ? (JSON.parse(body.toString('utf8')) as { items: unknown[] }) : { items: [] };
			told.push(...items);
			const answer = method === 'POST' ? { results: items.map(() => 'postponed') } : { changes, hasMore: false };
			return { status: 200, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(answer) };
		},
	});
	const data = { baseUrl: server.url, ...selfKeyAccount };
	const { poll } = fakeContext({ credentials: { selfKeyApi: { type: new SelfKeyApi(), data } } });
	const question = { subscriber: 'opera', start: 'everything' as const, wakeUrl: null, isPeek };
	try {
		const given = await readChanges(poll, question, { origins: [], events: [] }).then(
			(all) => all.map(({ position }) => position),
			(error: Error) => error.message,
		);
		return { given, told };
	} finally {
		await server.close();
	}
}

it('is handed back with its reason, and the others are given out', async () => {
	const { given, told } = await read([change(1), fromTheFuture, change(3)]);
	expect(given).toEqual([1, 3]);
	expect(told).toEqual([
		{ key: 'booking.com/1/2', position: 2, error: expect.stringMatching(/cannot read this change/) },
	]);
});

it('is an error where there is no other, and is handed back all the same', async () => {
	const { given, told } = await read([fromTheFuture]);
	expect(given).toMatch(/cannot read this change/);
	expect(told).toHaveLength(1);
});

it('is left alone where somebody only looks', async () => {
	expect(await read([change(1), fromTheFuture], true)).toEqual({ given: [1], told: [] });
});

it.each([[[{}]], [[null]], [[{ key: 'x' }]]])('%j is no change at all', async (changes) => {
	expect(await read(changes)).toEqual({ given: "SelfKey's answer is no page of its change feed", told: [] });
});
