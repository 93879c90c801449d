/** Queues of Booking.com of which one message says what is given, read as the node reads them. */
import { bxmlReservationsOf, mapBxmlReservation } from '../../nodes/BookingCom/reservations/bxml/bxml.mapper';
import { tryMap } from '../../nodes/BookingCom/reservations/fetch-queues';
import { mapMessage, messagesOf } from '../../nodes/BookingCom/reservations/ota/ota.mapper';
import { readAnswer } from '../../nodes/BookingCom/responses/read-response';
import { messageXml, onlyId, room } from './ota-message';

const observedAt = '2026-03-11T15:02:40.123Z#1';

export const ALL = ['1001', '1002', '1003'];

/** Where in its message the text stands: before other elements, or as the last. */
type Place = 'inside' | 'last';

/** What one message says, or each of them. */
type Said = string | readonly string[];

function saidBy(id: string, inside: Said, ids: readonly string[], saying: string): string {
	return typeof inside !== 'string' ? (inside[ids.indexOf(id)] ?? '') : id === saying ? inside : '';
}

/** A queue of three, or of these, of which one says what is given, or each its own. */
export function queueWith(inside: Said, ids = ALL, saying = '1002', place: Place = 'inside'): string {
	const comment = (id: string) => {
		const text = saidBy(id, inside, ids, saying);
		return text === '' ? '' : `<Comments><Comment><Text>${text}</Text></Comment></Comments>`;
	};
	const message = (id: string, global: string) => {
		const named = onlyId.replace('4705950059', id);
		const whole = messageXml(place === 'last' ? { global: named, ids: global } : { global, ids: named });
		return whole.slice(whole.indexOf('<HotelReservation '), whole.lastIndexOf('</HotelReservations>'));
	};
	const frame = messageXml({ rooms: room() });
	const [before] = frame.split('<HotelReservation ');
	const after = frame.slice(frame.indexOf('</HotelReservations>'));
	return `${before}${ids.map((id) => message(id, comment(id))).join('')}${after}`;
}

export function bxmlWith(inside: Said, ids = ALL, saying = '1002', place: Place = 'inside'): string {
	const one = (id: string, remarks: string) => {
		const customer = `<customer><last_name>Dupont</last_name><remarks>${remarks}</remarks></customer>`;
		const room = `<room><id>7</id><roomreservation_id>${id}1</roomreservation_id><arrival_date>2026-03-29</arrival_date><departure_date>2026-03-30</departure_date></room>`;
		return `<reservation><id>${id}</id><hotel_id>12345</hotel_id><status>new</status><currencycode>EUR</currencycode><totalprice>90.00</totalprice>${place === 'last' ? room + customer : customer + room}</reservation>`;
	};
	return `<?xml version="1.0"?><reservations>${ids.map((id) => one(id, saidBy(id, inside, ids, saying))).join('')}</reservations><!-- RUID: [abc] -->`;
}

export function readOta(body: string) {
	const { root, unreadable, ruid } = readAnswer(body, 'queue');
	const context = { queue: 'new' as const, observedAt, propertyId: null };
	const reservations = messagesOf(root).flatMap((message) => {
		const mapped = tryMap(() => mapMessage(message, context));
		return mapped instanceof Error ? [] : [mapped];
	});
	return { reservations, unreadable, ruid };
}

export function readBxml(body: string) {
	const { root, unreadable, ruid } = readAnswer(body, 'bxml');
	const reservations = bxmlReservationsOf(root).flatMap((element) => {
		const mapped = tryMap(() => mapBxmlReservation(element, { observedAt, propertyId: null }));
		return mapped instanceof Error ? [] : [mapped];
	});
	return { reservations, unreadable, ruid };
}

/** `saying` is one of `ids`. */
type Read = (inside: Said, ids?: string[], saying?: string) => ReturnType<typeof readOta>;

export const QUEUE_FORMATS: ReadonlyArray<readonly [name: string, read: Read]> = [
	['OTA', (...queue) => readOta(queueWith(...queue))],
	['OTA, where its text is the last', (inside, ids, saying) => readOta(queueWith(inside, ids, saying, 'last'))],
	['B.XML', (...queue) => readBxml(bxmlWith(...queue))],
	['B.XML, where its text is the last', (inside, ids, saying) => readBxml(bxmlWith(inside, ids, saying, 'last'))],
];
