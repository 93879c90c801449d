import type { INodeProperties } from 'n8n-workflow';
import { eachItem, shownFor, type Operation } from '../../../shared/n8n/operations';
import { dataOf } from '../answers';
import { selfKeyGet } from '../../transport';

const properties: INodeProperties[] = [
	{ displayName: 'Booking ID', name: 'bookingId', type: 'string', required: true, default: '', description: "SelfKey's ID of the booking" },
];

/** One booking by its id. */
export const get: Operation = {
	description: shownFor('booking', 'get', properties),
	execute: eachItem(async function (index) {
		const id = String(this.getNodeParameter('bookingId', index)).trim();
		// A point or two would ask for another address than a booking's.
		if (!/^[\w-]{1,100}$/.test(id)) throw new RangeError('Fill in the booking ID as SelfKey gives it: letters and digits');
		return dataOf(await selfKeyGet(this, `/api/v1/bookings/${id}`, {}));
	}),
};
