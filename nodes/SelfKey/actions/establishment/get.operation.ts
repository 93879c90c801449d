import { eachItem } from '../../../shared/operations/item-loop';
import type { Operation } from '../../../shared/operations/operation';
import { selfKeyGet } from '../../transport';
import { dataOf } from '../../rest-api/responses';
import { hotelProperty, hotelSlugOf } from '../../rest-api/hotel-parameter';

/** One hotel with its active rooms and its prices. */
export const get: Operation = {
	fields: [hotelProperty],
	execute: eachItem(async function (index) {
		const slug = await hotelSlugOf(this, index);
		return dataOf(await selfKeyGet(this, `/api/v1/establishments/${encodeURIComponent(slug)}`, {}));
	}),
};
