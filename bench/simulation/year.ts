/**
 * One hotel, one plan, one year: who sells what, who is told when, and which nights are sold twice. The hotel's own side is the
 * product's own code: rooms are given by `assignRooms`, counted by `roomsToSell`, and a channel is told the `differences`.
 */
import { assignRooms } from '../../core/availability/assign';
import {
	compressNights,
	differences,
	isOpening,
	nothingSet,
	type CalendarRange,
} from '../../core/availability/calendar-nights';
import type { DateRange } from '../../core/availability/ranges';
import { roomsToSell } from '../../core/availability/rooms-to-sell';
import { addDays, eachNight } from '../../core/reservation/dates';
import { DAY, DAYS, SELLERS, type Seller, type Wish } from './demand';
import type { Plan } from './plans';
import { random } from './random';

export interface YearResult {
	rooms: number;
	sold: number;
	/** Bookings for which no room is left in one of their nights. */
	overbooked: number;
	/** From a sale until every other channel has been told. */
	closureSeconds: { p50: number; p99: number };
	calls: number;
}

interface Stay extends DateRange {
	id: string;
	seller: Seller;
	type: number;
	soldAt: number;
	isCancelled: boolean;
	/** `null` until the hotel's own system knows it, and where no room is free. */
	roomId: string | null;
	isKnown: boolean;
	/** Channels that have still to be told. */
	untold: Set<Seller>;
}

interface Event {
	at: number;
	order: number;
	run(): void;
}

const ROOMS_OF_A_TYPE = 20;

export function typesOf(rooms: number): number {
	return Math.ceil(rooms / ROOMS_OF_A_TYPE);
}

export function simulateYear(rooms: number, plan: Plan, wishes: readonly Wish[], seed: number): YearResult {
	return new Year(rooms, plan, seed).run(wishes);
}

class Year {
	private readonly types: string[][];
	/** What a channel would sell, by type and night; the hotel's own page asks the hotel's own system. */
	private readonly views: Record<Exclude<Seller, 'direct'>, Array<Map<string, number>>>;
	/** By type and night, so that a year costs no more than its bookings. */
	private readonly stays: Array<Map<string, Set<Stay>>>;
	private readonly events = new EventQueue();
	private readonly draw: () => number;
	private readonly phase: Record<Seller, number>;
	/** Sold or cancelled, and not yet known to the hotel's own system. */
	private readonly news: Record<Seller, Set<Stay>> = { 'booking.com': new Set(), airbnb: new Set(), direct: new Set() };
	private readonly closures: number[] = [];
	private now = 0;
	private sold = 0;
	private overbooked = 0;
	private pushes = 0;
	private askings = 0;
	/** When the channels were last asked before more rooms of a stay's nights went on sale. */
	private readonly askedAt = new WeakMap<Stay, number>();

	constructor(
		private readonly rooms: number,
		private readonly plan: Plan,
		seed: number,
	) {
		const types = typesOf(rooms);
		this.types = Array.from({ length: types }, (_, type) =>
			Array.from({ length: Math.floor((rooms + type) / types) }, (_room, index) => `${type}-${index}`),
		);
		this.stays = this.types.map(() => new Map<string, Set<Stay>>());
		const view = () => this.types.map(() => new Map<string, number>());
		this.views = { 'booking.com': view(), airbnb: view() };
		this.draw = random(seed + 1);
		this.phase = {
			'booking.com': this.draw(),
			airbnb: this.draw(),
			direct: this.draw(),
		};
	}

	run(wishes: readonly Wish[]): YearResult {
		for (const wish of wishes) this.events.add(wish.at, () => this.wish(wish));
		for (let event = this.events.next(); event; event = this.events.next()) {
			this.now = event.at;
			event.run();
		}
		const sorted = this.closures.sort((one, other) => one - other);
		const at = (share: number) => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
		return {
			rooms: this.rooms,
			sold: this.sold,
			overbooked: this.overbooked,
			closureSeconds: { p50: at(0.5), p99: at(0.99) },
			calls: this.pushes + this.askings * this.plan.callsPerAsking + this.looksInAYear(),
		};
	}

	/** Somebody books, if the seller believes that every night is free. */
	private wish({ seller, type, checkIn, nights, cancelledAt }: Wish): void {
		const dates = eachNight(checkIn, addDays(checkIn, nights));
		const offered = (date: string) =>
			seller === 'direct' ? (this.countsOf(type, date, addDays(date, 1))[0] ?? 0) : this.viewed(seller, type, date);
		if (dates.some((date) => offered(date) <= 0)) return;
		this.sold += 1;
		const stay: Stay = {
			id: String(this.sold),
			seller,
			type,
			start: checkIn,
			end: addDays(checkIn, nights),
			soldAt: this.now,
			isCancelled: false,
			roomId: null,
			isKnown: false,
			untold: new Set(SELLERS.filter((other) => other !== seller && other !== 'direct')),
		};
		const others = this.standing(type, stay);
		const isTooMany = dates.some(
			(date) =>
				others.filter((other) => other.start <= date && date < other.end).length >= (this.types[type]?.length ?? 0),
		);
		if (isTooMany) this.overbooked += 1;
		this.keep(stay, dates);
		// The channel counts its own sales by itself.
		if (seller !== 'direct')
			for (const date of dates) this.views[seller][type]?.set(date, this.viewed(seller, type, date) - 1);
		this.hear(stay);
		if (cancelledAt !== null && cancelledAt > this.now)
			this.events.add(cancelledAt, () => {
				stay.isCancelled = true;
				if (seller !== 'direct')
					for (const date of dates) this.views[seller][type]?.set(date, this.viewed(seller, type, date) + 1);
				this.hear(stay);
			});
	}

	/** The hotel's own system hears of it with the next look at the seller. */
	private hear(stay: Stay): void {
		const every = this.plan.looks[stay.seller];
		const offset = this.phase[stay.seller] * every;
		const looksAt = every === 0 ? this.now : offset + Math.ceil((this.now - offset) / every) * every;
		this.news[stay.seller].add(stay);
		const delay = stay.seller === 'direct' ? 0 : this.draw() * this.plan.writes;
		this.events.add(looksAt + delay, () => this.write(stay));
	}

	private write(stay: Stay): void {
		this.news[stay.seller].delete(stay);
		stay.isKnown = true;
		const occupied = this.standing(stay.type, stay).flatMap(({ roomId, start, end }) =>
			roomId === null ? [] : [{ roomId, start, end }],
		);
		if (stay.isCancelled) stay.roomId = null;
		else {
			const candidates = this.types[stay.type] ?? [];
			const request = { stayId: stay.id, start: stay.start, end: stay.end, candidates, keepRoomId: stay.roomId };
			stay.roomId = assignRooms([request], occupied).get(stay.id) ?? null;
		}
		const { channelReads, tells } = this.plan;
		for (const channel of ['booking.com', 'airbnb'] as const) {
			// A calendar is read when the channel likes; nobody is told anything else.
			const wait = channelReads > 0 ? this.draw() * channelReads : 0.5 + this.draw() * tells;
			this.events.add(this.now + wait, () => this.tell(channel, stay));
		}
	}

	/** Worked out at this moment, whatever it was when the news came. */
	private tell(channel: Exclude<Seller, 'direct'>, stay: Stay): void {
		const counts = this.countsOf(stay.type, stay.start, stay.end);
		const told = eachNight(stay.start, stay.end).map((date) => this.viewed(channel, stay.type, date));
		const wanted = differences(rangesOf(stay.start, told), rangesOf(stay.start, counts));
		const holds = this.plan.holdsBack && SELLERS.some((seller) => seller !== 'direct' && this.news[seller].size > 0);
		const view = this.views[channel][stay.type];
		let isHeld = false;
		let raises = false;
		for (const range of wanted)
			for (const date of eachNight(range.start, range.end)) {
				const isMore = isOpening({ ...nothingSet(), available: this.viewed(channel, stay.type, date) }, range);
				raises ||= isMore;
				if (holds && isMore) isHeld = true;
				else view?.set(date, range.available ?? 0);
			}
		if (wanted.length > 0) this.pushes += new Set(wanted.map(({ start }) => start.slice(0, 7))).size;
		if (raises && this.plan.holdsBack) this.ask(stay);
		if (isHeld) this.events.add(this.now + 60, () => this.tell(channel, stay));
		if (!stay.isCancelled && stay.untold.delete(channel) && stay.untold.size === 0)
			this.closures.push(this.now - stay.soldAt);
	}

	/** Both channels are told by one run, which asks once. */
	private ask(stay: Stay): void {
		const last = this.askedAt.get(stay) ?? -Infinity;
		if (this.now - last <= this.plan.tells) return;
		this.askedAt.set(stay, this.now);
		this.askings += 1;
	}

	/** Rooms to sell by what the hotel's own system knows. */
	private countsOf(type: number, start: string, end: string): number[] {
		const roomIds = this.types[type] ?? [];
		const known = this.overlapping(type, start, end).filter((stay) => stay.isKnown && !stay.isCancelled);
		const taken = known.flatMap((stay) => (stay.roomId === null ? [] : [{ ...stay, roomId: stay.roomId }]));
		const waiting = known.filter(({ roomId }) => roomId === null).map((stay) => ({ ...stay, roomIds }));
		const counts = roomsToSell({ types: [{ key: 'type', roomIds }], taken, waiting, range: { start, end } }).get(
			'type',
		);
		// A calendar says only that a night is taken, of the one listing that stands for the type.
		return (counts ?? []).map((count) => (this.plan.isCounted ? count : Math.min(count, 1)));
	}

	private viewed(channel: Exclude<Seller, 'direct'>, type: number, date: string): number {
		return this.views[channel][type]?.get(date) ?? (this.plan.isCounted ? (this.types[type]?.length ?? 0) : 1);
	}

	private standing(type: number, but: Stay): Stay[] {
		return this.overlapping(type, but.start, but.end).filter((stay) => stay !== but && !stay.isCancelled);
	}

	private keep(stay: Stay, dates: readonly string[]): void {
		const nights = this.stays[stay.type];
		for (const date of dates) nights?.set(date, (nights.get(date) ?? new Set<Stay>()).add(stay));
	}

	private overlapping(type: number, start: string, end: string): Stay[] {
		const nights = this.stays[type];
		return [...new Set(eachNight(start, end).flatMap((date) => [...(nights?.get(date) ?? [])]))];
	}

	private looksInAYear(): number {
		const { looks, callsPerLook } = this.plan;
		const year = DAYS * DAY;
		const ofSellers = SELLERS.reduce(
			(sum, seller) => sum + (looks[seller] > 0 ? (year / looks[seller]) * callsPerLook[seller] : 0),
			0,
		);
		return Math.round(ofSellers);
	}
}

function rangesOf(start: string, counts: readonly number[]): CalendarRange[] {
	return compressNights(
		start,
		counts.map((available) => ({ ...nothingSet(), available })),
	);
}

/** By time, and in the order of arrival at the same time: a binary heap. */
class EventQueue {
	private readonly heap: Event[] = [];
	private added = 0;

	add(at: number, run: () => void): void {
		this.heap.push({ at, order: this.added++, run });
		let place = this.heap.length - 1;
		while (place > 0) {
			const above = (place - 1) >> 1;
			if (!this.isBefore(place, above)) break;
			this.swap(place, above);
			place = above;
		}
	}

	next(): Event | undefined {
		const [first] = this.heap;
		const last = this.heap.pop();
		if (first === undefined || last === undefined || this.heap.length === 0) return first;
		this.heap[0] = last;
		let place = 0;
		for (;;) {
			const [left, right] = [2 * place + 1, 2 * place + 2];
			let least = place;
			if (left < this.heap.length && this.isBefore(left, least)) least = left;
			if (right < this.heap.length && this.isBefore(right, least)) least = right;
			if (least === place) return first;
			this.swap(place, least);
			place = least;
		}
	}

	private isBefore(one: number, other: number): boolean {
		const [a, b] = [this.heap[one] as Event, this.heap[other] as Event];
		return a.at < b.at || (a.at === b.at && a.order < b.order);
	}

	private swap(one: number, other: number): void {
		const kept = this.heap[one] as Event;
		this.heap[one] = this.heap[other] as Event;
		this.heap[other] = kept;
	}
}
