/** OPERA's rooms, and when they cannot be sold. Pure. Source: Oracle's front-desk and housekeeping APIs, 25.5. */
import type { Fields } from '../../../core/payload/field-reader';
import { calendarDate } from '../../../core/reservation/dates';
import { inside, listOf, textIn } from '../responses/lists';

export interface Closure {
	/** A room that is out of order is not sold; one that is out of service can be. */
	status: 'OutOfOrder' | 'OutOfService';
	/** First and last night, both inclusive. */
	from: string;
	to: string;
	reason: string | null;
}

export interface OperaRoom {
	roomId: string;
	roomType: string | null;
	description: string | null;
	/** As housekeeping has it now, such as `Clean`. */
	status: string | null;
	frontOfficeStatus: string | null;
}

export function readRooms(body: Fields): OperaRoom[] {
	return listOf(inside(body, 'hotelRoomsDetails')['room'], 'roomId').flatMap((room) => {
		const roomId = textIn(room, 'roomId');
		const type = inside(room, 'roomType');
		const now = inside(room, 'housekeeping', 'roomStatus');
		return roomId === null
			? []
			: [
					{
						roomId,
						roomType: textIn(type, 'roomType'),
						description: textIn(type, 'shortDescription'),
						status: textIn(now, 'roomStatus'),
						frontOfficeStatus: textIn(now, 'frontOfficeStatus'),
					},
				];
	});
}

/** When each room is closed, by its number. */
export function readClosures(body: Fields, status: Closure['status']): Array<Closure & { roomId: string }> {
	return listOf(inside(body, 'housekeepingRooms')['room'], 'roomId', 'outOfOrder').flatMap((room) => {
		const roomId = textIn(room, 'roomId');
		return listOf(room['outOfOrder'], 'start', 'end').flatMap((closure) => {
			const from = calendarDate(textIn(closure, 'start'));
			const to = calendarDate(textIn(closure, 'end')) ?? from;
			const reason = textIn(closure, 'reasonDescription') ?? textIn(closure, 'reasonCode');
			return roomId === null || from === null || to === null ? [] : [{ roomId, status, from, to, reason }];
		});
	});
}
