/** What test files leave in an n8n, removed as a person would in the editor. */
import { UNFINISHED } from '../../../sandbox/n8n/host/api';
import type { N8nApi } from '../../../sandbox/n8n/host/api';
import type { N8nSession } from '../../../sandbox/n8n/host/session';
import { waitFor } from '../../../sandbox/n8n/host/wait';

interface DataTable {
	id: string;
	projectId: string;
}

const tablesOf = async (session: N8nSession) =>
	(await session.request<{ data: DataTable[] }>('GET', '/data-tables-global?take=100')).data;

/** @throws Error where something is left */
export async function empty(api: N8nApi): Promise<void> {
	const { session } = api;
	// Nothing may start any more before what runs is stopped.
	for (const { id, active } of await api.workflows()) if (active) await api.deactivate(id);
	for (const { id } of await api.executions({ status: UNFINISHED })) {
		// It may end by itself meanwhile.
		await api.stopExecution(id).catch(() => undefined);
	}
	for (const { id } of await api.workflows()) {
		await session.request('POST', `/workflows/${id}/archive`, {});
		// n8n refuses while it still switches the triggers off.
		const remove = async () => (await session.request('DELETE', `/workflows/${id}`), true);
		await waitFor(remove, { what: `workflow ${id} to be deleted` });
	}
	for (const { id } of await session.request<Array<{ id: string }>>('GET', '/credentials')) {
		await session.request('DELETE', `/credentials/${id}`);
	}
	for (const { id, projectId } of await tablesOf(session)) {
		await session.request('DELETE', `/projects/${projectId}/data-tables/${id}`);
	}
	// n8n removes a workflow's executions with it, those that it was still writing a moment later.
	await waitFor(async () => (await leftIn(api)).every((count) => count === 0), { what: 'n8n to be empty' });
}

/** How many workflows, credentials, tables and executions there are. */
export async function leftIn(api: N8nApi): Promise<number[]> {
	return [
		(await api.workflows()).length,
		(await api.session.request<unknown[]>('GET', '/credentials')).length,
		(await tablesOf(api.session)).length,
		(await api.executions()).length,
	];
}
