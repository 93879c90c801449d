import { eachItem } from '../../../shared/operations/item-loop';
import type { Operation } from '../../../shared/operations/operation';
import { integrationOf } from '../../transport';

/**
 * SelfKey's short name of the hotel that the credential is for. Nobody is asked, so that a flow knows it while SelfKey is
 * away. It begins flows that write, so a credential that nothing can be written with fails here, before the flow counts
 * anything as done.
 */
export const getHotel: Operation = {
	fields: [],
	execute: eachItem(async function () {
		const { hotelSlug } = await integrationOf(this);
		return { hotelSlug };
	}),
};
