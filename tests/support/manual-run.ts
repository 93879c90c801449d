/** What "Execute workflow" does in the editor, to its end. */
import type { N8nHost } from '../../sandbox/n8n/host';
import { UNFINISHED } from '../../sandbox/n8n/host/api';
import type { Execution } from '../../sandbox/n8n/host/types';

/** @param timeoutMs for the whole run */
export async function runByHand(
	n8n: N8nHost,
	workflow: string,
	trigger: string,
	timeoutMs = 60_000,
): Promise<Execution> {
	const id = await n8n.api.runManually(workflow, trigger);
	return await n8n.waitFor(
		async () => {
			// n8n stores the run a moment after it has told its id.
			const execution = await n8n.api.execution(id).catch(() => null);
			return execution !== null && !UNFINISHED.includes(execution.status) && execution;
		},
		{ what: `the run from "${trigger}" to end`, timeoutMs },
	);
}
