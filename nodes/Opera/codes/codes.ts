/**
 * The hotel's codes in OPERA for what others call by other names, in one place. Pure.
 * What has no code is told with both sides' lists, before anything is sent.
 */
import type { RoomStay } from '../../../core/reservation/model';
import { proposals } from './proposals';

/** A code as OPERA's lists of values show it. */
export interface ListedCode {
	code: string;
	description: string | null;
}

/** OPERA's lists, and its rooms by number; `null` where they cannot be read (a gateway without them). */
export interface OperaLists {
	roomTypes: readonly ListedCode[] | null;
	ratePlans: readonly ListedCode[] | null;
	marketCodes: readonly ListedCode[] | null;
	sourceCodes: readonly ListedCode[] | null;
	guaranteeCodes: readonly ListedCode[] | null;
	paymentMethods: readonly ListedCode[] | null;
	cancellationReasons: readonly ListedCode[] | null;
	/** The room type of each of OPERA's rooms, by the room's number. */
	roomTypeOfRoom: ReadonlyMap<string, string> | null;
}

/** What OPERA files a reservation under; `null` leaves it to OPERA. */
export interface BookingCodes {
	market: string | null;
	source: string | null;
	guarantee: string | null;
}

/** OPERA's own conversion, which nobody has chosen: it may name what OPERA has given up, and knows no assigned room. */
export interface CodeTable {
	/** By what the other side calls them. */
	roomTypes: ReadonlyMap<string, string>;
	ratePlans: ReadonlyMap<string, string>;
}

/** What a person has chosen in the node. */
export interface CodeChoices extends BookingCodes {
	/** OPERA's room type by the channel's ID of the room type, or by SelfKey's name of a room. */
	roomTypes: ReadonlyMap<string, string>;
	/** OPERA's rate plan by the channel's. */
	ratePlans: ReadonlyMap<string, string>;
	/** For what is not chosen. */
	table: CodeTable;
	/** For rate plans that are not listed. */
	ratePlan: string | null;
	/** Those of a channel, by its name, or of a rate plan, by the channel's ID; they come before those of all. */
	bookingCodes: ReadonlyMap<string, BookingCodes>;
	paymentMethod: string | null;
	cancellationReason: string | null;
	/** Whether OPERA fills in its own defaults for what is missing or unknown (`reservationNotification`). */
	fillsIn: boolean;
}

/** What the house has to sell, as SelfKey knows it. */
export interface Sold {
	/** By their numbers. */
	rooms: readonly string[];
	/** Those of the channels, by the channel's ID; `isServed` where SelfKey gives its stays a room, one of `rooms`. */
	roomTypes: ReadonlyArray<{ id: string; name: string | null; isServed: boolean; rooms: readonly string[] }>;
	/** The channels' rate plans that are known beforehand, by the channel's ID. */
	ratePlans: readonly string[];
}

/** Translates into OPERA's codes, each checked against OPERA's list. */
export class Codes {
	private readonly roomTypeTable: CheckedTable;
	private readonly ratePlanTable: CheckedTable;

	constructor(
		readonly choices: CodeChoices,
		private readonly lists: OperaLists,
	) {
		const { market, source, guarantee, paymentMethod, cancellationReason, ratePlan } = choices;
		this.require(ratePlan, lists.ratePlans, 'rate plan');
		this.require(market, lists.marketCodes, 'market code');
		this.require(source, lists.sourceCodes, 'source code');
		this.require(guarantee, lists.guaranteeCodes, 'guarantee code');
		this.require(paymentMethod, lists.paymentMethods, 'payment method');
		this.require(cancellationReason, lists.cancellationReasons, 'cancellation reason');
		const listed = (list: readonly ListedCode[] | null) => (choices.fillsIn ? null : list);
		this.roomTypeTable = new CheckedTable(choices.table.roomTypes, listed(lists.roomTypes), 'room type', 'Room Types');
		this.ratePlanTable = new CheckedTable(choices.table.ratePlans, listed(lists.ratePlans), 'rate plan', 'Rate Plans');
	}

	/** Rows of OPERA's own table that were looked up so far, and are left out since OPERA does not have their code. */
	get warnings(): string[] {
		return [this.roomTypeTable, this.ratePlanTable].flatMap((table) => table.warnings([...table.missed]));
	}

	/** The same of all rows. */
	get tableWarnings(): string[] {
		return [this.roomTypeTable, this.ratePlanTable].flatMap((table) => table.warnings([...table.unknown]));
	}

	/**
	 * The room type: as chosen for the channel's type or for SelfKey's room, or else that of the room with the same
	 * number in OPERA, or else by OPERA's own table: that knows what was booked, and not which room the guest got. A stay without a room gets the type of the rooms that serve its own, where OPERA has them all as one
	 * type. `null` where OPERA fills in its default.
	 * @throws RangeError with both lists
	 */
	roomType(
		{ roomTypeId, roomName }: Pick<RoomStay, 'roomTypeId' | 'roomName'>,
		room: string | null,
		typeRooms: readonly string[] = [],
	): string | null {
		const { roomTypes, fillsIn } = this.choices;
		const names = [roomTypeId, room, roomName].filter((name) => name !== null);
		const chosen = names.map((name) => roomTypes.get(name)).find((code) => code !== undefined);
		if (chosen !== undefined) return this.require(chosen, this.lists.roomTypes, 'room type');
		const ofRoom = [room, roomName].map((name) => this.lists.roomTypeOfRoom?.get(name ?? '')).find(Boolean);
		if (ofRoom !== undefined) return ofRoom;
		const inTable = this.roomTypeTable.find([room, roomName, roomTypeId]);
		if (inTable !== undefined) return inTable;
		const ofType = room === null ? this.typeOf(typeRooms) : null;
		// OPERA's own rooms are of types that it has; what somebody has typed for one of them may be none.
		if (ofType !== null)
			return typeRooms.some((name) => roomTypes.has(name))
				? this.require(ofType, this.lists.roomTypes, 'room type')
				: ofType;
		if (fillsIn) return null;
		const what = names.length === 0 ? 'a room of unknown type' : `"${names.slice(0, 2).join('", "')}"`;
		throw new RangeError([this.noRoomType(what, FEW), ...this.warnings].join('. '));
	}

	/**
	 * What of the house has no code, or one that OPERA does not have, in words with both sides' lists; empty where
	 * everything can be written. A stay gets its room's type, so a room type needs a code of its own only while a room
	 * has none, or where SelfKey gives its stays no room.
	 * @param unread fields that are chosen for each reservation, and of which nothing is known beforehand
	 */
	unmapped({ rooms, roomTypes, ratePlans }: Sold, unread: readonly string[] = []): string[] {
		const { choices, lists } = this;
		if (choices.fillsIn) return [];
		const open = rooms.filter((name) => !this.hasCode(name));
		const areRoomsOpen = open.length > 0 || rooms.length === 0;
		const openTypes = roomTypes.filter((type) => (areRoomsOpen || !type.isServed) && !this.hasOwnCode(type));
		const without = [...open, ...openTypes.map(typeName)];
		const proposed = proposals(
			[...open.map(asUnmapped), ...openTypes.map(({ id, name }) => ({ theirs: id, name }))],
			lists.roomTypes,
		);
		const openPlans = ratePlans.filter((id) => !choices.ratePlans.has(id) && !this.ratePlanTable.has(id));
		const hasNoPlan = choices.ratePlan === null && !unread.includes('ratePlan');
		const planned = hasNoPlan ? proposals(openPlans.map(asUnmapped), lists.ratePlans) : [];
		return [
			...(without.length > 0 ? [this.noRoomType(named(without))] : []),
			...(proposed.length > 0 ? [`By their names in Opera these could be: ${named(proposed)}`] : []),
			...[...choices.roomTypes.values()].flatMap((code) => this.unknown(code, lists.roomTypes, 'room type') ?? []),
			...[...choices.ratePlans.values()].flatMap((code) => this.unknown(code, lists.ratePlans, 'rate plan') ?? []),
			...[...choices.bookingCodes.values()].flatMap(({ market, source, guarantee }) =>
				[
					this.unknown(market, lists.marketCodes, 'market code'),
					this.unknown(source, lists.sourceCodes, 'source code'),
					this.unknown(guarantee, lists.guaranteeCodes, 'guarantee code'),
				].filter((problem) => problem !== null),
			),
			...(planned.length > 0 ? [`By their names in Opera these could be: ${named(planned)}`] : []),
			...(hasNoPlan
				? [this.noRatePlan([...(openPlans.length > 0 ? [named(openPlans)] : []), NO_RATE_PLAN].join(', and for '))]
				: []),
			...(choices.cancellationReason === null && !unread.includes('cancellationReason') ? [this.noReason()] : []),
		];
	}

	/**
	 * What cannot be written as long as SelfKey has no room for a stay, such as one that is overbooked; `null` where
	 * nothing is missing. No reason to stop: nearly every stay has a room.
	 */
	needsRoom({ rooms, roomTypes }: Sold): string | null {
		if (this.choices.fillsIn || rooms.length === 0) return null;
		const open = roomTypes.filter((type) => type.isServed && !this.hasOwnCode(type)).map(typeName);
		return open.length === 0
			? null
			: `A stay gets the Opera room type of its room. One without a room waits until it has one, unless a room type is chosen under "Room Types" of the Opera node for ${named(open)}, whose rooms are of several types in Opera`;
	}

	/** OPERA's room type of all these rooms, as chosen or by their numbers; `null` where they are of several, or not known. */
	private typeOf(rooms: readonly string[]): string | null {
		const codes = new Set(
			rooms.map(
				(room) =>
					this.choices.roomTypes.get(room) ?? this.lists.roomTypeOfRoom?.get(room) ?? this.roomTypeTable.find([room]),
			),
		);
		const [only] = codes;
		return codes.size === 1 ? (only ?? null) : null;
	}

	private hasCode(name: string): boolean {
		const isKnown = this.choices.roomTypes.has(name) || this.lists.roomTypeOfRoom?.has(name) === true;
		return isKnown || this.roomTypeTable.has(name);
	}

	private hasOwnCode({ id, name, rooms }: Sold['roomTypes'][number]): boolean {
		return this.hasCode(id) || (name !== null && this.hasCode(name)) || this.typeOf(rooms) !== null;
	}

	/** As chosen for the rate plan, or else for the channel, or else for all. @throws RangeError with OPERA's list */
	bookingCodes(channel: string, ratePlanId: string | null): BookingCodes {
		const chosen = [
			this.choices.bookingCodes.get(ratePlanId ?? ''),
			this.choices.bookingCodes.get(channel),
			this.choices,
		];
		const first = (name: keyof BookingCodes) => chosen.map((codes) => codes?.[name] ?? null).find(Boolean) ?? null;
		const { marketCodes, sourceCodes, guaranteeCodes } = this.lists;
		return {
			market: this.require(first('market'), marketCodes, 'market code'),
			source: this.require(first('source'), sourceCodes, 'source code'),
			guarantee: this.require(first('guarantee'), guaranteeCodes, 'guarantee code'),
		};
	}

	/** The rate plan. @throws RangeError with both lists */
	ratePlan(ratePlanId: string | null): string | null {
		const { ratePlans, ratePlan, fillsIn } = this.choices;
		const chosen = ratePlans.get(ratePlanId ?? '') ?? this.ratePlanTable.find([ratePlanId]) ?? ratePlan;
		if (chosen !== null) return this.require(chosen, this.lists.ratePlans, 'rate plan');
		if (fillsIn) return null;
		const what = this.noRatePlan(ratePlanId === null ? NO_RATE_PLAN : `"${ratePlanId}"`, FEW);
		throw new RangeError([what, ...this.warnings].join('. '));
	}

	/** @throws RangeError where there is none */
	get cancellationReason(): string {
		const { cancellationReason } = this.choices;
		if (cancellationReason !== null) return cancellationReason;
		throw new RangeError(this.noReason(FEW));
	}

	private require<C extends string | null>(code: C, list: readonly ListedCode[] | null, what: string): C {
		const problem = this.unknown(code, list, what, FEW);
		if (problem === null) return code;
		throw new RangeError(problem);
	}

	/** `null` where OPERA has the code, or none is chosen. */
	private unknown(
		code: string | null,
		list: readonly ListedCode[] | null,
		what: string,
		most = MAX_SHOWN,
	): string | null {
		if (code === null || list === null || this.choices.fillsIn || list.some((known) => known.code === code))
			return null;
		return `Opera has no ${what} "${code}". It has: ${shown(list, most)}. Choose another one in the Opera node, or add it in Opera`;
	}

	private noRoomType(what: string, most = MAX_SHOWN): string {
		const { choices, lists } = this;
		return `No Opera room type is chosen for ${what}. Chosen so far: ${named([...choices.roomTypes.keys()], most)}. Opera has: ${shown(lists.roomTypes, most)}. Add it under "Room Types" of the Opera node`;
	}

	private noRatePlan(what: string, most = MAX_SHOWN): string {
		const { choices, lists } = this;
		return `No Opera rate plan is chosen for ${what}. Chosen so far: ${named([...choices.ratePlans.keys()], most)}. Opera has: ${shown(lists.ratePlans, most)}. Add it under "Rate Plans" of the Opera node, or choose a "Rate Plan for All Others"`;
	}

	private noReason(most = MAX_SHOWN): string {
		return `Choose a "Cancellation Reason" in the Opera node. Opera has: ${shown(this.lists.cancellationReasons, most)}`;
	}
}

/** OPERA's own conversion of one kind of code, without what OPERA does not have. */
class CheckedTable {
	/** Names whose code OPERA does not have. */
	readonly unknown: ReadonlySet<string>;
	/** Those of them that were looked up. */
	readonly missed = new Set<string>();

	/** @param list `null` where nothing is checked */
	constructor(
		private readonly codes: ReadonlyMap<string, string>,
		list: readonly ListedCode[] | null,
		private readonly what: string,
		private readonly field: string,
	) {
		const known = new Set(list?.map(({ code }) => code));
		this.unknown = new Set([...codes].flatMap(([name, code]) => (list === null || known.has(code) ? [] : [name])));
	}

	has(name: string): boolean {
		return this.codes.has(name) && !this.unknown.has(name);
	}

	/** The first that OPERA has. */
	find(names: ReadonlyArray<string | null>): string | undefined {
		for (const name of names) {
			if (name === null) continue;
			if (this.has(name)) return this.codes.get(name);
			if (this.unknown.has(name)) this.missed.add(name);
		}
		return undefined;
	}

	/** One for each code. */
	warnings(names: readonly string[]): string[] {
		const codes = new Set(names.map((name) => this.codes.get(name)));
		return [...codes].map((code) => {
			const of = names.filter((name) => this.codes.get(name) === code).map((name) => `"${name}"`);
			return `Opera's own conversion table names the ${this.what} "${code}" for ${named(of)}, which Opera does not have, so it is left out. Choose one under "${this.field}" of the Opera node, or correct the table in Opera and delete the line in the data table opera_codes`;
		});
	}
}

/** @throws RangeError with OPERA's list, where it has no such payment method */
export function checkPaymentMethod(code: string | null, list: readonly ListedCode[] | null): string {
	if (code === null) throw new RangeError(`Choose a payment method. Opera has: ${shown(list)}`);
	if (list === null || list.some((known) => known.code === code)) return code;
	throw new RangeError(
		`Opera has no payment method "${code}". It has: ${shown(list)}. Choose another one in the Opera node, or add it in Opera`,
	);
}

const asUnmapped = (theirs: string) => ({ theirs, name: null });
const NO_RATE_PLAN = 'a reservation without one';
const typeName = ({ id, name }: Sold['roomTypes'][number]) => (name === null ? id : `${name} (${id})`);

/** Where a person chooses. */
const MAX_SHOWN = 40;
/** In the error of one reservation: the log keeps its first 500 characters, and what to do stands at the end. */
const FEW = 4;

function shown(list: readonly ListedCode[] | null, most = MAX_SHOWN): string {
	return list === null
		? 'a list that cannot be read here'
		: named(
				list.map(({ code, description }) => (description === null ? code : `${code} (${description})`)),
				most,
			);
}

function named(names: readonly string[], most = MAX_SHOWN): string {
	if (names.length === 0) return 'none';
	const more = names.length - most;
	return names.slice(0, most).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
