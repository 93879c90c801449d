import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { DateRange } from '../../../../core/availability/ranges';
import { recordOf } from '../../../../core/payload/field-reader';
import { addDays, calendarDate } from '../../../../core/reservation/dates';
import { textOf } from '../../../../core/text/read-text';
import type { Operation } from '../../../shared/operations/operation';
import { optionalText } from '../../../shared/parameters';
import { replaceRoomClosures, type RoomClosure } from '../../availability/restrictions';

const fields: INodeProperties[] = [
	{
		displayName: 'Source',
		name: 'source',
		type: 'string',
		required: true,
		default: 'opera',
		placeholder: 'e.g. opera',
		description: 'Whose list it is. What it named before and does not name now is open again.',
	},
	{
		displayName: 'Close Rooms Out of Service',
		name: 'outOfService',
		type: 'boolean',
		default: false,
		description:
			'Whether rooms that are out of service are not sold either. Opera itself goes on selling those, and takes only rooms out of order from what is for sale.',
	},
];

const OUT_OF_ORDER = ['OutOfOrder'];
const CLOSED = [...OUT_OF_ORDER, 'OutOfService'];

/**
 * Takes the rooms of **Opera › Room › Get Many**, all items together: those with closures that are out of order, or out
 * of service where that is chosen, are not sold for these nights. The items pass on with `selfKey.closed`, and with a warning where SelfKey has no such room.
 */
export const replace: Operation = {
	fields,
	async execute(items) {
		const source = optionalText(this, 'source', 0);
		if (source === null) throw new RangeError('Fill in the source, such as opera');
		// A list that does not say so must not pass for one in which nothing is closed.
		if (!items.every(({ json }) => Array.isArray(json.closures)))
			throw new RangeError(
				'The items do not say when the rooms are closed. Connect this node behind "Opera: Get many rooms" with "Return All"; a gateway does not tell it',
			);
		const closing = this.getNodeParameter('outOfService', 0, false) === true ? CLOSED : OUT_OF_ORDER;
		const seen = daysToSee(new Date());
		const read = items.map(({ json }) => closuresOf(json, closing, seen));
		const closures = read.flatMap((room) => room.closures);
		const unknown = new Set(await replaceRoomClosures(this, source, closures));
		return items.map(({ json }, index): IDataObject => {
			const { closures: own = [], unreadable = 0 } = read[index] ?? {};
			const warnings = [
				...(own.some(({ room }) => unknown.has(room))
					? [`SelfKey has no room called ${own[0]?.room ?? ''}: it stays on sale`]
					: []),
				...(unreadable > 0
					? [
							`The days of ${unreadable} of the room's closures cannot be read, and it stays on sale then. Correct them in OPERA, or close the room in SelfKey`,
						]
					: []),
			];
			return { ...json, selfKey: { outcome: 'updated', closed: own.length, warnings } };
		});
	},
};

/** Longer than any channel sells ahead, and short enough for SelfKey's side, which refuses a list with a longer closure. */
const DAYS_AHEAD = 800;

/** From the day that it still is somewhere, since the hotel's time zone is not known here. */
function daysToSee(now: Date): DateRange {
	const date = now.toISOString().slice(0, 10);
	return { start: addDays(date, -1), end: addDays(date, DAYS_AHEAD) };
}

interface RoomClosures {
	closures: RoomClosure[];
	/** That close the room, nobody knows when. */
	unreadable: number;
}

/**
 * Both days are nights in OPERA; in SelfKey's list the end is the day after. Each is cut to the days to see: the list is read
 * anew every quarter of an hour, and whoever closes a room for good enters a day many years ahead.
 */
function closuresOf({ roomId, closures }: IDataObject, closing: readonly string[], seen: DateRange): RoomClosures {
	const room = textOf(roomId);
	if (room === null || !Array.isArray(closures)) return { closures: [], unreadable: 0 };
	const days = closures
		.map(recordOf)
		.filter(({ status }) => closing.includes(textOf(status) ?? ''))
		.map(({ from, to }) => [calendarDate(textOf(from)), calendarDate(textOf(to) ?? textOf(from))] as const);
	const readable = days.flatMap(([start, last]) =>
		start !== null && last !== null && start <= last ? [{ start, last }] : [],
	);
	return {
		closures: readable
			.filter(({ start, last }) => start < seen.end && last >= seen.start)
			.map(({ start, last }) => ({
				room,
				start: start > seen.start ? start : seen.start,
				// The day after 31 December 9999 is none: compared before it is counted.
				end: last < seen.end ? addDays(last, 1) : seen.end,
			})),
		unreadable: days.length - readable.length,
	};
}
