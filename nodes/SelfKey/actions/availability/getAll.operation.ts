import type { INodeProperties } from 'n8n-workflow';
import { eachItem } from '../../../shared/operations/item-loop';
import type { Operation } from '../../../shared/operations/operation';
import { nightsBetween } from '../../../../core/reservation/dates';
import { freeRoomsIfKnown } from '../../availability/free-rooms';
import { selfKeyGet } from '../../transport';
import { rowsOf, unreadable } from '../../rest-api/responses';
import { hotelProperty, hotelSlugOf } from '../../rest-api/hotel-parameter';
import { optionalDate } from '../../../shared/parameters';

const fields: INodeProperties[] = [
	hotelProperty,
	{
		displayName: 'Arrival',
		name: 'checkIn',
		description: 'First night, YYYY-MM-DD',
		type: 'string',
		required: true,
		default: '',
		placeholder: '2026-07-01',
	},
	{
		displayName: 'Departure',
		name: 'checkOut',
		description: 'Day of departure, YYYY-MM-DD; the night before is the last one',
		type: 'string',
		required: true,
		default: '',
		placeholder: '2026-07-03',
	},
];

/**
 * The rooms that are free for a whole stay, one item each. Where the handler can be asked, those that a stay without a room
 * needs are left out, and those that are out of order.
 */
export const getAll: Operation = {
	fields,
	execute: eachItem(async function (index) {
		const slug = await hotelSlugOf(this, index);
		const checkInDate = optionalDate(this, 'checkIn', 'Arrival', index);
		const checkOutDate = optionalDate(this, 'checkOut', 'Departure', index);
		if (!checkInDate || !checkOutDate || nightsBetween(checkInDate, checkOutDate) < 1) {
			throw new RangeError('Fill in the days of arrival and departure; departure must be after arrival');
		}
		const answer = await selfKeyGet(this, `/api/establishments/${encodeURIComponent(slug)}/availability`, {
			checkInDate,
			checkOutDate,
		});
		const { availableRooms } = answer as { availableRooms?: unknown };
		// No room is an answer; no list is none, and must not pass for a full house.
		if (!Array.isArray(availableRooms)) throw unreadable("SelfKey's answer does not say which rooms are free");
		const free = await freeRoomsIfKnown(this, slug, { from: checkInDate, until: checkOutDate });
		return rowsOf(availableRooms).filter(({ id }) => free === null || free.ids.has(String(id)));
	}),
};
