import type { INodeProperties } from 'n8n-workflow';
import { eachRow } from '../../../shared/operations/item-loop';
import type { Operation } from '../../../shared/operations/operation';
import { optionalText } from '../../../shared/parameters';
import { readFullGuest } from '../../guests/upsert-guest';

const fields: INodeProperties[] = [
	{
		displayName: 'Profile ID',
		name: 'profileId',
		type: 'string',
		required: true,
		default: '',
		placeholder: '687128',
		description: "Opera's internal ID of the guest",
	},
];

export const get: Operation = {
	fields,
	execute: eachRow(async function (index) {
		const profileId = optionalText(this, 'profileId', index) ?? '';
		if (!/^[\w-]{1,80}$/.test(profileId)) throw new RangeError('Fill in "Profile ID" with Opera\'s ID of a guest');
		const guest = await readFullGuest(this, profileId);
		if (guest === null) throw new RangeError(`Opera has no guest ${profileId}`);
		return guest;
	}),
};
