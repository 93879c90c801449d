/**
 * The signed GET `…/front-desk`: who arrives on a day, what is still missing of each, and which stays people have to
 * look at. Nothing of the guest but the booking's number, its room and its dates.
 */
import { addDays, isIsoDate } from '../../core/reservation/dates';
import { reservationKey, uniqueKey } from '../../core/reservation/key';
import { OWN_CHANNEL } from '../../core/channel/channels';
import { languageOf, type Language } from '../../core/text/language';
import type { Money } from '../../core/reservation/model';
import { balancesOf, cardToCharge } from '../payments/folio-balance';
import type { BookingStore } from '../ports/booking-store';
import type { ActiveStay, ConflictKind } from '../ports/occupancy';
import type { ReservationKey } from '../ports/records';
import { candidateRooms } from '../room-conflicts/room-rack';
import { readAdvisor } from '../room-conflicts/read-advisor';
import { hotelSettings, todayIn, type HotelSettings } from '../settings/hotel-settings';
import { json } from '../webhook/http';

/** More conflicts than this nobody reads. */
const MAX_CONFLICTS = 200;

interface StayAtDesk {
	bookingId: string;
	bookingNumber: number;
	key: string;
	/** `null` while it has none. */
	roomName: string | null;
	checkIn: string;
	checkOut: string;
}

export interface Arrival extends StayAtDesk {
	/** The columns of the guest's identity documents that still hold a placeholder. */
	missingDocuments: string[];
	/** What is left to pay for the reservation with all its rooms; `null` if nothing is known of its price. */
	due: Money | null;
	/** What the hotel has still to charge the channel's virtual card with: the guest owes it to nobody. `null` without one. */
	virtualCard: Money | null;
}

export interface FrontDesk {
	/** `YYYY-MM-DD`, the hotel's own. */
	date: string;
	timeZone: string;
	arrivals: Arrival[];
	/**
	 * `advice`: who else has the room, and what could be done; of the first 20; in the language of the query.
	 * `unmappedType`: where no room is listed for its room type, as the room map would name that.
	 */
	conflicts: Array<StayAtDesk & { kind: ConflictKind; advice: string; unmappedType?: string }>;
	/** How many more there are. */
	conflictsLeftOut: number;
}

interface FrontDeskRequest {
	store: BookingStore;
	hotelSlug: string;
	query: URLSearchParams;
	now: Date;
}

export async function answerFrontDesk({ store, hotelSlug, query, now }: FrontDeskRequest): Promise<Response> {
	const settings = await hotelSettings(store, hotelSlug);
	const date = query.get('date') ?? todayIn(settings, now);
	if (!isIsoDate(date)) return json(400, { error: 'Missing or invalid: date (YYYY-MM-DD)', fields: ['date'] });
	const language = languageOf(query.get('language'));
	const desk = await readFrontDesk(store, hotelSlug, date, { settings, language, today: todayIn(settings, now) });
	return json(200, { status: 'success', date, timeZone: settings.timeZone, ...desk });
}

async function readFrontDesk(
	store: BookingStore,
	hotelSlug: string,
	date: string,
	{ settings, today, language }: { settings: HotelSettings; today: string; language: Language },
): Promise<Pick<FrontDesk, 'arrivals' | 'conflicts' | 'conflictsLeftOut'>> {
	const occupancy = await store.occupancy(hotelSlug, date);
	const { stays, rooms, conflicts } = occupancy;
	const roomNames = new Map(rooms.map(({ id, name }) => [id, name]));
	const atDesk = (stay: ActiveStay): StayAtDesk => ({
		bookingId: stay.bookingId,
		bookingNumber: stay.bookingNumber,
		key: reservationKey(keyOf(stay, hotelSlug)),
		roomName: stay.roomId === null ? null : (roomNames.get(stay.roomId) ?? null),
		checkIn: stay.start,
		checkOut: stay.end,
	});
	const arriving = stays.filter(({ start }) => start === date);
	const amounts = await amountsDue(store, hotelSlug, arriving);
	const documents = new Map(
		(await store.identityMissing(hotelSlug, date, addDays(date, 1))).map(({ bookingId, missing }) => [
			bookingId,
			missing,
		]),
	);
	const advisor =
		conflicts.length === 0 ? null : await readAdvisor(store, hotelSlug, settings, today, { occupancy, language });
	const known = new Map(stays.map((stay) => [stay.bookingId, stay]));
	const roomsFor = candidateRooms(settings.roomMap, rooms);
	const unmappedType = ({ reference }: ActiveStay, kind: ConflictKind) => {
		const type = reference?.roomTypeId ?? reference?.roomName ?? null;
		const isUnmapped = kind === 'no_room' && reference !== null && type !== null && roomsFor(reference).length === 0;
		return isUnmapped ? { unmappedType: `${reference.channel}/${type}` } : {};
	};
	return {
		arrivals: arriving
			.map((stay) => ({
				...atDesk(stay),
				missingDocuments: documents.get(stay.bookingId) ?? [],
				...(amounts.get(uniqueKey(keyOf(stay, hotelSlug))) ?? { due: null, virtualCard: null }),
			}))
			.sort((one, other) => one.bookingNumber - other.bookingNumber),
		conflicts: conflicts.slice(0, MAX_CONFLICTS).flatMap(({ bookingId, kind }) => {
			const stay = known.get(bookingId);
			const advice = advisor?.on(bookingId, kind) ?? '';
			return stay ? [{ ...atDesk(stay), kind, advice, ...unmappedType(stay, kind) }] : [];
		}),
		conflictsLeftOut: Math.max(0, conflicts.length - MAX_CONFLICTS),
	};
}

async function amountsDue(
	store: BookingStore,
	hotelSlug: string,
	stays: readonly ActiveStay[],
): Promise<Map<string, Pick<Arrival, 'due' | 'virtualCard'>>> {
	const keys = new Map(stays.map((stay) => [uniqueKey(keyOf(stay, hotelSlug)), keyOf(stay, hotelSlug)]));
	if (keys.size === 0) return new Map();
	const folios = await store.ledger(hotelSlug).folios([...keys.values()]);
	return new Map(
		folios.map((folio) => [
			uniqueKey(folio),
			{ due: balancesOf(folio)[0]?.due ?? null, virtualCard: cardToCharge(folio) },
		]),
	);
}

function keyOf({ bookingId, reference }: ActiveStay, hotelSlug: string): ReservationKey {
	return reference ?? { channel: OWN_CHANNEL, propertyId: hotelSlug, reservationId: bookingId };
}
