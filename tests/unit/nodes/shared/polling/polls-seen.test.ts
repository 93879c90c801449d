import type { IPollFunctions } from 'n8n-workflow';
import { PollLock } from '../../../../../nodes/shared/polling/poll-lock';
import { pollOnce, type Polled } from '../../../../../nodes/shared/polling/poll-once';
import { notePoll, PollsMemory, pollsSeen } from '../../../../../nodes/shared/polling/polls-seen';

const node = (id = 'n1', pollTimes: unknown = 'every minute', mode = 'trigger') =>
	({
		getMode: () => mode,
		getNode: () => ({ id, name: 'Airbnb Trigger', parameters: { pollTimes } }),
		getWorkflow: () => ({ id: 'w1', name: '20 Airbnb to SelfKey' }),
	}) as unknown as IPollFunctions;

it('remembers the last poll of each node, and the longest time between two, at most three times what it was', () => {
	const memory = new PollsMemory(1);
	for (const now of [1000, 61_000, 361_000, 421_000]) memory.note(node(), now, false);
	memory.note(node('n2'), 500, true);
	expect(memory.seen()).toMatchObject({
		since: 1,
		polls: [
			{ key: 'w1:n1', workflow: '20 Airbnb to SelfKey', node: 'Airbnb Trigger', at: 421_000, everyMs: 180_000 },
			{ key: 'w1:n2', at: 500, everyMs: 0, isToldElsewhere: true },
		],
	});
});

it('begins another rhythm with other poll times', () => {
	const memory = new PollsMemory(0);
	for (const now of [0, 86_400_000]) memory.note(node('n1', 'daily'), now, false);
	memory.note(node('n1', 'every minute'), 86_460_000, false);
	expect(memory.seen().polls).toMatchObject([{ everyMs: 0 }]);
});

it('knows the rhythm of a node by its poll times, before there were two polls', () => {
	const memory = new PollsMemory(0);
	memory.note(node('n1', { item: [{ mode: 'everyX', value: 30, unit: 'minutes' }] }), 1000, false);
	expect(memory.seen().polls).toMatchObject([{ everyMs: 1_800_000 }]);
	// Unpublished for two days, and published again.
	memory.note(node('n1', { item: [{ mode: 'everyX', value: 30, unit: 'minutes' }] }), 2 * 86_400_000, false);
	expect(memory.seen().polls).toMatchObject([{ everyMs: 1_800_000 }]);
});

describe('a node that polls no more', () => {
	const MINUTE = 60_000;
	/** Minute by minute, as long as the node "well" polls, which looks; whatever it finds is named with the minute. */
	function found(minutes: number, polls: (minute: number, memory: PollsMemory) => void): string[] {
		const memory = new PollsMemory(0);
		return Array.from({ length: minutes }, (_, minute) => minute).flatMap((minute) => {
			polls(minute, memory);
			if (!memory.seen().polls.some(({ key, at }) => key === 'w1:well' && at === minute * MINUTE)) return [];
			const silent = memory.takeSilent(minute * MINUTE);
			return silent ? [`${silent.key} ${minute}`] : [];
		});
	}
	const note = (memory: PollsMemory, id: string, minute: number, isToldElsewhere = false) =>
		memory.note(node(id), minute * MINUTE, isToldElsewhere);

	it('is found once by one that polls, and once more where it stops again', () => {
		const minutes = found(60, (minute, memory) => {
			note(memory, 'well', minute);
			if (minute < 10 || minute === 40) note(memory, 'stops', minute);
		});
		// After 15 minutes, and two of its own intervals: first a minute, then three, however long it was away.
		expect(minutes).toEqual(['w1:stops 27']);
		const again = found(200, (minute, memory) => {
			note(memory, 'well', minute);
			if (minute < 10 || minute === 40) note(memory, 'stops', minute);
		});
		expect(again).toEqual(['w1:stops 27', 'w1:stops 62']);
	});

	it('is not found where somebody else tells of it', () => {
		const minutes = found(60, (minute, memory) => {
			note(memory, 'well', minute);
			if (minute < 10) note(memory, 'stops', minute, true);
		});
		expect(minutes).toEqual([]);
	});

	it('gets its time again after a pause of all, such as a machine that slept', () => {
		const minutes = found(300, (minute, memory) => {
			if (minute < 10) note(memory, 'slow', minute);
			if (minute < 10 || minute >= 200) note(memory, 'well', minute);
			if (minute >= 210) note(memory, 'slow', minute);
		});
		expect(minutes).toEqual([]);
	});
});

it('is bounded: the one that polled longest ago makes room', () => {
	const memory = new PollsMemory(0);
	for (let n = 0; n < 300; n++) {
		memory.note(node('first'), n, false);
		memory.note(node(`n${n}`), n, false);
	}
	const keys = memory.seen().polls.map(({ key }) => key);
	expect(keys).toHaveLength(200);
	expect(keys).toContain('w1:first');
	expect(keys).not.toContain('w1:n0');
});

it('takes no run by hand for a poll', () => {
	notePoll(node('by-hand', null, 'manual'));
	notePoll(node('by-clock'));
	expect(pollsSeen().polls.map(({ key }) => key)).toEqual(['w1:by-clock']);
});

it('counts a poll that fails, and one that is skipped since its run is unfinished', async () => {
	const poll = async (id: string, fetch: () => Promise<never>) => {
		const context = Object.assign(node(id), { getActivationMode: () => 'init', __emitError: () => undefined });
		await pollOnce(context, lock, fetch);
	};
	const lock = new PollLock(60_000);
	lock.start('w1:skipped', Date.now());
	await poll('failing', async () => await Promise.reject(new Error('down')));
	await poll('skipped', async () => {
		throw new Error('It was not skipped');
	});
	const keys = pollsSeen().polls.map(({ key }) => key);
	expect(keys).toEqual(expect.arrayContaining(['w1:failing', 'w1:skipped']));
});

it('is told by a trigger that polls and is set to, as a failed run that says what to do', async () => {
	const lock = new PollLock(60_000);
	const emitted: Error[] = [];
	const poll = async (id: string, watchesOthers: boolean) => {
		const context = Object.assign(node(id), {
			getActivationMode: () => 'init',
			__emitError: (error: Error) => emitted.push(error),
		});
		await pollOnce(context, lock, async () => await Promise.resolve({ items: [], errors: [] }), { watchesOthers });
	};
	jest.useFakeTimers({ now: Date.now() + 3_600_000 });
	try {
		await poll('stops', false);
		for (let minute = 0; minute < 30; minute++) {
			jest.advanceTimersByTime(60_000);
			await poll('careless', false);
		}
		expect(emitted).toEqual([]);
		for (let minute = 0; minute < 3; minute++) await poll('watchful', true);
		const told = emitted.filter(({ message }) => message.includes('has not polled since'));
		expect(told).toHaveLength(emitted.length);
		expect(told[0]).toMatchObject({ message: expect.stringContaining('"Airbnb Trigger" of "20 Airbnb to SelfKey"') });
	} finally {
		jest.useRealTimers();
	}
});

describe('how a poll went', () => {
	const polled = async (id: string, ...polls: Array<() => Promise<Polled>>) => {
		const lock = new PollLock(60_000);
		const context = Object.assign(node(id), {
			getActivationMode: () => 'init',
			__emitError: () => undefined,
			__emit: () => undefined,
			helpers: { createDeferredPromise: () => ({ promise: new Promise(() => undefined) }) },
		});
		for (const poll of polls) await pollOnce(context, lock, poll);
		const { wellAt, failed } = pollsSeen().polls.find(({ key }) => key === `w1:${id}`)!;
		return { isWell: wellAt > 0, failed };
	};
	const fails = async () => await Promise.reject(new Error('down'));
	const finds = async (changes: Partial<Polled> = {}) => await Promise.resolve({ items: [], errors: [], ...changes });
	const errors = [new Error('reported')];
	const items = [{ json: {} }];

	it.each<[string, Array<() => Promise<Polled>>, { isWell: boolean; failed: string[] }]>([
		['nothing found', [finds], { isWell: true, failed: [] }],
		['something found', [async () => await finds({ items })], { isWell: true, failed: [] }],
		['failed', [fails], { isWell: false, failed: ['down'] }],
		['failed, then nothing found', [fails, finds], { isWell: true, failed: ['down'] }],
		['reported once a day', [async () => await finds({ errors })], { isWell: false, failed: [] }],
		[
			'reported while it lasts',
			[async () => await finds({ errors, isWell: false })],
			{ isWell: false, failed: ['reported'] },
		],
		[
			'reported once, beside what lasts',
			[async () => await finds({ errors: [...errors, new Error('once')], isWell: false, lasting: errors })],
			{ isWell: false, failed: ['reported'] },
		],
		['reported before, and it lasts', [async () => await finds({ isWell: false })], { isWell: false, failed: [] }],
	])('%s', async (what, polls, outcome) => {
		expect(await polled(what, ...polls)).toEqual(outcome);
	});

	it('remembers the last few different errors', async () => {
		const poll = (message: string) => async () => await Promise.reject(new Error(message));
		const { failed } = await polled('many', ...['1', '2', '1', '3', '4', '5', '6'].map(poll));
		expect(failed).toEqual(['6', '5', '4', '3', '1']);
	});
});
