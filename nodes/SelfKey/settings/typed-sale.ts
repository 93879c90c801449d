/** What is held back of the rooms, and how far they may be oversold, as a person types it. Pure. */
import { recordOf, isRecord, type Fields } from '../../../core/payload/field-reader';
import { isIsoDate } from '../../../core/reservation/dates';
import { wholeNumber } from '../../../core/text/read-text';
import { calendarChannels } from '../availability/channel-choices';
import { readLines } from './typed-lines';
import type { TypedSale } from './settings';

/** Booking.com takes no more. */
const MAX_ROOMS = 254;

/** Sentences that say what to correct. */
export function saleMistakes({ buffer, allotments, overbooking, overbookingCap }: TypedSale): string[] {
	return [
		...roomsMistakes('Rooms of each type to hold back', buffer),
		...readLines(allotments, ALLOTMENTS, readAllotment).mistakes,
		...repeatedAllotments(allotments),
		...readLines(overbooking, OVERBOOKING, readAllowance).mistakes,
		...roomsMistakes('The most rooms to overbook in a night', overbookingCap),
	];
}

/**
 * As SelfKey stores it. What the form does not ask for stays, and what holds nothing back is left out.
 * @param typed without mistakes
 */
export function toStoredSale({ buffer, allotments, overbooking, overbookingCap }: TypedSale, stored: Fields): Fields {
	const others = Object.fromEntries(Object.entries(stored).filter(([name]) => !ASKED_FOR.has(name)));
	const rooms = Object.fromEntries(
		readLines(allotments, ALLOTMENTS, readAllotment).values.map(({ name, most }) => [name, most]),
	);
	const nights = readLines(overbooking, OVERBOOKING, readAllowance).values;
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
const ALLOTMENTS = 'Most rooms for a channel';
const OVERBOOKING = 'Nights to overbook';

interface Allotment {
	/** `channel` or `channel/roomTypeId`. */
	name: string;
	most: number;
}

function readAllotment(text: string): Allotment | string {
	const [, named = '', rooms = ''] = /^([^=]*)=([^=]*)$/.exec(text) ?? [];
	const [channel = '', roomTypeId, ...more] = named.split('/').map((part) => part.trim());
	if (named.trim() === '' || roomTypeId === '' || more.length > 0)
		return `write it like airbnb = 2, or airbnb/48211377 = 1 for one listing or room type: ${text}`;
	const known = calendarChannels.find(({ value }) => value === channel.toLowerCase())?.value;
	if (known === undefined)
		return `"${channel}" is no channel that is told of rooms; write ${calendarChannels.map(({ value }) => String(value)).join(' or ')}`;
	const most = roomsIn(rooms);
	if (most === null || rooms.trim() === '') return notRooms(rooms);
	return { name: [String(known), ...(roomTypeId === undefined ? [] : [roomTypeId])].join('/'), most };
}

/** Which of two counts, nobody would see. */
function repeatedAllotments(allotments: string): string[] {
	const names = readLines(allotments, ALLOTMENTS, readAllotment).values.map(({ name }) => name);
	return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))].map(
		(name) => `${ALLOTMENTS}: ${name} stands on two lines; leave one of them`,
	);
}

interface Allowance {
	start: string;
	/** Exclusive. */
	end: string;
	rooms: number;
}

function readAllowance(text: string): Allowance | string {
	const [, start, end, rooms = ''] = /^(\S+)\s+(?:until|to)\s+(\S+)\s*=\s*(\S*)$/i.exec(text) ?? [];
	if (start === undefined || end === undefined)
		return `write it like 2026-07-01 until 2026-08-01 = 1, the second date being the day after the last night: ${text}`;
	const wrong = wrongDates(start, end);
	if (wrong !== null) return wrong;
	const most = roomsIn(rooms);
	return most === null || rooms === '' ? notRooms(rooms) : { start, end, rooms: most };
}

/** What is wrong with the two dates, in a sentence; `null` where nothing is. */
export function wrongDates(start: string | null, end: string | null): string | null {
	const wrong = [start, end].find((date) => date !== null && !isIsoDate(date));
	if (wrong) return `there is no date ${wrong}; write dates like 2026-07-01`;
	if (start !== null && end !== null && end <= start)
		return `${end} is not after ${start}; the second date is the day after the last night`;
	return null;
}

function roomsMistakes(field: string, rooms: string): string[] {
	return roomsIn(rooms) === null ? [`${field}: ${notRooms(rooms)}`] : [];
}

function notRooms(rooms: string): string {
	return `a whole number of rooms from 0 to ${MAX_ROOMS} is needed: ${rooms.trim() || 'nothing'}`;
}

/** Empty is none. */
function roomsIn(rooms: string): number | null {
	return rooms.trim() === '' ? 0 : wholeNumber(rooms, MAX_ROOMS);
}

function textOfRooms(rooms: unknown): string {
	const known = wholeNumber(rooms);
	return known ? String(known) : '';
}
