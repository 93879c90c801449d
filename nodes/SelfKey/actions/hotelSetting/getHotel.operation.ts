import { eachItem } from '../../../shared/operations/item-loop';
import type { Operation } from '../../../shared/operations/operation';
import { hotelOf } from '../../transport';

/** SelfKey's short name of the hotel that the credential is for. Nobody is asked, so that a flow knows it while SelfKey is away. */
export const getHotel: Operation = {
	fields: [],
	execute: eachItem(async function () {
		return { hotelSlug: await hotelOf(this) };
	}),
};
