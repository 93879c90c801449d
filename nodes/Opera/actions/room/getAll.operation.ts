import type { INodeProperties } from 'n8n-workflow';
import { addDays } from '../../../../core/reservation/dates';
import { eachRow } from '../../../shared/operations/item-loop';
import type { Operation } from '../../../shared/operations/operation';
import { limitOf, limitProperties, optionalDate } from '../../../shared/parameters';
import { readBusinessDate } from '../../codes/read-lists';
import { isTrue } from '../../responses/lists';
import { readAllPages } from '../../responses/read-all-pages';
import { readClosures, readRooms, type Closure } from '../../rooms/rooms';
import { operaHotel, operaRequest } from '../../transport';

/** How far ahead closures are looked for, unless said otherwise. */
const DAYS = 365;

const fields: INodeProperties[] = [
	...limitProperties,
	{
		displayName: 'Closed From',
		name: 'closedFrom',
		type: 'string',
		default: '',
		placeholder: '2026-07-01',
		description: "First night of the closures that are listed. Leave empty for Opera's business date.",
	},
	{
		displayName: 'Closed To',
		name: 'closedTo',
		type: 'string',
		default: '',
		placeholder: '2027-07-01',
		description: 'Last night. Leave empty for a year ahead.',
	},
];

/**
 * Each room with its closures: a room that is out of order is not sold on these nights. `closures` is `null` behind a
 * gateway, which does not tell them.
 */
export const getAll: Operation = {
	fields,
	execute: eachRow(async function (index) {
		const hotel = await operaHotel(this);
		const rooms = await readAllPages(this, { method: 'GET', module: 'rooms' }, limitOf(this, index), (body) => ({
			entries: readRooms(body),
			hasMore: isTrue(body['hasMore']),
		}));
		const businessDate = await readBusinessDate(this, hotel);
		if (businessDate === null) return rooms.map((room) => ({ ...room, closures: null }));
		const startDate = optionalDate(this, 'closedFrom', 'Closed From', index) ?? businessDate;
		const endDate = optionalDate(this, 'closedTo', 'Closed To', index) ?? addDays(startDate, DAYS);
		const closed = async (path: string, status: Closure['status']) => {
			const { body } = await operaRequest(this, {
				method: 'GET',
				module: 'roomStatus',
				path: [path],
				query: { startDate, endDate },
			});
			return readClosures(body, status);
		};
		const closures = [
			...(await closed('outOfOrderRooms', 'OutOfOrder')),
			...(await closed('outOfServiceRooms', 'OutOfService')),
		];
		return rooms.map((room) => ({
			...room,
			closures: closures.filter(({ roomId }) => roomId === room.roomId).map(({ roomId: _, ...closure }) => closure),
		}));
	}),
};
