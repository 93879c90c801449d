import type { INodeProperties } from 'n8n-workflow';
import { eachItem } from '../../../shared/operations/item-loop';
import type { Operation } from '../../../shared/operations/operation';
import { optionalText } from '../../../shared/parameters';
import { cancelStay } from '../../reservations/cancel-stay';
import { readFullStay } from '../../reservations/find-stays';
import { objectionToCancel } from '../../reservations/plan';
import { operaHotel } from '../../transport';
import { reservationIdField, reservationIdOf } from './reservation-id';

const fields: INodeProperties[] = [
	reservationIdField,
	{
		displayName: 'Cancellation Reason Name or ID',
		name: 'cancellationReason',
		type: 'options',
		typeOptions: { loadOptionsMethod: 'getCancellationReasons' },
		required: true,
		default: '',
		description:
			'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
	},
	{
		displayName: 'Note',
		name: 'description',
		type: 'string',
		default: '',
		placeholder: 'e.g. Cancelled at the channel',
		description: 'Why, for people; stored with the reservation in Opera',
	},
];

/**
 * Cancels one of Opera's reservations. Opera is asked first whether it would; one that is cancelled already is
 * `unchanged`. A guest who is in the house, has left or did not come is a `conflict`: nothing is cancelled.
 */
export const cancel: Operation = {
	fields,
	execute: eachItem(async function (index, { json }) {
		const reservationId = reservationIdOf(this, index);
		const code = optionalText(this, 'cancellationReason', index);
		if (code === null) throw new RangeError('Choose a cancellation reason');
		const hotel = await operaHotel(this);
		const stay = await readFullStay(this, reservationId);
		if (stay === null) throw new RangeError(`Opera has no reservation ${reservationId}`);
		const description = optionalText(this, 'description', index) ?? 'Cancelled in n8n';
		const objection = objectionToCancel(stay);
		if (objection !== null) return { ...json, opera: { reservationId, outcome: 'conflict', warnings: [objection] } };
		const isDone = stay.state === 'cancelled';
		if (!isDone)
			await cancelStay(this, stay, { hotelId: hotel.hotelId, externalId: null, reason: { code, description } });
		return { ...json, opera: { reservationId, outcome: isDone ? 'unchanged' : 'cancelled', warnings: [] } };
	}),
};
