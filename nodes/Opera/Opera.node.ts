import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { resources } from '../shared/operations/resources';
import { reservation } from './actions/reservation/Reservation.resource';
import { pickers } from './codes/pickers';

const { subtitle, properties, execute } = resources([reservation]);

/** Reservations of OPERA Cloud. */
export class Opera implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Opera',
		name: 'opera',
		icon: { light: 'file:opera.svg', dark: 'file:opera.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle,
		description: 'Write reservations to Oracle OPERA Cloud and read them',
		defaults: { name: 'Opera' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'operaApi', required: true }],
		properties,
	};

	methods = { loadOptions: pickers };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await execute.call(this);
	}
}
