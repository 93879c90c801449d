/** The templates' files, and what of them must survive an import. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { NodeHelpers, type INodeParameters, type INodeTypeDescription } from 'n8n-workflow';
import type { WorkflowFile, WorkflowNode } from '../../../sandbox/n8n/host/types';

export const TEMPLATES = path.resolve(__dirname, '../../../workflows');
export const VIEW = { width: 1600, height: 900 };

export const templateFiles = readdirSync(TEMPLATES)
	.filter((name) => name.endsWith('.json'))
	.map((name) => path.join(TEMPLATES, name));

/** @param number that the file's name begins with */
export function templateFile(number: string): string {
	const file = templateFiles.find((each) => path.basename(each).startsWith(`${number}-`));
	if (!file) throw new Error(`There is no template ${number}`);
	return file;
}

export const readFile = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as WorkflowFile;

export const isNote = ({ type }: WorkflowNode) => type.endsWith('.stickyNote');

/** The description of a node's type, as n8n has loaded it. @throws Error for a type that n8n does not know */
export function typeOf(node: WorkflowNode, types: INodeTypeDescription[]): INodeTypeDescription {
	const type = types.find(({ name, version }) => name === node.type && [version].flat().includes(node.typeVersion));
	if (!type) throw new Error(`n8n does not know ${node.type} ${node.typeVersion}`);
	return type;
}

/** All parameters of a node: n8n saves none that has its default value. */
export function parametersOf(node: WorkflowNode, types: INodeTypeDescription[]): INodeParameters | null {
	const type = typeOf(node, types);
	return NodeHelpers.getNodeParameters(type.properties, node.parameters as INodeParameters, true, false, node, type);
}

/** What must survive an import. The rest the editor gives anew: ids, credentials, a form's secret address. */
export function content({ nodes, connections }: WorkflowFile, types: INodeTypeDescription[]) {
	// The canvas may move everything together.
	const [left, top] = nodes[0]?.position ?? [0, 0];
	const kept = nodes.map((node) => {
		const {
			id: _,
			credentials: _credentials,
			webhookId: _address,
			position: [x, y],
			...rest
		} = node;
		return { ...rest, parameters: parametersOf(node, types), place: [x - left, y - top] };
	});
	return { nodes: kept, connections };
}

/** Whether a node reaches another system and so needs one of our credentials. */
export function needsCredential(node: WorkflowNode, types: INodeTypeDescription[]): boolean {
	return node.type.startsWith('n8n-nodes-hotel.') && needsAnyCredential(node, types);
}

/** The same, also of n8n's own nodes, such as a form that asks for a login. */
export function needsAnyCredential(node: WorkflowNode, types: INodeTypeDescription[]): boolean {
	const parameters = parametersOf(node, types) ?? {};
	return (typeOf(node, types).credentials ?? []).some(
		(credential) =>
			credential.required && NodeHelpers.displayParameter(parameters, credential, node, typeOf(node, types)),
	);
}

/** Whether the editor gives it a secret address: a form, a webhook, a mail that could wait for its answer. */
export function hasAddress(node: WorkflowNode, types: INodeTypeDescription[]): boolean {
	return (typeOf(node, types).webhooks ?? []).length > 0;
}
