import type { INodeProperties } from 'n8n-workflow';
import { eachItem } from '../../../shared/operations/item-loop';
import type { Operation } from '../../../shared/operations/operation';
import { wholeNumberFromOne } from '../../../shared/parameters';
import { removeRestrictions } from '../../availability/restrictions';

const fields: INodeProperties[] = [
	{
		displayName: 'Restriction ID',
		name: 'restrictionId',
		type: 'string',
		required: true,
		default: '={{ $json.id }}',
		placeholder: 'e.g. 17',
		description: 'As Get Many and Create return it',
	},
];

/** Lifts a restriction; the channels are told by *50 Availability push*. One that is over is no error. */
export const deleteRestriction: Operation = {
	fields,
	execute: eachItem(async function (index, { json }) {
		const id = wholeNumberFromOne(this, 'restrictionId', 'Restriction ID', index, Number.NaN);
		return { ...json, deleted: (await removeRestrictions(this, [id])) > 0 };
	}),
};
