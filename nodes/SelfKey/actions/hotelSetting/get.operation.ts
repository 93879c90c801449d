import { eachItem } from '../../../shared/operations/item-loop';
import type { IDataObject } from 'n8n-workflow';
import type { Operation } from '../../../shared/operations/operation';
import { formFields } from '../../settings/form-fields';
import { readSettings } from '../../settings/settings-call';
import { toTyped } from '../../settings/typed-settings';
import { roomsWithoutType } from '../../setup/room-checks';

/**
 * The settings as a form shows them, with the revision that *Update* wants back, what a person connects (SelfKey's rooms,
 * and the room types that guests have booked), and all of it as the fields of n8n's Form node.
 */
export const get: Operation = {
	fields: [],
	execute: eachItem(async function () {
		const { hotelSlug, revision, settings, rooms, roomTypes } = await readSettings(this);
		const typed = toTyped(settings);
		return {
			...{ hotelSlug, revision, ...typed },
			rooms: rooms.map(({ name }) => name),
			roomTypes: roomTypes.map((roomType): IDataObject => ({ ...roomType })),
			idleRooms: roomsWithoutType(rooms, Object.values(settings.roomMap).flat()),
			formFields: formFields(typed, { revision, rooms, roomTypes }).map((field): IDataObject => ({ ...field })),
		};
	}),
};
