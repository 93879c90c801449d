import { eachItem } from '../../../shared/operations/item-loop';
import type { IDataObject } from 'n8n-workflow';
import type { Operation } from '../../../shared/operations/operation';
import { formFields, type FormField } from '../../settings/form-fields';
import { formPage } from '../../settings/form-page';
import { languageField } from '../../../shared/language-field';
import { inLanguage, languageFor } from '../../settings/in-language';
import { readSettings } from '../../settings/settings-call';
import { toTyped } from '../../settings/typed-settings';
import { wordsIn } from '../../words/words';
import { roomsWithoutType } from '../../setup/room-checks';

/**
 * The settings as a form shows them, with the revision that *Update* wants back, what a person connects (SelfKey's rooms,
 * and the room types that guests have booked), and all of it as the fields of n8n's Form node.
 */
export const get: Operation = {
	fields: [languageField],
	execute: eachItem(async function (index) {
		const language = languageFor(this, index);
		const words = wordsIn(language);
		const found = await inLanguage(language, async () => await readSettings(this));
		const { hotelSlug, revision, settings, rooms, roomTypes, ratePlans = [] } = found;
		const typed = toTyped(settings);
		const fields = formFields(typed, found, words);
		const page = formPage(fields, found, language);
		return {
			...{ hotelSlug, revision, ...typed },
			rooms: rooms.map(({ name }) => name),
			roomTypes: roomTypes.map((roomType): IDataObject => ({ ...roomType })),
			ratePlans,
			idleRooms: roomsWithoutType(rooms, Object.values(settings.roomMap).flat()),
			// For the template of a version that added n8n's own fields by itself.
			formFields: fields.map(asJson),
			page: { ...page, fields: page.fields.map(asJson), next: page.next.map(asJson) },
		};
	}),
};

function asJson(field: FormField): IDataObject {
	return { ...field };
}
