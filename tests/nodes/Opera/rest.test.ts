/** What comes from OPERA is not written back to it, and a long list of guests can be read on from anywhere. */
import type { IDataObject } from 'n8n-workflow';
import { startOpera, type OperaSandbox } from '../../../sandbox/opera';
import { chosenCodes, operaOptions, runOpera } from '../../support/opera-node';
import { changedItem } from '../../support/opera-reservations';

// Nobody waits for a second try.
jest.mock('n8n-workflow', () => ({ ...jest.requireActual('n8n-workflow'), sleep: jest.fn(async () => undefined) }));

let opera: OperaSandbox;

beforeEach(async () => {
	opera = await startOpera(operaOptions);
});
afterEach(async () => {
	await opera.close();
});

const changedBy = (...origins: IDataObject[]): IDataObject => {
	const item = changedItem();
	const selfKey = item['selfKey'] as IDataObject;
	return { ...item, selfKey: { ...selfKey, change: { ...(selfKey['change'] as IDataObject), origins } } };
};
const write = async (item: IDataObject) =>
	(
		await runOpera(opera.url, { resource: 'reservation', operation: 'upsert', parameters: chosenCodes, items: [item] })
	)[0]?.json['opera'];

test.each<[string, IDataObject[], string]>([
	['only Opera has changed', [{ kind: 'channel', channel: 'opera' }], 'unchanged'],
	['its channel has changed', [{ kind: 'channel', channel: 'booking.com' }], 'created'],
	[
		'Opera and its channel have changed',
		[
			{ kind: 'channel', channel: 'opera' },
			{ kind: 'channel', channel: 'booking.com' },
		],
		'created',
	],
	['nobody is known to have changed', [], 'created'],
])('a reservation that %s', async (_, origins, outcome) => {
	expect(await write(changedBy(...origins))).toMatchObject({ outcome });
	expect(opera.stays()).toHaveLength(outcome === 'created' ? 1 : 0);
});

describe('guests', () => {
	const read = async (skip: unknown) =>
		await runOpera(opera.url, {
			resource: 'guest',
			operation: 'getAll',
			parameters: { returnAll: false, limit: 2, options: { skip } as IDataObject },
		});

	test('are read on from where an earlier run stopped', async () => {
		for (let n = 1; n <= 5; n++) opera.addGuest('Ada', `Favre ${n}`);
		expect((await read(2)).map(({ json }) => json['lastName'])).toEqual(['Favre 3', 'Favre 4']);
		expect(await read(5)).toEqual([]);
	});

	describe('with their contact data', () => {
		const full = async () =>
			(
				await runOpera(opera.url, {
					resource: 'guest',
					operation: 'getAll',
					parameters: { returnAll: true, contactData: true },
				})
			).map(({ json }) => json);
		const guestPath = (n: number) => new RegExp(`/guests/${opera.profiles()[n]?.id}$`);

		test.each(['forbidden', 'serverError'] as const)('one that OPERA answers %s to holds up no other', async (kind) => {
			for (let n = 1; n <= 5; n++) opera.addGuest('Ada', `Favre ${n}`);
			opera.faults.next(kind, { path: guestPath(1), times: 10 });
			const guests = await full();
			expect(guests.map(({ lastName }) => lastName)).toEqual([1, 2, 3, 4, 5].map((n) => `Favre ${n}`));
			expect(guests.filter(({ unread }) => unread !== undefined)).toEqual([
				expect.objectContaining({
					lastName: 'Favre 2',
					emails: [],
					unread: expect.stringMatching(/^Opera /) as string,
				}),
			]);
		});

		test('are not read on where OPERA itself is away', async () => {
			for (let n = 1; n <= 5; n++) opera.addGuest('Ada', `Favre ${n}`);
			opera.faults.next('serverError', { path: /\/guests\/|operaContext/, times: 100 });
			await expect(full()).rejects.toThrow(/Opera has a fault/);
		});
	});

	test.each([-1, 1.5, 'two'])('are not read from %p on', async (skip) => {
		await expect(read(skip)).rejects.toThrow(/whole number/);
	});
});
