import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { eachItem } from '../../../shared/operations/item-loop';
import type { Operation } from '../../../shared/operations/operation';
import { optionalDate } from '../../../shared/parameters';
import { unreadable } from '../../rest-api/responses';
import { selfKeySignedGet } from '../../transport';

const fields: INodeProperties[] = [
	{
		displayName: 'Arrival From',
		name: 'from',
		description:
			"First day of arrival, YYYY-MM-DD; both empty for the guests in the house and those who arrive in the 7 days from the hotel's own today",
		type: 'string',
		default: '',
		placeholder: 'e.g. 2026-07-01',
	},
	{
		displayName: 'Arrival Before',
		name: 'until',
		description: 'Day after the last day of arrival, YYYY-MM-DD',
		type: 'string',
		default: '',
		placeholder: 'e.g. 2026-07-08',
	},
];

/** One item for each booking, with its number, its room, its dates and the names of what is missing; nothing of the guest. */
export const getAll: Operation = {
	fields,
	execute: eachItem(async function (index) {
		const from = optionalDate(this, 'from', 'Arrival From', index);
		const until = optionalDate(this, 'until', 'Arrival Before', index);
		if ((from === null) !== (until === null))
			throw new RangeError('Fill in "Arrival From" and "Arrival Before", or neither');
		// Whoever arrives today is a matter of the hotel's date: n8n's may be another.
		const answer = await selfKeySignedGet(this, 'identity-missing', from && until ? { from, until } : {});
		const { bookings } = answer as { bookings?: unknown };
		if (!Array.isArray(bookings)) throw unreadable("SelfKey's answer does not say whose documents are missing");
		return bookings as IDataObject[];
	}),
};
