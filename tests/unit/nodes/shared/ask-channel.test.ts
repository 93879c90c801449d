/** How long more rooms wait for a channel's answer, and which faults are not waited for. */
import { ASKED_FOR_MS, channelAsker } from '../../../../nodes/shared/ask-channel';
import { ApiError } from '../../../../nodes/shared/request/api-error';

const SILENCE = 'Airbnb does not say what it has booked';
const fault = (kind: ApiError['kind']) => new ApiError({ kind, message: `It is ${kind}`, advice: 'Look' });
const failing = (kind: ApiError['kind']) =>
	jest.fn(async () => {
		throw fault(kind);
	});

/** What goes by while a question is asked. */
let clock = 0;
let timeouts: Array<{ ms: number; pass: () => void }> = [];
beforeEach(() => {
	clock = 0;
	timeouts = [];
	jest.spyOn(performance, 'now').mockImplementation(() => clock);
	jest.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
		const controller = new AbortController();
		timeouts.push({ ms, pass: () => controller.abort() });
		return controller.signal;
	});
});
afterEach(() => {
	jest.restoreAllMocks();
});

it('asks on after a fault of one question alone', async () => {
	const ask = channelAsker('Airbnb', SILENCE);
	expect(await ask(failing('server'))).toMatchObject({ noAnswer: { what: `${SILENCE} (It is server)` } });
	expect(await ask(failing('not_found'))).toEqual({ noAnswer: fault('not_found') });
	expect(await ask(async (seconds) => seconds)).toEqual({ answer: ASKED_FOR_MS / 1000 });
});

it.each(['unreachable', 'rate_limited', 'unauthorized'] as const)(
	'asks no more of a channel that is %s',
	async (kind) => {
		const ask = channelAsker('Airbnb', SILENCE);
		const first = await ask(failing(kind));
		const next = jest.fn(async () => 1);
		expect(await ask(next)).toEqual(first);
		expect(next).not.toHaveBeenCalled();
		expect('noAnswer' in first && first.noAnswer instanceof Error).toBe(kind === 'unauthorized');
	},
);

it('waits five seconds for all questions together, whatever they do', async () => {
	const ask = channelAsker('Airbnb', SILENCE);
	const slow = async () => {
		clock += 3_000;
		return 1;
	};
	expect(await ask(slow)).toEqual({ answer: 1 });
	const silent = ask(async (seconds) => {
		expect(seconds).toBe(2);
		return await new Promise<never>(() => undefined);
	});
	expect(timeouts.map(({ ms }) => ms)).toEqual([5_000, 2_000]);
	timeouts[1]?.pass();
	expect(await silent).toMatchObject({ noAnswer: { what: expect.stringContaining('is slow') as string } });
	const next = jest.fn(async () => 1);
	expect(await ask(next)).toEqual(await silent);
	expect(next).not.toHaveBeenCalled();
});

it('begins no question after that', async () => {
	const ask = channelAsker('Airbnb', SILENCE);
	clock = ASKED_FOR_MS;
	const next = jest.fn(async () => 1);
	expect(await ask(next)).toMatchObject({ noAnswer: { what: expect.stringContaining('is slow') as string } });
	expect(next).not.toHaveBeenCalled();
});
