/**
 * A whole house without a database: reservations arrive in it as the handler gives them rooms, and everybody else does
 * what a desk does.
 */
import { overlaps, type DateRange, type Occupancy } from '../../../core/availability/ranges';
import type { ActiveStay, OccupancySnapshot, RoomMove } from '../../../selfkey/ports/occupancy';
import type { HotelTransaction } from '../../../selfkey/ports/booking-store';
import type { Room } from '../../../selfkey/ports/records';
import { makeRoom } from '../../../selfkey/reservations/make-room';
import { draftStays, giveRooms } from '../../../selfkey/reservations/plan-stays';
import { targetsOf } from '../../../selfkey/reservations/target-stays';
import { carryOut, planClaimed } from '../../../selfkey/room-conflicts/carry-out';
import { roomSearch } from '../../../selfkey/room-conflicts/plan-moves';
import { rackOf } from '../../../selfkey/room-conflicts/room-rack';
import { readSettings } from '../../../selfkey/settings/integration-settings';
import type { House } from './fewest-moves';
import { reservation } from '../booking-store/reservations';

const SLUG = 'house';

/** A stay whose room is wanted. */
export interface Wanted extends DateRange {
	type: string;
}

export class HouseInMemory implements House {
	readonly stays: ActiveStay[] = [];
	readonly rooms: Room[];
	readonly types: ReadonlyMap<string, readonly string[]>;
	private booked = 0;

	/** @param types room names by type */
	constructor(
		types: Readonly<Record<string, readonly string[]>>,
		readonly closures: readonly Occupancy[],
		readonly today: string,
	) {
		this.types = new Map(Object.entries(types));
		const names = [...new Set(Object.values(types).flat())].sort();
		this.rooms = names.map((name) => ({ id: name, name, isActive: true }));
	}

	/**
	 * A reservation with a room for each wish comes in, and is given rooms as the handler does it.
	 * @returns the rooms that its stays got, and how many others were moved
	 */
	async arrive(wishes: readonly Wanted[]): Promise<{ stays: ActiveStay[]; moved: number }> {
		const id = String(++this.booked);
		const sent = reservation({
			...{ id, checkIn: null, checkOut: null },
			rooms: wishes.map(({ type, start, end }) => ({ type, checkIn: start, checkOut: end })),
		});
		const { channel, propertyId } = sent;
		const drafts = draftStays({
			...{ channel, propertyId, stored: [], rooms: this.rooms, roomMap: this.types, isNews: true },
			...{ targets: targetsOf(sent, readSettings({}), new Date(`${this.today}T12:00:00Z`)), today: this.today },
		});
		const activeRoomIds = new Set(this.rooms.map((room) => room.id));
		const occupied = this.occupied();
		let planned = giveRooms(drafts, occupied, { activeRoomIds, closed: this.closures });
		const context = {
			...{ hotelSlug: SLUG, reservation: sent, roomMap: this.types, today: this.today, occupied },
			search: roomSearch(new Date(0)),
		};
		const helped = await makeRoom(this.transaction(), planned, context);
		if (helped) planned = helped.stays;
		const stays = planned.map(({ next, baseline, nights, roomStayId }): ActiveStay => ({
			...{ bookingId: `${id}/${roomStayId}`, bookingNumber: this.booked * 10 + Number(roomStayId), ...nights },
			roomId: next.roomId,
			reference: {
				...{ channel, propertyId, reservationId: id, roomName: null, isCodeSent: false },
				...{ baselineRoomId: baseline.roomId, roomTypeId: baseline.roomTypeId },
			},
		}));
		this.stays.push(...stays);
		return { stays, moved: helped?.moved ?? 0 };
	}

	/** SelfKey sells a room without a look at what is free. */
	sell(roomId: string, nights: DateRange): void {
		this.booked += 1;
		const bookingNumber = this.booked * 10;
		this.stays.push({ bookingId: `direct ${this.booked}`, bookingNumber, roomId, ...nights, reference: null });
	}

	/** A stay of the type that is in one of its rooms already, if that is free. */
	lie(type: string, index: number, nights: DateRange): void {
		const rooms = this.types.get(type) ?? [];
		const roomId = rooms[index % rooms.length];
		const isTaken = [...this.occupied(), ...this.closures].some(
			(other) => other.roomId === roomId && overlaps(other, nights),
		);
		if (roomId === undefined || isTaken) return;
		this.booked += 1;
		const id = String(this.booked);
		this.stays.push({
			...{ bookingId: `${id}/1`, bookingNumber: this.booked * 10, roomId, ...nights },
			reference: {
				...{ channel: 'booking.com', propertyId: '8011855', reservationId: id, roomName: null, isCodeSent: false },
				...{ baselineRoomId: roomId, roomTypeId: type },
			},
		});
	}

	/** What the handler does with every request, after somebody has changed something. @returns how many were moved */
	async resolve(): Promise<number> {
		const transaction = this.transaction();
		const { moves } = await planClaimed(
			transaction,
			rackOf(this.snapshot(), this.types, this.today),
			roomSearch(new Date(0)),
		);
		return await carryOut(transaction, SLUG, moves);
	}

	private occupied(): Occupancy[] {
		return this.stays.flatMap(({ roomId, start, end }) => (roomId === null ? [] : [{ roomId, start, end }]));
	}

	private snapshot(): OccupancySnapshot {
		const { rooms, closures } = this;
		return {
			...{ stays: this.stays.map((stay) => ({ ...stay })), rooms, closures: [...closures] },
			...{ dayUse: [], conflicts: [] },
		};
	}

	/** What `makeRoom` and `carryOut` ask a transaction for. */
	private transaction(): HotelTransaction {
		const used: Pick<HotelTransaction, 'occupancy' | 'claim' | 'moveBooking' | 'recordChange'> = {
			occupancy: () => Promise.resolve(this.snapshot()),
			claim: (moves) => Promise.resolve(moves.map(({ bookingId }) => bookingId)),
			moveBooking: (move) => Promise.resolve(this.move(move)),
			recordChange: () => Promise.resolve(),
		};
		return used as HotelTransaction;
	}

	private move({ bookingId, from, to }: RoomMove): boolean {
		const stay = this.stays.find((entry) => entry.bookingId === bookingId);
		if (!stay?.reference || stay.roomId !== from) return false;
		stay.roomId = to;
		stay.reference = { ...stay.reference, baselineRoomId: to };
		return true;
	}
}
