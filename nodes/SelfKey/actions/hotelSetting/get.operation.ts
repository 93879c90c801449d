import { eachItem } from '../../../shared/operations/item-loop';
import type { Operation } from '../../../shared/operations/operation';
import { readSettings } from '../../settings/settings-call';
import { toTyped } from '../../settings/typed-settings';

/** The settings as a form shows them, with the revision that *Update* wants back and the names of SelfKey's rooms. */
export const get: Operation = {
	fields: [],
	execute: eachItem(async function () {
		const { hotelSlug, revision, settings, rooms } = await readSettings(this);
		return { hotelSlug, revision, ...toTyped(settings), rooms: rooms.map(({ name }) => name) };
	}),
};
