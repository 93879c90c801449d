/**
 * A card number typed where a message has an id, a code, a date or a word of its own, in every format: it is nowhere in
 * what comes of it, an error's text included, and the messages beside it are read.
 */
import fc from 'fast-check';
import { followFeed } from '../../../core/calendar-feed/follow';
import { newFeedState } from '../../../core/calendar-feed/state';
import { readCalendar } from '../../../core/ical/read-calendar';
import { Reader, ValidationError } from '../../../core/payload/field-reader';
import { readPayment, UnusablePayment } from '../../../core/payment/read-payment';
import { changedSince } from '../../../nodes/Airbnb/reservations/changed-since';
import { bxmlReservationsOf, mapBxmlReservation } from '../../../nodes/BookingCom/reservations/bxml/bxml.mapper';
import { damagedMessage, tryMap } from '../../../nodes/BookingCom/reservations/fetch-queues';
import { mapMessage, messagesOf } from '../../../nodes/BookingCom/reservations/ota/ota.mapper';
import { readAnswer } from '../../../nodes/BookingCom/responses/read-response';
import { readEvents } from '../../../nodes/Opera/events/business-events';
import { operasOwn } from '../../../nodes/Opera/reservations/opera.mapper';
import { readStays } from '../../../nodes/Opera/reservations/opera-stay';
import { sanitizeRow } from '../../../core/reservation/sanitize-row';
import { mapReservation } from '../../../nodes/ReservationWebhook/webhook/reservation-webhook.mapper';
import { mapBooking } from '../../../nodes/SelfKey/webhook/booking.mapper';
import { messageOfCsv } from '../../../nodes/SelfKey/webhook/csv';
import { csvOf } from '../../../sandbox/selfkey/outgoing-body';
import { readEvent } from '../../../selfkey/webhook/read-events';
import { inASecond } from '../../support/cpu-time';
import { assertProperty } from '../../support/property';
import { leaks, typedId, type Typed } from '../../support/typed-texts';
import { wire } from '../../unit/nodes/Airbnb/support';

const observedAt = '2026-03-11T15:02:40.123Z#1';
const RUID = '<!-- RUID: [abc] -->';

/** The places of the values in an object. */
function placesIn(value: unknown, path: string[] = []): string[][] {
	if (value === null || typeof value !== 'object') return [path];
	return Object.entries(value).flatMap(([key, part]) => placesIn(part, [...path, key]));
}

/** A copy with the text in the place. */
function withText<T>(value: T, [key, ...rest]: string[], text: string): T {
	if (key === undefined) return text as T;
	const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...value }) as Record<string, unknown>;
	copy[key] = withText(copy[key], rest, text);
	return copy as T;
}

function orRefusal(read: () => unknown): unknown {
	try {
		return read();
	} catch (error) {
		if (error instanceof ValidationError || error instanceof UnusablePayment) return error;
		throw error;
	}
}

function expectNothing(outcome: unknown, typed: Typed): void {
	if (leaks(outcome, typed)) throw new Error('A card number is left');
}

/** Everywhere in one of the objects. */
function assertEverywhere<T>(objects: readonly T[], read: (object: T) => unknown, numRuns: number): void {
	const places = objects.flatMap((object) => placesIn(object).map((place) => ({ object, place })));
	assertProperty(
		fc.property(typedId, fc.constantFrom(...places), (typed, { object, place }) => {
			const written = withText(object, place, typed.text);
			expectNothing(
				inASecond(() => orRefusal(() => read(written))),
				typed,
			);
		}),
		{ numRuns },
	);
}

const otaMessage = (id: string) =>
	`<HotelReservation ResStatus="Commit"><RoomStays><RoomStay IndexNumber="1" RoomStayStatus="x"><RoomTypes><RoomType RoomTypeCode="12"><RoomDescription Name="Double"><MealPlan>b</MealPlan></RoomDescription></RoomType></RoomTypes><RatePlans><RatePlan RatePlanCode="7"><Commission><CommissionPayableAmount Amount="1.00" CurrencyCode="EUR"/></Commission></RatePlan></RatePlans><RoomRates><RoomRate EffectiveDate="2026-03-29" RatePlanCode="49"><Rates><Rate><Total AmountAfterTax="100.00" CurrencyCode="EUR" DecimalPlaces="2"/></Rate></Rates></RoomRate></RoomRates><GuestCounts><GuestCount AgeQualifyingCode="10" Count="2" Age="5"/></GuestCounts><ResGuestRPHs><ResGuestRPH RPH="1"/></ResGuestRPHs><BasicPropertyInfo HotelCode="7"/><Total CurrencyCode="EUR"><Taxes><Tax Type="Inclusive" Code="36" Amount="1.00"/></Taxes></Total></RoomStay></RoomStays><Services><Service ServiceInventoryCode="1" Quantity="1"><Price><Total Amount="1.00"/></Price></Service></Services><ResGuests><ResGuest ResGuestRPH="1"/></ResGuests><ResGlobalInfo><Guarantee><GuaranteesAccepted><GuaranteeAccepted><PaymentCard CardCode="VI" CardType="1" CurrentBalance="1.00" CurrencyCode="EUR" EffectiveDate="2026-03-29"/></GuaranteeAccepted></GuaranteesAccepted></Guarantee><Profiles><ProfileInfo><Profile PrimaryLangID="de"><Customer Language="de"><Address><CountryName Code="CH"/></Address></Customer></Profile></ProfileInfo></Profiles><HotelReservationIDs><HotelReservationID ResID_Value="${id}" ResID_Date="2026-01-15T10:33:37"/></HotelReservationIDs></ResGlobalInfo></HotelReservation>`;
const bxmlMessage = (id: string) =>
	`<reservation><id>${id}</id><hotel_id>7</hotel_id><status>new</status><date>2026-01-15</date><time>10:33:37</time><currencycode>EUR</currencycode><totalprice>100.00</totalprice><commissionamount>1.00</commissionamount><customer><countrycode>ch</countrycode><cc_type>Visa</cc_type></customer><room><id>12</id><name>Double</name><roomreservation_id>${id}1</roomreservation_id><arrival_date>2026-03-29</arrival_date><departure_date>2026-03-30</departure_date><currencycode>EUR</currencycode><numberofguests>2</numberofguests><smoking>1</smoking><meal_plan>b</meal_plan><guest_counts><guest_count type="adult" count="2" age="5"/></guest_counts><price date="2026-03-29" rate_id="49">100.00</price></room></reservation>`;

/** The text in one place after another: in an attribute, or between tags. */
const slots = (xml: string): Array<(text: string) => string> =>
	[...xml.matchAll(/="([^"]*)"|>([^<>]+)</g)].map(({ index, 0: found }) => (text) => {
		const isAttribute = found.startsWith('=');
		const put = isAttribute ? `="${text.replaceAll('"', '')}"` : `>${text}<`;
		return xml.slice(0, index) + put + xml.slice(index + found.length);
	});

describe('a card number in the place of an id or a code', () => {
	it.each<[string, (id: string) => string, (messages: string) => string, (body: string) => unknown[]]>([
		[
			'OTA',
			otaMessage,
			(messages) =>
				`<OTA_HotelResNotifRQ><HotelReservations>${messages}</HotelReservations></OTA_HotelResNotifRQ>${RUID}`,
			(body) => {
				const { root, unreadable } = readAnswer(body, 'queue');
				const mapped = messagesOf(root).map((message) =>
					tryMap(() => mapMessage(message, { queue: 'new', observedAt, propertyId: null })),
				);
				return [...mapped, ...unreadable.map((id) => damagedMessage(id, null))];
			},
		],
		[
			'B.XML',
			bxmlMessage,
			(messages) => `<reservations>${messages}</reservations>${RUID}`,
			(body) => {
				const { root, unreadable } = readAnswer(body, 'bxml');
				const mapped = bxmlReservationsOf(root).map((message) =>
					tryMap(() => mapBxmlReservation(message, { observedAt, propertyId: null })),
				);
				return [...mapped, ...unreadable.map((id) => damagedMessage(id, null))];
			},
		],
	])('leaks nothing out of %s, and stops no other message', (_, write, around, read) => {
		assertProperty(
			fc.property(typedId, fc.constantFrom(...slots(write('2'))), (typed, put) => {
				const outcome = inASecond(() => read(around(write('1') + put(typed.text) + write('3'))));
				const ids = outcome.map((each) => (each as { reservationId?: string }).reservationId);
				if (outcome.length !== 3 || !ids.includes('1') || !ids.includes('3'))
					throw new Error(`Something stopped the others: ${ids.join()}`);
				expectNothing(outcome, typed);
			}),
			{ numRuns: 750 },
		);
	});

	const documented = {
		...{ hotel_id: 'paradise', property_id: '7', external_id: 'r-1', channel: 'my-pms', event_id: 'e-1' },
		...{ delivery_id: 'd-1', integration_id: 'i', revision: '1', observed_at: observedAt, status: 'confirmed' },
		...{ room_type: 'Double', currency: 'EUR', reported_by: 'opera' },
		guest: { first_name: 'Ada' },
		...{ check_in: '2027-03-29', check_out: '2027-03-31', total_amount: '100.00', guest_count: '2' },
		rooms: [
			{ room_stay_id: '1', room_type: 'Double', status: 'confirmed', check_in: '2027-03-29', total_amount: '1.00' },
		],
	};
	const whole = {
		hotel_id: 'paradise',
		reservation: {
			...{ key: 'k', channel: 'my-pms', propertyId: '7', reservationId: 'r-1', event: 'new', status: 'confirmed' },
			...{ revision: 'v 1', observedAt, checkIn: '2027-03-29', checkOut: '2027-03-31' },
			...{ cancelledAt: '2027-03-01', bookedAt: '2027-03-01', fingerprint: 'sha256:1' },
			rooms: [
				{
					...{ roomStayId: '1', roomTypeId: '12', ratePlanId: '49', status: 'confirmed', checkIn: '2027-03-29' },
					nightlyRates: [{ date: '2027-03-29', amount: { minor: 1, exponent: 2, currency: 'EUR', amount: '0.01' } }],
				},
			],
			booker: { country: 'CH', language: 'de' },
			payment: { model: 'hotel_collect', card: { brand: 'Visa', last4: '1111', activeFrom: '2027-03-29' } },
			total: { minor: 1, exponent: 2, currency: 'EUR' },
		},
	};
	const bodies = [documented, whole].map((data) => ({ event_type: 'new_reservation', data }));

	it('leaks nothing out of a webhook’s JSON', () => {
		const context = { hotelSlug: 'paradise', integrationId: 'i', currency: 'EUR', receivedAt: observedAt };
		const readInN8n = (body: unknown) => {
			const reader = new Reader();
			const mapped = mapReservation(reader, body, {
				...{ eventType: 'new_reservation', source: 'my-pms', currency: 'EUR', observedAt },
			});
			reader.finish();
			return mapped;
		};
		assertEverywhere(
			bodies,
			(body) => [orRefusal(() => readEvent(body, context)), orRefusal(() => readInN8n(body))],
			1_000,
		);
	});

	it('leaks nothing out of a payment', () => {
		const data = {
			...{ payment_id: 'p-1', refund_id: 'f-1', register_id: 'k-1', payment_register_id: 'k-2', booking_number: '17' },
			...{ booking_id: 'b-1', reservation_key: 'my-pms/7/r-1', amount: '133.50', currency: 'EUR', method: 'card' },
			...{ occurred_at: '2027-03-29T10:00:00Z', note: 'x' },
		};
		assertEverywhere([{ event_type: 'refund', data }], readPayment, 300);
	});

	it('leaks nothing out of SelfKey’s webhook, as JSON or as CSV', () => {
		const booking = {
			...{ id: 'cm3k2v9x80000qw9d1a2b3c4d', bookingNumber: 17, hotelSlug: 'paradise', clientLastName: 'Favre' },
			...{ clientCountry: 'CH', bookingLocale: 'de', bookingType: 'night', bookingDate: '2027-03-01T00:00:00.000Z' },
			...{ checkInDate: '2027-03-29T00:00:00.000Z', checkOutDate: '2027-03-31T00:00:00.000Z' },
			...{
				amount: '100',
				currency: 'EUR',
				adults: 2,
				room: { id: 'r1', name: '12' },
				establishment: { slug: 'paradise' },
			},
		};
		const readJson = (data: unknown) =>
			mapBooking({ event: 'booking.completed', timestamp: observedAt, data }, observedAt);
		const readCsv = (data: object) => mapBooking(messageOfCsv(csvOf(data as never), 'booking.completed'), observedAt);
		assertEverywhere([booking], (data) => [orRefusal(() => readJson(data)), orRefusal(() => readCsv(data))], 500);
	});

	it('leaks nothing out of OPERA', () => {
		const stay = {
			reservationIdList: [
				{ id: '571062', type: 'Reservation' },
				{ id: '813595', type: 'Confirmation' },
			],
			...{
				reservationStatus: 'Reserved',
				creatorId: 'A',
				lastModifierId: 'B',
				lastModifyDateTime: '2027-03-01T10:00:00',
			},
			externalReferences: [{ id: 'my-pms~7~r', idExtension: '1', idContext: 'PMS' }],
			roomStay: {
				...{ arrivalDate: '2027-03-29', departureDate: '2027-03-31', roomType: 'CLA', roomId: '301', adultCount: '2' },
				...{ ratePlanCode: 'BAR', marketCode: 'M', sourceCode: 'S', guarantee: { guaranteeCode: 'G' } },
				roomRates: [
					{ rates: { rate: [{ base: { amountBeforeTax: '100', currencyCode: 'CHF' }, start: '2027-03-29' }] } },
				],
			},
			reservationGuest: { surname: 'Favre', id: '9' },
		};
		const header = { moduleName: 'Reservation', primaryKey: '571062', hotelId: 'H', actionType: 'x' };
		assertEverywhere(
			[{ stay, header }],
			(written) => {
				const other = { ...stay, reservationIdList: [{ id: '1', type: 'Reservation' }] };
				const stays = readStays({ reservations: { reservationInfo: [written.stay, other] } });
				if (!stays.some(({ reservationId }) => reservationId === '1')) throw new Error('A stay is missing');
				const readAt = { instant: '2026-03-11T15:02:40.123Z', place: 1 };
				const own = stays.map((each) => operasOwn(each, { hotelId: 'H', guest: null, readAt, isKnown: true }));
				const events = readEvents({ businessEventData: [{ businessEvent: { header: written.header } }] }, 'H');
				return [own, sanitizeRow(stays), events];
			},
			500,
		);
	});

	it('leaks nothing out of Airbnb, its problems and what is remembered included', () => {
		const listed = { hostId: '38831742', readAt: '2026-11-26T08:00:00.000Z', listingIds: [] };
		const entry = wire({ guest_details: { number_of_adults: '2' }, rate_plan_id: '1', guest_preferred_locale: 'de' });
		assertEverywhere(
			[entry],
			(written) => {
				const { reservations, problems, left, passedOn } = changedSince(
					{},
					[written, wire({ confirmation_code: 'HMOTHER' })],
					listed,
				);
				if (!reservations.some(({ reservation }) => reservation.reservationId === 'HMOTHER'))
					throw new Error('A reservation is missing');
				return [
					reservations.map(({ reservation }) => reservation),
					problems,
					[...left.values()],
					Object.keys(passedOn),
				];
			},
			500,
		);
	});

	it('leaks nothing out of a calendar, its state and its alerts included', () => {
		const event = (uid: string) => [
			...['BEGIN:VEVENT', `UID:${uid}`, 'DTSTART;VALUE=DATE:20270329', 'DTEND;VALUE=DATE:20270331', 'SUMMARY:Reserved'],
			...['STATUS:CONFIRMED', 'URL:https://www.airbnb.com/hosting/reservations/details/HM', 'ORGANIZER:x'],
			...[`DESCRIPTION:https://www.airbnb.com/hosting/reservations/details/${uid}`, 'END:VEVENT'],
		];
		const lines = event('HMAAAA');
		assertProperty(
			fc.property(typedId, fc.constantFrom(...lines.slice(1, -1).map((_, index) => index + 1)), (typed, place) => {
				const text = typed.text.replace(/[\\,;]/g, '\\$&').replace(/\r\n|[\r\n]/g, '\\n');
				const written = lines.map((line, index) => (index === place ? line.replace(/[^:/]*$/, text) : line));
				const body = ['BEGIN:VCALENDAR', 'PRODID:x', ...written, ...event('HMBBBB'), 'END:VCALENDAR', ''].join('\r\n');
				const rules = { channel: 'airbnb', propertyId: '5', listingId: '7', timeZone: 'Europe/Zurich' };
				const outcome = inASecond(() =>
					followFeed(newFeedState(), readCalendar(body, 'Europe/Zurich'), new Date('2027-03-01T08:00:00Z'), rules),
				);
				if (!outcome.reservations.some(({ reservationId }) => reservationId === 'HMBBBB'))
					throw new Error('A stay is missing');
				expectNothing(outcome, typed);
			}),
			{ numRuns: 500 },
		);
	});
});
