/** What the editor promises of the node is what comes out, whichever report is chosen. */
import type { IExecuteFunctions } from 'n8n-workflow';
import { output } from '../../../../nodes/HotelReport/HotelReport.output';
import { HotelReport } from '../../../../nodes/HotelReport/HotelReport.node';
import { faultsIn } from '../../../support/output-schema';
import { aDay } from './sample';

const { log, subscribers, frontDesk } = aDay();
const FAILED = { workflow: { id: 'w10', name: '10' }, execution: { id: '5', url: 'https://n8n.example/x' } };

const runs = new Map<string, Promise<Array<Record<string, unknown>>>>();

/** Each once: a check beside another one says nothing. */
async function run(report: string): Promise<Array<Record<string, unknown>>> {
	const known = runs.get(report) ?? runAnew(report);
	runs.set(report, known);
	return await known;
}

async function runAnew(report: string): Promise<Array<Record<string, unknown>>> {
	const inputs = { failure: [[FAILED]], keep: [[{ fault: 'log:1' }]] }[report] ?? [log, subscribers, frontDesk];
	const context = {
		getNodeParameter: (name: string, _: number, standard: unknown) => (name === 'report' ? report : standard),
		getInputData: (input: number) => (inputs[input] ?? []).map((json) => ({ json })),
		getTimezone: () => 'Europe/Zurich',
		getInstanceBaseUrl: () => 'https://n8n.example',
		getMode: () => 'manual',
		getWorkflow: () => ({ id: 'w90', name: '90', active: true }),
		getWorkflowStaticData: () => ({}),
	} as unknown as IExecuteFunctions;
	return (await new HotelReport().execute.call(context)).flat().map(({ json }) => json);
}

const REPORTS = ['alerts', 'dashboard', 'digest', 'failure', 'keep'];

it.each(REPORTS)('a report of the kind "%s" has the fields that it should have, and no other', async (report) => {
	const items = await run(report);
	expect(items).not.toEqual([]);
	for (const item of items) {
		expect(faultsIn(output, item)).toEqual([]);
		expect(Object.keys(item).filter((field) => !(field in output.properties))).toEqual([]);
	}
});

it('promises nothing that no report has', async () => {
	const fields = new Set((await Promise.all(REPORTS.map(run))).flat().flatMap((item) => Object.keys(item)));
	expect(Object.keys(output.properties).filter((field) => !fields.has(field))).toEqual([]);
});
