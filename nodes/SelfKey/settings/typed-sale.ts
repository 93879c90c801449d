/** What is held back of the rooms, and how far they may be oversold, as a person types it. Pure. */
import { recordOf, isRecord, type Fields } from '../../../core/payload/field-reader';
import { isIsoDate } from '../../../core/reservation/dates';
import { wholeNumber } from '../../../core/text/read-text';
import { calendarChannels } from '../availability/channel-choices';
import { readLines } from './typed-lines';
import type { TypedSale } from './settings';
import { wordsIn, type Words } from '../words/words';

type Mistakes = Words['mistakes'];

const ENGLISH = wordsIn('en').mistakes;

/** Booking.com takes no more. */
const MAX_ROOMS = 254;

/** Sentences that say what to correct. */
export function saleMistakes(
	{ buffer, allotments, overbooking, overbookingCap }: TypedSale,
	say: Mistakes = ENGLISH,
): string[] {
	const inField = (field: string) => (line: number, mistake: string) => say.inField(field, line, mistake);
	return [
		...roomsMistakes(say.sale.buffer, buffer, say),
		...readLines(allotments, (text) => readAllotment(text, say.sale), inField(say.sale.allotments)).mistakes,
		...repeatedAllotments(allotments, say),
		...readLines(overbooking, (text) => readAllowance(text, say), inField(say.sale.overbooking)).mistakes,
		...roomsMistakes(say.sale.overbookingCap, overbookingCap, say),
	];
}

/**
 * As SelfKey stores it. What the form does not ask for stays, and what holds nothing back is left out.
 * @param typed without mistakes
 */
export function toStoredSale({ buffer, allotments, overbooking, overbookingCap }: TypedSale, stored: Fields): Fields {
	const others = Object.fromEntries(Object.entries(stored).filter(([name]) => !ASKED_FOR.has(name)));
	const rooms = Object.fromEntries(
		readLines(allotments, (text) => readAllotment(text, ENGLISH.sale)).values.map(({ name, most }) => [name, most]),
	);
	const nights = readLines(overbooking, (text) => readAllowance(text, ENGLISH)).values;
	return {
		...others,
		...(roomsIn(buffer) ? { buffer: roomsIn(buffer) } : {}),
		...(Object.keys(rooms).length > 0 ? { allotments: rooms } : {}),
		...(nights.length > 0 ? { overbooking: nights } : {}),
		...(roomsIn(overbookingCap) ? { overbookingCap: roomsIn(overbookingCap) } : {}),
	};
}

/** As the form shows it. */
export function toTypedSale({ buffer, allotments, overbooking, overbookingCap }: Fields): TypedSale {
	const lines = Object.entries(recordOf(allotments)).sort(([one], [other]) => (one < other ? -1 : 1));
	return {
		buffer: textOfRooms(buffer),
		allotments: lines.map(([name, most]) => `${name} = ${String(most)}`).join('\n'),
		overbooking: (Array.isArray(overbooking) ? overbooking : [])
			.filter(isRecord)
			.map(({ start, end, rooms }) => `${String(start)} until ${String(end)} = ${String(rooms)}`)
			.join('\n'),
		overbookingCap: textOfRooms(overbookingCap),
	};
}

const ASKED_FOR: ReadonlySet<string> = new Set(['buffer', 'allotments', 'overbooking', 'overbookingCap']);

interface Allotment {
	/** `channel` or `channel/roomTypeId`. */
	name: string;
	most: number;
}

function readAllotment(text: string, say: Mistakes['sale']): Allotment | string {
	const [, named = '', rooms = ''] = /^([^=]*)=([^=]*)$/.exec(text) ?? [];
	const [channel = '', roomTypeId, ...more] = named.split('/').map((part) => part.trim());
	if (named.trim() === '' || roomTypeId === '' || more.length > 0) return say.allotmentForm(text);
	const known = calendarChannels.find(({ value }) => value === channel.toLowerCase())?.value;
	if (known === undefined) return say.noChannel(channel, calendarChannels.map(({ value }) => String(value)).join(', '));
	const most = roomsIn(rooms);
	if (most === null || rooms.trim() === '') return say.notRooms(rooms.trim(), MAX_ROOMS);
	return { name: [String(known), ...(roomTypeId === undefined ? [] : [roomTypeId])].join('/'), most };
}

/** Which of two counts, nobody would see. */
function repeatedAllotments(allotments: string, say: Mistakes): string[] {
	const names = readLines(allotments, (text) => readAllotment(text, say.sale)).values.map(({ name }) => name);
	return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))].map((name) =>
		say.inField(say.sale.allotments, 0, say.sale.repeated(name)),
	);
}

interface Allowance {
	start: string;
	/** Exclusive. */
	end: string;
	rooms: number;
}

function readAllowance(text: string, say: Mistakes): Allowance | string {
	const [, start, end, rooms = ''] = /^(\S+)\s+(?:until|to)\s+(\S+)\s*=\s*(\S*)$/i.exec(text) ?? [];
	if (start === undefined || end === undefined) return say.sale.allowanceForm(text);
	const wrong = wrongDates(start, end, say);
	if (wrong !== null) return wrong;
	const most = roomsIn(rooms);
	return most === null || rooms === '' ? say.sale.notRooms(rooms, MAX_ROOMS) : { start, end, rooms: most };
}

/** What is wrong with the two dates, in a sentence; `null` where nothing is. */
export function wrongDates(start: string | null, end: string | null, say: Mistakes): string | null {
	const wrong = [start, end].find((date) => date !== null && !isIsoDate(date));
	if (wrong) return say.noDate(wrong);
	if (start !== null && end !== null && end <= start) return say.notAfter(start, end);
	return null;
}

function roomsMistakes(field: string, rooms: string, say: Mistakes): string[] {
	return roomsIn(rooms) === null ? [say.inField(field, 0, say.sale.notRooms(rooms.trim(), MAX_ROOMS))] : [];
}

/** Empty is none. */
function roomsIn(rooms: string): number | null {
	return rooms.trim() === '' ? 0 : wholeNumber(rooms, MAX_ROOMS);
}

function textOfRooms(rooms: unknown): string {
	const known = wholeNumber(rooms);
	return known ? String(known) : '';
}
