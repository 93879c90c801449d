import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { addDays } from '../../../../core/reservation/dates';
import { eachItem } from '../../../shared/operations/item-loop';
import type { Operation } from '../../../shared/operations/operation';
import { optionalDate } from '../../../shared/parameters';
import { readFreeRooms } from '../../availability/free-rooms';

/** In days; channels sell no further ahead. */
const HORIZON = 730;

const fields: INodeProperties[] = [
	{
		displayName: 'From',
		name: 'from',
		type: 'string',
		default: '',
		placeholder: 'e.g. 2026-07-01',
		description: 'The first night; empty for yesterday',
	},
	{
		displayName: 'Until',
		name: 'until',
		type: 'string',
		default: '',
		placeholder: 'e.g. 2026-08-01',
		description: 'The morning after the last night; empty for two years later',
	},
];

/**
 * What takes rooms without being a booking that has one: stays that wait for a room of their type, rooms out of order, stop sells,
 * and the last rooms of each type, which no channel sells.
 */
export const getHeld: Operation = {
	fields,
	execute: eachItem(async function (index) {
		const from = optionalDate(this, 'from', 'From', index) ?? addDays(new Date().toISOString().slice(0, 10), -1);
		const until = optionalDate(this, 'until', 'Until', index) ?? addDays(from, HORIZON);
		if (until <= from) throw new RangeError('"Until" must be after "From"');
		const { held } = await readFreeRooms(this, { from, until });
		return held.map((each): IDataObject => ({ ...each }));
	}),
};
