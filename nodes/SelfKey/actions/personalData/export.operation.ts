import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { isRecord } from '../../../../core/payload/field-reader';
import { eachItem } from '../../../shared/operations/item-loop';
import type { Operation } from '../../../shared/operations/operation';
import { logKeyOf } from '../../../shared/log/log-text';
import { optionalDate, optionalText } from '../../../shared/parameters';
import { labelOf } from '../../personal-data/label';
import { unreadable } from '../../rest-api/responses';
import { selfKeyRepeatablePost } from '../../transport';

const fields: INodeProperties[] = [
	{
		displayName:
			'Everything that is filled in has to fit the same reservation. A name needs a booking number or an arrival beside it. A channel often gives each reservation an e-mail address of its own: ask once for each that the guest has used.',
		name: 'personNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Email',
		name: 'email',
		description: 'As the guest has booked with it; capital letters do not matter',
		type: 'string',
		default: '={{ $json.email }}',
		placeholder: 'name@email.com',
	},
	{
		displayName: 'Phone',
		name: 'phone',
		type: 'string',
		default: '={{ $json.phone }}',
		placeholder: 'e.g. 079 123 45 67',
		description: 'With or without the number of the country',
	},
	{
		displayName: 'Name',
		name: 'name',
		type: 'string',
		default: '={{ $json.name }}',
		placeholder: 'e.g. Nathan Smith',
		description: 'Of the guest who booked, or of one who came along; first and last name in any order',
	},
	{
		displayName: 'Booking Number',
		name: 'bookingNumber',
		type: 'string',
		default: '={{ $json.bookingNumber }}',
		placeholder: 'e.g. 1042',
		description: "SelfKey's booking number",
	},
	{
		displayName: 'Arrival',
		name: 'arrival',
		description: 'Day of arrival, YYYY-MM-DD',
		type: 'string',
		default: '={{ $json.arrival }}',
		placeholder: 'e.g. 2026-07-01',
	},
];

/**
 * One item for each reservation of the person: `{ key, logKey, label, guest, arrival, departure, rooms, bookings, isKept,
 * keptUntil, reason, erasedOn, data }`, where `data` holds everything. `label` is one line without the characters that
 * n8n's forms cannot show. The person is sent in the body: no address holds a name.
 */
export const exportData: Operation = {
	fields,
	execute: eachItem(async function (index) {
		const arrival = optionalDate(this, 'arrival', 'Arrival', index);
		const given = Object.entries({
			email: optionalText(this, 'email', index),
			phone: optionalText(this, 'phone', index),
			name: optionalText(this, 'name', index),
			booking_number: optionalText(this, 'bookingNumber', index),
			arrival,
		}).filter((entry): entry is [string, string] => entry[1] !== null);
		const bodyNow = () => ({ at: new Date().toISOString(), ...Object.fromEntries(given) });
		const values = given.map(([, value]) => value);
		const answer = (await selfKeyRepeatablePost(this, 'personal-data/export', bodyNow, values)) as IDataObject;
		const { records, hasMore } = answer;
		if (!Array.isArray(records)) throw unreadable("SelfKey's answer does not hold what it knows of the guest");
		if (hasMore === true)
			throw new RangeError('These are more reservations than one guest has. Fill in more, so that fewer fit');
		return (records as IDataObject[])
			.filter(isRecord)
			.map((record) => ({ label: labelOf(record), logKey: logKeyOf(record['key']), ...record }));
	}),
};
