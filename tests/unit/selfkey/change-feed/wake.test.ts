import { setImmediate as turn } from 'node:timers/promises';
import { signHex } from '../../../../core/webhook/sign';
import { Waker, wakeUrlOf } from '../../../../selfkey/change-feed/wake';

const N8N = { wakeUrl: 'https://n8n.example/webhook/x', integrationId: 'n8n' };

/** Calls that wait until they are answered. */
function newWaker(secret: string | null = 's') {
	const calls: Array<{ url: string; init: RequestInit; answer(status?: number): void; fail(error: Error): void }> = [];
	const errors: unknown[] = [];
	const waker = new Waker({
		clock: () => new Date('2026-03-01T08:00:00.000Z'),
		secretFor: async () => secret,
		onError: (error) => errors.push(error),
		fetch: ((url: string, init: RequestInit) =>
			new Promise<Response>((resolve, reject) => {
				calls.push({ url, init, answer: (status = 200) => resolve(new Response(null, { status })), fail: reject });
			})) as typeof fetch,
	});
	return { waker, calls, errors };
}

describe('the waker', () => {
	it('calls with a signature of the integration’s secret, and with nothing of any reservation', async () => {
		const { waker, calls } = newWaker();
		waker.wake('h', [N8N]);
		await turn();
		const [{ url, init } = { url: '', init: {} }] = calls;
		expect(url).toBe(N8N.wakeUrl);
		const body = String(init.body);
		expect(JSON.parse(body)).toEqual({
			event: 'changes.due',
			id: expect.stringMatching(/^[\da-f-]{36}$/) as string,
			timestamp: '2026-03-01T08:00:00.000Z',
		});
		expect(init).toMatchObject({ method: 'POST', redirect: 'manual' });
		expect(init.headers).toMatchObject({ 'x-webhook-signature': signHex('s', body) });
	});

	it('calls once more at most for all that came due during a call, and not the same body twice', async () => {
		const { waker, calls } = newWaker();
		for (let index = 0; index < 5; index++) waker.wake('h', [N8N]);
		await turn();
		expect(calls).toHaveLength(1);
		for (let index = 0; index < 5; index++) waker.wake('h', [N8N]);
		calls[0]?.answer();
		await turn();
		expect(calls).toHaveLength(2);
		expect(calls[0]?.init.body).not.toBe(calls[1]?.init.body);
		calls[1]?.answer();
		await turn();
		waker.wake('h', [N8N]);
		await turn();
		expect(calls).toHaveLength(3);
	});

	it('knows of each that is to be woken whether its last call got through, and of nobody else', async () => {
		const { waker, calls } = newWaker();
		const other = { ...N8N, wakeUrl: 'https://other.example/webhook/y' };
		expect(waker.callsTo([N8N, other])).toEqual({ reached: 0, failed: 0 });
		waker.wake('h', [N8N, other]);
		await turn();
		calls[0]?.answer(404);
		calls[1]?.answer();
		await turn();
		expect(waker.callsTo([N8N, other, other])).toEqual({ reached: 1, failed: 1 });
		expect(waker.callsTo([other])).toEqual({ reached: 1, failed: 0 });
		waker.wake('h', [N8N]);
		await turn();
		calls[2]?.answer();
		await turn();
		expect(waker.callsTo([N8N])).toEqual({ reached: 1, failed: 0 });
	});

	it('says so where nobody was told: a workflow that is not published, another secret', async () => {
		const { waker, calls, errors } = newWaker();
		for (const status of [404, 401]) {
			waker.wake('h', [N8N]);
			await turn();
			calls.at(-1)?.answer(status);
			await turn();
		}
		expect(errors.map(String)).toEqual([
			expect.stringContaining('answered 404'),
			expect.stringContaining('answered 401'),
		]);
		expect(errors.map(String).join()).not.toContain(N8N.wakeUrl);
	});

	it('keeps one address that does not answer from nobody else, and calls it again the next time', async () => {
		const { waker, calls, errors } = newWaker();
		const other = { ...N8N, wakeUrl: 'https://other.example/y' };
		waker.wake('h', [N8N, other]);
		await turn();
		expect(calls.map(({ url }) => url)).toEqual([N8N.wakeUrl, other.wakeUrl]);
		calls[0]?.fail(new Error('no route'));
		calls[1]?.answer();
		await turn();
		expect(errors).toEqual([new Error('no route')]);
		waker.wake('h', [N8N]);
		await turn();
		expect(calls).toHaveLength(3);
	});

	it('calls nobody whose integration is gone', async () => {
		const { waker, calls } = newWaker(null);
		waker.wake('h', [N8N]);
		await turn();
		expect(calls).toEqual([]);
	});
});

describe('an address to be called at', () => {
	it.each([
		'https://n8n.example/webhook/x',
		'http://localhost:5678/webhook/x',
		'http://127.0.0.1:5678/x',
		'http://[::1]:5678/x',
	])('may be %s', (url) => expect(wakeUrlOf(url)).toBe(url));

	it.each([
		null,
		'',
		'n8n',
		'http://n8n.example/webhook/x',
		'http://169.254.169.254/latest',
		'http://localhost.example/x',
		'https://user:secret@n8n.example/x',
		'file:///etc/passwd',
		'ftp://n8n.example/x',
		`https://n8n.example/${'x'.repeat(2_000)}`,
	])('is not %s', (url) => expect(wakeUrlOf(url)).toBeNull());
});
