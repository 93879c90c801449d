/**
 * Rooms, those that are out of order or of service, and what is left by night. Source: Oracle's descriptions of the
 * front-desk, housekeeping and inventory APIs, 25.5.
 */
import type { HttpAnswer, HttpRequest } from '../http/server';
import { answer, noContent, pageOf, pagingOf, Refusal, refused, type Json } from './answers';
import type { Configuration } from './configuration';
import { dayAfter, isDate, nightsOf, type Stay } from './stay';

export interface Closure {
	roomId: string;
	status: 'OutOfOrder' | 'OutOfService';
	/** First and last night, both inclusive. */
	start: string;
	end: string;
	reasonCode: string;
	reasonDescription: string;
}

export class Rooms {
	readonly closures: Closure[] = [];

	constructor(
		private readonly configuration: Configuration,
		private readonly stays: () => Iterable<Stay>,
		private readonly businessDate: () => string,
		private readonly pageSize: number,
	) {}

	close(closure: Closure): void {
		this.closures.push(closure);
	}

	/** The room is in order again. */
	open(roomId: string): void {
		this.closures.splice(0, Infinity, ...this.closures.filter((closure) => closure.roomId !== roomId));
	}

	/** `GET /fof/v1/hotels/{hotelId}/rooms`. */
	list({ query }: HttpRequest): HttpAnswer {
		const types = query.getAll('roomType');
		const page = pageOf(query, this.pageSize);
		const rooms = this.configuration.rooms.filter(({ roomType }) => types.length === 0 || types.includes(roomType));
		const room = rooms.slice(page.offset, page.offset + page.limit).map(({ roomId, roomType }) => ({
			roomType: { roomType, shortDescription: this.nameOf(roomType), pseudo: false },
			roomId,
			housekeeping: { roomStatus: { roomStatus: this.statusOf(roomId), frontOfficeStatus: 'Vacant' } },
		}));
		if (room.length === 0) return noContent();
		const { hotelId } = this.configuration;
		return answer(200, { hotelRoomsDetails: { room, hotelId }, ...pagingOf(rooms.length, page) });
	}

	/** `GET /hsk/v1/hotels/{hotelId}/rooms/outOfOrderRooms` and `…/outOfServiceRooms`. */
	closed(status: Closure['status'], { query }: HttpRequest): HttpAnswer {
		const start = query.get('startDate');
		const end = query.get('endDate') ?? start;
		if (!isDate(start) || !isDate(end)) throw new Refusal(refused('startDate is required.', 'HSK0001', 'startDate'));
		const found = this.closures.filter((it) => it.status === status && it.start <= end && it.end >= start);
		const ids = [...new Set(found.map(({ roomId }) => roomId))];
		if (ids.length === 0) return noContent();
		const room = ids.map((roomId): Json => {
			const roomType = this.configuration.rooms.find((known) => known.roomId === roomId)?.roomType ?? '';
			const outOfOrder = found
				.filter((closure) => closure.roomId === roomId)
				.map(({ roomId: _, status: housekeepingRoomStatus, ...dates }) => ({ ...dates, housekeepingRoomStatus }));
			return { roomType: { roomType }, roomId, outOfOrder };
		});
		return answer(200, { housekeepingRooms: { room } });
	}

	/** `GET /inv/v1/hotels/{hotelId}/inventoryStatistics`: each room type's figures by night, both dates inclusive. */
	inventory({ query }: HttpRequest): HttpAnswer {
		const [start, end] = [query.get('dateRangeStart'), query.get('dateRangeEnd')];
		const reportCode = query.get('reportCode');
		if (!isDate(start) || !isDate(end) || reportCode === null || end < start)
			throw new Refusal(refused('dateRangeStart, dateRangeEnd and reportCode are required.', 'INV0001'));
		const dates = nightsOf(start, dayAfter(end));
		const statistics = this.configuration.roomTypes.map(({ code, name }) => ({
			statisticDate: dates.map((statisticDate) => ({
				inventory: Object.entries(this.figures(code, statisticDate)).map(([figure, value]) => ({
					value,
					code: figure,
				})),
				statisticDate,
				weekendDate: [5, 6].includes(new Date(`${statisticDate}T00:00:00Z`).getUTCDay()),
			})),
			statCode: code,
			statCategoryCode: 'HotelRoomCode',
			description: name,
		}));
		return answer(200, [{ statistics, hotelName: this.configuration.hotelName, reportCode }]);
	}

	private figures(roomType: string, date: string): Record<string, number> {
		const rooms = this.configuration.rooms.filter((room) => room.roomType === roomType);
		const outOfOrder = rooms.filter(({ roomId }) => this.isClosed(roomId, date, 'OutOfOrder')).length;
		const sold = [...this.stays()].filter(
			(stay) =>
				(stay.status === 'Reserved' || stay.status === 'InHouse') &&
				stay.roomType === roomType &&
				stay.arrival <= date &&
				stay.departure > date,
		).length;
		return {
			PhysicalRooms: rooms.length,
			OutOfOrderRooms: outOfOrder,
			RoomsSold: sold,
			AvailableRooms: rooms.length - outOfOrder - sold,
		};
	}

	private isClosed(roomId: string, date: string, status: Closure['status']): boolean {
		return this.closures.some(
			(it) => it.roomId === roomId && it.status === status && it.start <= date && it.end >= date,
		);
	}

	private statusOf(roomId: string): string {
		const today = this.businessDate();
		if (this.isClosed(roomId, today, 'OutOfOrder')) return 'OutOfOrder';
		return this.isClosed(roomId, today, 'OutOfService') ? 'OutOfService' : 'Clean';
	}

	private nameOf(code: string): string {
		return this.configuration.roomTypes.find((type) => type.code === code)?.name ?? code;
	}
}
