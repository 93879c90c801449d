import { NodeOperationError, type IExecuteFunctions, type INodeProperties } from 'n8n-workflow';
import type { ListsByName } from '../../../../core/payload/lists-by-name';
import { wholeNumber } from '../../../../core/text/read-text';
import { isRecord } from '../../../../core/payload/field-reader';
import { jsonOrNull } from '../../../../core/payload/json-or-null';
import { ApiError } from '../../../shared/request/api-error';
import { eachItem } from '../../../shared/operations/item-loop';
import type { Operation } from '../../../shared/operations/operation';
import { listedTypes, pickedRooms } from '../../settings/form-fields';
import { languageField } from '../../../shared/language-field';
import { inLanguage, languageFor } from '../../settings/in-language';
import { readSettings, saveSettings, storedSettings } from '../../settings/settings-call';
import type { SettingsInSelfKey, StoredSettings, TypedSettings } from '../../settings/settings';
import { asN8nTakesIt, n8nMistakes, type TypedForN8n } from '../../settings/typed-for-n8n';
import { changesOf, mistakesIn, toStored, toTyped, unknownRoomsIn } from '../../settings/typed-settings';
import { roomsWithoutType } from '../../setup/room-checks';
import { wordsIn, type Words } from '../../words/words';

const fields: INodeProperties[] = [
	{
		displayName: 'Booking.com Property IDs',
		name: 'propertyIds',
		type: 'string',
		default: '={{ $json.propertyIds }}',
		placeholder: 'e.g. 12345, 67890',
		description:
			"Also those of other channels, with the channel's name: airbnb/987654 (the host), opera/PARADISE (the hotel, letter for letter as in the OPERA credential). Reservations of a channel's other properties are refused; of a channel without an ID, all are accepted. The IDs of another channel stay while it is not named; its name alone, airbnb/, removes them.",
	},
	{
		displayName: 'Room Map',
		name: 'roomMap',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '={{ $json.roomMap }}',
		placeholder: 'e.g. 1296364403 = 101, 102, 103',
		description:
			'SelfKey\'s rooms for each room type, one room type per line. If two channels call different types the same, begin the line with the channel: airbnb/1296364403. Rooms that were ticked in the form are added: the input\'s fields "rooms of …".',
	},
	{
		displayName: 'Time Zone',
		name: 'timeZone',
		type: 'string',
		default: '={{ $json.timeZone }}',
		placeholder: 'e.g. Europe/Zurich',
		description: 'Where the hotel is: its own clock decides who has arrived',
	},
	{
		displayName: 'Months to Keep Registration Data',
		name: 'registrationRetentionMonths',
		type: 'string',
		default: '={{ $json.registrationRetentionMonths }}',
		placeholder: 'e.g. 12',
		description:
			'For how long after the departure guests may not be erased, as the law demands; 0 if it demands nothing. Empty: nobody has said, and guests of past stays are not erased.',
	},
	{
		displayName: 'Rooms to Hold Back',
		name: 'buffer',
		type: 'string',
		default: '={{ $json.buffer }}',
		placeholder: 'e.g. 1',
		description: 'The last rooms of each type, which no channel sells. Empty: none.',
	},
	{
		displayName: 'Most Rooms for a Channel',
		name: 'allotments',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '={{ $json.allotments }}',
		placeholder: 'e.g. airbnb = 2',
		description:
			'How many rooms of a type a channel may sell for a night: one line for each channel, or for a room type of it, such as airbnb/48211377 = 1. Empty: all there are.',
	},
	{
		displayName: 'Nights to Overbook',
		name: 'overbooking',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '={{ $json.overbooking }}',
		placeholder: 'e.g. 2026-07-01 until 2026-08-01 = 1',
		description:
			'Nights for which more rooms of each type may be sold than there are: the first night, the day after the last, and how many rooms. Empty: none.',
	},
	{
		displayName: 'Most Rooms to Overbook',
		name: 'overbookingCap',
		type: 'string',
		default: '={{ $json.overbookingCap }}',
		placeholder: 'e.g. 1',
		description: 'However many the nights above allow, no more than this in a night. Empty: none.',
	},
	{
		displayName: 'Prices',
		name: 'rates',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '={{ $json.rates }}',
		placeholder: 'e.g. 1296364403 rate 49111777 = +10 %, single use -20 %',
		description:
			"How prices at channels follow those of SelfKey's rooms: one line for each rate plan of Booking.com or listing of Airbnb, and one more for each season (airbnb/48211377 from 2026-07-01 until 2026-09-01 = +25 %). Of several lines for a night, the last counts.",
	},
	{
		displayName: 'Whom to Alert',
		name: 'alertAddress',
		type: 'string',
		default: '={{ $json.alertAddress }}',
		placeholder: 'e.g. reception@example.com',
		description:
			'An e-mail address, or the https address of a chat. It is checked and given out; SelfKey does not keep it. Empty: nobody is alerted.',
	},
	{
		displayName: 'Days to Keep the Log',
		name: 'keepLogDays',
		type: 'string',
		default: '={{ $json.keepLogDays }}',
		placeholder: 'e.g. 90',
		description: 'Whole days from 1 on. They are checked and given out; SelfKey does not keep them.',
	},
	{
		displayName: 'Revision',
		name: 'revision',
		type: 'string',
		default: '={{ $json.revision }}',
		placeholder: 'e.g. 7',
		description:
			'The one that Get returned with the settings. If somebody else has saved since then, nothing is overwritten.',
	},
	{
		displayName: 'Settings to Restore',
		name: 'restore',
		type: 'json',
		default: '',
		placeholder: "e.g. {{ $('Get the settings').first().json.stored }}",
		description:
			'To undo a change: what Get gave out as "stored" before it. All of that is saved as it was, without the checks of what a person types, and of the fields above only the revision counts. Leave empty to save what was typed.',
	},
	languageField,
];

/**
 * Checks a hotel's settings as a person typed them, against SelfKey's own list of rooms too, and saves them in
 * SelfKey; the item passes on with what was saved. Invalid ones fail, with everything there is to correct, one line
 * each.
 */
export const update: Operation = {
	fields,
	execute: eachItem(async function (index, { json }) {
		const language = languageFor(this, index);
		const words = wordsIn(language);
		const say = words.mistakes;
		const revision = wholeNumber(this.getNodeParameter('revision', index, ''), Number.MAX_SAFE_INTEGER);
		const current = await inLanguage(language, async () => await readSettings(this));
		const before = toRestore(this, index);
		const forN8n: TypedForN8n = before ? { alertAddress: '', keepLogDays: '' } : typedForN8n(this, index);
		const { stored, mistakes } = before
			? { stored: before, mistakes: [] }
			: readTyped(current, pickedRooms(json, current.rooms), {
					...{ typed: typedSettings(this, index, toTyped(current.settings)), forN8n, words },
					offered: listedTypes(json),
				});
		if (mistakes.length > 0)
			throw notSaved(this, index, [say.correct, ...[...new Set(mistakes)].map((text) => `• ${text}`)], say);
		if (revision === null || revision !== current.revision) throw notSaved(this, index, [say.changed], say);
		const saved = await inLanguage(
			language,
			async () =>
				await saveSettings(this, revision, changesOf(stored, current.settings)).catch((error: unknown) => {
					throw error instanceof ApiError && error.status === 409 ? notSaved(this, index, [say.changed], say) : error;
				}),
		);
		const idleRooms = roomsWithoutType(current.rooms, Object.values(stored.roomMap).flat());
		// An item without an address gets none: what a form has not asked for stays as it is in n8n's table.
		const alertAddress = forN8n.alertAddress === '' ? {} : { alertAddress: asN8nTakesIt(forN8n.alertAddress) };
		return { ...json, ...alertAddress, hotelSlug: current.hotelSlug, revision: saved, ...toTyped(stored), idleRooms };
	}),
};

/**
 * What was stored before, as *Get* gave it out: nobody could type some of it, and it was good enough to be stored.
 * @returns `null` where nothing is given
 * @throws NodeOperationError for anything else: to save what was typed would be the opposite of what is wanted
 */
function toRestore(context: IExecuteFunctions, index: number): StoredSettings | null {
	const given = context.getNodeParameter('restore', index, '');
	const isText = typeof given === 'string';
	if (given == null || (isText && given.trim() === '')) return null;
	const settings = isText ? jsonOrNull(given) : given;
	if (isRecord(settings)) return storedSettings(settings);
	throw new NodeOperationError(context.getNode(), '"Settings to Restore" cannot be read, and nothing was saved', {
		itemIndex: index,
		description: 'Fill in what Get gave out as "stored", or leave it empty to save what was typed',
	});
}

/** What a person typed and ticked, as it would be stored, and what is wrong with it. */
function readTyped(
	{ settings, rooms, roomTypes }: SettingsInSelfKey,
	picked: ListsByName,
	{
		typed,
		offered,
		forN8n,
		words,
	}: { typed: TypedSettings; offered: readonly string[]; forN8n: TypedForN8n; words: Words },
): { stored: StoredSettings; mistakes: string[] } {
	const booked = roomTypes.map(({ roomType }) => roomType);
	const { roomMap, properties } = settings;
	const entered = { typed, picked, booked, saved: Object.keys(roomMap), offered, properties };
	const mistakes = [
		...mistakesIn({ ...entered, hasRooms: rooms.length > 0 }, words),
		...n8nMistakes(forN8n, words),
		...unknownRoomsIn(typed, rooms, words),
		...unknownRoomsIn({ roomMap: JSON.stringify(picked) }, rooms, words),
	];
	// What cannot be read cannot be stored either.
	return { mistakes, stored: mistakes.length > 0 ? settings : toStored({ typed, picked }, settings) };
}

function notSaved(
	context: IExecuteFunctions,
	itemIndex: number,
	lines: string[],
	{ nothingSaved }: Words['mistakes'],
): NodeOperationError {
	return new NodeOperationError(context.getNode(), nothingSaved, {
		itemIndex,
		description: lines.join('\n'),
	});
}

/** @param stored what a form of an older version does not ask for stays as it is */
function typedSettings(context: IExecuteFunctions, index: number, stored: TypedSettings): TypedSettings {
	const field = (name: keyof TypedSettings, otherwise = '') =>
		asTyped(String(context.getNodeParameter(name, index, otherwise) ?? otherwise));
	return {
		propertyIds: field('propertyIds'),
		roomMap: field('roomMap'),
		timeZone: field('timeZone'),
		registrationRetentionMonths: field('registrationRetentionMonths', stored.registrationRetentionMonths),
		buffer: field('buffer', stored.buffer),
		allotments: field('allotments', stored.allotments),
		overbooking: field('overbooking', stored.overbooking),
		overbookingCap: field('overbookingCap', stored.overbookingCap),
		rates: field('rates', stored.rates),
	};
}

function typedForN8n(context: IExecuteFunctions, index: number): TypedForN8n {
	const field = (name: keyof TypedForN8n) => asTyped(String(context.getNodeParameter(name, index, '') ?? ''));
	return { alertAddress: field('alertAddress'), keepLogDays: field('keepLogDays') };
}

/** n8n's form shows `<` and `>` of what it is given as `&lt;` and `&gt;`, and gives back what it has shown. */
function asTyped(text: string): string {
	return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>');
}
