/**
 * Booking.com's OTA message → Reservation. Pure.
 * Source: developers.booking.com/connectivity/docs/api-reference (HotelReservation, HotelResModify, RoomStay,
 * Total, PaymentCard, ResGlobalInfo). Accepts what other OTA dialects add (ResStatus, TimeSpan), requires none of it.
 */
import { addDays, calendarDate, nightsBetween } from '../shared/reservation/dates';
import { withFingerprint } from '../shared/reservation/fingerprint';
import { reservationKey, type Booker, type Charge, type Money, type NightlyRate, type Payment, type Reservation, type RoomGuest, type RoomStay } from '../shared/reservation/model';
import { addMoney, moneyFromDecimal, moneyFromMinor } from '../shared/reservation/money';
import { childOf, descendantsOf, elementAt, elementsAt, type XmlElement } from '../shared/xml/read';
import { people, textOf, wholeNumber } from './values';

/** The queue a message came from, which is the endpoint that it is acknowledged at. */
export type Queue = 'new' | 'modified';

export interface MessageContext {
	queue: Queue;
	/** Instant of the poll and place in it, see `Reservation.observedAt`. */
	observedAt: string;
	/** The property to assume where a message names none. */
	propertyId: string | null;
}

/** A message that cannot become a reservation; says which one, by its number only. */
export class UnusableMessage extends Error {
	override readonly name = 'UnusableMessage';
}

const CHANNEL = 'booking.com';
const CANCEL = /^cancel/i;

/** The messages in an answer of either endpoint. */
export function messagesOf(root: XmlElement): XmlElement[] {
	return [
		...elementsAt(root, 'HotelReservations/HotelReservation'),
		...elementsAt(root, 'HotelResModifies/HotelResModify'),
		...elementsAt(root, 'HotelReservations/HotelResModify'),
	];
}

/** The reservation's number, or `null`. */
export function reservationIdOf(message: XmlElement): string | null {
	const ids = elementsAt(message, 'ResGlobalInfo/HotelReservationIDs/HotelReservationID');
	const unique = elementsAt(message, 'UniqueID').find((id) => id.attributes.Type === '14');
	return textOf(ids.find((id) => textOf(id.attributes.ResID_Value))?.attributes.ResID_Value) ?? textOf(unique?.attributes.ID);
}

/** The property's number, or `null`: it stands in the rooms, and a cancellation may have none. */
export function propertyIdOf(message: XmlElement): string | null {
	for (const stay of elementsAt(message, 'RoomStays/RoomStay')) {
		const code = textOf(childOf(stay, 'BasicPropertyInfo')?.attributes.HotelCode);
		if (code) return code;
	}
	return null;
}

/**
 * Maps one message.
 * @throws UnusableMessage where it has no number, no property, or rooms without dates: it must not be acknowledged
 */
export function mapMessage(message: XmlElement, context: MessageContext): Reservation {
	const reservationId = reservationIdOf(message);
	if (!reservationId) throw new UnusableMessage('A Booking.com message has no reservation number (HotelReservationID)');
	const stays = elementsAt(message, 'RoomStays/RoomStay');
	const propertyId = propertyIdOf(message) ?? context.propertyId;
	if (!propertyId) {
		throw new UnusableMessage(`Reservation ${reservationId} does not name its property; fill in the hotel's property ID in the node`);
	}

	const cancellation = cancellationRule(message, stays);
	const guests = guestNames(message);
	const rooms = stays.map((stay, index) => mapRoom(stay, index, guests));
	const undated = rooms.find((room) => room.checkIn === null || room.checkOut === null);
	if (undated && !cancellation) {
		throw new UnusableMessage(`Room ${undated.roomStayId} of reservation ${reservationId} has no nights (RoomRate EffectiveDate); Booking.com support can send it again`);
	}

	const global = childOf(message, 'ResGlobalInfo');
	const checkIn = rooms.map((room) => room.checkIn).filter((date) => date !== null).sort()[0] ?? null;
	const checkOut = rooms.map((room) => room.checkOut).filter((date) => date !== null).sort().at(-1) ?? null;
	const payment = paymentOf(global);
	const warnings = cancellation ? [`Read as a cancellation: ${cancellation}`] : [];

	return withFingerprint({
		key: reservationKey(CHANNEL, propertyId, reservationId),
		channel: CHANNEL,
		propertyId,
		reservationId,
		event: cancellation ? 'cancelled' : context.queue,
		status: cancellation ? 'cancelled' : 'confirmed',
		revision: null,
		observedAt: context.observedAt,
		checkIn,
		checkOut,
		nights: checkIn && checkOut ? nightsBetween(checkIn, checkOut) : null,
		rooms,
		booker: bookerOf(global),
		adults: sumOf(rooms.map((room) => room.adults)),
		children: sumOf(rooms.map((room) => room.children)),
		expectedArrival: textOf(global?.attributes.ArrivalTime),
		total: moneyOf(childOf(global, 'Total')) ?? totalOf(rooms),
		taxes: chargesOf(stays, 'Tax', payment),
		fees: chargesOf(stays, 'Fee', payment),
		services: servicesOf(message),
		commission: commissionOf(message),
		payout: null,
		cancellationFee: cancellation ? cancellationFeeOf(message) : null,
		cancelledAt: null,
		payment,
		bookedAt: textOf(elementAt(global, 'HotelReservationIDs/HotelReservationID')?.attributes.ResID_Date),
		remarks: remarksOf(global, message),
		warnings,
	});
}

/**
 * Which sign of a cancellation the message carries, or `null`. Booking.com does not document one for OTA, so
 * the signs of the other dialects and an empty reservation count; which one did is kept as a warning.
 */
function cancellationRule(message: XmlElement, stays: XmlElement[]): string | null {
	const status = message.attributes.ResStatus ?? message.attributes.status ?? message.attributes.Status;
	if (CANCEL.test(status ?? '')) return `status ${status}`;
	if (stays.length === 0) return 'it holds no room';
	return stays.every(isCancelledRoom) ? 'every room is marked as cancelled' : null;
}

function isCancelledRoom(stay: XmlElement): boolean {
	return CANCEL.test(stay.attributes.RoomStayStatus ?? stay.attributes.status ?? stay.attributes.Status ?? '');
}

function mapRoom(stay: XmlElement, index: number, guests: Map<string, RoomGuest>): RoomStay {
	const type = elementAt(stay, 'RoomTypes/RoomType');
	const rates = elementsAt(stay, 'RoomRates/RoomRate');
	const nights = rates.map((rate) => calendarDate(rate.attributes.EffectiveDate)).filter((date) => date !== null).sort();
	const span = childOf(stay, 'TimeSpan');
	const lastNight = nights.at(-1);
	const counts = elementsAt(stay, 'GuestCounts/GuestCount');
	return {
		// Booking.com's index survives modifications; the place in the message is all that remains without it.
		roomStayId: textOf(stay.attributes.IndexNumber) ?? String(index + 1),
		roomTypeId: textOf(type?.attributes.RoomTypeCode),
		roomName: people(elementAt(type, 'RoomDescription')?.attributes.Name),
		ratePlanId: textOf(rates[0]?.attributes.RatePlanCode),
		checkIn: nights[0] ?? calendarDate(span?.attributes.Start),
		checkOut: lastNight ? addDays(lastNight, 1) : calendarDate(span?.attributes.End),
		status: isCancelledRoom(stay) ? 'cancelled' : 'confirmed',
		adults: guestCount(counts, '10'),
		children: counts.length > 0 ? (guestCount(counts, '8') ?? 0) : null,
		childAges: counts.filter((count) => count.attributes.AgeQualifyingCode === '8').flatMap(agesOf),
		guests: roomGuests(stay, guests),
		mealPlan: people(elementAt(type, 'RoomDescription/MealPlan')?.text) ?? people(elementAt(stay, 'MealPlan')?.text) ?? people(childOf(type, 'MealPlan')?.text),
		total: moneyOf(childOf(stay, 'Total')),
		nightlyRates: rates.flatMap(nightlyRate),
		remarks: [...specialRequests(stay), ...comments(stay)],
	};
}

function nightlyRate(rate: XmlElement): NightlyRate[] {
	const date = calendarDate(rate.attributes.EffectiveDate);
	const amount = moneyOf(elementAt(rate, 'Rates/Rate/Total') ?? elementAt(rate, 'Rates/Rate/Base') ?? childOf(rate, 'Total'));
	return date && amount ? [{ date, amount }] : [];
}

/**
 * `AmountAfterTax` or `AmountBeforeTax` as an integer of `DecimalPlaces`; without `DecimalPlaces` (services,
 * fees) it is in major units.
 */
function moneyOf(total: XmlElement | undefined): Money | null {
	if (!total) return null;
	const { AmountAfterTax, AmountBeforeTax, Amount, CurrencyCode, DecimalPlaces } = total.attributes;
	const amount = AmountAfterTax ?? AmountBeforeTax ?? Amount;
	const taxIncluded = AmountAfterTax !== undefined ? true : AmountBeforeTax !== undefined ? false : null;
	const places = wholeNumber(DecimalPlaces);
	return places === null ? moneyFromDecimal(amount, CurrencyCode, taxIncluded) : moneyFromMinor(amount, CurrencyCode, places, taxIncluded);
}

function totalOf(rooms: RoomStay[]): Money | null {
	return sumOfMoney(rooms.filter((room) => room.status !== 'cancelled').map((room) => room.total));
}

/** `null` where one is missing or the currencies differ: half a sum would look like a price. */
function sumOfMoney(amounts: Array<Money | null>): Money | null {
	const known = amounts.filter((amount) => amount !== null);
	const sameCurrency = known.every((amount) => amount.currency === known[0]?.currency);
	return known.length > 0 && known.length === amounts.length && sameCurrency ? addMoney(...known) : null;
}

function chargesOf(stays: XmlElement[], name: 'Tax' | 'Fee', payment: Payment): Charge[] {
	return stays.flatMap((stay) => {
		const details = childOf(stay, 'PriceDetails');
		const view = childOf(details, 'HotelView') ?? childOf(details, 'GuestView');
		const direct = [childOf(stay, 'Total'), stay].flatMap((parent) => elementsAt(parent, name === 'Tax' ? 'Taxes/Tax' : 'Fees/Fee'));
		return [...descendantsOf(view, name), ...direct].flatMap((charge) => {
			const amount = moneyOf({ ...charge, attributes: { CurrencyCode: childOf(stay, 'Total')?.attributes.CurrencyCode ?? '', ...charge.attributes } });
			if (!amount) return [];
			const included = /^incl/i.test(charge.attributes.Type ?? '');
			const label = people(elementAt(charge, 'TaxDescription/Text')?.text ?? elementAt(charge, 'TaxDescription')?.attributes.Name ?? charge.attributes.Name ?? charge.attributes.Code);
			const byChannel = included && payment.model !== null && payment.model !== 'hotel_collect';
			return [{ name: label ?? name, amount, included, collectedBy: byChannel ? ('channel' as const) : ('hotel' as const) }];
		});
	});
}

function servicesOf(message: XmlElement): Reservation['services'] {
	const currency = elementAt(message, 'ResGlobalInfo/Total')?.attributes.CurrencyCode;
	return elementsAt(message, 'Services/Service').map((service) => {
		const fee = elementAt(service, 'ServiceDetails/Fees/Fee')?.attributes;
		return {
			name: people(service.attributes.Name) ?? `Service ${service.attributes.ServiceInventoryCode ?? ''}`.trim(),
			quantity: wholeNumber(service.attributes.Quantity),
			amount: moneyOf(elementAt(service, 'Price/Total')) ?? moneyFromDecimal(fee?.Amount, fee?.CurrencyCode ?? currency),
		};
	});
}

function commissionOf(message: XmlElement): Money | null {
	const inAll = moneyOf(elementAt(message, 'ResGlobalInfo/TotalCommissions/CommissionPayableAmount'));
	const ofRooms = elementsAt(message, 'RoomStays/RoomStay/RatePlans/RatePlan/Commission/CommissionPayableAmount');
	return inAll ?? sumOfMoney(ofRooms.map(moneyOf));
}

function cancellationFeeOf(message: XmlElement): Money | null {
	return descendantsOf(message, 'Route').map((route) => moneyOf(elementAt(route, 'Price/Total'))).find((fee) => fee !== null) ?? null;
}

/** A virtual card means that Booking.com pays. */
function paymentOf(global: XmlElement | undefined): Payment {
	const card = descendantsOf(childOf(global, 'Guarantee'), 'PaymentCard')[0];
	if (!card) return { model: null, card: null };
	const { CardCode, Last4, EffectiveDate, CurrentBalance, CurrencyCode, DecimalPlaces } = card.attributes;
	const virtual = card.attributes.Virtual === 'true';
	const currency = CurrencyCode ?? childOf(global, 'Total')?.attributes.CurrencyCode;
	const balance = { name: 'Balance', children: [], text: '', attributes: { Amount: CurrentBalance ?? '', CurrencyCode: currency ?? '', ...(DecimalPlaces === undefined ? {} : { DecimalPlaces }) } };
	return {
		model: virtual ? 'virtual_card' : 'hotel_collect',
		card: {
			brand: CardCode === 'XX' ? null : textOf(CardCode),
			last4: Last4 ?? null,
			virtual,
			activeFrom: calendarDate(EffectiveDate),
			balance: virtual ? moneyOf(balance) : null,
		},
	};
}

function bookerOf(global: XmlElement | undefined): Booker {
	const customer = elementAt(global, 'Profiles/ProfileInfo/Profile/Customer');
	const name = childOf(customer, 'PersonName');
	const address = childOf(customer, 'Address');
	const country = childOf(address, 'CountryName');
	const lines = [
		...elementsAt(address, 'AddressLine').map((line) => line.text),
		[childOf(address, 'PostalCode')?.text, childOf(address, 'CityName')?.text].filter(Boolean).join(' '),
		childOf(address, 'StateProv')?.text,
	].map((line) => (/[\p{L}\p{N}]/u.test(line ?? '') ? people(line) : null));
	return {
		firstName: people(childOf(name, 'GivenName')?.text),
		lastName: people(childOf(name, 'Surname')?.text),
		email: textOf(childOf(customer, 'Email')?.text),
		phone: textOf(childOf(customer, 'Telephone')?.attributes.PhoneNumber ?? childOf(customer, 'Telephone')?.text),
		country: textOf(country?.attributes.Code)?.toUpperCase() ?? people(country?.text),
		nationality: null,
		language: textOf(customer?.attributes.Language ?? elementAt(global, 'Profiles/ProfileInfo/Profile')?.attributes.PrimaryLangID),
		address: lines.filter((line) => line !== null).join(', ') || null,
	};
}

/** Guests by their RPH. A surname may hold the whole name. */
function guestNames(message: XmlElement): Map<string, RoomGuest> {
	const guests = new Map<string, RoomGuest>();
	for (const [index, guest] of elementsAt(message, 'ResGuests/ResGuest').entries()) {
		const name = elementAt(guest, 'Profiles/ProfileInfo/Profile/Customer/PersonName');
		const parts = [childOf(name, 'GivenName')?.text, childOf(name, 'Surname')?.text].map(people).filter((part) => part !== null);
		guests.set(textOf(guest.attributes.ResGuestRPH) ?? String(index + 1), { name: parts.join(' ') || null });
	}
	return guests;
}

/** A room's RPH may point to no guest; a reservation's only guest is then taken. */
function roomGuests(stay: XmlElement, guests: Map<string, RoomGuest>): RoomGuest[] {
	const links = elementsAt(stay, 'ResGuestRPHs/ResGuestRPH').map((link) => link.attributes.RPH ?? '');
	const only = guests.size === 1 ? [...guests.values()][0] : undefined;
	const found = links.map((rph) => guests.get(rph) ?? only ?? { name: null });
	return found.length > 0 ? found : [only ?? { name: null }];
}

function guestCount(counts: XmlElement[], ageCode: string): number | null {
	return sumOf(counts.filter((count) => count.attributes.AgeQualifyingCode === ageCode).map((count) => wholeNumber(count.attributes.Count)));
}

function agesOf(count: XmlElement): number[] {
	const age = wholeNumber(count.attributes.Age);
	return age === null ? [] : Array.from({ length: wholeNumber(count.attributes.Count) ?? 1 }, () => age);
}

function sumOf(numbers: Array<number | null>): number | null {
	const known = numbers.filter((number) => number !== null);
	return known.length > 0 ? known.reduce((sum, number) => sum + number, 0) : null;
}

function remarksOf(global: XmlElement | undefined, message: XmlElement): string[] {
	const flags = elementsAt(message, 'TPA_Extensions/flags/flag').map((flag) => people(flag.attributes.name ?? flag.attributes.Name ?? flag.text));
	return [...specialRequests(global), ...comments(global), ...flags.filter((flag) => flag !== null)];
}

function specialRequests(element: XmlElement | undefined): string[] {
	return elementsAt(element, 'SpecialRequests/SpecialRequest').flatMap((request) => {
		const said = people(elementsAt(request, 'Text').map((text) => text.text).join(' ')) ?? people(request.text);
		const name = people(request.attributes.Name);
		return said ? [name ? `${name}: ${said}` : said] : name ? [name] : [];
	});
}

function comments(element: XmlElement | undefined): string[] {
	return elementsAt(element, 'Comments/Comment').flatMap((comment) => {
		const said = people(elementsAt(comment, 'Text').map((text) => text.text).join(' ')) ?? people(comment.text);
		return said ? [said] : [];
	});
}
