import type { IDataObject, INodeProperties } from 'n8n-workflow';
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
		const closures = items.map(({ json }) => closuresOf(json, closing));
		const unknown = new Set(await replaceRoomClosures(this, source, closures.flat()));
		return items.map(({ json }, index): IDataObject => {
			const own = closures[index] ?? [];
			const warnings = own.some(({ room }) => unknown.has(room))
				? [`SelfKey has no room called ${own[0]?.room ?? ''}: it stays on sale`]
				: [];
			return { ...json, selfKey: { outcome: 'updated', closed: own.length, warnings } };
		});
	},
};

/** Both days are nights in OPERA; in SelfKey's list the end is the day after. */
function closuresOf({ roomId, closures }: IDataObject, closing: readonly string[]): RoomClosure[] {
	const room = textOf(roomId);
	if (room === null || !Array.isArray(closures)) return [];
	return closures.map(recordOf).flatMap(({ status, from, to }) => {
		const [start, last] = [calendarDate(textOf(from)), calendarDate(textOf(to) ?? textOf(from))];
		return !closing.includes(textOf(status) ?? '') || start === null || last === null || last < start
			? []
			: [{ room, start, end: addDays(last, 1) }];
	});
}
