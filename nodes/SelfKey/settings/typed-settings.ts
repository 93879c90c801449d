/** A hotel's settings as a person types them: what is wrong with them, and how they stand in SelfKey. Pure. */
import type { ListsByName } from '../../../core/payload/lists-by-name';
import { isTimeZone, timeZoneSpelling } from '../../../core/reservation/dates';
import { canonicalJson } from '../../../core/reservation/fingerprint';
import { wholeNumber } from '../../../core/text/read-text';
import { sameRoomName } from '../../../core/text/room-name';
import { roomTypeMistake, roomTypeSpelling } from './room-type-keys';
import { propertyMistakes, toStoredProperties, toTypedProperties } from './typed-properties';
import { rateMistakes, ratesText, readTypedRates } from './typed-rates';
import { saleMistakes, toStoredSale, toTypedSale } from './typed-sale';
import { readTypedRoomMap, roomMapLines, roomMapText, type RoomMapLine } from './typed-room-map';
import { wordsIn, type Words } from '../words/words';
import type { KnownRoom, StoredSettings, TypedSettings } from './settings';

/**
 * A map that names no room on purpose, as before the first set-up; otherwise undoing that would be refused like a form
 * that was left empty.
 */
const NO_ROOMS = '{}';

/** What was typed, and the rooms that were ticked for a type. */
export interface Entered {
	typed: TypedSettings;
	picked: ListsByName;
	/** Room types that guests have booked, as the room map would name them. */
	booked?: readonly string[];
	/** Those of the room map that is saved. */
	saved?: readonly string[];
	/** Other room types that the form listed. */
	offered?: readonly string[];
	/** The properties that are saved. */
	properties?: ListsByName;
	/** Whether SelfKey has any rooms that could be listed. */
	hasRooms?: boolean;
}

type Mistakes = Words['mistakes'];

/** All mistakes that can be found without asking SelfKey, with the line if there is one. */
export function mistakesIn(
	{ typed, picked, booked = [], saved = [], offered = [], properties = {}, hasRooms = true }: Entered,
	{ mistakes: say }: Words = wordsIn('en'),
): string[] {
	const isEmpty = !isJson(typed.roomMap) && roomMapLines(typed.roomMap).length === 0;
	// As they are written: SelfKey compares sign by sign, so another spelling of them would serve nobody.
	const known = new Set([...booked, ...saved]);
	const mapped = [...linesOf(typed.roomMap).map(({ roomType }) => roomType), ...Object.keys(picked)];
	const nothing = isEmpty && Object.keys(picked).length === 0 ? [hasRooms ? say.noRooms : say.noneInSelfKey] : [];
	return [
		...propertyMistakes(typed.propertyIds, { roomTypes: [...mapped, ...known, ...offered], saved: properties }, say),
		...nothing,
		...roomMapMistakes(typed.roomMap, say),
		...roomTypeMistakes(typed.roomMap, picked, { booked, known }, say),
		...typedTwice(typed.roomMap, picked, known, say),
		...timeZoneMistakes(typed.timeZone, say),
		...retentionMistakes(typed.registrationRetentionMonths, say),
		...saleMistakes(typed, say),
		...rateMistakes(typed.rates, mapped, say),
	];
}

/** SelfKey takes no more. */
export const MAX_RETENTION_MONTHS = 600;

/** Rooms in the map that SelfKey does not have. */
export function unknownRoomsIn(
	{ roomMap }: Pick<TypedSettings, 'roomMap'>,
	known: readonly KnownRoom[],
	{ mistakes: say }: Words = wordsIn('en'),
): string[] {
	const isKnown = (room: string) => known.some(({ id, name }) => id === room || sameRoomName(name, room));
	const lines = linesOf(roomMap);
	if (known.length === 0 && lines.length > 0) return [say.noneInSelfKey];
	return lines.flatMap(({ line, rooms }) =>
		rooms.filter((room) => !isKnown(room)).map((room) => say.inLine(line, say.unknownRoom(room))),
	);
}

/** As SelfKey stores them. */
export function toStored(
	{ typed, picked }: Entered,
	{ properties, availability }: Pick<StoredSettings, 'properties' | 'availability'>,
): StoredSettings {
	return {
		roomMap: { ...readTypedRoomMap(typed.roomMap), ...picked },
		properties: toStoredProperties(typed.propertyIds, properties),
		timeZone: timeZoneSpelling(typed.timeZone.trim()),
		registrationRetentionMonths: wholeNumber(typed.registrationRetentionMonths, MAX_RETENTION_MONTHS),
		availability: toStoredSale(typed, availability),
		rates: readTypedRates(typed.rates),
	};
}

/**
 * Without what has not changed of the rooms to sell and the prices: another integration of the hotel may say it, and what
 * is saved here would count before that.
 */
export function changesOf(stored: StoredSettings, before: StoredSettings): Partial<StoredSettings> {
	const { availability, rates, ...others } = stored;
	return {
		...others,
		...(canonicalJson(availability) === canonicalJson(before.availability) ? {} : { availability }),
		...(canonicalJson(rates) === canonicalJson(before.rates) ? {} : { rates }),
	};
}

/** As the form shows them. */
export function toTyped(stored: StoredSettings): TypedSettings {
	const { roomMap, properties, timeZone, registrationRetentionMonths, availability, rates } = stored;
	return {
		propertyIds: toTypedProperties(properties),
		roomMap: Object.keys(roomMap).length > 0 ? roomMapText(roomMap) : NO_ROOMS,
		timeZone,
		registrationRetentionMonths: registrationRetentionMonths === null ? '' : String(registrationRetentionMonths),
		...toTypedSale(availability),
		rates: ratesText(rates),
	};
}

function roomMapMistakes(roomMap: string, say: Mistakes): string[] {
	if (isJson(roomMap)) {
		const mistake = mistakeOf(() => readTypedRoomMap(roomMap, say));
		return mistake === null ? [] : [mistake];
	}
	const unreadable = roomMapLines(roomMap).filter(({ rooms }) => rooms.length === 0);
	return unreadable.map(({ line, text }) => say.notALine(line, text));
}

/** Names that no reservation of a channel can have. */
function roomTypeMistakes(
	roomMap: string,
	picked: ListsByName,
	{ booked, known }: { booked: readonly string[]; known: ReadonlySet<string> },
	say: Mistakes,
): string[] {
	const channels = new Set(booked.map((roomType) => roomType.split('/')[0] ?? ''));
	const mistake = (roomType: string) =>
		known.has(roomType) ? null : roomTypeMistake(roomType, channels, say.roomTypes);
	return [
		...Object.keys(picked).flatMap((roomType) => mistake(roomType) ?? []),
		...linesOf(roomMap).flatMap(({ line, roomType, rooms }) => {
			const wrong = rooms.length === 0 ? null : mistake(roomType);
			return wrong === null ? [] : [say.inLine(line, wrong)];
		}),
	];
}

/**
 * A type that was ticked or typed twice, in whatever spelling: which of the two counts, nobody would see.
 * @param known two of these in different spellings are two types
 */
function typedTwice(roomMap: string, picked: ListsByName, known: ReadonlySet<string>, say: Mistakes): string[] {
	const ticked = new EachOnce<string>(known);
	const typed = new EachOnce<number>(known);
	return [
		...Object.keys(picked).flatMap((roomType) => {
			const before = ticked.sameAs(roomType);
			ticked.add(roomType, roomType);
			return before === undefined ? [] : [say.tickedTwice(before, roomType)];
		}),
		...linesOf(roomMap).flatMap(({ line, roomType, rooms }) => {
			if (rooms.length === 0) return [];
			if (ticked.sameAs(roomType) !== undefined) return [say.inLine(line, say.ticked(roomType))];
			const before = typed.sameAs(roomType);
			typed.add(roomType, line);
			if (before === undefined) return [];
			return [line > 0 ? say.inLine(line, say.twice(roomType, before)) : say.namedTwice(roomType)];
		}),
	];
}

/** Where each room type stands first. */
class EachOnce<Place> {
	private readonly bySpelling = new Map<string, Map<string, Place>>();

	constructor(private readonly known: ReadonlySet<string>) {}

	add(roomType: string, place: Place): void {
		const spelling = roomTypeSpelling(roomType);
		const those = this.bySpelling.get(spelling) ?? new Map<string, Place>();
		if (!those.has(roomType)) those.set(roomType, place);
		this.bySpelling.set(spelling, those);
	}

	sameAs(roomType: string): Place | undefined {
		const those = this.bySpelling.get(roomTypeSpelling(roomType));
		const isSame = (other: string) => other === roomType || !(this.known.has(other) && this.known.has(roomType));
		return [...(those ?? [])].find(([other]) => isSame(other))?.[1];
	}
}

function timeZoneMistakes(timeZone: string, say: Mistakes): string[] {
	return isTimeZone(timeZone.trim()) ? [] : [say.timeZone(timeZone.trim())];
}

function retentionMistakes(months: string, say: Mistakes): string[] {
	const isRight = months.trim() === '' || wholeNumber(months, MAX_RETENTION_MONTHS) !== null;
	return isRight ? [] : [say.months(MAX_RETENTION_MONTHS, months.trim())];
}

/** The readable lines; those from JSON have the number 0. */
function linesOf(roomMap: string): RoomMapLine[] {
	if (!isJson(roomMap)) return roomMapLines(roomMap);
	if (mistakeOf(() => readTypedRoomMap(roomMap)) !== null) return [];
	return Object.entries(readTypedRoomMap(roomMap)).map(([roomType, rooms]) => ({
		line: 0,
		text: roomType,
		roomType,
		rooms,
	}));
}

function isJson(roomMap: string): boolean {
	return roomMap.trim().startsWith('{');
}

function mistakeOf(read: () => unknown): string | null {
	try {
		read();
		return null;
	} catch (error) {
		return error instanceof Error ? error.message : 'The room map cannot be read';
	}
}
