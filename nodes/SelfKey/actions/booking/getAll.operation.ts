import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { eachItem } from '../../../shared/operations/item-loop';
import type { Operation } from '../../../shared/operations/operation';
import { addDays, calendarDate, nightsBetween } from '../../../../core/reservation/dates';
import { readAllPages } from '../../rest-api/read-all-pages';
import { selfKeyGet } from '../../transport';
import { pageOf } from '../../rest-api/responses';
import { hotelProperty, hotelSlugOf } from '../../rest-api/hotel-parameter';
import { limitOf, limitProperties, optionalDate, wholeNumberFromOne } from '../../../shared/parameters';
import { simplifiedRow, simplifyProperty } from '../../../shared/simplify';
import { BOOKING } from './simplified';

/** SelfKey's largest page. A list that fits into it is read in one request, and cannot shift meanwhile. */
const PAGE = 1_000;

const fields: INodeProperties[] = [
	hotelProperty,
	...limitProperties,
	simplifyProperty,
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		options: [
			{
				displayName: 'From',
				name: 'from',
				type: 'string',
				default: '',
				placeholder: '2026-07-01',
				description: 'Stays with a night on or after this date',
			},
			{
				displayName: 'Longest Stay',
				name: 'longestStay',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: 365,
				description:
					'In nights. SelfKey itself does not find stays that begin before and end after the dates, so this many days around them are read as well.',
			},
			{
				displayName: 'Until',
				name: 'until',
				type: 'string',
				default: '',
				placeholder: '2026-08-01',
				description: 'Stays with a night before this date',
			},
		],
	},
];

/**
 * Paid bookings of a hotel (SelfKey's API gives no others). With dates: every stay that has a night in
 * between, also one that begins before and ends after them.
 */
export const getAll: Operation = {
	fields,
	execute: eachItem(async function (index) {
		const establishmentSlug = await hotelSlugOf(this, index);
		const from = optionalDate(this, 'filters.from', 'From', index);
		const until = optionalDate(this, 'filters.until', 'Until', index);
		const margin = wholeNumberFromOne(this, 'filters.longestStay', 'Longest Stay', index, 365);
		if (from && until && nightsBetween(from, until) < 1)
			throw new RangeError('"Until" must be after "From"; the night of the last date itself does not count');
		const limit = limitOf(this, index);
		const window = {
			...(from ? { startDate: addDays(from, -margin) } : {}),
			...(until ? { endDate: addDays(until, margin) } : {}),
		};
		const isWindowed = from !== null || until !== null;
		const pageSize = isWindowed ? PAGE : Math.min(PAGE, limit);
		const read = async (offset: number, size: number) =>
			pageOf(await selfKeyGet(this, '/api/v1/bookings', { establishmentSlug, ...window, limit: size, offset }));
		const rows = await readAllPages<IDataObject>(
			read,
			(row) => String(row.id),
			pageSize,
			isWindowed ? undefined : limit,
		);
		return rows
			.filter((row) => hasNightBetween(row, from, until))
			.slice(0, Number.isFinite(limit) ? limit : undefined)
			.map((row) => simplifiedRow(this, index, row, BOOKING));
	}),
};

/** SelfKey stores both days as midnight UTC, so the text begins with the date. */
function hasNightBetween(row: IDataObject, from: string | null, until: string | null): boolean {
	const checkIn = calendarDate(String(row.checkInDate));
	const checkOut = calendarDate(String(row.checkOutDate));
	if (!checkIn || !checkOut) return true;
	return (until === null || checkIn < until) && (from === null || checkOut > from);
}
