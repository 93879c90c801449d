/** Plays one fault against one piece of work, checks what must always hold, and says in words what came of it. */
import type { IHttpRequestOptions } from 'n8n-workflow';
import type { FakeContext } from '../fake-context';
import { everythingIn } from '../selfkey-node';
import type { Fault } from './faults';
import type { Strike } from './faulty-proxy';
import type { Attempt, Remote, Scene, Watch } from './scene';
import type { Length, Word } from './words';

/** Seconds that a run may take at most, whatever fails and however many items it has. */
const LONGEST_RUN = 720;
/**
 * What an answer that never comes takes in place of its time-out, in milliseconds. All requests of the run have it, so
 * that it is long where others must succeed.
 */
const HANG_MS: Readonly<Record<Length, number>> = { once: 5_000, lasting: 1_500 };
/** Where an answer never ends, the signals that end it come so many times as fast. */
const HASTE: Readonly<Record<Length, number>> = { once: 15, lasting: 45 };

/** @param sleep notes how long the nodes were told to wait; nobody waits for it here */
export async function runCell(
	remote: Remote,
	fault: Fault,
	length: Length,
	sleep: jest.Mock<Promise<void>, [number]>,
): Promise<Word> {
	const scene = await remote.open();
	try {
		return await play(scene, remote, fault, length, sleep);
	} finally {
		await scene.close();
	}
}

async function play(
	scene: Scene,
	remote: Remote,
	fault: Fault,
	length: Length,
	sleep: jest.Mock<Promise<void>, [number]>,
): Promise<Word> {
	const { proxy, wanted } = scene;
	const done = new Set<string>();
	const errors: unknown[] = [];
	const pending = () => wanted.filter((name) => !done.has(name));
	const next = async (watch: Watch): Promise<Attempt> => {
		const attempt = await scene.run(watch, pending());
		for (const name of attempt.done) done.add(name);
		errors.push(...attempt.errors);
		return attempt;
	};
	let timeout = 0;
	let whole = 0;
	const watched: Watch = (context) => {
		watch(context, (own) => {
			timeout = Math.max(timeout, own);
			return fault === 'hang' ? HANG_MS[length] : own;
		});
		return context;
	};
	const signals =
		fault === 'drip' ? hastenSignals(HASTE[length], (milliseconds) => (whole = Math.max(whole, milliseconds))) : null;
	sleep.mockReset();
	sleep.mockImplementation(async () => {
		// A system that was away for a moment is back before the next attempt.
		if (fault === 'refused' && length === 'once') await proxy.over();
	});

	let accept: (() => Promise<void>) | null = null;
	if (fault === 'oneRefused') {
		if (!scene.refuseOne) throw new Error('This scene has nothing to refuse');
		accept = await scene.refuseOne();
	} else await proxy.strike({ fault: strikeOf(remote, fault), on: remote.on, times: length === 'once' ? 1 : Infinity });
	const first = await next(watched).finally(() => signals?.mockRestore());
	const waits = sleep.mock.calls.reduce((sum, [milliseconds]) => sum + milliseconds, 0);
	const timedOut = proxy.struck * (fault === 'hang' ? timeout : whole);
	const seconds = Math.round((timedOut + waits) / 1000);
	if (fault !== 'oneRefused' && fault !== 'refused' && proxy.struck === 0) throw new Error('The fault struck nothing');
	const heldFirst = await scene.held();
	expectOnce(heldFirst, wanted);
	for (const name of first.done)
		if (!heldFirst.includes(name)) throw new Error(`${name} counts as done and is not there`);

	await proxy.over();
	await accept?.();
	for (let run = 0; run < 3 && pending().length > 0; run++) await next((context) => context);
	if (pending().length > 0) throw new Error(`Never done: ${pending().join(', ')}. ${errors.map(textOf).join('; ')}`);
	expect([...(await scene.held())].sort()).toEqual([...wanted].sort());

	const told = first.errors.map(textOf);
	for (const text of told) {
		expect(text).toMatch(remote.name);
		// What is wrong, and what to do or what happens next.
		expect(text.split(/[.:] /).length).toBeGreaterThan(1);
	}
	for (const secret of remote.secrets) expect(everythingIn(errors)).not.toContain(secret);
	expect(seconds).toBeLessThanOrEqual(LONGEST_RUN);
	return wordFor(first, wanted, sleep.mock.calls.length > 0 || proxy.struck > 0, fault);
}

function wordFor({ done, errors }: Attempt, wanted: readonly string[], wasStruck: boolean, fault: Fault): Word {
	if (errors.length > 0) return done.length > 0 ? 'others go on' : 'told';
	if (done.length < wanted.length) throw new Error('Something was not done, and nobody was told');
	return wasStruck && fault !== 'slow' ? 'repeated' : 'done';
}

function strikeOf({ errorsInside }: Remote, fault: Exclude<Fault, 'oneRefused'>): Strike['fault'] {
	if (fault !== 'errorsInside') return fault;
	if (!errorsInside) throw new Error('This system has no errors inside an answer of 200');
	return errorsInside;
}

function expectOnce(held: readonly string[], wanted: readonly string[]): void {
	expect(held.filter((name, place) => held.indexOf(name) !== place)).toEqual([]);
	expect(held.filter((name) => !wanted.includes(name))).toEqual([]);
}

function textOf(error: unknown): string {
	if (typeof error === 'string') return error;
	const { message, description } = error as { message: string; description?: string };
	return description ? `${message}. ${description}` : message;
}

interface Helpers {
	httpRequestWithAuthentication(name: string, request: IHttpRequestOptions): Promise<unknown>;
}

/** Sees the time-out of each request, and may set another. Both sides of a context have the same helpers. */
function watch({ execute }: FakeContext, timeoutOf: (timeout: number) => number): void {
	const helpers = execute.helpers as unknown as Helpers;
	const send = helpers.httpRequestWithAuthentication;
	helpers.httpRequestWithAuthentication = async function (name, request) {
		return await send.call(this, name, { ...request, timeout: timeoutOf(request.timeout ?? 0) });
	};
}

/** @param onFired told how long each of them would have taken */
function hastenSignals(haste: number, onFired: (milliseconds: number) => void): jest.SpyInstance {
	return jest.spyOn(AbortSignal, 'timeout').mockImplementation((milliseconds) => {
		const ending = new AbortController();
		setTimeout(() => {
			onFired(milliseconds);
			ending.abort();
		}, milliseconds / haste).unref();
		return ending.signal;
	});
}
