import type { IPollFunctions } from 'n8n-workflow';
import { PollLock } from '../../../../../nodes/shared/polling/poll-lock';
import { pollOnce } from '../../../../../nodes/shared/polling/poll-once';
import { notePoll, PollsMemory, pollsSeen } from '../../../../../nodes/shared/polling/polls-seen';

const node = (id = 'n1', pollTimes: unknown = 'every minute', mode = 'trigger') =>
	({
		getMode: () => mode,
		getNode: () => ({ id, name: 'Airbnb Trigger', parameters: { pollTimes } }),
		getWorkflow: () => ({ id: 'w1', name: '20 Airbnb to SelfKey' }),
	}) as unknown as IPollFunctions;

it('remembers the last poll of each node, and the longest time between two', () => {
	const memory = new PollsMemory(1);
	for (const now of [1000, 61_000, 361_000, 421_000]) memory.note(node(), now, false);
	memory.note(node('n2'), 500, true);
	expect(memory.seen()).toMatchObject({
		since: 1,
		polls: [
			{ key: 'w1:n1', workflow: '20 Airbnb to SelfKey', node: 'Airbnb Trigger', at: 421_000, everyMs: 300_000 },
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
