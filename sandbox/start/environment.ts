/**
 * The whole environment on loopback: Booking.com, Airbnb, SelfKey, OPERA, the cash register, the hotel's own reservation
 * system, and
 * a real n8n with our package, the credentials and the templates in it, as a person would set it up. Used by
 * `npm start` and by the end-to-end tests.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CashRegister } from '../cash-register';
import { hotelParadise } from '../hotel';
import { N8nHost } from '../n8n/host';
import type { Report } from '../n8n/host/types';
import { ensureN8n } from '../n8n/install';
import { ReservationSystem } from '../reservation-system';
import { Closers } from './closers';
import { addCredentials } from './credentials';
import { packedPackage } from './package';
import { fillInSettings } from './form';
import { startSystems, type Systems, type SystemsOptions } from './systems';
import { alertAbout, importTemplates, productionUrl, type TemplateIds } from './templates';

export { DESK_USER, INTEGRATION, type Secrets } from './credentials';
export { fillInSettings, settingsFormOf, submitSettings, textOf } from './form';
export { alertAbout, dashboardAddress, productionUrl, readTemplate, withCodes, type TemplateIds } from './templates';

export interface SandboxOptions extends SystemsOptions {
	/** A package that is packed already; if missing, it is built and packed. */
	packageTarball?: string;
	/** The editor's port; default: any free one. */
	port?: number;
	env?: Record<string, string>;
	/** Between two polls of a flow, a divisor of 60; default: 20, as Booking.com asks for. */
	pollSeconds?: number;
	/** An n8n that runs already and is left running; default: a new one is started. */
	n8n?: N8nHost;
	report?: Report;
	/** Ends what has come up, also before all of it has; default: a new one. */
	closers?: Closers;
}

export interface SandboxEnvironment extends Systems {
	/** They send nothing by themselves. */
	cashRegister: CashRegister;
	reservationSystem: ReservationSystem;
	n8n: N8nHost;
	templates: TemplateIds;
	close(): Promise<void>;
}

/**
 * Opens the environment: everything is set up and the senders know their addresses; only the workflows are not
 * switched on yet; `openForBusiness` does that.
 * @throws Error that says what to do, such as for a port in use
 */
export async function openSandbox(options: SandboxOptions = {}): Promise<SandboxEnvironment> {
	const { hotel = hotelParadise, env = {}, port, pollSeconds = 20, report = () => undefined } = options;
	const { closers = new Closers() } = options;
	const close = async () => await closers.close();
	try {
		const systems = await startSystems({ ...options, hotel });
		await closers.add(() => systems.close());
		const { opera, secrets } = systems;

		const n8n = options.n8n ?? (await startN8n());
		report('Adding credentials and templates ...');
		const templates = await importTemplates(n8n, await addCredentials(n8n, systems), { hotel, opera }, pollSeconds);
		await n8n.activate(templates.settings);
		await fillInSettings(n8n, templates.settings, hotel, secrets);
		const cashRegister = new CashRegister({
			url: await productionUrl(n8n, templates.payments),
			secret: secrets.paymentSecret,
		});
		const reservationSystem = new ReservationSystem({
			url: await productionUrl(n8n, templates.reservations),
			secret: secrets.reservationSecret,
			hotelId: hotel.slug,
		});
		return { ...systems, cashRegister, reservationSystem, n8n, templates, close };
	} catch (error) {
		await close();
		throw error;
	}

	async function startN8n(): Promise<N8nHost> {
		const install = await ensureN8n(report);
		const packageTarball = options.packageTarball ?? (await packedPackage(report));
		const userFolder = await mkdtemp(path.join(tmpdir(), 'n8n-nodes-hotel-'));
		await closers.add(() => rm(userFolder, { recursive: true, force: true, maxRetries: 5 }));
		const host = await N8nHost.create({
			install,
			packageTarball,
			userFolder,
			port,
			report,
			env: { GENERIC_TIMEZONE: hotel.timeZone, ...env },
		});
		await closers.add(() => host.stop());
		await host.start();
		return host;
	}
}

/**
 * Switches on the workflows; those that poll do so at once. The one for SelfKey's changes starts before there are
 * any, so that each arrives as a change and none in a snapshot; SelfKey's own webhooks wake that workflow.
 */
export async function openForBusiness({
	n8n,
	selfKey,
	calendars,
	secrets,
	templates,
}: SandboxEnvironment): Promise<void> {
	await n8n.activate(templates.alerts);
	await alertAbout(n8n, templates);
	await n8n.activate(templates.dashboard);
	await n8n.activate(templates.digest);
	await n8n.activate(templates.changes);
	selfKey.webhooks.configure({ url: await productionUrl(n8n, templates.changes), secret: secrets.webhookSecret });
	await n8n.activate(templates.availability);
	await n8n.activate(templates.opera);
	await n8n.activate(templates.payments);
	await n8n.activate(templates.reservations);
	await n8n.activate(templates.bookingCom);
	await n8n.activate(templates.airbnb);
	calendars.begin();
	await n8n.activate(templates.calendars);
	await n8n.activate(templates.calendarFeed);
}
