/**
 * Booking.com's OTA message written by hand out of its published field tables, and read as the nodes read it.
 * Independent of the sandbox, which writes its own.
 */
import { mapMessage, messagesOf, type MessageContext } from '../../nodes/BookingCom/reservations/ota/ota.mapper';
import { readAnswer } from '../../nodes/BookingCom/responses/read-response';
import type { Reservation } from '../../core/reservation/model';
import { expectShape } from './reservation-shape';

export interface MessageParts {
	/** Attributes of the message's own element. */
	attributes?: string;
	/** `RoomStay` elements. */
	rooms?: string;
	/** Between the rooms and ResGlobalInfo: services, guests, flags. */
	middle?: string;
	/** Inside ResGlobalInfo, beside the id. */
	global?: string;
	/** The whole of `HotelReservationIDs`. */
	ids?: string;
	queue?: 'new' | 'modified';
}

export interface RoomParts {
	attributes?: string;
	nights?: string;
	rest?: string;
	hotel?: string;
}

export const night = (date: string, minor = 13350, plan = '49111777') =>
	`<RoomRate EffectiveDate="${date}" RatePlanCode="${plan}"><Rates><Rate><Total AmountAfterTax="${minor}" CurrencyCode="EUR" DecimalPlaces="2"/></Rate></Rates></RoomRate>`;

export function room({
	attributes = 'IndexNumber="460"',
	nights = night('2026-03-29'),
	rest = '',
	hotel = '12345',
}: RoomParts = {}): string {
	return `<RoomStay ${attributes}>
		<RoomTypes><RoomType RoomTypeCode="1296364403"><RoomDescription Name="Deluxe Double"><Text>Big</Text></RoomDescription></RoomType></RoomTypes>
		<RoomRates>${nights}</RoomRates>${rest}
		${hotel === '' ? '' : `<BasicPropertyInfo HotelCode="${hotel}"/>`}
	</RoomStay>`;
}

export const onlyId =
	'<HotelReservationIDs><HotelReservationID ResID_Value="4705950059" ResID_Date="2026-01-15T10:33:37"/></HotelReservationIDs>';

export function messageXml({
	attributes = '',
	rooms = room(),
	middle = '',
	global = '',
	ids = onlyId,
	queue = 'new',
}: MessageParts = {}): string {
	const [root, list, item] =
		queue === 'new'
			? ['OTA_HotelResNotifRQ', 'HotelReservations', 'HotelReservation']
			: ['OTA_HotelResModifyNotifRQ', 'HotelResModifies', 'HotelResModify'];
	return `<?xml version="1.0" encoding="UTF-8"?>
<${root} xmlns="http://www.opentravel.org/OTA/2003/05" TimeStamp="2026-03-11T15:02:40+00:00" Target="Production" Version="2.001">
<${list}><${item} ${attributes}><RoomStays>${rooms}</RoomStays>${middle}<ResGlobalInfo>${global}${ids}</ResGlobalInfo></${item}></${list}>
</${root}>
<!-- RUID: [UmFuZG9tSVYkc2RlIyh9YQ==] -->`;
}

/** The reservation in an answer, whose shape is checked too. */
export function readMessage(body: string, context: Partial<MessageContext> = {}): Reservation {
	const [message] = messagesOf(readAnswer(body, 'queue').root);
	if (!message) throw new Error('The answer holds no message');
	const reservation = mapMessage(message, {
		queue: 'new',
		observedAt: '2026-03-11T15:02:40.123Z#1',
		propertyId: null,
		...context,
	});
	expectShape(reservation);
	return reservation;
}

/** As it comes out for the parts. */
export function mapped(parts: MessageParts = {}, context: Partial<MessageContext> = {}): Reservation {
	return readMessage(messageXml(parts), { queue: parts.queue ?? 'new', ...context });
}
