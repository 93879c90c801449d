import type { IPollFunctions } from 'n8n-workflow';
import { PollMemory } from '../../../../../nodes/shared/polling/poll-memory';

/** A node whose static data n8n has loaded; `mode` and `id` as n8n gives them. */
function node(stored: Record<string, unknown> = {}, id = 'node', mode = 'trigger') {
	return {
		getMode: () => mode,
		getNode: () => ({ id }),
		getWorkflow: () => ({ id: 'workflow' }),
		getWorkflowStaticData: () => stored,
	} as unknown as IPollFunctions;
}
const memoryOf = () => new PollMemory<number>('cursor', (value) => (typeof value === 'number' ? value : 0));

it('gives what was kept, and puts it where n8n saves it with the next poll', () => {
	const memory = memoryOf();
	const stored = {};
	expect(memory.recall(node(stored))).toBe(0);
	memory.keep(node(stored), 7);
	expect(stored).toEqual({});
	expect(memory.recall(node(stored))).toBe(7);
	expect(stored).toEqual({ cursor: 7 });
});

it('survives that n8n loads the static data anew for each poll', () => {
	const memory = memoryOf();
	memory.keep(node(), 7);
	const loaded = { cursor: 3, other: 'untouched' };
	expect(memory.recall(node(loaded))).toBe(7);
	expect(loaded).toEqual({ cursor: 7, other: 'untouched' });
	expect(memory.recall(node({ cursor: 3 }))).toBe(3);
});

it('keeps nodes apart, and shows nothing to a run by hand, nor forgets by it', () => {
	const memory = memoryOf();
	memory.keep(node({}, 'one'), 7);
	expect(memory.recall(node({}, 'two'))).toBe(0);
	expect(memory.recall(node({ cursor: 5 }, 'one', 'manual'))).toBe(0);
	expect(memory.recall(node({}, 'one'))).toBe(7);
});

it('reads what is stored, whatever it is', () => {
	expect(memoryOf().recall(node({ cursor: 'seven' }))).toBe(0);
});
