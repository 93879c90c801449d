/**
 * The settings as the fields of n8n's Form node ("Define Form: Using JSON"): each room type that is known is a list of
 * SelfKey's rooms to tick, so that nobody types a number. Pure.
 */
import { channelById } from '../../../core/channel/channels';
import type { ListsByName } from '../../../core/payload/lists-by-name';
import { listed } from '../setup/setup-check';
import { wordsIn, type Words } from '../words/words';
import { boxFinder, roomBoxes, safeLabel, type RoomBox } from './room-boxes';
import { readTypedRoomMap, roomMapText } from './typed-room-map';
import type { KnownRoom, KnownRoomType, TypedSettings } from './settings';

/** As n8n names the parts of a field. */
export interface FormField {
	fieldName: string;
	fieldLabel?: string;
	fieldType: 'text' | 'textarea' | 'number' | 'checkbox' | 'radio' | 'dropdown' | 'hiddenField';
	placeholder?: string;
	defaultValue?: string;
	fieldValue?: string;
	requiredField?: boolean;
	fieldOptions?: { values: Array<{ option: string }> };
}

export interface KnownHotel {
	revision: number;
	rooms: readonly KnownRoom[];
	roomTypes: readonly KnownRoomType[];
	/** Those that SelfKey knows or Booking.com lists, with their names where these are known. */
	ratePlans?: readonly string[];
}

/** Names the field of a room type's rooms; what follows is the room type. */
export const ROOMS_OF = 'rooms of ';

/** A page with more boxes than this helps nobody; then all of it is text. */
const MAX_BOXES = 3_000;

/** Whether these room types, each with boxes for so many rooms, are a page that helps. */
export function isOnePage(types: Iterable<string>, rooms: number): boolean {
	return new Set(types).size * rooms <= MAX_BOXES;
}

/** @param typed what the form shows: what is stored, or what was typed and could not be saved */
export function formFields(
	typed: TypedSettings,
	{ revision, rooms, roomTypes, ratePlans = [] }: KnownHotel,
	words: Words = wordsIn('en'),
): FormField[] {
	const say = words.form;
	const plans = ratePlans.length > 0 ? say.knownPlans(listed(ratePlans.map(safeLabel), words)) : '';
	const map = mapOrNull(typed.roomMap);
	const boxes = map === null ? [] : boxesOnPage(map, rooms, roomTypes);
	const picks = picksFrom(map ?? {}, boxes, roomTypes);
	const rest = Object.fromEntries(Object.entries(map ?? {}).filter(([roomType]) => !picks.has(roomType)));
	return [
		{
			fieldName: 'propertyIds',
			fieldLabel: say.propertyIds,
			fieldType: 'text',
			placeholder: '12345, airbnb/987654',
			defaultValue: typed.propertyIds,
		},
		...[...picks].map(([roomType, chosen]): FormField => ({
			fieldName: ROOMS_OF + asFieldName(roomType),
			fieldLabel: labelOf(roomType, roomTypes, say),
			fieldType: 'checkbox',
			fieldOptions: { values: boxes.map(({ label }) => ({ option: label })) },
			defaultValue: chosen.join(','),
		})),
		{
			fieldName: 'roomMap',
			fieldLabel: picks.size === 0 ? say.allRooms : say.otherRooms,
			fieldType: 'textarea',
			placeholder: '1296364403 = 101, 102, 103',
			defaultValue: map === null ? typed.roomMap : roomMapText(rest),
		},
		{
			fieldName: 'timeZone',
			fieldLabel: say.timeZone,
			fieldType: 'text',
			placeholder: 'Europe/Zurich',
			requiredField: true,
			defaultValue: typed.timeZone,
		},
		{
			fieldName: 'registrationRetentionMonths',
			fieldLabel: say.months,
			fieldType: 'text',
			placeholder: say.monthsEmpty,
			defaultValue: typed.registrationRetentionMonths,
		},
		...saleFields(typed, plans, say),
		{ fieldName: 'revision', fieldType: 'hiddenField', fieldValue: String(revision) },
	];
}

/** What channels may sell, and for which price. */
function saleFields(typed: TypedSettings, plans: string, say: Words['form']): FormField[] {
	return [
		{
			fieldName: 'buffer',
			fieldLabel: say.buffer,
			fieldType: 'text',
			placeholder: '0',
			defaultValue: typed.buffer,
		},
		{
			fieldName: 'allotments',
			fieldLabel: say.allotments,
			fieldType: 'textarea',
			placeholder: 'airbnb = 2',
			defaultValue: typed.allotments,
		},
		{
			fieldName: 'overbooking',
			fieldLabel: say.overbooking,
			fieldType: 'textarea',
			placeholder: '2026-07-01 until 2026-08-01 = 1',
			defaultValue: typed.overbooking,
		},
		{
			fieldName: 'overbookingCap',
			fieldLabel: say.overbookingCap,
			fieldType: 'text',
			placeholder: '0',
			defaultValue: typed.overbookingCap,
		},
		{
			fieldName: 'rates',
			fieldLabel: say.rates + plans,
			fieldType: 'textarea',
			placeholder: '1296364403 rate 49111777 = +10 %, single use -20 %',
			defaultValue: typed.rates,
		},
	];
}

/**
 * The rooms that were ticked, out of everything that a form's page gave; a type without any is left out. What is the
 * label of no box, as a flow may give, is taken for a room's name or ID.
 */
export function pickedRooms(answers: Readonly<Record<string, unknown>>, rooms: readonly KnownRoom[]): ListsByName {
	const named = new Map(roomBoxes(rooms).map((box) => [box.label, box.named]));
	return Object.fromEntries(
		Object.entries(answers).flatMap(([name, chosen]) => {
			const ticked = Array.isArray(chosen) ? chosen.map(String).filter((room) => room !== '') : [];
			if (!name.startsWith(ROOMS_OF) || ticked.length === 0) return [];
			return [[asRoomType(name.slice(ROOMS_OF.length)), [...new Set(ticked.map((room) => named.get(room) ?? room))]]];
		}),
	);
}

/** The room types that a form's page listed, ticked or not. */
export function listedTypes(answers: Readonly<Record<string, unknown>>): string[] {
	return Object.keys(answers).flatMap((name) =>
		name.startsWith(ROOMS_OF) ? asRoomType(name.slice(ROOMS_OF.length)) : [],
	);
}

/** n8n's page writes `<` and `>` of a field's name as HTML, so that its answer would be for another type. */
function asFieldName(roomType: string): string {
	return roomType.replace(/[<>%]/g, encodeURIComponent);
}

function asRoomType(fieldName: string): string {
	return fieldName.replace(/%(3C|3E|25)/g, decodeURIComponent);
}

/** None where they would be no page that helps. */
function boxesOnPage(map: ListsByName, rooms: readonly KnownRoom[], roomTypes: readonly KnownRoomType[]): RoomBox[] {
	return isOnePage(typesOf(map, roomTypes), rooms.length) ? roomBoxes(rooms) : [];
}

function typesOf(map: ListsByName, roomTypes: readonly KnownRoomType[]): string[] {
	return [...new Set([...roomTypes.map(({ roomType }) => roomType), ...Object.keys(map)])];
}

/** The boxes that are ticked for each type; a type with a room that SelfKey does not have stays text, to be corrected. */
function picksFrom(
	map: ListsByName,
	boxes: readonly RoomBox[],
	roomTypes: readonly KnownRoomType[],
): Map<string, readonly string[]> {
	if (boxes.length === 0) return new Map();
	const find = boxFinder(boxes);
	const types = typesOf(map, roomTypes).sort((one, other) => one.localeCompare(other, 'en', { numeric: true }));
	return new Map(
		types.flatMap((roomType) => {
			const chosen = ((Object.hasOwn(map, roomType) && map[roomType]) || []).map(find);
			const isKnown = chosen.every((called) => called.length > 0);
			return isKnown ? [[roomType, [...new Set(chosen.flat().map(({ label }) => label))]]] : [];
		}),
	);
}

function labelOf(roomType: string, roomTypes: readonly KnownRoomType[], say: Words['form']): string {
	const [first = '', ...rest] = roomType.split('/');
	const channel = rest.length > 0 ? `${channelById(first)?.displayName ?? first} ` : '';
	const { name = '', stays = 0 } = roomTypes.find((known) => known.roomType === roomType) ?? {};
	const type = safeLabel(channel + (rest.length > 0 ? rest.join('/') : first));
	return say.roomsFor(type, name === roomType ? '' : safeLabel(name), stays);
}

/** `null` where the text cannot be read: then it is shown as it was typed. */
function mapOrNull(roomMap: string): ListsByName | null {
	try {
		return readTypedRoomMap(roomMap);
	} catch {
		return null;
	}
}
