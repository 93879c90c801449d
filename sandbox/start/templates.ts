/** The templates as they are shipped, and what a person fills in after the import. */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { N8nHost } from '../n8n/host';
import type { WorkflowFile } from '../n8n/host/types';
import type { OperaSandbox } from '../opera';
import type { SenderCredentials } from './credentials';

const TEMPLATES = path.resolve(__dirname, '../../workflows');
/** Our nodes that have an address. */
const RECEIVERS = /\.(cashSystemTrigger|reservationWebhookTrigger|selfKeyTrigger)$/;
const FORMS = /\.(formTrigger|form)$/;

/** The workflow in n8n that was imported from a template. */
export type TemplateIds = Record<'settings' | 'bookingCom' | 'changes' | 'payments' | 'reservations', string>;

/** A template as it is shipped. */
export async function readTemplate(name: string): Promise<WorkflowFile> {
	const file = JSON.parse(await readFile(path.join(TEMPLATES, `${name}.json`), 'utf8')) as WorkflowFile;
	// On import, the editor creates the secret part of each address; templates contain none.
	for (const node of file.nodes)
		if (FORMS.test(node.type) || RECEIVERS.test(node.type)) node.webhookId ??= randomUUID();
	return file;
}

/** Imports all templates, each with what a person fills in. */
export async function importTemplates(
	{ api }: N8nHost,
	credentials: SenderCredentials,
	opera: OperaSandbox,
): Promise<TemplateIds> {
	return {
		settings: await api.createWorkflow(await readTemplate('00-hotel-settings')),
		bookingCom: await api.createWorkflow(await readTemplate('10-booking-com-to-selfkey')),
		changes: await api.createWorkflow(withCodes(await readTemplate('30-selfkey-to-opera'), opera)),
		payments: await api.createWorkflow(
			withSender(await readTemplate('40-cash-system-payments'), credentials.cashRegister),
		),
		reservations: await api.createWorkflow(
			withSender(await readTemplate('41-reservation-webhook'), credentials.reservationSystem),
		),
	};
}

/** Chooses OPERA's codes in the node that writes to it. */
export function withCodes(file: WorkflowFile, { configuration }: Pick<OperaSandbox, 'configuration'>): WorkflowFile {
	const roomTypes = configuration.roomTypes.map(({ channelId, code }) => ({ theirs: channelId, opera: code }));
	const chosen = { ratePlan: 'OTA', cancellationReason: 'CHANNEL', roomTypes: { entry: roomTypes } };
	for (const node of file.nodes) if (node.type.endsWith('.opera')) Object.assign(node.parameters, chosen);
	return file;
}

/** Chooses the sender's credential, because n8n has several of this type. */
function withSender(file: WorkflowFile, id: string): WorkflowFile {
	for (const node of file.nodes)
		if (RECEIVERS.test(node.type)) node.credentials = { signedWebhookApi: { id, name: '' } };
	return file;
}

/**
 * The address to enter at the sender, as the trigger's panel shows it under *Production URL*.
 * @throws Error where the workflow has no trigger with an address
 */
export async function productionUrl({ api, url }: Pick<N8nHost, 'api' | 'url'>, workflowId: string): Promise<string> {
	const { nodes } = await api.workflow(workflowId);
	const types = (await api.loadedNodeTypes()) as Array<{ name: string; webhooks?: Array<{ path: string }> }>;
	const trigger = nodes.find(({ type }) => RECEIVERS.test(type));
	const webhook = types.find(({ name }) => name === trigger?.type)?.webhooks?.[0];
	if (!trigger?.webhookId || !webhook) throw new Error(`Workflow ${workflowId} has no trigger with an address`);
	return `${url}/webhook/${trigger.webhookId}/${webhook.path}`;
}
