/** The templates as they are shipped, and what a person fills in after the import. */
import { randomBytes, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { N8nHost } from '../n8n/host';
import type { WorkflowFile } from '../n8n/host/types';
import { hostOf } from '../airbnb';
import type { Hotel } from '../hotel';
import { calendarListings } from '../ical';
import type { OperaSandbox } from '../opera';
import type { SenderCredentials } from './credentials';
import { polledEvery } from './poll-times';

const TEMPLATES = path.resolve(__dirname, '../../workflows');
/** Our nodes that have an address. */
const RECEIVERS = /\.(cashSystemTrigger|reservationWebhookTrigger|selfKeyTrigger)$/;
const FORMS = /\.(formTrigger|form|webhook)$/;

/** The part of the calendars' addresses that a person enters in `51-calendar-feed`. */
export const CALENDAR_SECRET = randomBytes(24).toString('hex');

/** The workflow in n8n that was imported from a template. */
export type TemplateIds = Record<
	| 'settings'
	| 'bookingCom'
	| 'airbnb'
	| 'calendars'
	| 'changes'
	| 'opera'
	| 'guests'
	| 'payments'
	| 'reservations'
	| 'availability'
	| 'calendarFeed'
	| 'rates'
	| 'firstSync'
	| 'alerts'
	| 'dashboard'
	| 'digest',
	string
>;

/** What the codes are chosen from. */
interface HotelWithCodes {
	hotel: Hotel;
	opera: Pick<OperaSandbox, 'configuration'>;
}

/** A template as it is shipped. */
export async function readTemplate(name: string): Promise<WorkflowFile> {
	const file = JSON.parse(await readFile(path.join(TEMPLATES, `${name}.json`), 'utf8')) as WorkflowFile;
	// On import, the editor creates the secret part of each address; templates contain none.
	for (const node of file.nodes)
		if (FORMS.test(node.type) || RECEIVERS.test(node.type)) node.webhookId ??= randomUUID();
	return file;
}

/**
 * Imports all templates, each with what a person fills in.
 * @param pollSeconds between two polls of a flow; a divisor of 60
 */
export async function importTemplates(
	{ api }: N8nHost,
	credentials: SenderCredentials,
	environment: HotelWithCodes,
	pollSeconds: number,
): Promise<TemplateIds> {
	const read = async (name: string) => polledEvery(pollSeconds, await readTemplate(name));
	return {
		settings: await api.createWorkflow(connected(await read('00-hotel-settings'))),
		bookingCom: await api.createWorkflow(await read('10-booking-com-to-selfkey')),
		airbnb: await api.createWorkflow(await read('20-airbnb-to-selfkey')),
		calendars: await api.createWorkflow(withoutDelay(await read('21-airbnb-ical-to-selfkey'))),
		changes: await api.createWorkflow(withCodes(await read('30-selfkey-to-opera'), environment)),
		opera: await api.createWorkflow(await read('31-opera-to-selfkey')),
		guests: await api.createWorkflow(await read('32-opera-guests-import')),
		payments: await api.createWorkflow(
			withCodes(withSender(await read('40-cash-system-payments'), credentials.cashRegister), environment),
		),
		reservations: await api.createWorkflow(
			withSender(await read('41-reservation-webhook'), credentials.reservationSystem),
		),
		availability: await api.createWorkflow(withoutCalendars(await read('50-availability-push'), environment)),
		calendarFeed: await api.createWorkflow(withSecret(await read('51-calendar-feed'))),
		rates: await api.createWorkflow(await read('54-rates')),
		firstSync: await api.createWorkflow(await read('60-first-sync')),
		alerts: await api.createWorkflow(await read('90-error-alerts')),
		dashboard: await api.createWorkflow(await read('91-monitoring-dashboard')),
		digest: await api.createWorkflow(await read('92-daily-digest')),
	};
}

/** Chooses the workflow of the alerts as the error workflow of all others, which an import in the editor leaves open. */
export async function alertAbout({ api }: Pick<N8nHost, 'api'>, templates: TemplateIds): Promise<void> {
	const { alerts, ...others } = templates;
	for (const id of Object.values(others)) {
		const { settings, versionId } = await api.workflow(id);
		await api.session.request('PATCH', `/workflows/${id}`, {
			settings: { ...(settings as object), errorWorkflow: alerts },
			versionId,
		});
	}
}

/** Where the front desk opens the dashboard. */
export function dashboardAddress({ url }: Pick<N8nHost, 'url'>): string {
	return `${url}/webhook/hotel-dashboard`;
}

/** In hours: two seconds, so that the second reading without a booking counts. */
const NO_DELAY = 0.0005;

/** And who does not want to wait six hours for a cancellation. */
function withoutDelay(file: WorkflowFile): WorkflowFile {
	for (const { parameters } of file.nodes)
		if (parameters['source'] === 'calendarFeed') parameters['options'] = { absenceHours: NO_DELAY, absenceReadings: 2 };
	return file;
}

/** Every system is there, so a person switches on what asks it and is switched off as imported. */
export function connected(file: WorkflowFile): WorkflowFile {
	for (const node of file.nodes) if (node.type.startsWith('n8n-nodes-hotel.')) delete node.disabled;
	return file;
}

/** Listings that read a calendar are told of nothing. */
function withoutCalendars(file: WorkflowFile, { hotel }: HotelWithCodes): WorkflowFile {
	const leaveOut = calendarListings(hotel).map(({ listingId }) => listingId);
	for (const { parameters } of file.nodes) if ('leaveOut' in parameters) parameters['leaveOut'] = leaveOut.join(', ');
	return file;
}

/** Made up for this run, as a person has a password generator do it. */
function withSecret(file: WorkflowFile): WorkflowFile {
	const json = JSON.stringify(file).replace(
		'"name":"secret","value":""',
		`"name":"secret","value":"${CALENDAR_SECRET}"`,
	);
	return JSON.parse(json) as WorkflowFile;
}

/** Chooses OPERA's codes in the node that writes to it, for the room types and listings of every channel. */
export function withCodes<T extends Pick<WorkflowFile, 'nodes'>>(file: T, { hotel, opera }: HotelWithCodes): T {
	const codeOf = (roomTypeId: string) =>
		opera.configuration.roomTypes.find(({ channelId }) => channelId === roomTypeId)?.code ?? '';
	const typeOf = new Map(hotel.rooms.map(({ name, roomTypeId }) => [name, roomTypeId]));
	const roomTypes = [
		...hotel.roomTypes.map(({ id }) => ({ theirs: id, opera: codeOf(id) })),
		...hostOf(hotel).listings.map(({ id, roomTypeId }) => ({ theirs: id, opera: codeOf(roomTypeId) })),
		...calendarListings(hotel).map(({ listingId, roomName }) => ({
			theirs: listingId,
			opera: codeOf(typeOf.get(roomName) ?? ''),
		})),
	];
	const chosen = { ratePlan: 'OTA', cancellationReason: 'CHANNEL', roomTypes: { entry: roomTypes } };
	for (const node of file.nodes) {
		const { type, parameters } = node;
		// It is published again and again here, and what is chosen below is complete.
		if (type.endsWith('.n8nTrigger')) node.disabled = true;
		if (!type.endsWith('.opera')) continue;
		// The house runs on OPERA, so a person switches on what is switched off as imported.
		delete node.disabled;
		if (parameters['resource'] === 'payment') parameters['paymentMethod'] = 'CA';
		if (parameters['resource'] === 'reservation') Object.assign(parameters, chosen);
	}
	return file;
}

/** Chooses the sender's credential, because n8n has several of this type. */
function withSender(file: WorkflowFile, id: string): WorkflowFile {
	for (const node of file.nodes)
		if (RECEIVERS.test(node.type)) node.credentials = { signedWebhookApi: { id, name: '' } };
	return file;
}

/** Where a channel finds the calendar of a room. */
export async function calendarAddress(
	{ api, url }: Pick<N8nHost, 'api' | 'url'>,
	workflowId: string,
	room: string,
	secret = CALENDAR_SECRET,
): Promise<string> {
	const { nodes } = await api.workflow(workflowId);
	const { webhookId } = nodes.find(({ type }) => type === 'n8n-nodes-base.webhook') ?? {};
	return `${url}/webhook/${webhookId}/calendar/${secret}/${encodeURIComponent(room)}.ics`;
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
