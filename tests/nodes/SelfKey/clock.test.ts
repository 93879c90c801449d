/** A clock that is wrong is told as that, and only to who has signed rightly. */
import { startSelfKey, type SelfKeySandbox } from '../../../sandbox/selfkey';
import { runSelfKey, selfKeyAccount, selfKeyOptions } from '../../support/selfkey-node';

let selfKey: SelfKeySandbox;
let ahead: number;
beforeAll(async () => {
	selfKey = await startSelfKey({ ...selfKeyOptions, clock: () => new Date(Date.now() + ahead * 1000) });
}, 60_000);
afterAll(async () => await selfKey?.close());

const failure = async (credential: Record<string, string> = {}, resource = 'subscriber') =>
	await runSelfKey(selfKey.url, {
		resource,
		operation: resource === 'subscriber' ? 'getAll' : 'update',
		parameters: resource === 'subscriber' ? {} : { bookingNumber: '1', birthDate: '1990-01-01', fields: { city: 'X' } },
		credential,
	}).then(
		() => null,
		(error: Error & { description: string }) => error,
	);

it.each([
	['behind', 600, 'subscriber'],
	['ahead', -600, 'subscriber'],
	['behind', 600, 'guestIdentity'],
])("n8n's is %s by seconds, not the secret wrong: %i, %s", async (side, seconds, resource) => {
	ahead = seconds;
	const error = await failure({}, resource);
	const apart = Number(/are (\d+) seconds apart: n8n's is (\w+)$/.exec(error?.message ?? '')?.[1]);
	expect(Math.abs(apart - 600)).toBeLessThan(30);
	expect(error?.message).toContain(`n8n's is ${side}`);
	expect(error?.description).toMatch(
		/The webhook secret is right\. Set the clocks of both servers by NTP.*300 seconds/,
	);
});

it('is no matter for who has the wrong secret', async () => {
	ahead = 600;
	const error = await failure({ webhookSecret: `${selfKeyAccount.webhookSecret}-outdated` });
	expect(error?.message).toBe('SelfKey did not accept the signature');
	expect(`${error?.message} ${error?.description}`).not.toMatch(/clock|seconds/);
});

it('may differ by less', async () => {
	for (ahead of [-290, 290]) expect(await failure()).toBeNull();
});
