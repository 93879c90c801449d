import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { closedNights, type Occupied } from '../../../../core/calendar-feed/closed-nights';
import type { WaitingStay } from '../../../../core/availability/counts';
import { OWN_PRODUCT } from '../../../../core/calendar-feed/own-events';
import { writeCalendar } from '../../../../core/ical/write-calendar';
import { recordOf, type Fields } from '../../../../core/payload/field-reader';
import { addDays, calendarDate, dateIn, isTimeZone } from '../../../../core/reservation/dates';
import { textOf } from '../../../../core/text/read-text';
import { failureText, isFailed } from '../../../shared/item-outcome';
import type { Operation } from '../../../shared/operations/operation';
import { optionalText, wholeNumberFromOne } from '../../../shared/parameters';
import { timeZoneProperty } from '../../calendar-feed/feed-properties';

/** In days; channels sell no further ahead. */
const HORIZON = 730;
const DAY_MS = 86_400_000;

/** One calendar from all input items: SelfKey's bookings, of which it shows no more than that a night is taken. */
export const create: Operation = {
	fields: [
		{
			displayName: 'Rooms',
			name: 'rooms',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. 101',
			description:
				'Name or ID of the room in SelfKey. Several, separated by commas, are sold as one: a night is closed once all of them are taken.',
		},
		{
			displayName: 'Rooms of the Hotel',
			name: 'hotelRooms',
			type: 'json',
			required: true,
			default: '={{ $("Hotel").first().json.rooms }}',
			placeholder: 'e.g. {{ $("Hotel").first().json.rooms }}',
			description:
				'The rooms as the SelfKey node returns them with "Get an Establishment". A room that is not among them has no calendar: an empty one would open every night to the channel.',
		},
		{
			displayName: 'Rooms Held Without a Booking',
			name: 'held',
			type: 'json',
			default: '[]',
			placeholder: 'e.g. {{ $("Rooms held").all().map((item) => item.json) }}',
			description:
				'As the SelfKey node returns them with "Get Rooms Held": stays that wait for a room, rooms out of order, stop sells, and rooms that no channel sells. A night that one of them needs is closed too.',
		},
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: [
				{
					displayName: 'Days Ahead',
					name: 'days',
					type: 'number',
					typeOptions: { minValue: 1, maxValue: HORIZON, numberPrecision: 0 },
					default: HORIZON,
					placeholder: 'e.g. 365',
					description: 'How far the calendar reaches',
				},
				timeZoneProperty,
			],
		},
	],
	async execute(items) {
		const roomIds = roomsOf(this);
		const timeZone = optionalText(this, 'options.timeZone', 0) ?? this.getTimezone();
		if (!isTimeZone(timeZone)) throw new RangeError('"Time Zone" must be a time zone such as Europe/Zurich');
		const now = new Date();
		const today = dateIn(timeZone, now);
		const days = wholeNumberFromOne(this, 'options.days', 'Days Ahead', 0, HORIZON);
		const window = { start: today, end: addDays(today, Math.min(days, HORIZON)) };
		const held = heldIn(this);
		const [kept, needed] = [held.filter(({ isKept }) => isKept), held.filter(({ isKept }) => !isKept)];
		const events = closedNights(roomIds, items.flatMap(occupiedIn), window, needed, kept);
		// The same bytes all day long, as long as nothing changes.
		const stamp = new Date(Math.floor(now.getTime() / DAY_MS) * DAY_MS);
		const calendar = writeCalendar({ productId: OWN_PRODUCT, events, stamp });
		const result: IDataObject = { calendar, contentType: 'text/calendar; charset=utf-8', events: events.length };
		return items.map((_, index) => (index === 0 ? result : []));
	},
};

/** @throws RangeError for a room that the hotel does not have */
function roomsOf(context: IExecuteFunctions): string[] {
	const rooms = rowsIn(context, 'hotelRooms') ?? [];
	const wanted = (optionalText(context, 'rooms', 0) ?? '')
		.split(',')
		.map((name) => name.trim())
		.filter((name) => name !== '');
	if (wanted.length === 0) throw new RangeError('Fill in "Rooms": the name or ID of a room in SelfKey');
	const roomIds = wanted.map((name) => {
		const room =
			rooms.find((each) => textOf(each['id']) === name) ?? rooms.find((each) => textOf(each['name']) === name);
		const id = textOf(room?.['id']);
		if (id === null) throw new RangeError(`The hotel has no active room "${name.slice(0, 60)}"`);
		return id;
	});
	return [...new Set(roomIds)];
}

interface HeldRoom extends WaitingStay {
	/** It is one of its type's last ones, which no channel sells; nobody needs it. */
	isKept: boolean;
}

/** @throws RangeError for what is no list of them: a night that is needed must not be open for want of it */
function heldIn(context: IExecuteFunctions): HeldRoom[] {
	const rows = rowsIn(context, 'held');
	const failed = rows?.find(isFailed);
	if (failed)
		throw new RangeError(`The rooms held could not be read: ${failureText(failed) ?? 'open the node before'}`);
	// An empty item, which n8n gives where there is none, is none.
	const held = rows
		?.filter((row) => Object.keys(row).length > 0)
		.map(({ kind, start, end, roomIds }) => ({
			isKept: kind === 'buffer',
			start: calendarDate(textOf(start)) ?? '',
			end: calendarDate(textOf(end)) ?? '',
			roomIds: Array.isArray(roomIds) ? roomIds.map(String) : null,
		}));
	return (held ?? [{ isKept: false, start: '', end: '', roomIds: null }]).map(({ isKept, start, end, roomIds }) => {
		if (start !== '' && end !== '' && roomIds !== null) return { isKept, start, end, roomIds };
		throw new RangeError(
			'"Rooms Held Without a Booking" must be as the SelfKey node returns them with "Get Rooms Held"',
		);
	});
}

/** Of a field with JSON; `null` if it holds no list. */
function rowsIn(context: IExecuteFunctions, field: string): Fields[] | null {
	const given = context.getNodeParameter(field, 0, []);
	const list: unknown = typeof given === 'string' ? JSON.parse(given || '[]') : given;
	return Array.isArray(list) ? list.map(recordOf) : null;
}

/** A booking of SelfKey's; an empty item, which n8n gives where there is none, is none. */
function occupiedIn({ json }: INodeExecutionData): Occupied[] {
	if (Object.keys(json).length === 0) return [];
	if (isFailed(json))
		throw new RangeError(`The bookings could not be read: ${failureText(json) ?? 'open the node before'}`);
	const id = textOf(json['id']);
	const roomId = textOf(json['roomId']) ?? textOf(recordOf(json['room'])['id']);
	const [start, end] = [calendarDate(textOf(json['checkInDate'])), calendarDate(textOf(json['checkOutDate']))];
	if (id === null || start === null || end === null)
		throw new RangeError('The input must be bookings as the SelfKey node returns them with "Get Many"');
	return roomId === null ? [] : [{ id, roomId, start, end }];
}
