import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { resources } from '../shared/operations/resources';
import { code } from './actions/code/Code.resource';
import { guest } from './actions/guest/Guest.resource';
import { inventory } from './actions/inventory/Inventory.resource';
import { payment } from './actions/payment/Payment.resource';
import { reservation } from './actions/reservation/Reservation.resource';
import { room } from './actions/room/Room.resource';
import { pickers } from './codes/pickers';

const { subtitle, properties, execute } = resources([reservation, guest, room, inventory, payment, code]);

/** Reservations, guests, rooms, inventory and payments of OPERA Cloud. */
export class Opera implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Opera',
		name: 'opera',
		icon: { light: 'file:opera.svg', dark: 'file:opera.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle,
		description: 'Write reservations, guests and payments to Oracle OPERA Cloud, and read rooms and inventory',
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
