/** What is exchanged with one n8n: only the fields that the sandbox and the tests look at. */

export type Report = (line: string) => void;

/** The owner's login. The sandbox's is no secret: its n8n listens on this machine alone. */
export interface Owner {
	email: string;
	password: string;
	firstName: string;
	lastName: string;
}

/** A credential as `import:credentials` accepts it, with its data in clear text. */
export interface CredentialImport {
	id: string;
	name: string;
	type: string;
	data: Record<string, unknown>;
}

export interface WorkflowNode {
	id?: string;
	name: string;
	type: string;
	typeVersion: number;
	position: [number, number];
	parameters: Record<string, unknown>;
	credentials?: Record<string, { id: string | null; name: string }>;
	webhookId?: string;
	disabled?: boolean;
	[key: string]: unknown;
}

/** A workflow file, as n8n exports it. */
export interface WorkflowFile {
	id?: string;
	name: string;
	nodes: WorkflowNode[];
	connections: Record<string, unknown>;
	settings?: Record<string, unknown>;
	[key: string]: unknown;
}

export interface WorkflowSummary {
	id: string;
	name: string;
	active: boolean;
	/** The version in the editor, and the one that is published (null: none). */
	versionId: string;
	activeVersionId: string | null;
	isArchived: boolean;
}

export type ExecutionStatus = 'new' | 'running' | 'success' | 'error' | 'crashed' | 'canceled' | 'waiting' | 'unknown';

export interface ExecutionSummary {
	id: string;
	workflowId: string;
	workflowName: string | null;
	status: ExecutionStatus;
	/** `trigger`, `manual`, `webhook`, `error` ... */
	mode: string;
	startedAt: string;
	stoppedAt: string | null;
}

export interface NodeItem {
	json: Record<string, unknown>;
	error?: unknown;
	pairedItem?: unknown;
}

/** One run of one node: its items for each output, or its error. */
export interface NodeRun {
	executionStatus: string;
	data?: { main?: Array<NodeItem[] | null> };
	error?: { message: string; [key: string]: unknown };
}

export interface Execution extends ExecutionSummary {
	data: {
		resultData: {
			runData: Record<string, NodeRun[]>;
			lastNodeExecuted?: string;
			error?: { message: string; [key: string]: unknown };
		};
	};
}

/** The progress of n8n in switching on a workflow's triggers. */
export interface PublicationStatus {
	status: string;
	triggers: Array<{ nodeId: string; status: string; errorMessage?: string }>;
}
