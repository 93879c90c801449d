/** How n8n's editor changes a workflow file that is imported or pasted. */
import { randomUUID } from 'node:crypto';
import type { N8nSession } from './session';
import type { WorkflowFile, WorkflowNode } from './types';

interface Credential {
	id: string;
	name: string;
	type: string;
	updatedAt: string;
}

/** Which types of credentials a node can use as it is set. */
export type CredentialTypes = (node: WorkflowNode) => string[];

/** When a node's description shows one of its credentials, by the values of its parameters. */
export interface CredentialDisplay {
	displayOptions?: { show?: Record<string, unknown[]>; hide?: Record<string, unknown[]> };
}

/** Whether the node as it is set has this credential. What a file leaves out has its default, which is not known here. */
export function isShown(
	{ displayOptions = {} }: CredentialDisplay,
	{ parameters }: Pick<WorkflowNode, 'parameters'>,
): boolean {
	const { show = {}, hide = {} } = displayOptions;
	return (
		Object.entries(show).every(([field, values]) => !(field in parameters) || values.includes(parameters[field])) &&
		!Object.entries(hide).some(([field, values]) => field in parameters && values.includes(parameters[field]))
	);
}

/** References to unknown credentials are dropped; a node without any gets the newest of a matching type. */
function credentialsFor(node: WorkflowNode, here: Credential[], usable: CredentialTypes): WorkflowNode['credentials'] {
	const kept = Object.entries(node.credentials ?? {}).filter(([, { id }]) =>
		here.some((credential) => credential.id === id),
	);
	if (kept.length > 0) return Object.fromEntries(kept);
	const types = usable(node);
	const newest = here
		.filter(({ type }) => types.includes(type))
		.sort((a, b) => b.updatedAt.localeCompare(a.updatedAt))[0];
	return newest && { [newest.type]: { id: newest.id, name: newest.name } };
}

function importNode(node: WorkflowNode, here: Credential[], usable: CredentialTypes): WorkflowNode {
	const { credentials: _, ...rest } = structuredClone(node);
	const credentials = credentialsFor(node, here, usable);
	const imported: WorkflowNode = { ...rest, id: randomUUID(), ...(credentials && { credentials }) };
	if (imported.webhookId) {
		const old = imported.webhookId;
		imported.webhookId = randomUUID();
		if (imported.parameters.path === old) imported.parameters.path = imported.webhookId;
	}
	return imported;
}

/**
 * Creates a workflow as the editor does after "Import from file": its name, nodes and connections
 * are kept; its id, settings, static data and activation are not.
 * @returns its id, which n8n chooses
 */
export async function importThroughEditor(
	session: N8nSession,
	file: WorkflowFile,
	usable: CredentialTypes,
): Promise<string> {
	const here = await session.request<Credential[]>('GET', '/credentials');
	const { id } = await session.request<{ id: string }>('POST', '/workflows', {
		name: file.name,
		nodes: file.nodes.map((node) => importNode(node, here, usable)),
		connections: file.connections,
		// n8n 1.x has no default for it.
		active: false,
		settings: { executionOrder: 'v1' },
	});
	return id;
}
