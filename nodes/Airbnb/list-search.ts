/** What the editor lets a person choose from, read from the host's account. */
import type { INodeListSearchItems } from 'n8n-workflow';
import { isRecord } from '../../core/payload/field-reader';
import { sanitizeFreeText, textOf } from '../../core/text/read-text';
import { searchOf } from '../shared/locator';
import { hostIdOf } from './reservations/host-id';
import { idOf } from './responses/ids';
import { readAllPages } from './responses/read-all-pages';

export const listSearch = {
	searchListings: searchOf(async (context) => {
		const qs = { user_id: await hostIdOf(context) };
		const { entries, failure } = await readAllPages(context, { path: '/v2/listings', name: 'listings', qs });
		// Whoever does not find a listing must not take it for one that there is not.
		if (failure !== null) throw failure;
		return entries.filter(isRecord).flatMap((listing): INodeListSearchItems[] => {
			const id = idOf(listing, 'id');
			return id === null
				? []
				: [{ name: `${sanitizeFreeText(textOf(listing['name'])) ?? 'Listing'} (${id})`, value: id }];
		});
	}),
};
