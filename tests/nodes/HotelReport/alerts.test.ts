/** The alerts of the Hotel Report node, run as n8n runs it: checks of one n8n process, close together. */
import type { IExecuteFunctions } from 'n8n-workflow';
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
