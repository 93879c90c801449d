import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { properties } from './properties';
import { reportOf } from './report';

/** What has happened and what needs somebody, from the log and from SelfKey: as a page, as a mail, or as alerts. */
export class HotelReport implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Hotel Report',
		name: 'hotelReport',
		icon: { light: 'file:hotelReport.svg', dark: 'file:hotelReport.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["report"] }}',
		description: 'Creates a page, a mail or alerts from the log and from what SelfKey knows',
		defaults: { name: 'Hotel Report' },
		usableAsTool: true,
		inputs: [
			{ type: NodeConnectionTypes.Main, displayName: 'Log' },
			{ type: NodeConnectionTypes.Main, displayName: 'Subscribers' },
			{ type: NodeConnectionTypes.Main, displayName: 'Front desk' },
			{ type: NodeConnectionTypes.Main, displayName: 'Failures' },
			{ type: NodeConnectionTypes.Main, displayName: 'Alerts' },
			{ type: NodeConnectionTypes.Main, displayName: 'Unacknowledged' },
			{ type: NodeConnectionTypes.Main, displayName: 'Setup' },
			{ type: NodeConnectionTypes.Main, displayName: 'Recent' },
		],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: ['Report', 'Unchanged alerts'],
		properties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return reportOf(this).map((items) => items.map((json) => ({ json, pairedItem: { item: 0 } })));
	}
}
