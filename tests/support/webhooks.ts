/** Signed webhooks against a real n8n: what they started, and what was said to the sender. */
import type { Answer } from '../../sandbox/http/webhook-sender';
import { UNFINISHED } from '../../sandbox/n8n/host/api';
import type { Execution, ExecutionSummary } from '../../sandbox/n8n/host/types';
import type { SandboxEnvironment } from './environment';

/** The executions of a workflow, oldest first. */
export async function runsOfWorkflow({ n8n }: SandboxEnvironment, workflowId: string): Promise<ExecutionSummary[]> {
	return (await n8n.api.executions({ workflowId })).reverse();
}

/**
 * Does something and waits until everything that a webhook started in this workflow meanwhile has ended; or everything that its
 * polls and schedules started (`trigger`). A schedule may begin at any moment, such as twenty past the hour: the two are apart.
 * @returns those executions, oldest first; none where nothing was started
 */
export async function startedBy(
	environment: SandboxEnvironment,
	workflowId: string,
	act: () => Promise<unknown>,
	by: 'webhook' | 'trigger' = 'webhook',
): Promise<Execution[]> {
	const runsNow = async () => (await runsOfWorkflow(environment, workflowId)).filter(({ mode }) => mode === by);
	const before = new Set((await runsNow()).map(({ id }) => id));
	await act();
	const started = await environment.n8n.waitFor(
		async () => {
			const runs = (await runsNow()).filter(({ id }) => !before.has(id));
			return runs.every(({ status }) => !UNFINISHED.includes(status)) && runs;
		},
		{ what: 'the runs to end' },
	);
	return await Promise.all(started.map(({ id }) => environment.n8n.api.execution(id)));
}

/** The answer with its body read as JSON. */
export function readAnswer({ status, body, attempt }: Answer): {
	status: number | null;
	body: unknown;
	attempt: number;
} {
	return { status, attempt, body: body === '' ? null : (JSON.parse(body) as unknown) };
}

/** Changes a credential by its name, as a person does in the editor; the other fields keep their values. */
export async function changeCredentialNamed(
	{ n8n }: SandboxEnvironment,
	name: string,
	changes: Record<string, unknown>,
): Promise<void> {
	const { session } = n8n.api;
	const credential = (
		await session.request<Array<{ id: string; name: string; type: string }>>('GET', '/credentials')
	).find((each) => each.name === name);
	if (!credential) throw new Error(`n8n has no credential called ${name}`);
	const { data } = await session.request<{ data: Record<string, unknown> }>(
		'GET',
		`/credentials/${credential.id}?includeData=true`,
	);
	await session.request('PATCH', `/credentials/${credential.id}`, {
		name,
		type: credential.type,
		data: { ...data, ...changes },
	});
}
