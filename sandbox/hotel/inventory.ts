/**
 * Decides which stays are certain to fit, whichever free room a booking system picks and in whichever order it works.
 *
 * Counting nights is not enough: a stay can find every room taken on one of its nights although each night has
 * a free room. But a stay that overlaps fewer other stays of its type than there are rooms always finds one.
 * All versions of a stay count (before and after a modification, cancelled ones too), since a booking system
 * may meet them in any order.
 */
import { nights } from './calendar';
import type { Hotel } from './hotel';

/** The nights that a room stay needs of its type. */
export interface RoomClaim {
	/** Reservation id and room index: versions of the same room stay never compete with each other. */
	key: string;
	roomTypeId: string;
	checkIn: string;
	checkOut: string;
}

export class Inventory {
	private readonly capacity = new Map<string, number>();
	/** By room type and night, so that only overlapping stays are compared. */
	private readonly byNight = new Map<string, Set<RoomClaim>>();
	private readonly closedNights = new Set<string>();

	constructor(hotel: Hotel) {
		for (const room of hotel.rooms) this.capacity.set(room.roomTypeId, this.capacityOf(room.roomTypeId) + 1);
	}

	capacityOf(roomTypeId: string): number {
		return this.capacity.get(roomTypeId) ?? 0;
	}

	/** Keeps the type's nights from `checkIn` to `checkOut` (exclusive) free of ordinary stays. */
	close(roomTypeId: string, checkIn: string, checkOut: string): void {
		for (const night of nights(checkIn, checkOut)) this.closedNights.add(`${roomTypeId} ${night}`);
	}

	/** Adds all of `wanted` if they are certain to fit and so is every earlier claim; otherwise adds nothing. */
	tryAdd(wanted: RoomClaim[]): boolean {
		if (wanted.some((claim) => this.slots(claim).some((slot) => this.closedNights.has(slot)))) return false;
		for (const claim of wanted) this.forEachSlot(claim, (claims) => claims.add(claim));
		const touched = new Set(wanted.flatMap((claim) => [claim, ...this.neighbours(claim)]));
		if ([...touched].every((claim) => this.rivals(claim) < this.capacityOf(claim.roomTypeId))) return true;
		for (const claim of wanted) this.forEachSlot(claim, (claims) => claims.delete(claim));
		return false;
	}

	private slots(claim: RoomClaim): string[] {
		return nights(claim.checkIn, claim.checkOut).map((night) => `${claim.roomTypeId} ${night}`);
	}

	private forEachSlot(claim: RoomClaim, act: (claims: Set<RoomClaim>) => void): void {
		for (const slot of this.slots(claim)) {
			const claims = this.byNight.get(slot) ?? new Set();
			this.byNight.set(slot, claims);
			act(claims);
		}
	}

	private neighbours(claim: RoomClaim): RoomClaim[] {
		return this.slots(claim).flatMap((slot) =>
			[...(this.byNight.get(slot) ?? [])].filter((other) => other.key !== claim.key),
		);
	}

	private rivals(claim: RoomClaim): number {
		return new Set(this.neighbours(claim).map((other) => other.key)).size;
	}
}
