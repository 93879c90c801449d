import { eachItem } from '../../../shared/operations/item-loop';
import type { IDataObject } from 'n8n-workflow';
import type { Operation } from '../../../shared/operations/operation';
import { formFields, isOnePage, type FormField } from '../../settings/form-fields';
import { foundIn, foundLines, plansWithFound, withFound } from '../../settings/found-types';
import { formPage } from '../../settings/form-page';
import { languageField } from '../../../shared/language-field';
import { inLanguage, languageFor } from '../../settings/in-language';
import { readSettings } from '../../settings/settings-call';
import { toTyped } from '../../settings/typed-settings';
import { wordsIn } from '../../words/words';
import { roomsWithoutType } from '../../setup/room-checks';

/**
 * The settings as a form shows them, with the revision that *Update* wants back, what a person connects (SelfKey's rooms,
 * the room types that guests have booked, and those that other nodes found), and all of it as the fields of n8n's Form node.
 */
export const get: Operation = {
	fields: [
		languageField,
		{
			displayName: 'Found',
			name: 'found',
			type: 'json',
			default: '',
			placeholder: "e.g. {{ { airbnb: $('Airbnb listings').all().map((item) => item.json) } }}",
			description:
				'What the nodes of other systems gave out, to have it listed in the form: the room types of "bookingCom", "airbnb" listings, the stays of "calendars", OPERA\'s rooms under "opera". Leave empty to list only what guests have booked.',
		},
	],
	execute: eachItem(async function (index) {
		const language = languageFor(this, index);
		const words = wordsIn(language);
		const inSelfKey = await inLanguage(language, async () => await readSettings(this));
		const { hotelSlug, revision, settings, rooms, roomTypes, ratePlans = [] } = inSelfKey;
		const found = foundIn(this.getNodeParameter('found', index, ''));
		const typed = toTyped(settings);
		const mapped = Object.keys(settings.roomMap);
		const offered = withFound(roomTypes, found, mapped);
		// What nobody has booked must not take away the boxes of what guests have.
		const fits = isOnePage([...offered.map(({ roomType }) => roomType), ...mapped], rooms.length);
		const known = {
			...inSelfKey,
			roomTypes: fits ? offered : roomTypes,
			ratePlans: plansWithFound(ratePlans, found, words),
		};
		const fields = formFields(typed, known, words);
		const page = formPage(fields, inSelfKey, language, foundLines(found, words, fits));
		return {
			...{ hotelSlug, revision, ...typed },
			// What *Update* takes to undo a change: typed, some of it would be refused.
			stored: { ...settings } as unknown as IDataObject,
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
