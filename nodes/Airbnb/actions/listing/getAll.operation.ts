import type { IDataObject } from 'n8n-workflow';
import { recordOf } from '../../../../core/payload/field-reader';
import { sanitizeRow } from '../../../../core/reservation/sanitize-row';
import { eachItem } from '../../../shared/operations/item-loop';
import type { Operation } from '../../../shared/operations/operation';
import { limitOf, limitProperties } from '../../../shared/parameters';
import { simplifiedRow, simplifyProperty, type KeptFields } from '../../../shared/simplify';
import { hostIdOf } from '../../reservations/host-id';
import { idOf } from '../../responses/ids';
import { readAllPages } from '../../responses/read-all-pages';

/** What this package knows of them; a real listing has about a hundred fields. */
const LISTING: KeptFields = { listingId: true, name: true, listing_currency: true, has_availability: true };

/** The host's listings as Airbnb describes them, each with `listingId` as text. */
export const getAll: Operation = {
	fields: [...limitProperties, simplifyProperty],
	execute: eachItem(async function (index) {
		const user_id = await hostIdOf(this);
		const { entries, failure } = await readAllPages(this, {
			path: '/v2/listings',
			name: 'listings',
			qs: { user_id },
			limit: limitOf(this, index),
		});
		// A list that is cut off must not pass for a complete one.
		if (failure !== null) throw failure;
		return entries.map((entry) => {
			const listing = recordOf(entry);
			const { id, ...others } = listing;
			// Its number has up to 19 digits, as a card's.
			const row = { listingId: idOf(listing, 'id'), id, ...sanitizeRow(others) } as IDataObject;
			return simplifiedRow(this, index, row, LISTING);
		});
	}),
};
