/** The templates that no channel starts: forms, pages, checks and what is read once, each played as a person or n8n does. */
import { UNFINISHED } from '../../sandbox/n8n/host/api';
import { DESK_USER, dashboardAddress, readTemplate } from '../../sandbox/start/environment';
import { fillInForm } from '../../sandbox/start/form';
import { calendarAddress } from '../../sandbox/start/templates';
import type { SandboxEnvironment } from '../support/environment';
import { inDays } from '../support/today';

export interface OtherTemplates {
	environment: SandboxEnvironment;
	/** A text with a number in it, for the n-th place. */
	typed: (n: number) => string;
	/** Somebody who has booked, and the day of arrival. */
	guest: { name: string; checkIn: string };
}

/** What people were shown, by the number of the template; of those that show nothing, how their run ended. */
export type Shown = Record<string, string>;

export async function playOtherTemplates(play: OtherTemplates): Promise<Shown> {
	const { templates, opera, hotel } = play.environment;
	opera.closeRoom({
		...{ roomId: hotel.rooms[0]?.name ?? '', status: 'OutOfOrder' as const, reasonCode: 'MAINT' },
		...{ start: inDays(600), end: inDays(601), reasonDescription: play.typed(3) },
	});
	return {
		...(await runByTheirTriggers(play.environment)),
		...(await fillInForms(play)),
		'51': await open(
			play.environment,
			templates.calendarFeed,
			await calendarAddress(play.environment.n8n, templates.calendarFeed, hotel.rooms[0]?.name ?? ''),
		),
		// Last: these show what has become of all others.
		'90': await run(play.environment, templates.alerts),
		'92': await run(play.environment, templates.digest),
		'91': await openDashboard(play.environment),
	};
}

async function runByTheirTriggers(environment: SandboxEnvironment): Promise<Shown> {
	const { templates } = environment;
	return {
		'33': await run(environment, await imported(environment, '33-opera-rooms-out-of-order')),
		'50': await run(environment, templates.availability),
		'54': await run(environment, templates.rates),
		'60': await run(environment, templates.firstSync),
	};
}

/** What each form answers. Nobody is found by a made-up address, and by the name there is somebody to choose. */
async function fillInForms({ environment, guest }: OtherTemplates): Promise<Shown> {
	const { airbnb, secrets } = environment;
	const night = inDays(340);
	const listing = airbnb.host.listings[0]?.id ?? '';
	const login = { authorization: basicOf(DESK_USER, secrets.deskPassword) };
	const nobody = ['nobody@guest.example', '', '', '', ''];
	const somebody = ['', '', guest.name, '', guest.checkIn];
	const answers: Shown = {};
	const fill = async (number: string, name: string, typedIn: readonly string[]) => {
		const { shown, answer } = await fillInForm(environment.n8n, await opened(environment, name), typedIn, {
			headers: login,
		});
		answers[number] = shown + answer;
	};
	await fill('52', '52-restrictions', ['Airbnb', listing, '', night, inDays(341), 'Stop']);
	await fill('53', '53-report-to-booking-com', ['999999', 'Card cannot be charged', '', '', '', '']);
	await fill('70', '70-guest-registration', ['999999', '1985-07-14', 'Passport', 'C01X00T47']);
	for (const [number, name, who] of [
		['71', '71-export-personal-data', nobody],
		['71 with somebody', '71-export-personal-data', somebody],
		['72', '72-erase-personal-data', nobody],
	] as const) {
		// The page to choose from is left as it is, as by somebody who thinks better of it.
		const opening = { headers: login, typed: who, onlyFirstPage: true };
		const { shown } = await fillInForm(environment.n8n, await opened(environment, name), [], opening);
		answers[number] = shown;
	}
	return answers;
}

/** Imported with the settings of the file, as the note on its canvas asks for. */
async function imported({ n8n }: SandboxEnvironment, name: string): Promise<string> {
	const file = await readTemplate(name);
	const workflow = await n8n.api.createWorkflow(file);
	await setSettings(n8n, workflow, file.settings);
	return workflow;
}

async function opened(environment: SandboxEnvironment, name: string): Promise<string> {
	const workflow = await imported(environment, name);
	await environment.n8n.activate(workflow);
	return workflow;
}

async function setSettings({ api }: SandboxEnvironment['n8n'], workflow: string, settings: unknown): Promise<void> {
	const { versionId } = await api.workflow(workflow);
	await api.session.request('PATCH', `/workflows/${workflow}`, { settings, versionId });
}

/** By hand, from the trigger that starts it by itself. @returns how the run ended */
async function run({ n8n }: SandboxEnvironment, workflow: string): Promise<string> {
	const { nodes, name } = await n8n.api.workflow(workflow);
	const trigger = nodes.find(({ type }) => /\.(scheduleTrigger|selfKeyTrigger)$/.test(type))?.name ?? '';
	const id = await n8n.api.runManually(workflow, trigger);
	const ended = async () => {
		const { status } = await n8n.api.execution(id);
		return !UNFINISHED.includes(status) && status;
	};
	return await n8n.waitFor(ended, { what: `the run of ${String(name)}`, timeoutMs: 120_000 });
}

async function open(
	{ n8n }: SandboxEnvironment,
	workflow: string,
	address: string,
	headers: Record<string, string> = {},
): Promise<string> {
	await n8n.activate(workflow);
	const page = await (await fetch(address, { headers })).text();
	await n8n.deactivate(workflow);
	return page;
}

/** With the settings of its note: n8n's Webhook node passes the login on to the run, which must not be kept. */
async function openDashboard(environment: SandboxEnvironment): Promise<string> {
	const { n8n, templates, secrets } = environment;
	await setSettings(n8n, templates.dashboard, (await readTemplate('91-monitoring-dashboard')).settings);
	const headers = { authorization: basicOf(DESK_USER, secrets.deskPassword) };
	return await open(environment, templates.dashboard, dashboardAddress(n8n), headers);
}

/** As it goes over the wire. */
export function basicOf(user: string, password: string): string {
	return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}
