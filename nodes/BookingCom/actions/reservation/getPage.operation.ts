import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { eachItem } from '../../../shared/operations/item-loop';
import type { Operation } from '../../../shared/operations/operation';
import { optionalText } from '../../../shared/parameters';
import { askedPage, pageItem, pageOfList, pageProperties } from '../../../shared/reservation-page';
import { fetchUpcoming } from '../../reservations/bxml/fetch-upcoming';
import { propertyIdList } from '../../property-ids';

const SIZE = 500;

const fields: INodeProperties[] = [
	{
		displayName: 'Property IDs',
		name: 'propertyIds',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. 12345, 67890',
		description: "Booking.com's property IDs, separated by commas",
	},
	...pageProperties(SIZE),
];

/**
 * A page of all reservations that have still to leave, those made before the connection too. They hold the guest's name
 * and the rooms only, and in SelfKey they never replace what a queue has brought.
 */
export const getPage: Operation = {
	fields,
	execute: eachItem(async function (index) {
		const propertyIds = propertyIdList(optionalText(this, 'propertyIds', index) ?? '');
		if (propertyIds.length === 0)
			throw new RangeError('Fill in the property IDs: Booking.com lists the reservations of one hotel at a time');
		const asked = askedPage(this, index, SIZE);
		// Those before are through: a page reads only the hotels that it can be about.
		const left = propertyIds.filter((id) => asked.begin === null || `${id}/\uFFFF` > asked.begin);
		const all = await fetchUpcoming(this, left, new Date());
		const refused = all.flatMap((entry) =>
			'refusal' in entry && entry.refusal ? [{ ...entry, refusal: entry.refusal }] : [],
		);
		// One hotel must not hold up the others; none at all must not pass for an empty list, nor half of one for all of it.
		const lost =
			refused.length === propertyIds.length
				? refused[0]
				: refused.find(({ name }) => asked.begin !== name && asked.begin?.startsWith(name));
		if (lost) throw lost.refusal;
		const { entries, next } = pageOfList(all, ({ name }) => name, asked);
		return pageItem(this, asked, {
			reservations: entries.flatMap((entry) =>
				'reservation' in entry
					? [{ ...entry.reservation, bookingCom: { format: 'summary' } } as unknown as IDataObject]
					: [],
			),
			unreadable: entries.flatMap((entry) =>
				'error' in entry ? [{ event: 'new', key: entry.key, error: entry.error.message }] : [],
			),
			next,
		});
	}),
};
