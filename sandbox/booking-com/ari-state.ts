/** What the channel sells: rooms, restrictions and prices per night, as the last accepted updates left them. */

export interface Restrictions {
	closed: boolean | null;
	closedToArrival: boolean | null;
	closedToDeparture: boolean | null;
	minStay: number | null;
	maxStay: number | null;
	minStayFromArrival: number | null;
	maxStayFromArrival: number | null;
}

export interface DayAvailability extends Restrictions {
	/** Rooms of the type that may be sold; `null` if never set. */
	roomsToSell: number | 'unlimited' | null;
	/** The whole room type is closed, whatever its rates say; `null` if never set. */
	roomClosed: boolean | null;
}

export interface DayRate {
	minor: number;
	decimals: number;
	/** `null` if the update left it to the property's currency. */
	currency: string | null;
	taxIncluded: boolean;
}

/** A night's rooms to sell, as an update changed them. */
export interface RoomCountChange {
	/** Epoch milliseconds. */
	at: number;
	roomTypeId: string;
	date: string;
	roomsToSell: DayAvailability['roomsToSell'];
}

const none: Restrictions = {
	closed: null,
	closedToArrival: null,
	closedToDeparture: null,
	minStay: null,
	maxStay: null,
	minStayFromArrival: null,
	maxStayFromArrival: null,
};

const cell = (...parts: Array<string | number>): string => parts.join('|');

export class AriState {
	private readonly rooms = new Map<string, Pick<DayAvailability, 'roomsToSell' | 'roomClosed'>>();
	private readonly restrictions = new Map<string, Restrictions>();
	private readonly rates = new Map<string, DayRate>();
	/** Oldest first; an update that says what was known already is no change. */
	readonly roomCountChanges: RoomCountChange[] = [];

	constructor(private readonly now: () => number) {}

	setRoom(
		roomTypeId: string,
		date: string,
		change: Partial<Pick<DayAvailability, 'roomsToSell' | 'roomClosed'>>,
	): void {
		const key = cell(roomTypeId, date);
		const before = this.rooms.get(key) ?? { roomsToSell: null, roomClosed: null };
		const after = { ...before, ...change };
		this.rooms.set(key, after);
		const { roomsToSell } = after;
		if (roomsToSell !== before.roomsToSell)
			this.roomCountChanges.push({ at: this.now(), roomTypeId, date, roomsToSell });
	}

	restrict(roomTypeId: string, ratePlanId: string, date: string, change: Partial<Restrictions>): void {
		const key = cell(roomTypeId, ratePlanId, date);
		this.restrictions.set(key, { ...none, ...this.restrictions.get(key), ...change });
	}

	setRate(roomTypeId: string, ratePlanId: string, date: string, guests: number | null, rate: DayRate): void {
		this.rates.set(cell(roomTypeId, ratePlanId, date, guests ?? ''), rate);
	}

	availability(roomTypeId: string, ratePlanId: string | null, date: string): DayAvailability {
		const room = this.rooms.get(cell(roomTypeId, date)) ?? { roomsToSell: null, roomClosed: null };
		return { ...none, ...this.restrictions.get(cell(roomTypeId, ratePlanId ?? '', date)), ...room };
	}

	/** The price for `guests` people, or of the room if no number is given; `null` if never set. */
	rate(roomTypeId: string, ratePlanId: string, date: string, guests: number | null = null): DayRate | null {
		return this.rates.get(cell(roomTypeId, ratePlanId, date, guests ?? '')) ?? null;
	}
}
