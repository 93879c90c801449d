/** What the editor lets a person choose from, read from SelfKey. */
import type { IDataObject, INodeListSearchItems } from 'n8n-workflow';
import { isRecord } from '../../core/payload/field-reader';
import { textOf } from '../../core/text/read-text';
import { searchOf } from '../shared/locator';
import { readAllPages } from './rest-api/read-all-pages';
import { pageOf } from './rest-api/responses';
import { selfKeyGet, selfKeySignedGet } from './transport';

/** SelfKey gives at most 100 rows a page. */
const PAGE = 100;

export const listSearch = {
	/** Those that the API key may see. */
	searchHotels: searchOf(async (context) => {
		const read = async (offset: number, limit: number) =>
			pageOf(await selfKeyGet(context, '/api/v1/establishments', { limit, offset }));
		const rows = await readAllPages<IDataObject>(read, (row) => String(row.slug), PAGE, undefined);
		return rows.map((row) => choice(textOf(row.name), textOf(row.slug))).flat();
	}),
	searchSubscribers: searchOf(async (context) => {
		const { subscribers } = (await selfKeySignedGet(context, 'subscribers', {})) as { subscribers?: unknown };
		const rows = Array.isArray(subscribers) ? subscribers.filter(isRecord) : [];
		return rows.flatMap((row) => choice(textOf(row['subscriber']), textOf(row['subscriber'])));
	}),
};

function choice(name: string | null, value: string | null): INodeListSearchItems[] {
	return value === null ? [] : [{ name: name ?? value, value }];
}
