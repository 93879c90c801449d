import { eachItem } from '../../../shared/operations/item-loop';
import type { Operation } from '../../../shared/operations/operation';
import { simplifiedRow, simplifyProperty } from '../../../shared/simplify';
import { selfKeyGet } from '../../transport';
import { dataOf } from '../../rest-api/responses';
import { hotelProperty, hotelSlugOf } from '../../rest-api/hotel-parameter';
import { ESTABLISHMENT } from './simplified';

/** One hotel with its active rooms and its prices. */
export const get: Operation = {
	fields: [hotelProperty, simplifyProperty],
	execute: eachItem(async function (index) {
		const slug = await hotelSlugOf(this, index);
		const hotel = dataOf(await selfKeyGet(this, `/api/v1/establishments/${encodeURIComponent(slug)}`, {}));
		return simplifiedRow(this, index, hotel, ESTABLISHMENT);
	}),
};
