import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { eachItem, shownFor, type Operation } from '../../../shared/n8n/operations';
import { addDays, calendarDate } from '../../../shared/reservation/dates';
import { readAllPages } from '../../pages';
import { selfKeyGet } from '../../transport';
import { pageOf } from '../answers';
import { hotelProperty, hotelSlugOf } from '../hotel';
import { limitProperties, optionalDate } from '../list';

/** SelfKey gives at most 1000 rows a page. */
const PAGE = 500;

const properties: INodeProperties[] = [
	hotelProperty(''),
	...limitProperties,
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		options: [
			{ displayName: 'From', name: 'from', type: 'string', default: '', placeholder: '2026-07-01', description: 'Stays with a night on or after this date' },
			{
				displayName: 'Longest Stay',
				name: 'longestStay',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: 365,
				description: 'Nights. SelfKey itself does not find stays that begin before and end after the dates, so this many days around them are read too.',
			},
			{ displayName: 'Until', name: 'until', type: 'string', default: '', placeholder: '2026-08-01', description: 'Stays with a night before this date' },
		],
	},
];

/**
 * Paid bookings of a hotel (SelfKey's API gives no others). With dates: every stay that has a night in
 * between, also one that begins before and ends after them.
 */
export const getAll: Operation = {
	description: shownFor('booking', 'getAll', properties),
	execute: eachItem(async function (index) {
		const establishmentSlug = hotelSlugOf(this, index);
		const from = optionalDate(this, 'filters.from', index);
		const until = optionalDate(this, 'filters.until', index);
		const margin = Math.max(1, Number(this.getNodeParameter('filters.longestStay', index, 365)));
		const limit = this.getNodeParameter('returnAll', index) ? Number.POSITIVE_INFINITY : Number(this.getNodeParameter('limit', index));
		const window = {
			...(from ? { startDate: addDays(from, -margin) } : {}),
			...(until ? { endDate: addDays(until, margin) } : {}),
		};
		const isWindowed = from !== null || until !== null;
		const pageSize = isWindowed ? PAGE : Math.min(PAGE, limit);
		const read = async (offset: number, size: number) => pageOf(await selfKeyGet(this, '/api/v1/bookings', { establishmentSlug, ...window, limit: size, offset }));
		const rows = await readAllPages<IDataObject>(read, (row) => String(row.id), pageSize, isWindowed ? undefined : limit);
		return rows.filter((row) => hasNightBetween(row, from, until)).slice(0, Number.isFinite(limit) ? limit : undefined);
	}),
};

/** SelfKey stores both days as midnight UTC, so the date is what the text begins with. */
function hasNightBetween(row: IDataObject, from: string | null, until: string | null): boolean {
	const checkIn = calendarDate(String(row.checkInDate));
	const checkOut = calendarDate(String(row.checkOutDate));
	if (!checkIn || !checkOut) return true;
	return (until === null || checkIn < until) && (from === null || checkOut > from);
}
