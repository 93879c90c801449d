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

/** Turns the output of all branches of a flow into log lines, and fails the execution if anything failed. */
export class HotelLog implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Hotel Log',
		name: 'hotelLog',
		icon: { light: 'file:hotelLog.svg', dark: 'file:hotelLog.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["integration"] }}',
		description:
			'Creates the log lines of all branches, and ends the execution with an error if something failed or was lost',
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
					'<b>Outcomes</b>: connect every branch to it, error outputs included.<br><b>Table</b>: connect the outputs of the Data Table nodes behind this node. After the last branch, this node runs once more; only then does it end the execution red.',
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
						description: 'For flows that write with nodes from outside this package, or do not write at all',
					},
					{
						name: 'Written',
						value: 'written',
						description:
							'Every item must carry the outcome of a node of this package that wrote it; otherwise it counts as not written',
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
				description: 'What happens to the items that failed; shown in the error that the execution ends with',
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
							'Whether the column "guest" contains the name. No other column does, so clearing that one field erases the guest.',
					},
					{
						displayName: 'Items That Do Not Arrive',
						name: 'missing',
						type: 'options',
						options: [
							{
								name: 'Count as Failed',
								value: 'failed',
								description: 'Each item from the trigger that no branch delivered here gets its own line',
							},
							{
								name: 'Are Left Out on Purpose',
								value: 'ignored',
								description: 'For flows with a filter that drops items on purpose',
							},
						],
						default: 'failed',
						description: 'What to do about items from the trigger that no branch delivered here',
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
