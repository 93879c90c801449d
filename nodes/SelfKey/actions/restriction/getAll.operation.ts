import { eachItem } from '../../../shared/operations/item-loop';
import type { Operation } from '../../../shared/operations/operation';
import { readRestrictions } from '../../availability/restrictions';

/** What is restricted for today and later, one item each, in the order in which it was decided. */
export const getAll: Operation = {
	fields: [],
	execute: eachItem(async function () {
		return await readRestrictions(this);
	}),
};
