import type { INodeProperties } from 'n8n-workflow';
import { addDays } from '../../../../core/reservation/dates';
import { eachRow } from '../../../shared/operations/item-loop';
import type { Operation } from '../../../shared/operations/operation';
import { limitOf, limitProperties, optionalDate } from '../../../shared/parameters';
import { readBusinessDate } from '../../codes/read-lists';
import { readInventory } from '../../rooms/inventory';
import { operaHotel, operaRequest } from '../../transport';

const DAYS = 30;

const fields: INodeProperties[] = [
	...limitProperties,
	{
		displayName: 'From',
		name: 'from',
		type: 'string',
		default: '',
		placeholder: '2026-07-01',
		description: "First night. Leave empty for Opera's business date.",
	},
	{
		displayName: 'To',
		name: 'to',
		type: 'string',
		default: '',
		placeholder: '2026-07-31',
		description: 'Last night. Leave empty for 30 days from the first.',
	},
];

/** One item for each room type and night, with Opera's figures under Opera's names for them. */
export const getAll: Operation = {
	fields,
	execute: eachRow(async function (index) {
		const from =
			optionalDate(this, 'from', 'From', index) ?? (await readBusinessDate(this, await operaHotel(this))) ?? '';
		if (from === '') throw new RangeError('Fill in "From"');
		const to = optionalDate(this, 'to', 'To', index) ?? addDays(from, DAYS);
		if (to < from) throw new RangeError('"To" must not be before "From"');
		const { json } = await operaRequest(this, {
			method: 'GET',
			module: 'inventory',
			query: { dateRangeStart: from, dateRangeEnd: to, reportCode: 'RoomsAvailabilitySummary' },
		});
		return readInventory(json).slice(0, limitOf(this, index));
	}),
};
