/**
 * What the house's own system (OPERA) reports of a reservation that a channel has made: whether the guest is there,
 * and what the desk has changed in it. Everything else of the reservation stays the channel's. Pure.
 */
import { activeRooms, isActive } from '../../core/reservation/active';
import { reservation, stayOf, type ReservationFacts } from '../../core/reservation/build';
import { nightsBetween } from '../../core/reservation/dates';
import { canonicalJson, withFingerprint } from '../../core/reservation/fingerprint';
import { legOf } from '../../core/reservation/leg';
import type { Money, ReportedOver, Reservation, ReservationStatus, RoomStay } from '../../core/reservation/model';
import type { WrittenRoom } from '../webhook/last-written';
import { pricedRooms, reportedTotal } from './reported-total';

/**
 * The reservation as it is after the report; its rooms are known by their leg numbers. What the channel has cancelled
 * stays cancelled.
 * @param counts `all` that it says. While the house has not heard yet what the channel has changed: what it was told last.
 * Then the guest's coming and going counts, and of dates and people what the house has changed since and the channel has not
 */
export function afterReport(
	known: Reservation,
	report: Reservation,
	counts: 'all' | readonly WrittenRoom[],
): Reservation {
	const { history, ...facts } = known;
	if (known.status === 'cancelled') return known;
	const reported = known.rooms.map((room) => roomAfter(room, reportOf(room, known, report), counts, known));
	if (canonicalJson(reported) === canonicalJson(known.rooms)) return known;
	const said = known.history?.reportedOver ?? saidBy(known);
	const rooms = pricedRooms(reported, said);
	const dates = activeRooms({ status: 'confirmed', rooms }).length > 0 ? stayOf(rooms.filter(isActive)) : {};
	const next: ReservationFacts = {
		...facts,
		rooms,
		...dates,
		status: statusAfter(known.status, rooms),
		total: said.total === null && reported.every(isPricedAs(known.rooms)) ? known.total : reportedTotal(said, rooms),
		...peopleAfter(known, rooms),
	};
	return reservation(next);
}

/** What the channel itself has said last, to be kept beside what the house has reported since. */
export function saidBy({
	fingerprint,
	total,
	adults,
	children,
	rooms,
}: Omit<ReportedOver, 'rooms'> & Pick<Reservation, 'rooms'>): ReportedOver {
	return { fingerprint, total, adults, children, rooms: rooms.map(saidOf) };
}

function saidOf({
	roomStayId,
	checkIn,
	checkOut,
	adults,
	children,
	total,
	nightlyRates,
	status,
}: RoomStay): ReportedOver['rooms'][number] {
	return { roomStayId, checkIn, checkOut, adults, children, total, nightlyRates, status };
}

/** Whether the channel only says again what it had said before the house reported something else. */
export function isSaidBefore(message: Reservation, { history, status }: Reservation): boolean {
	return status !== 'cancelled' && history?.reportedOver?.fingerprint === message.fingerprint;
}

/** What is known, as the channel's message: said again it is newer than before, and may bring a card. */
export function asSaidAgain(known: Reservation, message: Reservation): Reservation {
	const { history, afterRevision: _, isByArrival: __, ...facts } = known;
	const { event, revision, observedAt, afterRevision, isByArrival, warnings, payment } = message;
	return {
		...facts,
		...{ event, revision, observedAt, warnings, payment: { ...facts.payment, card: payment.card } },
		...(afterRevision === undefined ? {} : { afterRevision }),
		...(isByArrival === undefined ? {} : { isByArrival }),
	};
}

/**
 * The channel's message with what the house has reported since the one before: of a stay whose nights the channel has not
 * changed, the nights and whether the guest is there, and the price and people that the channel has not changed either.
 * Who has arrived has arrived, whatever the nights are now. A room that the house has put away is the channel's to bring
 * back.
 */
export function withReports(message: Reservation, known: Reservation): Reservation {
	const before = known.history?.reportedOver;
	if (!before || message.status !== 'confirmed' || known.status === 'cancelled') return message;
	const merged = message.rooms.map((room) => {
		const { roomStayId } = room;
		const said = before.rooms.find((stay) => stay.roomStayId === roomStayId);
		const house = known.rooms.find((stay) => stay.roomStayId === roomStayId);
		return house && house.status !== 'cancelled' && room.status === 'confirmed' ? roomWith(room, said, house) : room;
	});
	if (canonicalJson(merged) === canonicalJson(message.rooms)) return message;
	const rooms = pricedRooms(merged, saidBy(message));
	const active = rooms.filter(isActive);
	const { checkIn, checkOut } = stayOf(active.length > 0 ? active : rooms);
	const nights = checkIn !== null && checkOut !== null ? nightsBetween(checkIn, checkOut) : null;
	const status = statusAfter(message.status, rooms);
	return withFingerprint({
		...{ ...message, rooms, checkIn, checkOut, nights, status, total: reportedTotal(saidBy(message), rooms) },
		...unchanged(message, before, known, ['adults', 'children']),
	});
}

function roomWith(room: RoomStay, said: ReportedOver['rooms'][number] | undefined, house: RoomStay): RoomStay {
	const isSame = said?.checkIn === room.checkIn && said.checkOut === room.checkOut;
	if (!said || !isSame) return house.status === 'checked_in' ? { ...room, status: house.status } : room;
	const { checkIn, checkOut, status } = house;
	// Only other nights have a price of the house's; an equal part of the channel's former total is none.
	const isMoved = checkIn !== said.checkIn || checkOut !== said.checkOut;
	return {
		...{ ...room, checkIn, checkOut, status },
		...unchanged(room, said, house, ['adults', 'children', ...(isMoved ? (['total', 'nightlyRates'] as const) : [])]),
	};
}

/** What the house has of these fields, as far as the channel says the same of them as before. */
function unchanged<T extends object, Field extends keyof T>(
	message: T,
	said: Pick<T, Field>,
	house: T,
	fields: readonly Field[],
): Partial<Pick<T, Field>> {
	const same = fields.filter((field) => canonicalJson(message[field]) === canonicalJson(said[field]));
	return Object.fromEntries(same.map((field) => [field, house[field]])) as Partial<Pick<T, Field>>;
}

/**
 * The rooms that the house keeps for a guest to come or in the house, and that do not stand here.
 * @param standing the rooms that do, by the reservation's own ids
 */
export function standingOnlyThere(known: Reservation, report: Reservation, standing: ReadonlySet<string>): RoomStay[] {
	const here = known.rooms.filter(({ roomStayId }) => standing.has(roomStayId));
	const held = new Set(here.map((room) => reportOf(room, known, report)));
	// One without a number may be any of those that stand and have no entry of their own: told, it might be cancelled there.
	const isClear = ({ roomStayId }: RoomStay) =>
		roomStayId !== UNNUMBERED || here.every((room) => reportOf(room, known, report) !== null);
	return report.rooms.filter((room) => isAwaitedOrThere(room) && !held.has(room) && isClear(room));
}

/** The id of a room whose entry in the house's system has no leg number. */
const UNNUMBERED = '0';

/** The nights of a stay that is over can no longer be sold twice. */
export function isAwaitedOrThere({ status }: Pick<RoomStay, 'status'>): boolean {
	return status === 'confirmed' || status === 'checked_in';
}

/** What is stored, with what the channel had said itself; `null` where the house says nothing else any more. */
export function withReportedOver(stored: Reservation, over: ReportedOver | null): Reservation {
	if (!stored.history) return stored;
	const { reportedOver: _, ...history } = stored.history;
	return { ...stored, history: over === null ? history : { ...history, reportedOver: over } };
}

function reportOf({ roomStayId }: RoomStay, known: Reservation, { rooms }: Reservation): RoomStay | null {
	const leg = String(legOf(roomStayId));
	const named = rooms.find((room) => room.roomStayId === leg);
	// An entry made by hand may lack the number; of one room it says all the same which it is.
	const [only, ...others] = rooms;
	return named ?? (known.rooms.length === 1 && others.length === 0 && only?.roomStayId === UNNUMBERED ? only : null);
}

function roomAfter(
	room: RoomStay,
	report: RoomStay | null,
	counts: 'all' | readonly WrittenRoom[],
	known: Reservation,
): RoomStay {
	if (report === null) return room;
	// Only a house that has heard everything may put a room away, or bring one back.
	const isDecision = report.status === 'cancelled' || room.status === 'cancelled';
	if (isDecision && counts !== 'all') return room;
	const after = { ...room, status: report.status };
	if (!isActive(report)) return after;
	if (counts === 'all') return withPeople(withNights(after, report), report);
	const told = counts.find(({ roomStayId }) => roomStayId === report.roomStayId);
	const said = known.history?.reportedOver?.rooms.find(({ roomStayId }) => roomStayId === room.roomStayId);
	return told ? withNewsSince(after, report, told, [room, ...(said ? [said] : [])]) : after;
}

/**
 * @param told what the house was told last
 * @param sources the room as it stands and as its channel has said it: either may be what was told
 */
function withNewsSince(
	room: RoomStay,
	report: RoomStay,
	told: WrittenRoom,
	sources: ReadonlyArray<ReportedOver['rooms'][number]>,
): RoomStay {
	const hasNights = (stay: Pick<RoomStay, 'checkIn' | 'checkOut'>) =>
		stay.checkIn === told.checkIn && stay.checkOut === told.checkOut;
	const hasPeople = ({ adults, children }: Pick<RoomStay, 'adults' | 'children'>) =>
		(adults ?? told.adults) === told.adults && (children ?? 0) === told.children;
	// As it was told, and known here otherwise by the house's own report: the house has taken its change back.
	const isNews = (has: (stay: RoomStay) => boolean, isReported: boolean) => !has(report) || (isReported && !has(room));
	const [, said] = sources;
	const areNightsReported = said !== undefined && (room.checkIn !== said.checkIn || room.checkOut !== said.checkOut);
	const arePeopleReported = said !== undefined && (room.adults !== said.adults || room.children !== said.children);
	const hasMoved = isNews(hasNights, areNightsReported) && sources.some(hasNights);
	const haveChanged = isNews(hasPeople, arePeopleReported) && sources.some(hasPeople);
	const nights = hasMoved ? withNights(room, report, isPriceTold(room, report)) : room;
	return haveChanged ? withPeople(nights, report) : nights;
}

/** Other nights have another price; that of the same nights is between the guest and the channel. */
function withNights(room: RoomStay, { checkIn, checkOut, nightlyRates, total }: RoomStay, isPriced = true): RoomStay {
	const hasMoved = checkIn !== room.checkIn || checkOut !== room.checkOut;
	return { ...room, checkIn, checkOut, ...(hasMoved && total !== null && isPriced ? { nightlyRates, total } : {}) };
}

function withPeople(room: RoomStay, { adults, children }: RoomStay): RoomStay {
	return {
		...room,
		adults: adults ?? room.adults,
		children: room.children === null && children === 0 ? null : (children ?? room.children),
	};
}

/** Whether the house has the channel's price of the nights that both know: else the channel's newer price would be undone. */
function isPriceTold(room: RoomStay, { nightlyRates }: RoomStay): boolean {
	const [checkIn, checkOut] = [room.checkIn ?? '', room.checkOut ?? ''];
	const known = nightlyRates.filter(({ date }) => date >= checkIn && date < checkOut);
	return (
		known.length > 0 &&
		known.every(({ date, amount }) => {
			const named = room.nightlyRates.find((rate) => rate.date === date)?.amount;
			if (named) return canonicalAmount(named) === canonicalAmount(amount);
			// Where only a total is known, the house was told equal parts of it.
			const { total } = room;
			if (total === null || total.currency !== amount.currency || total.exponent !== amount.exponent) return false;
			return Math.abs(amount.minor - total.minor / nightsBetween(checkIn, checkOut)) < 1;
		})
	);
}

const canonicalAmount = ({ minor, exponent, currency }: Money) => `${minor * 10 ** (6 - exponent)} ${currency}`;

/** Whether a room has the price that it had. */
function isPricedAs(before: readonly RoomStay[]) {
	return ({ total }: RoomStay, index: number) => total === before[index]?.total;
}

/** Of the whole, by its rooms; as before where all of them are cancelled. */
export function statusAfter(before: ReservationStatus, rooms: readonly RoomStay[]): ReservationStatus {
	const statuses = rooms.map(({ status }) => status).filter((status) => status !== 'cancelled');
	if (statuses.length === 0) return before;
	for (const status of ['checked_in', 'confirmed', 'checked_out'] as const)
		if (statuses.includes(status)) return status;
	return 'no_show';
}

function peopleAfter(known: Reservation, rooms: readonly RoomStay[]): Pick<Reservation, 'adults' | 'children'> {
	const haveChanged = rooms.some(
		({ adults, children }, index) => adults !== known.rooms[index]?.adults || children !== known.rooms[index]?.children,
	);
	if (!haveChanged) return { adults: known.adults, children: known.children };
	const sum = (of: 'adults' | 'children') =>
		rooms
			.filter(isActive)
			.reduce<number | null>((all, room) => (room[of] === null ? all : (all ?? 0) + room[of]), null);
	return { adults: sum('adults'), children: sum('children') };
}
