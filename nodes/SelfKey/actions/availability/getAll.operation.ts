import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { eachItem, shownFor, type Operation } from '../../../shared/n8n/operations';
import { nightsBetween } from '../../../shared/reservation/dates';
import { selfKeyGet } from '../../transport';
import { hotelProperty, hotelSlugOf } from '../hotel';
import { optionalDate } from '../list';

const properties: INodeProperties[] = [
	hotelProperty(''),
	{ displayName: 'Arrival', name: 'checkIn', type: 'string', required: true, default: '', placeholder: '2026-07-01' },
	{ displayName: 'Departure', name: 'checkOut', type: 'string', required: true, default: '', placeholder: '2026-07-03' },
];

/** The rooms that are free for a whole stay, one item each. */
export const getAll: Operation = {
	description: shownFor('availability', 'getAll', properties),
	execute: eachItem(async function (index) {
		const slug = hotelSlugOf(this, index);
		const checkInDate = optionalDate(this, 'checkIn', index);
		const checkOutDate = optionalDate(this, 'checkOut', index);
		if (!checkInDate || !checkOutDate || nightsBetween(checkInDate, checkOutDate) < 1) {
			throw new RangeError('Fill in the days of arrival and departure; departure must be after arrival');
		}
		const answer = await selfKeyGet(this, `/api/establishments/${encodeURIComponent(slug)}/availability`, { checkInDate, checkOutDate });
		const { availableRooms } = (answer ?? {}) as { availableRooms?: unknown };
		return Array.isArray(availableRooms) ? (availableRooms as IDataObject[]) : [];
	}),
};
