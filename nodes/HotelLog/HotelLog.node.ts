import {
	NodeConnectionTypes,
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { logExecution } from './run/log-execution';

/** Turns whatever came out of a flow's branches into the log's lines, and ends the execution red where something failed. */
export class HotelLog implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Hotel Log',
		name: 'hotelLog',
		icon: { light: 'file:hotelLog.svg', dark: 'file:hotelLog.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["integration"] }}',
		description:
			'Makes the log lines of all branches, and ends the execution as an error if something failed or got lost',
		defaults: { name: 'Hotel Log' },
		usableAsTool: true,
		inputs: [
			{ type: NodeConnectionTypes.Main, displayName: 'Outcomes' },
			{ type: NodeConnectionTypes.Main, displayName: 'Table' },
		],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: ['New', 'Repeated'],
		properties: [
			{
				displayName:
					'<b>Outcomes</b>: connect every branch to it, error outputs included.<br><b>Table</b>: connect what the Data Table nodes behind this node give out. After the last branch this node runs once more; only then does it end the execution red.',
				name: 'wiringNotice',
				type: 'notice',
				default: '',
			},
			{
				displayName: 'Integration',
				name: 'integration',
				type: 'string',
				required: true,
				default: '',
				placeholder: 'e.g. Booking.com → SelfKey',
				description: 'The name under which the lines appear in the log',
			},
			{
				displayName: 'Success Is',
				name: 'success',
				type: 'options',
				options: [
					{
						name: 'No Error',
						value: 'noError',
						description: 'For flows that write with other nodes than those of this package, or not at all',
					},
					{
						name: 'Written',
						value: 'written',
						description:
							'Every item carries the outcome of a node of this package that wrote it; else it counts as not written',
					},
				],
				default: 'written',
				description: 'What counts as success',
			},
			{
				displayName: 'What Happens Next',
				name: 'whatNext',
				type: 'string',
				default: '',
				placeholder: 'e.g. Booking.com offers them again with the next poll',
				description: 'What becomes of the items that failed, for the text that the execution ends with',
			},
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				placeholder: 'Add option',
				default: {},
				options: [
					{
						displayName: 'Guest Name',
						name: 'namesGuest',
						type: 'boolean',
						default: true,
						description:
							'Whether the column "guest" holds the name. No other column does, so a guest is erased by emptying that one field.',
					},
					{
						displayName: 'Items That Do Not Arrive',
						name: 'missing',
						type: 'options',
						options: [
							{
								name: 'Count as Failed',
								value: 'failed',
								description: 'What the trigger gave out and no branch has brought here gets a line of its own',
							},
							{
								name: 'Are Left Out on Purpose',
								value: 'ignored',
								description: 'For flows with a filter whose rest is of no interest',
							},
						],
						default: 'failed',
						description: 'What to make of items that the trigger gave out and that no branch has brought here',
					},
				],
			},
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { newLines, repeatedLines, verdict } = logExecution(this);
		if (verdict !== null) throw new NodeOperationError(this.getNode(), verdict);
		return [newLines, repeatedLines].map((lines) =>
			lines.map((line, item) => ({ json: line as unknown as IDataObject, pairedItem: { item } })),
		);
	}
}
