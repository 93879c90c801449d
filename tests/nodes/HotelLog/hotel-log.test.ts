/** The Hotel Log node, run as n8n runs it: once for each branch, and with what the table answers. */
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { HotelLog } from '../../../nodes/HotelLog/HotelLog.node';
import { fakeContext } from '../../support/fake-context';

const given = ['1', '2'].map((id): IDataObject => ({ key: `webhook/h/${id}`, status: 'confirmed' }));
const written = (item: IDataObject): IDataObject => ({
	...item,
	selfKey: { outcome: 'created', bookings: [], warnings: [] },
});
const items = (rows: IDataObject[] = []): INodeExecutionData[] =>
	rows.map((json, item) => ({ json, pairedItem: { item } }));

/** A workflow of a trigger, writers, Hotel Log and the table, without n8n. */
class Flow {
	readonly context: IDataObject = {};

	constructor(
		private readonly parameters: IDataObject = {},
		private readonly isLooped = true,
	) {}

	/** @param origins which of the trigger's items each outcome came from, as n8n pairs them */
	async run(inputs: {
		outcomes?: IDataObject[];
		table?: IDataObject[];
		from?: string;
		origins?: number[];
	}): Promise<IDataObject[][]> {
		const { execute } = fakeContext({ nodeName: 'Hotel Log', parameters: { integration: 'Test', ...this.parameters } });
		const node = (name: string) => ({ name, type: 'test', typeVersion: 1, disabled: false });
		const parents: Record<string, string[]> = {
			'Hotel Log': ['Write', 'Trigger', 'Failures', 'Spare trigger', ...(this.isLooped ? ['Table'] : [])],
			Write: ['Trigger'],
			Failures: ['Trigger'],
			Table: ['Hotel Log'],
		};
		const past = (name: string) => ({
			isExecuted: name !== 'Spare trigger',
			all: () => items(given),
			itemMatching: (index: number) => {
				const origin = inputs.origins?.[index];
				if (origin === undefined) throw new Error('No path back to node');
				return items(given)[origin];
			},
		});
		Object.assign(execute, {
			getContext: () => this.context,
			getExecutionId: () => '17',
			getParentNodes: (name: string) => (parents[name] ?? []).map(node),
			getChildNodes: () => [node('Table')],
			getInputData: (index: number) => items(index === 0 ? inputs.outcomes : inputs.table),
			getInputSourceData: () => ({ previousNode: inputs.from ?? 'Table' }),
			getWorkflowDataProxy: () => ({ $: past }),
		} satisfies Partial<Record<keyof IExecuteFunctions, unknown>>);
		const outputs = await new HotelLog().execute.call(execute);
		return outputs.map((output) => output.map(({ json }) => json));
	}
}

it('gives the lines of each branch, and ends green once the table has taken them', async () => {
	const flow = new Flow();
	const [lines] = await flow.run({ outcomes: given.map(written) });
	expect(lines).toMatchObject([
		{ reservationKey: 'webhook/h/1', outcome: 'created', integration: 'Test', executionId: '17' },
		{ reservationKey: 'webhook/h/2', outcome: 'created' },
	]);
	expect(await flow.run({ table: [{ success: true, insertedRows: 2 }] })).toEqual([[], []]);
});

it('ends red only in its last run, after what did not arrive has its line too', async () => {
	const flow = new Flow({ whatNext: 'They come again' });
	await flow.run({ outcomes: [{ ...given[0], error: 'SelfKey is down' }] });
	const [missing] = await flow.run({ table: [{ success: true }] });
	expect(missing).toMatchObject([{ reservationKey: 'webhook/h/2', outcome: 'did not arrive', status: 'error' }]);
	const last = () => flow.run({ table: [{ success: true }] });
	const verdict = /^2 of 2 reservations were not written\. .* They come again\. First reason: SelfKey is down$/;
	await expect(last()).rejects.toThrow(verdict);
	// A node that is set to try again must not end green at its second try.
	await expect(last()).rejects.toThrow(verdict);
});

it('leaves alone what stays away on purpose', async () => {
	const flow = new Flow({ options: { missing: 'ignored' } });
	await flow.run({ outcomes: [written(given[0]!)] });
	expect(await flow.run({ table: [{ success: true }] })).toEqual([[], []]);
});

it('ends red where nothing has arrived at all, and where the table refuses', async () => {
	const flow = new Flow();
	const [missing] = await flow.run({ table: [{}], from: 'Failures' });
	expect(missing).toHaveLength(2);
	await expect(flow.run({ table: [{ json: {}, error: 'unknown column name' }] })).rejects.toThrow(
		/^2 of 2 reservations were not written\. And the table hotel_integration_log cannot be written to: unknown column name/,
	);
});

it('gives what failed before to the second output, with the row that it replaces', async () => {
	const flow = new Flow();
	const table = [{ id: 9, integration: 'Test', reservationKey: 'webhook/h/1', status: 'error', attempts: 2 }];
	const [fresh, repeated] = await flow.run({ outcomes: given.map(written), table, from: 'Failures' });
	expect(fresh).toMatchObject([{ reservationKey: 'webhook/h/2' }]);
	expect(repeated).toMatchObject([{ id: 9, reservationKey: 'webhook/h/1', attempts: 3, status: 'success' }]);
});

it('knows an item again whose fields another node has replaced', async () => {
	const flow = new Flow({ success: 'noError' });
	const [lines] = await flow.run({
		outcomes: [{ statusCode: 200 }, { error: { message: 'Refused' } }],
		origins: [1, 0],
	});
	expect(lines).toMatchObject([
		{ reservationKey: 'webhook/h/2', status: 'success' },
		{ reservationKey: 'webhook/h/1', status: 'error', message: 'Refused' },
	]);
	expect(await new Flow({ success: 'noError' }).run({ outcomes: [{ statusCode: 200 }] })).toMatchObject([
		[{ reservationKey: '', status: 'success' }],
		[],
	]);
});

it('refuses to run where the table is not connected back, since it would never know the end', async () => {
	await expect(new Flow({}, false).run({ outcomes: given })).rejects.toThrow(
		'The log table is not connected back to Hotel Log',
	);
});
