import type { INodeProperties } from 'n8n-workflow';
import { eachItem } from '../../../shared/operations/item-loop';
import type { Operation } from '../../../shared/operations/operation';
import { optionalText } from '../../../shared/parameters';
import { confirmationCodeOf, readReservation } from '../../reservations/airbnb.mapper';
import { fetchReservation, isCode } from '../../reservations/fetch-reservation';
import { hostIdOf } from '../../reservations/host-id';
import { itemOf } from '../../reservations/item';
import { whyLeft } from '../../reservations/left-as-it-is';

const fields: INodeProperties[] = [
	{
		displayName: 'Confirmation Code',
		name: 'confirmationCode',
		type: 'string',
		required: true,
		default: '={{ $json.reservationId }}',
		placeholder: 'e.g. HMABCDEFGH',
		description: "Airbnb's code of the reservation",
	},
];

/** One reservation, as the trigger passes it on. A request that is no booking yet gives its dates and status only. */
export const get: Operation = {
	fields,
	execute: eachItem(async function (index) {
		const code = optionalText(this, 'confirmationCode', index) ?? '';
		if (!isCode(code)) throw new RangeError('Fill in the confirmation code, as Airbnb shows it for the reservation');
		const hostId = await hostIdOf(this);
		const entry = await fetchReservation(this, code);
		const read = readReservation(entry, { observedAt: `${new Date().toISOString()}#1`, hostId });
		const why = whyLeft(confirmationCodeOf(entry), read);
		if (why !== null) this.addExecutionHints({ message: why.message, location: 'outputPane' });
		return itemOf(entry, read);
	}),
};
