import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { eachItem } from '../../../shared/operations/item-loop';
import type { Operation } from '../../../shared/operations/operation';
import { readAllPages } from '../../rest-api/read-all-pages';
import { selfKeyGet } from '../../transport';
import { pageOf } from '../../rest-api/responses';
import { limitOf, limitProperties } from '../../../shared/parameters';
import { simplifiedRow, simplifyProperty } from '../../../shared/simplify';
import { ESTABLISHMENT } from './simplified';

/** SelfKey gives at most 100 rows a page. */
const PAGE = 100;

const fields: INodeProperties[] = [
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
				displayName: 'City',
				name: 'city',
				description: 'Only hotels of this city; capital letters do not matter',
				type: 'string',
				default: '',
				placeholder: 'e.g. Montreux',
			},
			{
				displayName: 'Country',
				name: 'country',
				description: 'Only hotels of this country, with two letters as SelfKey has it',
				type: 'string',
				default: '',
				placeholder: 'e.g. CH',
			},
		],
	},
];

/** The hotels that the API key may see. */
export const getAll: Operation = {
	fields,
	execute: eachItem(async function (index) {
		const filters = this.getNodeParameter('filters', index, {}) as { city?: string; country?: string };
		const query = Object.fromEntries(Object.entries(filters).filter(([, value]) => value));
		const limit = limitOf(this, index);
		const read = async (offset: number, size: number) =>
			pageOf(await selfKeyGet(this, '/api/v1/establishments', { ...query, limit: size, offset }));
		const rows = await readAllPages<IDataObject>(read, (row) => String(row.slug), Math.min(PAGE, limit), limit);
		return rows.map((row) => simplifiedRow(this, index, row, ESTABLISHMENT));
	}),
};
