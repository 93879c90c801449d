/** The requests that the sandbox and the tests send to a running n8n. */
import { createRequire } from 'node:module';
import path from 'node:path';
import { importThroughEditor, isShown, type CredentialDisplay } from './editor-import';
import { waitFor } from './wait';
import type { LoadedNode } from './community-package';
import type { N8nInstall } from '../install';
import type { N8nSession } from './session';
import type {
	Execution,
	ExecutionStatus,
	ExecutionSummary,
	PublicationStatus,
	WorkflowFile,
	WorkflowNode,
	WorkflowSummary,
} from './types';

const PAGE = 100;
/** Of executions that go on. */
export const UNFINISHED: ExecutionStatus[] = ['new', 'running', 'waiting'];
const ENDED: ExecutionStatus[] = ['success', 'error', 'crashed', 'canceled', 'unknown'];

interface ExecutionFilter {
	workflowId?: string;
	status?: ExecutionStatus[];
}

interface NodeType extends LoadedNode {
	credentials?: Array<{ name: string } & CredentialDisplay>;
}

export class N8nApi {
	private nodeTypes?: Promise<NodeType[]>;

	private readonly unflatten: (text: string) => unknown;

	private readonly version: string;

	constructor(
		readonly session: N8nSession,
		install: N8nInstall,
	) {
		this.version = install.version;
		// n8n stores execution data in this library's format, so its own copy reads it.
		const load = createRequire(path.join(install.dir, 'package.json'));
		this.unflatten = (load('flatted') as { parse: (text: string) => unknown }).parse;
	}

	/** All executions that match, newest first, without their data. */
	async executions(filter: ExecutionFilter = {}): Promise<ExecutionSummary[]> {
		if (filter.status) return newestFirst(await this.listed(filter));
		// Asked for all, n8n looks at once for those that run and for the others: what ends in between is in neither.
		const unfinished = await this.listed({ ...filter, status: UNFINISHED });
		return newestFirst(new Map([...unfinished, ...(await this.listed({ ...filter, status: ENDED }))]));
	}

	/** By their ids. */
	private async listed(filter: ExecutionFilter): Promise<Map<string, ExecutionSummary>> {
		const found = new Map<string, ExecutionSummary>();
		let cursor: string | null = null;
		do {
			const query = new URLSearchParams({ limit: String(PAGE), filter: JSON.stringify(filter) });
			if (cursor) query.set('cursor', cursor);
			const page: { results: ExecutionSummary[]; nextCursor?: string | null } = await this.session.request(
				'GET',
				`/executions?${query.toString()}`,
			);
			for (const execution of page.results) found.set(execution.id, execution);
			cursor = page.nextCursor ?? null;
		} while (cursor);
		return found;
	}

	/** One execution with the output of each node. */
	async execution(id: string): Promise<Execution> {
		const execution = await this.session.request<ExecutionSummary & { data: string }>('GET', `/executions/${id}`);
		return { ...execution, data: this.unflatten(execution.data) as Execution['data'] };
	}

	async stopExecution(id: string): Promise<void> {
		await this.session.request('POST', `/executions/${id}/stop`);
	}

	async workflows(): Promise<WorkflowSummary[]> {
		return await this.session.request('GET', '/workflows');
	}

	async workflow(id: string): Promise<WorkflowFile & WorkflowSummary> {
		return await this.session.request('GET', `/workflows/${id}`);
	}

	/**
	 * Creates a workflow as the editor does when somebody imports a file: see importThroughEditor.
	 * @returns its id
	 */
	async createWorkflow(file: WorkflowFile): Promise<string> {
		const types = await this.loadedNodeTypes();
		const usable = (node: WorkflowNode) =>
			types
				.filter(({ name }) => name === node.type)
				.flatMap(({ credentials }) => credentials ?? [])
				.filter((credential) => isShown(credential, node))
				.map(({ name }) => name);
		return await importThroughEditor(this.session, file, usable);
	}

	/**
	 * Creates a credential.
	 * @returns its id, which n8n chooses
	 */
	async createCredential(name: string, type: string, data: Record<string, unknown>): Promise<string> {
		const { id } = await this.session.request<{ id: string }>('POST', '/credentials', { name, type, data });
		return id;
	}

	/** Publishes what is in the editor; n8n switches the triggers on a moment later. */
	async requestActivation(id: string): Promise<void> {
		const { versionId } = await this.workflow(id);
		await this.session.request('POST', `/workflows/${id}/activate`, { versionId });
	}

	async deactivate(id: string): Promise<void> {
		await this.session.request('POST', `/workflows/${id}/deactivate`, {});
	}

	async publication(id: string): Promise<PublicationStatus> {
		// Before 2.0, n8n switches the triggers on before it answers the request to activate, or refuses that.
		if (this.version.startsWith('1.')) {
			const { active } = await this.workflow(id);
			return { status: active ? 'published' : 'not_published', triggers: [] };
		}
		return await this.session.request('GET', `/workflows/${id}/publication-status`);
	}

	/**
	 * Runs a workflow by hand from one of its triggers, as "Execute workflow" in the editor does.
	 * @returns the execution's id
	 */
	async runManually(id: string, triggerName: string): Promise<string> {
		const { executionId } = await this.session.request<{ executionId: string }>('POST', `/workflows/${id}/run`, {
			triggerToStartFrom: { name: triggerName },
		});
		return executionId;
	}

	/**
	 * The rows of a Data Table, in the order of their ids.
	 * @returns null if there is no table of exactly that name
	 */
	async dataTableRows(name: string): Promise<Array<Record<string, unknown>> | null> {
		const filter = encodeURIComponent(JSON.stringify({ name }));
		const { data } = await this.session.request<{ data: Array<{ id: string; name: string; projectId: string }> }>(
			'GET',
			`/data-tables-global?take=${PAGE}&filter=${filter}`,
		);
		// n8n finds every table whose name contains it.
		const table = data.find((candidate) => candidate.name === name);
		if (!table) return null;
		const rows: Array<Record<string, unknown>> = [];
		for (;;) {
			const page = await this.session.request<{ count: number; data: Array<Record<string, unknown>> }>(
				'GET',
				`/projects/${table.projectId}/data-tables/${table.id}/rows?take=${PAGE}&skip=${rows.length}&sortBy=id:asc`,
			);
			rows.push(...page.data);
			if (page.data.length === 0 || rows.length >= page.count) return rows;
		}
	}

	/** The community packages that Settings > Community nodes lists. */
	async communityPackages(): Promise<Array<{ packageName: string; installedVersion: string }>> {
		return await this.session.request('GET', '/community-packages');
	}

	/** Every node type that n8n has loaded. */
	async loadedNodeTypes(): Promise<NodeType[]> {
		// n8n may still be writing this 16 MB file when it reports that it is ready; until then it is incomplete JSON.
		this.nodeTypes ??= waitFor(() => this.readNodeTypes(), { what: "n8n's list of node types" });
		return await this.nodeTypes;
	}

	private async readNodeTypes(): Promise<NodeType[]> {
		const response = await fetch(`${this.session.url}/types/nodes.json`, {
			headers: { cookie: this.session.loginCookie },
		});
		return (await response.json()) as NodeType[];
	}
}

function newestFirst(executions: ReadonlyMap<string, ExecutionSummary>): ExecutionSummary[] {
	return [...executions.values()].sort((a, b) => Number(b.id) - Number(a.id));
}
