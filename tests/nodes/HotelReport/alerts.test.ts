/** The alerts of the Hotel Report node, run as n8n runs it: checks of one n8n process, close together. */
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { newState, verdictOf } from '../../../nodes/HotelLog/run/log-run';
import { HotelReport } from '../../../nodes/HotelReport/HotelReport.node';
import type { Json } from '../../../nodes/HotelReport/facts/read-facts';
import { logRow, NOW } from '../../unit/nodes/HotelReport/sample';

beforeEach(() => jest.useFakeTimers({ now: NOW }));
afterEach(() => jest.useRealTimers());
const pass = (seconds: number) => jest.setSystemTime(Date.now() + seconds * 1_000);

/** A copy of the workflow, with the table of its own project. */
class Copy {
	readonly table = new Map<string, Json>();

	constructor(
		private readonly workflowId: string,
		private readonly hotel = '',
	) {}

	/** @returns the faults that are told: a line of the log is in error */
	async check(table = [...this.table.values()]): Promise<string[]> {
		const inputs = [[logRow({ status: 'error', outcome: 'not written' })], [{}], [{}], [{}], [{}, ...table]];
		const parameters: Record<string, string> = { report: 'alerts', language: 'en', 'options.hotel': this.hotel };
		const context = {
			getNodeParameter: (name: string, _: number, standard: unknown) => parameters[name] ?? standard,
			getInputData: (input: number) => (inputs[input] ?? []).map((json) => ({ json })),
			getTimezone: () => 'Europe/Zurich',
			getInstanceBaseUrl: () => 'https://n8n.example',
			getMode: () => 'trigger',
			getWorkflow: () => ({ id: this.workflowId, name: '90', active: true }),
			getWorkflowStaticData: () => ({}),
		} as unknown as IExecuteFunctions;
		const outputs = await new HotelReport().execute.call(context);
		for (const { json } of outputs.flat()) this.table.set(String(json['fault']), json);
		return (outputs[0] ?? []).map(({ json }) => String(json['kind']));
	}
}

test('a check is no reason for a copy in another project, whose table it never writes to, to say nothing', async () => {
	const [first, second] = [new Copy('lakeside'), new Copy('downtown')];
	expect(await first.check()).toEqual(['alert']);
	pass(50);
	expect(await second.check()).toEqual(['alert']);
	expect([...second.table.keys()]).toContain('watch:check');
});

test('two checks of one workflow that have read the same tell it once', async () => {
	const copy = new Copy('by the schedule and by hand');
	const read = [...copy.table.values()];
	expect(await copy.check(read)).toEqual(['alert']);
	pass(3);
	expect(await copy.check(read)).toEqual([]);
});

/** Template 90 with its tables, whose nodes hand their input on where they are full. */
class Workflow {
	readonly tables = { alerts: new Map<string, Json>(), failures: [] as Json[] };
	isFull = false;
	private static count = 0;
	private readonly id = `full tables ${++Workflow.count}`;
	readonly stored: IDataObject = {};

	/** @returns the subjects of what is sent; a check is five minutes after the one before */
	async check({ isSent = true, log = [{}] as Json[] } = {}): Promise<string[]> {
		pass(300);
		const [messages = [], silent = []] = await this.run(
			[log, [{}], [{}], [...this.tables.failures], [{}, ...this.tables.alerts.values()]],
			{ report: 'alerts' },
		);
		await this.write(silent);
		if (isSent) await this.write(messages);
		return messages.map(({ subject }) => String(subject));
	}

	async fail(message: string): Promise<void> {
		const [row] = (await this.run([[failedRun(message)]], { report: 'failure' })).flat();
		if (!this.isFull) this.tables.failures.push({ id: 1, ...row });
		const answer = this.isFull ? { id: 'of the table', name: 'hotel_failures' } : { id: 1, ...row };
		await this.run([[answer]], { report: 'keep', row: row! });
	}

	private async write(rows: readonly Json[]): Promise<void> {
		for (const row of rows) {
			if (!this.isFull) this.tables.alerts.set(String(row['fault']), { id: 1, ...row });
			const answer = this.isFull ? { accepted: ['desk@hotel.example'] } : { id: 1, ...row };
			await this.run([[answer]], { report: 'keep', row });
		}
	}

	private async run(inputs: Json[][], parameters: Json): Promise<Json[][]> {
		const context = {
			getNodeParameter: (name: string, _: number, standard: unknown) => parameters[name] ?? standard,
			getInputData: (input: number) => (inputs[input] ?? []).map((json) => ({ json })),
			getTimezone: () => 'Europe/Zurich',
			getInstanceBaseUrl: () => 'https://n8n.example',
			getMode: () => 'trigger',
			getWorkflow: () => ({ id: this.id, name: '90', active: true }),
			getWorkflowStaticData: () => this.stored,
		} as unknown as IExecuteFunctions;
		return (await new HotelReport().execute.call(context)).map((items) => items.map(({ json }) => json));
	}
}

const failedRun = (message: string): Json => ({
	workflow: { id: 'w10', name: '10 Booking.com to SelfKey' },
	execution: { id: '7', error: { message }, lastNodeExecuted: 'Acknowledge' },
});

describe('where the data tables are full', () => {
	const FULL = "n8n's data tables take no more rows: they are probably full";
	const broken = logRow({ status: 'error', outcome: 'not written', message: 'Rate is closed' });

	test('that is told once, and so is each other fault, and what is over', async () => {
		const workflow = new Workflow();
		expect(await workflow.check()).toEqual([]);
		workflow.isFull = true;
		expect(await workflow.check({ log: [broken] })).toEqual([expect.stringContaining('not done')]);
		expect(await workflow.check({ log: [broken] })).toEqual([]);
		expect(await workflow.check({ log: [broken] })).toEqual([FULL]);
		for (let again = 0; again < 30; again++) expect(await workflow.check({ log: [broken] })).toEqual([]);
		expect(await workflow.check()).toEqual([expect.stringMatching(/^Over: .*not done/)]);
		expect(await workflow.check()).toEqual([]);
		workflow.isFull = false;
		expect(await workflow.check()).toEqual([]);
		expect(await workflow.check()).toEqual([`Over: ${FULL}`]);
		for (let again = 0; again < 3; again++) expect(await workflow.check()).toEqual([]);
	});

	test('with room again, the table says of a fault that ended meanwhile that it is over, and nothing is kept', async () => {
		const workflow = new Workflow();
		await workflow.check({ log: [broken] });
		const [fault] = [...workflow.tables.alerts].find(([, { status }]) => status === 'open')!;
		workflow.isFull = true;
		expect(await workflow.check()).toEqual([expect.stringMatching(/^Over: .*not done/)]);
		workflow.isFull = false;
		for (let again = 0; again < 6; again++) expect(await workflow.check()).toEqual([]);
		expect(workflow.tables.alerts.get(fault)).toMatchObject({ status: 'over', clearedAt: expect.any(String) });
		expect(workflow.stored['unwritten']).toMatchObject({ alerts: [] });
		// Once nothing is kept, there is nothing to save either.
		delete workflow.stored['unwritten'];
		await workflow.check();
		expect(workflow.stored).toEqual({});
	});

	test('a table that refuses for a moment is no fault', async () => {
		const workflow = new Workflow();
		await workflow.check();
		workflow.isFull = true;
		await workflow.check();
		workflow.isFull = false;
		for (let again = 0; again < 3; again++) expect(await workflow.check()).toEqual([]);
	});

	test('what could not be sent is sent with the next check', async () => {
		const workflow = new Workflow();
		workflow.isFull = true;
		for (let again = 0; again < 3; again++)
			expect(await workflow.check({ log: [broken], isSent: false })).toContainEqual(
				expect.stringContaining('not done'),
			);
		expect(await workflow.check({ log: [broken] })).toHaveLength(2);
		expect(await workflow.check({ log: [broken] })).toEqual([]);
	});

	test('runs that lack nothing but their log are no faults of their own: two of them, a minute apart, tell that the tables are full', async () => {
		const workflow = new Workflow();
		await workflow.check();
		workflow.isFull = true;
		const said = verdictOf({ ...newState(), tableFailure: 'open *Write the log* to see why' }, '')!;
		await workflow.fail(said);
		pass(60);
		await workflow.fail(said);
		expect(await workflow.check()).toEqual([FULL]);
		for (let again = 0; again < 4; again++) expect(await workflow.check()).toEqual([]);
		workflow.isFull = false;
		expect(await workflow.check()).toEqual([]);
		expect(await workflow.check()).toEqual([`Over: ${FULL}`]);
		for (let again = 0; again < 30; again++) expect(await workflow.check()).toEqual([]);
		await workflow.fail(said);
		expect(await workflow.check()).toEqual(['Workflow "10 Booking.com to SelfKey" failed']);
	});

	test('with room again, it is over with the check after the next, however lately the log was refused', async () => {
		const workflow = new Workflow();
		workflow.isFull = true;
		await workflow.fail(verdictOf({ ...newState(), tableFailure: 'open *Write the log* to see why' }, '')!);
		expect([await workflow.check(), await workflow.check()]).toEqual([[], [FULL]]);
		workflow.isFull = false;
		expect([await workflow.check(), await workflow.check()]).toEqual([[], [`Over: ${FULL}`]]);
	});

	test('a run that failed is told', async () => {
		const workflow = new Workflow();
		workflow.isFull = true;
		await workflow.fail('Data table size limit exceeded: 200MB used, limit is 200MB');
		await workflow.fail('Another reason');
		expect(await workflow.check()).toEqual(Array(2).fill('Workflow "10 Booking.com to SelfKey" failed'));
		expect(await workflow.check()).toEqual([]);
	});
});
