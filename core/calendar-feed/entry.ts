/**
 * What an event of a channel's calendar is. Calendars have no word for it: it is told by the texts that each channel
 * writes. Facts: Airbnb's `Reserved` with the reservation's address, and `Airbnb (Not available)`; Booking.com's
 * `CLOSED - Not available` for bookings and closures alike; Vrbo's `Reserved - Name`, in the host's language.
 */
import type { EventDates } from '../ical/event-dates';
import type { Calendar, CalendarEvent, UndatedEvent } from '../ical/read-calendar';
import { nightsBetween } from '../reservation/dates';
import { holdsTypedCard } from '../text/card-in-word';
import { isOwnEvent } from './own-events';
import { shortHash } from './short-hash';

export interface Entry {
	kind:
		| 'booking'
		/** Nights that are not for sale, without a booking. */
		| 'closure'
		/** A booking that the calendar itself calls cancelled. */
		| 'cancelled';
	uid: string;
	/** The reservation's code, where the calendar has it. */
	code: string | null;
	checkIn: string;
	/** Exclusive. */
	checkOut: string;
	/** Nothing but its dates tells whether it is a booking. */
	isAmbiguous: boolean;
	/** The last digits of the guest's phone number. */
	phoneEnd: string | null;
	guest: string | null;
}

export interface EntryRules {
	/** Today's date in the hotel. */
	today: string;
	/** In nights: what is longer, and could be either, is a closure. */
	longestStay: number;
}

/** In several languages, as far as they are known; whatever it says else is a booking, so that no room is sold twice. */
const CLOSED_WORDS = [
	'not available|unavailable|blocked|closed|closures?|stop sell|off[ -]market|(?:owner|manual|maintenance) (?:stay|use|hold|block)',
	'nicht verf[üu]gbar|gesperrt|blockier(?:te?|ung)|geschlossen|eigenbelegung',
	'indisponibles?|non disponibles?|bloqu[ée]e?s?|ferm[ée]e?s?',
	'no disponibles?|bloquead[oa]s?|cerrad[oa]s?',
	'non disponibil\\p{L}*|bloccat[oaie]|chius[oaie]',
	'não dispon[ií]vel|indispon[ií]vel|fechad[oa]s?',
	'niet beschikbaar|geblokkeerd|gesloten',
	'niedostępn\\p{L}*|zablokowan\\p{L}*|nedostupn\\p{L}*|blokován\\p{L}*|nem elérhető|indisponibil\\p{L}*|nu este disponibil\\p{L}*',
	'(?:müsait|uygun) değil|kapalı|bloke',
	'(?:ej|inte) tillgänglig\\p{L}*|blockerad\\p{L}*|ikke til(?:gængelig|gjengelig)\\p{L}*|blokeret|ei saatavilla',
	'недоступн\\p{L}*|заблокирован\\p{L}*|закрыт\\p{L}*|μη διαθέσιμ\\p{L}*',
].join('|');
/** Of scripts that write words without blanks, or join them. */
const CLOSED_UNDIVIDED =
	'不可用|不可预订|不可預訂|无法预订|無法預訂|关闭|關閉|利用不可|予約不可|예약 ?불가|이용 ?불가|غير متاح|غير متوفر|محجوب|לא זמין|חסום';
/** Alone, where they cannot be part of a sentence. */
const CLOSED_ALONE =
	'busy|hold|block|maintenance|out of order|wartung|beschäftigt|occupé|travaux|ocupado|mantenimiento|occupato|manutenzione|bezet|onderhoud';
/** As whole words: guests are called Blokesch or Chiusano. */
const CLOSED = new RegExp(`(?<!\\p{L})(?:${CLOSED_WORDS})(?!\\p{L})|${CLOSED_UNDIVIDED}|^(?:${CLOSED_ALONE})$`, 'iu');
const BOOKED =
	/^(?:reserved|booked|r[ée]serv[ée]e?|reserviert|gebucht|reservad[oa]|prenotat[oa]|gereserveerd|zarezerwowan[eoay]|rezerve(?: edildi)?|rezervov[áa]no|reserver(?:ad|et|t)|varattu|foglalt|rezervat|забронировано|κρατημένο|已预订|已預訂|予約済み|예약됨|محجوز|שמור)(?!\p{L})\s*(?:[-–—:]\s*(.+))?/iu;
const CANCELLED = /^\P{L}*(?:cancell?ed|annul[ée]e?|storniert|cancelad[oa]|annullat[oa]|geannuleerd)(?!\p{L})/iu;

/** `Phone Number (Last 4 Digits): 1234`, in any language. */
const PHONE_END = /(?:last 4 digits|\([^()\n]{0,40}(?<!\d)4(?!\d)[^()\n]{0,40}\))\W{0,4}(\d{4})(?!\d)/iu;
/** What is put behind it tells it from another one. */
const MAX_UID = 150;
/**
 * The calendar's events that concern a hotel; never its own ones, those that occupy nothing, and none of the past. What is called
 * a booking is one, whatever it occupies: some calendars say of every whole day that it occupies nothing.
 * Whether a short ambiguous one is a booking, earlier readings tell better: see `decideAmbiguous`.
 */
export function entriesOf(calendar: Calendar, rules: EntryRules): Entry[] {
	const lost = lostIn(calendar);
	const booked = new Set(calendar.events.filter(({ isTransparent }) => !isTransparent).map(codeIn));
	return calendar.events
		.filter((event) => !occupiesNothing(event, calendar.productId, booked) && !isOurs(event))
		.filter((event) => !lost.includes(event) && event.end >= rules.today)
		.map((event) => entryOf(event, calendar.productId, rules));
}

/** @param booked the codes of events that do occupy their nights */
function occupiesNothing(event: CalendarEvent, productId: string, booked: ReadonlySet<string | null>): boolean {
	if (!event.isTransparent) return false;
	// A title that only begins like a booking's is a chore's: "Reserved for cleaning?".
	const isCalledBooking =
		BOOKED.exec(event.summary)?.[0].length === event.summary.length && event.status !== 'TENTATIVE';
	// Chores name the code of the booking that they are about, which has an event of its own.
	const isCoded = codeIn(event) !== null && !booked.has(codeIn(event));
	return !isCalledBooking && !isCoded && !isBookingCom(event, productId);
}

/** It is there; what it is, or when, is not known. */
export type UnreadableEvent = UndatedEvent & Partial<EventDates>;

export function unreadableIn(calendar: Calendar): UnreadableEvent[] {
	return [...calendar.undated, ...lostIn(calendar)].filter((event) => !isOurs(event));
}

/** Events whose title was in a line that cannot be read: bookings and closures alike. Some calendars have no titles. */
function lostIn({ events }: Calendar): CalendarEvent[] {
	if (events.every(({ summary }) => summary === '')) return [];
	return events.filter((event) => event.summary === '' && event.hasBadLine && codeIn(event) === null);
}

/** With the channel's own code, it is the channel's. */
function isOurs(event: UndatedEvent): boolean {
	return codeIn(event) === null && isOwnEvent(event);
}

function entryOf(event: CalendarEvent, productId: string, rules: EntryRules): Entry {
	const code = codeIn(event);
	const booked = BOOKED.exec(event.summary);
	const isAmbiguous = code === null && booked === null && isBookingCom(event, productId);
	return {
		kind: kindOf(event, { isSure: code !== null || booked !== null, isAmbiguous }, rules),
		...{ uid: uidOf(event), code, checkIn: event.start, checkOut: event.end, isAmbiguous },
		phoneEnd: PHONE_END.exec(event.description)?.[1] ?? null,
		guest: booked?.[1]?.trim() || null,
	};
}

function kindOf(
	event: CalendarEvent,
	{ isSure, isAmbiguous }: { isSure: boolean; isAmbiguous: boolean },
	{ longestStay }: EntryRules,
): Entry['kind'] {
	if (/^CANCELL?ED$/.test(event.status) || CANCELLED.test(event.summary)) return 'cancelled';
	if (isSure) return 'booking';
	// No guest stays again and again.
	if (event.isRecurring) return 'closure';
	if (!isAmbiguous) return CLOSED.test(event.summary) || isAirbnbBlock(event) ? 'closure' : 'booking';
	return nightsBetween(event.start, event.end) > longestStay ? 'closure' : 'booking';
}

/** Whatever its language: Airbnb's bookings come with their address, and what is in brackets is a reason. */
function isAirbnbBlock({ summary, description, url }: CalendarEvent): boolean {
	return /^airbnb \([^()]+\)$/iu.test(summary) && `${description}${url}`.trim() === '';
}

/** Booking.com's calendar calls everything closed. */
function isBookingCom({ uid, organizer, summary }: CalendarEvent, productId: string): boolean {
	if (/^closed - not available$/i.test(summary)) return true;
	const signs = [/@booking\.com$/i.test(uid), /\.booking\.com/i.test(productId), /@booking\.com$/i.test(organizer)];
	return signs.includes(true) && CLOSED.test(summary);
}

/**
 * The event's UID, or a hash of one that cannot be part of a reservation's id: ids have 200 characters at most, and none
 * that a database or a person cannot hold, or a card number. Else one odd event would be refused at every poll.
 */
export function uidOf({ uid }: Pick<UndatedEvent, 'uid'>): string {
	return uid.length <= MAX_UID && !/[\p{Cc}\p{Cs}]/u.test(uid) && !holdsTypedCard(uid) ? uid : `uid-${shortHash(uid)}`;
}

/** Out of an address of Airbnb's: its present form, or the one before. The code itself has no fixed form. */
export function codeIn({ url, description }: Pick<UndatedEvent, 'url' | 'description'>): string | null {
	for (const text of [url, description]) {
		const path = /\bairbnb\.[a-z.]{2,8}\/([^\s<>"]{1,300})/i.exec(text)?.[1] ?? '';
		const code =
			/reservations?\/details\/([\w-]{4,40})/i.exec(path) ?? /[?&](?:confirmation_?)?code=([\w-]{4,40})/i.exec(path);
		if (code?.[1] !== undefined && !holdsTypedCard(code[1])) return code[1];
	}
	return null;
}
