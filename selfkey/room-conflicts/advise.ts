/**
 * What people could do about a stay that no permitted move has helped: who else has the room, whom to ask to move, and
 * which other room is free. Pure; it names bookings, rooms and channels, never the guest.
 */
import { isFree, overlaps, type DateRange, type Occupancy } from '../../core/availability/ranges';
import { findRearrangement, type PlacedStay } from '../../core/availability/rearrange';
import { channelById, OWN_CHANNEL } from '../../core/channel/channels';
import type { ConflictKind, OccupancySnapshot } from '../ports/occupancy';
import type { Room } from '../ports/records';
import type { Language } from '../../core/text/language';
import { findRooms, type RoomMap } from '../settings/room-map';
import { adviceWords, type AdviceWords } from './advice-words';
import { rackOf, type RackStay } from './room-rack';

/** Whoever has more conflicts than this has another problem first. */
const MAX_ADVISED = 20;
/** The desk would not ask more guests than this for one. */
const MAX_ASKED = 2;
/** Free rooms that are named. */
const MAX_ROOMS = 4;

export interface HotelAtPresent {
	occupancy: OccupancySnapshot;
	roomMap: RoomMap;
	/** The hotel's date. */
	today: string;
}

/**
 * One text for each conflict that is asked for; of a booking that is not known any more, or is over, nothing. What all
 * have in common is worked out once; then each costs a look at every stay and room.
 */
export class Advisor {
	private readonly stays: readonly RackStay[];
	private readonly byId: ReadonlyMap<string, RackStay>;
	/** Those who have a room, as the search for moves takes them. */
	private readonly placed: readonly PlacedStay[];
	/** Rooms and nights in which nobody can be put up, whoever moves. */
	private readonly taken: readonly Occupancy[];
	private readonly occupied = new Map<string, DateRange[]>();
	private readonly names: ReadonlyMap<string, string>;
	private readonly types: ReadonlyArray<readonly string[]>;
	private left = MAX_ADVISED;
	private readonly alike = new Map<string, readonly string[]>();

	private readonly say: AdviceWords;

	constructor(
		private readonly hotel: HotelAtPresent,
		language: Language = 'en',
	) {
		this.say = adviceWords(language);
		const { occupancy, roomMap, today } = hotel;
		this.stays = rackOf(occupancy, roomMap, today).stays;
		this.taken = [...occupancy.dayUse, ...occupancy.closures];
		this.names = new Map(occupancy.rooms.map(({ id, name }) => [id, name]));
		this.types = [...roomMap.values()].map((names) =>
			names.flatMap((name) => findRooms(name, occupancy.rooms).filter(isOpen)).map(({ id }) => id),
		);
		this.byId = new Map(this.stays.map((stay) => [stay.bookingId, stay]));
		this.placed = this.stays.flatMap((stay) => {
			const { bookingId: stayId, roomId, start, end } = stay;
			if (roomId === null) return [];
			return [{ stayId, roomId, start, end, candidates: this.roomsFor(stay), mayMove: start > today }];
		});
		for (const { roomId, start, end } of [...this.placed, ...this.taken]) {
			const ranges = this.occupied.get(roomId) ?? [];
			ranges.push({ start, end });
			this.occupied.set(roomId, ranges);
		}
	}

	/** Sentences for the desk; `''` where there is nothing to say, or twenty have been advised on. */
	on(bookingId: string, kind: ConflictKind): string {
		const stay = this.byId.get(bookingId);
		if (stay === undefined || this.left === 0) return '';
		this.left--;
		const others = this.othersOf(stay, kind);
		const rooms = this.freeRoomsElsewhere(stay);
		return [
			...(others.length > 0 ? [this.say[kind === 'no_room' ? 'lastRoom' : 'sharedWith'](this.list(others))] : []),
			this.movesFor(stay, kind),
			rooms.length > 0 ? this.say.otherType(this.list(rooms)) : this.say.nothingFree,
		]
			.filter((sentence) => sentence !== '')
			.join('. ');
	}

	/** Those who share its room; of a full type, the fewest without whom it would have one; of several, those with the latest booking. */
	private othersOf(stay: RackStay, kind: ConflictKind): string[] {
		const there = this.stays.filter((other) => other !== stay && other.roomId !== null && overlaps(other, stay));
		if (kind === 'shared_room')
			return there.filter(({ roomId }) => roomId === stay.roomId).map((other) => this.named(other));
		const closed = new Set(this.taken.filter((range) => overlaps(range, stay)).map(({ roomId }) => roomId));
		const inRoom = new Map(stay.candidates.filter((id) => !closed.has(id)).map((id): [string, RackStay[]] => [id, []]));
		for (const other of there) inRoom.get(other.roomId ?? '')?.push(other);
		const [fewest = []] = [...inRoom.values()].sort((a, b) => a.length - b.length || lastOf(b) - lastOf(a));
		// Fewer of them would leave it without a room, and more the desk would not ask.
		if (fewest.length > MAX_ASKED) return [];
		return fewest.map((other) => this.say.inRoom(this.named(other), this.roomName(other.roomId)));
	}

	/** The fewest moves that would do, if everybody agreed who has not arrived yet; whoever shares the room may go too. */
	private movesFor(stay: RackStay, kind: ConflictKind): string {
		const sharing = this.stays.filter(
			(other) => other !== stay && kind === 'shared_room' && other.roomId === stay.roomId && overlaps(other, stay),
		);
		for (const wanted of [stay, ...sharing]) {
			if (wanted.roomId !== null && wanted.start <= this.hotel.today) continue;
			const found = this.rearranged(wanted);
			if (found === null) continue;
			const moves = [...found].flatMap(([id, to]) => {
				const mover = this.byId.get(id);
				if (!mover || mover.roomId === null) return [];
				const from = mover.roomId === to ? '' : this.roomName(mover.roomId);
				return [this.say.move(mover.bookingNumber, from, this.roomName(to), this.reasonToAsk(mover))];
			});
			if (moves.length === 0) continue;
			return this.say.moves(this.list(moves));
		}
		return '';
	}

	private rearranged(wanted: RackStay): Map<string, string> | null {
		const candidates = this.roomsFor(wanted).filter((id) => id !== wanted.roomId);
		if (candidates.length === 0) return null;
		const { start, end, bookingId: stayId } = wanted;
		const others = this.placed.filter((other) => other.stayId !== stayId);
		return findRearrangement({ stayId, start, end, candidates }, others, this.taken, { most: MAX_ASKED });
	}

	/** Of a direct guest: the rooms that some type has together with the one that was sold. */
	private roomsFor({ reference, candidates, roomId }: RackStay): readonly string[] {
		if (reference !== null || roomId === null) return candidates;
		const known = this.alike.get(roomId);
		if (known !== undefined) return known;
		const alike = [...new Set(this.types.filter((rooms) => rooms.includes(roomId)).flat())];
		this.alike.set(roomId, alike);
		return alike;
	}

	private freeRoomsElsewhere(stay: RackStay): string[] {
		const own = new Set(this.roomsFor(stay));
		const free: string[] = [];
		for (const room of this.hotel.occupancy.rooms) {
			if (free.length === MAX_ROOMS) break;
			if (!isOpen(room) || own.has(room.id) || room.id === stay.roomId) continue;
			if (isFree(this.occupied.get(room.id) ?? [], stay)) free.push(room.name);
		}
		return free;
	}

	/** Not by its key: with a property's number in front, a reservation's can be taken for a card's. */
	private named({ bookingNumber, reference }: RackStay): string {
		const channel = reference?.channel ?? OWN_CHANNEL;
		const name = [channelById(channel)?.displayName ?? channel, reference?.reservationId ?? ''].join(' ').trim();
		return this.say.booking(bookingNumber, name);
	}

	private reasonToAsk({ reference, roomId }: RackStay): string {
		if (reference === null) return this.say.ask.direct;
		if (reference.isCodeSent) return this.say.ask.code;
		return roomId === reference.baselineRoomId ? this.say.ask.nobody : this.say.ask.desk;
	}

	private roomName(roomId: string | null): string {
		return this.names.get(roomId ?? '') ?? this.say.unknownRoom;
	}

	private list(parts: readonly string[]): string {
		return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} ${this.say.and} ${parts.at(-1) ?? ''}`;
	}
}

function lastOf(stays: readonly RackStay[]): number {
	return stays.reduce((last, { bookingNumber }) => Math.max(last, bookingNumber), 0);
}

function isOpen({ isActive }: Room): boolean {
	return isActive;
}
