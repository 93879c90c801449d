import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { eachRow } from '../../../shared/operations/item-loop';
import type { Operation } from '../../../shared/operations/operation';
import { limitOf, limitProperties, optionalDate, optionalText } from '../../../shared/parameters';
import { readAllPages } from '../../responses/read-all-pages';
import { inside, isTrue } from '../../responses/lists';
import { eachOnce, readStays } from '../../reservations/opera-stay';
import { operaHotel } from '../../transport';

const DATES = [
	['Arrival From', 'arrivalStartDate'],
	['Arrival To', 'arrivalEndDate'],
	['Departure From', 'departureStartDate'],
	['Departure To', 'departureEndDate'],
] as const;

const fields: INodeProperties[] = [
	...limitProperties,
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		options: [
			{
				displayName: 'Confirmation Number',
				name: 'confirmationNumberList',
				description: "Opera's, as it is printed for the guest",
				type: 'string',
				default: '',
				placeholder: 'e.g. 1234567',
			},
			...DATES.map(([displayName, name]): INodeProperties => ({
				displayName,
				name,
				type: 'string',
				default: '',
				placeholder: '2026-07-01',
				description: 'YYYY-MM-DD; the day itself is included',
			})),
			{
				displayName: 'Last Name',
				name: 'surname',
				description: 'Only reservations of guests with this last name',
				type: 'string',
				default: '',
				placeholder: 'e.g. Smith',
			},
			{
				displayName: 'Status',
				name: 'reservationStatuses',
				type: 'multiOptions',
				options: [
					'Cancelled',
					'Checked In',
					'Checked Out',
					'Due In',
					'Due Out',
					'In House',
					'No Show',
					'Wait List',
				].map((name) => ({ name, value: name.replace(' ', '') })),
				default: [],
				description: 'Leave empty for all but the cancelled ones',
			},
		],
	},
];

/** Opera's reservations; none is no failure. */
export const getAll: Operation = {
	fields,
	execute: eachRow(async function (index) {
		const { externalSystem } = await operaHotel(this);
		const query = { resvExternalReferencesToFetch: [externalSystem], ...filtersOf(this, index) };
		const stays = await readAllPages(
			this,
			{ method: 'GET', module: 'reservations', query },
			limitOf(this, index),
			(body) => ({
				entries: readStays(body),
				hasMore: isTrue(inside(body, 'reservations')['hasMore']),
			}),
		);
		return eachOnce(stays);
	}),
};

function filtersOf(context: IExecuteFunctions, index: number): Record<string, string | string[]> {
	const filters: Record<string, string | string[]> = {};
	for (const [label, name] of DATES) {
		const date = optionalDate(context, `filters.${name}`, label, index);
		if (date !== null) filters[name] = date;
	}
	for (const name of ['confirmationNumberList', 'surname']) {
		const text = optionalText(context, `filters.${name}`, index);
		if (text !== null) filters[name] = text;
	}
	const statuses = context.getNodeParameter('filters.reservationStatuses', index, []) as string[];
	return statuses.length === 0 ? filters : { ...filters, reservationStatuses: statuses };
}
