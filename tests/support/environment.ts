/** The whole environment for end-to-end tests: polled when the test says so, and read back from every side. */
import { addDays, hotelParadise, newStep, sampleBooking, type Step } from '../../sandbox/hotel';
import { openSandbox, type SandboxEnvironment, type SandboxOptions } from '../../sandbox/start/environment';
import { openQueueMode } from './queue-mode';
import { SharedN8n } from './shared-n8n/shared-host';
import { UNFINISHED } from '../../sandbox/n8n/host/api';
import type { Execution, ExecutionSummary } from '../../sandbox/n8n/host/types';

export type { SandboxEnvironment } from '../../sandbox/start/environment';

/** For each test: a poll rests up to 5 s after the last run, and the machine may be busy. */
export const SANDBOX_TEST_MS = 180_000;

export interface TestEnvironmentOptions extends SandboxOptions {
	/** For files that stop n8n, crash it or read its output; the others use one after another, each emptied before. */
	ownN8n?: boolean;
	/** Main, two workers and two webhook processors instead of one n8n. */
	queueMode?: boolean;
}

/** An environment with the package as it would be published; n8n polls only when told to. */
export async function openTestEnvironment({
	ownN8n = false,
	queueMode = false,
	...options
}: TestEnvironmentOptions = {}): Promise<SandboxEnvironment> {
	// A minute leaves a test the time to look at one poll.
	options.pollSeconds ??= 60;
	if (queueMode) return await openInQueueMode(options);
	if (ownN8n || options.env) return await openSandbox(options);
	const n8n = await SharedN8n.take();
	return await openOn(n8n, async () => await n8n.giveBack(), options);
}

async function openInQueueMode(options: SandboxOptions): Promise<SandboxEnvironment> {
	const { n8n, close } = await openQueueMode((options.hotel ?? hotelParadise).timeZone);
	return await openOn(n8n, close, options);
}

/** @param release ends what the n8n is used for, also where nothing could be opened on it */
async function openOn(
	n8n: NonNullable<SandboxOptions['n8n']>,
	release: () => Promise<void>,
	options: SandboxOptions,
): Promise<SandboxEnvironment> {
	try {
		const environment = await openSandbox({ ...options, n8n });
		const close = async () => {
			try {
				// Before the stand-ins, or the flows that still run would fail at them.
				await release();
			} finally {
				await environment.close();
			}
		};
		return { ...environment, close };
	} catch (error) {
		await release();
		throw error;
	}
}

/** Executions of the flow from Booking.com that have not ended. */
export async function unfinished({ n8n, templates }: SandboxEnvironment): Promise<ExecutionSummary[]> {
	return await n8n.api.executions({ workflowId: templates.bookingCom, status: UNFINISHED });
}

/** Executions of the flow from Booking.com, oldest first. */
export async function runsOf({ n8n, templates }: SandboxEnvironment): Promise<ExecutionSummary[]> {
	return (await n8n.api.executions({ workflowId: templates.bookingCom })).reverse();
}

/**
 * Lets n8n poll Booking.com once, now, by switching the flow on and off again, since n8n polls at once when
 * a flow is switched on.
 * @param meanwhile done while the run is under way
 * @returns the executions that it led to, all ended, oldest first; none where there was nothing to fetch
 */
export async function poll(environment: SandboxEnvironment, meanwhile?: () => Promise<unknown>): Promise<Execution[]> {
	const { n8n, bookingCom, templates } = environment;
	const before = new Set((await runsOf(environment)).map(({ id }) => id));
	const requests = bookingCom.log.entries.length;
	const handedOut = messagesGiven(environment);
	await n8n.activate(templates.bookingCom);
	const fetches = () =>
		bookingCom.log.entries.slice(requests).filter(({ route }) => route === 'getNew' || route === 'getModify');
	// A slow machine switches the flow on for so long that its own poll time comes round: then there are four, or three.
	const isQuiet = () =>
		(['getNew', 'getModify'] as const).every((queue) => fetches().some(({ route }) => route === queue)) &&
		fetches().every(({ status, fault, endedAt }) => status === 200 && !fault && endedAt) &&
		messagesGiven(environment) === handedOut;
	await meanwhile?.();
	const begun = await n8n.waitFor(
		async () => {
			const isNothingGiven = isQuiet();
			const runs = (await runsOf(environment)).filter(({ id }) => !before.has(id));
			const ended = runs.every(({ status }) => !UNFINISHED.includes(status));
			if (ended && (isNothingGiven || runs.length > 0)) return runs;
			throw new Error(
				`fetched: ${fetches()
					.map(({ route, status, fault }) => `${route} ${status} ${fault ?? ''}`)
					.join(', ')}`,
			);
		},
		{ what: 'the run that the poll started', timeoutMs: 150_000 },
	);
	await n8n.deactivate(templates.bookingCom);
	return await Promise.all(begun.map(({ id }) => n8n.api.execution(id)));
}

/** Polls until Booking.com has nothing left to give. @throws Error where a poll brings it no nearer */
export async function pollUntilDrained(environment: SandboxEnvironment): Promise<Execution[]> {
	const runs: Execution[] = [];
	while (!environment.bookingCom.drained) {
		const { acknowledged } = environment.bookingCom.statistics();
		runs.push(...(await poll(environment)));
		if (environment.bookingCom.statistics().acknowledged === acknowledged) {
			throw new Error(
				`A poll acknowledged nothing: ${runs.at(-1)?.data.resultData.error?.message ?? 'and nothing failed'}`,
			);
		}
	}
	return runs;
}

/** The rows of `hotel_integration_log`, those of some executions if given. */
export async function logRows(
	{ n8n }: SandboxEnvironment,
	executions?: ReadonlyArray<{ id: string }>,
): Promise<Array<Record<string, unknown>>> {
	const ids = executions?.map(({ id }) => id);
	const rows = (await n8n.api.dataTableRows('hotel_integration_log')) ?? [];
	return rows.filter(({ executionId }) => !ids || ids.includes(String(executionId)));
}

/** Deletes one of n8n's Data Tables, as a person could in the editor. */
export async function deleteDataTable({ n8n }: SandboxEnvironment, name: string): Promise<void> {
	const { session } = n8n.api;
	const { data } = await session.request<{ data: Array<{ id: string; name: string; projectId: string }> }>(
		'GET',
		'/data-tables-global?take=100',
	);
	const table = data.find((candidate) => candidate.name === name);
	if (!table) throw new Error(`There is no Data Table ${name}`);
	await session.request('DELETE', `/projects/${table.projectId}/data-tables/${table.id}`);
}

/** Changes fields of a credential, as a person does in the editor; the others keep their values. */
export async function changeCredential(
	{ n8n }: SandboxEnvironment,
	type: string,
	changes: Record<string, string>,
): Promise<void> {
	const { session } = n8n.api;
	const credential = (
		await session.request<Array<{ id: string; name: string; type: string }>>('GET', '/credentials')
	).find((each) => each.type === type);
	if (!credential) throw new Error(`n8n has no credential of type ${type}`);
	const { data } = await session.request<{ data: Record<string, unknown> }>(
		'GET',
		`/credentials/${credential.id}?includeData=true`,
	);
	await session.request('PATCH', `/credentials/${credential.id}`, {
		name: credential.name,
		type,
		data: { ...data, ...changes },
	});
}

/** How often each value occurs. */
export function tally(values: readonly unknown[]): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const value of values) counts[String(value)] = (counts[String(value)] ?? 0) + 1;
	return counts;
}

/** What an execution ended with, if it failed. */
export function failureOf(run: Execution | undefined): string | undefined {
	return run?.data.resultData.error?.message;
}

function messagesGiven({ bookingCom }: SandboxEnvironment): number {
	const { delivered, redelivered } = bookingCom.statistics();
	return delivered + redelivered;
}

/** Bookings of one room for two nights, each on dates that follow from its id; the first id is `firstId`. */
export function someBookings(count: number, firstId: number, { propertyId } = hotelParadise): Step[] {
	return Array.from({ length: count }, (_, n) => {
		const checkIn = addDays('2027-06-01', (firstId % 365) + 2 * n);
		const rooms = [{ index: 100 + n, checkIn, checkOut: addDays(checkIn, 2) }];
		return newStep(sampleBooking({ rooms, propertyId, reservationId: String(firstId + n) }));
	});
}
