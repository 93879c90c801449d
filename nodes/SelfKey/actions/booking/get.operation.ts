import type { IDataObject, INodeProperties } from 'n8n-workflow';
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
		if (id === '') throw new RangeError('Fill in the booking ID');
		return dataOf<IDataObject>(await selfKeyGet(this, `/api/v1/bookings/${encodeURIComponent(id)}`, {}));
	}),
};
