/**
 * The whole house on loopback: Booking.com, SelfKey, and a real n8n with our package, the credentials and
 * the templates in it, as a person would set it up. Used by `npm start` and by the end-to-end tests.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startBookingCom, type BookingComOptions, type BookingComSandbox } from '../booking-com';
import { hotelParadise, type Hotel } from '../hotel';
import { N8nHost } from '../n8n/host';
import type { Report, WorkflowFile } from '../n8n/host/types';
import { ensureN8n } from '../n8n/install';
import { roomMapOf, startSelfKey, type SelfKeySandbox } from '../selfkey';
import { packedPackage } from './package';

const TEMPLATES = path.resolve(__dirname, '../../workflows');
/** The integration's id in SelfKey. */
export const INTEGRATION = 'booking-com';

export interface HouseOptions {
	bookingCom?: Partial<BookingComOptions>;
	hotels?: Hotel[];
	/** Packed before; built and packed where it is not given. */
	packageTarball?: string;
	/** The editor's port; any free one where it is not given. */
	port?: number;
	env?: Record<string, string>;
	report?: Report;
}

/** Which workflow of n8n a template became. */
export type TemplateIds = Record<'settings' | 'bookingCom' | 'changes', string>;

/** What nobody may ever read in a log, an execution or an error. */
export interface Secrets {
	clientSecret: string;
	apiKey: string;
	webhookSecret: string;
}

export interface House {
	hotels: Hotel[];
	secrets: Secrets;
	bookingCom: BookingComSandbox;
	selfKey: SelfKeySandbox;
	n8n: N8nHost;
	templates: TemplateIds;
	close(): Promise<void>;
}

/**
 * Opens the house: everything is set up, and only the workflows that poll Booking.com and SelfKey's
 * changes are not switched on yet; `openForBusiness` does that.
 * @throws Error that says what to do, such as for a port in use
 */
export async function openHouse(options: HouseOptions = {}): Promise<House> {
	const { hotels = [hotelParadise], env = {}, port, report = () => undefined } = options;
	const closers: Array<() => Promise<unknown>> = [];
	const close = async () => {
		for (const closer of closers.splice(0).reverse()) await closer().catch(() => undefined);
	};
	try {
		const install = await ensureN8n(report);
		const packageTarball = options.packageTarball ?? (await packedPackage(report));
		const secrets: Secrets = { clientSecret: secret(), apiKey: secret(), webhookSecret: secret() };
		const bookingCom = await startBookingCom({ credentials: { clientId: 'hotel-paradise', clientSecret: secrets.clientSecret }, hotels, ...options.bookingCom });
		closers.push(() => bookingCom.close());
		const [first = hotelParadise, ...others] = hotels;
		const integrations = hotels.map(({ slug }) => ({ id: INTEGRATION, secret: secrets.webhookSecret, hotelSlug: slug, type: 'booking-com', name: 'Booking.com', configuration: { changeFeed: true } }));
		const selfKey = await startSelfKey({ hotel: first, hotels: others, apiKey: secrets.apiKey, integrations });
		closers.push(() => selfKey.close());

		const userFolder = await mkdtemp(path.join(tmpdir(), 'n8n-nodes-hotel-'));
		closers.push(() => rm(userFolder, { recursive: true, force: true, maxRetries: 5 }));
		const n8n = await N8nHost.create({ install, packageTarball, userFolder, port, report, env: { GENERIC_TIMEZONE: first.timeZone, ...env } });
		closers.push(() => n8n.stop());
		await n8n.start();
		report('Adding credentials and templates ...');
		await addCredentials(n8n, bookingCom, selfKey, secrets);
		const templates: TemplateIds = {
			settings: await n8n.api.createWorkflow(await readTemplate('00-hotel-settings')),
			bookingCom: await n8n.api.createWorkflow(await readTemplate('10-booking-com-to-selfkey')),
			changes: await n8n.api.createWorkflow(withHotel(await readTemplate('30-selfkey-to-opera'), first.slug)),
		};
		await n8n.activate(templates.settings);
		for (const hotel of hotels) await fillInSettings(n8n, templates.settings, hotel);
		return { hotels, secrets, bookingCom, selfKey, n8n, templates, close };
	} catch (error) {
		await close();
		throw error;
	}
}

/**
 * Switches on the workflows that poll; their first polls run at once. SelfKey's changes are listened to before
 * there are any, so that each comes as a change and none as what stood already.
 */
export async function openForBusiness({ n8n, templates }: House): Promise<void> {
	await n8n.activate(templates.changes);
	await n8n.activate(templates.bookingCom);
}

/** Fills in which hotel the SelfKey Trigger listens to, as a person does after the import. */
function withHotel(file: WorkflowFile, slug: string): WorkflowFile {
	for (const node of file.nodes) if (node.type.endsWith('.selfKeyTrigger')) node.parameters.hotelSlug = slug;
	return file;
}

/** A template as it is shipped. */
export async function readTemplate(name: string): Promise<WorkflowFile> {
	const file = JSON.parse(await readFile(path.join(TEMPLATES, `${name}.json`), 'utf8')) as WorkflowFile;
	// The editor gives a form its secret address on import; templates ship none.
	for (const node of file.nodes) if (node.type.endsWith('.formTrigger') || node.type.endsWith('.form')) node.webhookId ??= randomUUID();
	return file;
}

/**
 * Fills in the form of `00-hotel-settings` as a person would.
 * @returns the page that the form ends with
 * @throws Error where n8n has no such form
 */
export async function submitSettings(n8n: N8nHost, workflowId: string, fields: Record<string, string>): Promise<string> {
	const trigger = (await n8n.api.workflow(workflowId)).nodes.find((node) => node.type.endsWith('.formTrigger'));
	const address = `${n8n.url}/form/${trigger?.webhookId ?? ''}`;
	const form = new FormData();
	// n8n names the fields of a form by their place.
	for (const [place, value] of Object.values(fields).entries()) form.set(`field-${place}`, value);
	const answer = await fetch(address, { method: 'POST', body: form });
	if (!answer.ok) throw new Error(`The form of the hotel's settings answered ${answer.status}`);
	const { formWaitingUrl } = (await answer.json()) as { formWaitingUrl: string };
	// As the page in the browser does: ask how far it is, show the last page, and say that it was shown.
	const status = new URL(formWaitingUrl);
	status.pathname += '/n8n-execution-status';
	await n8n.waitFor(async () => (await (await fetch(status)).text()).trim() === 'form-waiting', { what: 'the form to be answered' });
	const page = await (await fetch(formWaitingUrl)).text();
	await fetch(formWaitingUrl, { method: 'POST' });
	return page;
}

/** Fills in the form for a hotel with all its rooms. @throws Error with what the form objected to */
export async function fillInSettings(n8n: N8nHost, workflowId: string, hotel: Hotel): Promise<void> {
	const roomMap = Object.entries(roomMapOf(hotel)).map(([type, rooms]) => `${type} = ${rooms.join(', ')}`).join('\n');
	const page = await submitSettings(n8n, workflowId, {
		hotelSlug: hotel.slug,
		propertyIds: hotel.propertyId,
		roomMap,
		timeZone: hotel.timeZone,
		alertAddress: 'desk@hotel-paradise.example',
	});
	if (page.includes('Not saved')) throw new Error(`The settings of ${hotel.name} were not accepted: ${page.replace(/<[^>]*>/g, ' ').slice(0, 500)}`);
}

async function addCredentials(n8n: N8nHost, bookingCom: BookingComSandbox, selfKey: SelfKeySandbox, secrets: Secrets): Promise<void> {
	await n8n.api.createCredential('Booking.com (sandbox)', 'bookingComApi', {
		authentication: 'token',
		clientId: 'hotel-paradise',
		clientSecret: secrets.clientSecret,
		sessionToken: '',
		baseUrl: bookingCom.url,
		ariBaseUrl: bookingCom.url,
		tokenUrl: `${bookingCom.authUrl}/token-based-authentication/exchange`,
	});
	await n8n.api.createCredential('SelfKey (sandbox)', 'selfKeyApi', {
		baseUrl: selfKey.url,
		apiKey: secrets.apiKey,
		integrationId: INTEGRATION,
		webhookSecret: secrets.webhookSecret,
	});
}

function secret(): string {
	return randomBytes(24).toString('hex');
}
