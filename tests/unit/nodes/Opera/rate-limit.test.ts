/** The pace of requests to OPERA, by a clock that only sleeping moves. */
import { holdBack, shareOf, takeTurn } from '../../../../nodes/Opera/rate-limit';

const mockSleep = jest.fn(async (milliseconds: number) => {
	now += milliseconds;
});
jest.mock('n8n-workflow', () => ({ sleep: (milliseconds: number) => mockSleep(milliseconds) }));

let now = 1_800_000_000_000;
let environments = 0;
let environment: string;

beforeEach(() => {
	jest.spyOn(Date, 'now').mockImplementation(() => now);
	environment = `https://opera-${(environments += 1)}.example`;
});
afterEach(() => jest.restoreAllMocks());

/** How many requests may be sent in the seconds that follow. */
async function sentIn(seconds: number, asker: 'node' | 'trigger', share: number): Promise<number> {
	const end = now + seconds * 1000;
	for (let sent = 0; ; sent++) {
		await takeTurn(environment, asker, share);
		if (now >= end) return sent;
	}
}

test.each([
	['node', 50, 40],
	['trigger', 50, 9],
	['node', 25, 20],
	['trigger', 25, 4.5],
	['node', 1, 0.8],
] as const)('the %s sends, of a share of %d, %d requests a second', async (asker, share, each) => {
	const sent = await sentIn(20, asker, share);
	expect(Math.abs(sent - 20 * each)).toBeLessThanOrEqual(1);
});

test('after a 429 nobody sends anything to this environment until OPERA allows it, and the others go on', async () => {
	const begun = now;
	holdBack(environment, 7);
	await takeTurn('https://elsewhere.example', 'node', 50);
	expect(now).toBe(begun);
	await takeTurn(environment, 'node', 50);
	expect(now).toBe(begun + 7_000);
	await takeTurn(environment, 'node', 50);
	expect(now).toBe(begun + 7_025);
});

test('who waits for a turn when the 429 comes waits for the end of it, too', async () => {
	const begun = now;
	await takeTurn(environment, 'node', 50);
	mockSleep.mockImplementationOnce(async (milliseconds) => {
		now += milliseconds;
		holdBack(environment, 3);
	});
	await takeTurn(environment, 'node', 50);
	expect(now).toBe(begun + 25 + 3_000);
});

test.each([61, 300, 7_200])(
	'a wait of %d s is not cut short: whoever asks meanwhile is handed back at once',
	async (seconds) => {
		const begun = now;
		holdBack(environment, seconds);
		const left = async () => await takeTurn(environment, 'node', 50).catch((error: unknown) => error);
		expect(await left()).toMatchObject({ kind: 'rate_limited', retryable: true, retryAfter: seconds });
		expect(now).toBe(begun);
		now += 1_000 * (seconds - 60) - 1;
		expect(await left()).toMatchObject({ retryAfter: 61 });
		now += 1;
		expect(await left()).toBeUndefined();
		expect(now).toBe(begun + 1_000 * seconds);
	},
);

test('a shorter wait that OPERA names later takes nothing off a longer one', async () => {
	holdBack(environment, 300);
	holdBack(environment, 2);
	await expect(takeTurn(environment, 'node', 50)).rejects.toMatchObject({ retryAfter: 300 });
});

test('whoever waits when OPERA asks for a long time does not go on afterwards', async () => {
	await takeTurn(environment, 'node', 50);
	mockSleep.mockImplementationOnce(async (milliseconds) => {
		now += milliseconds;
		holdBack(environment, 300);
	});
	await expect(takeTurn(environment, 'node', 50)).rejects.toMatchObject({ retryAfter: 300 });
});

test('a date of years ahead is a slip: OPERA is asked again after a day', async () => {
	holdBack(environment, 4e9);
	await expect(takeTurn(environment, 'node', 50)).rejects.toMatchObject({ retryAfter: 86_400 });
});

test.each([
	[undefined, 50],
	['', 50],
	[0, 50],
	[51, 50],
	['abc', 50],
	[25, 25],
	['12.5', 12.5],
])('a credential that says %p has a share of %d', (value, share) => {
	expect(shareOf(value)).toBe(share);
});
