/**
 * What concerns the whole reservation (Booking.com connectivity docs, API reference: ResGlobalInfo, PaymentCard,
 * Customer, HotelReservationID), and its services.
 */
import { bookingTotal, majorUnits, type Booking, type TestCard } from '../../hotel/booking';
import { addDays } from '../../hotel/calendar';
import { el, type XmlElement } from '../xml/write';
import { total } from './room-stay';

function paymentCard(booking: Booking, card: TestCard): XmlElement {
	const hidden = (text: string): string => (card.lookupFailed ? text.replace(/\d/g, '0') : text);
	const virtual = card.activeFrom !== null;
	return el(
		'PaymentCard',
		{
			CardCode: card.lookupFailed ? 'XX' : card.code,
			CardNumber: hidden(card.number),
			SeriesCode: hidden(card.cvc),
			ExpireDate: hidden(card.expiry),
			EffectiveDate: card.activeFrom,
			CurrentBalance: virtual ? bookingTotal(booking) : null,
			DecimalPlaces: virtual ? booking.decimals : null,
			CurrencyCode: virtual ? booking.currency : null,
			VCCExpirationDate: card.activeFrom === null ? null : addDays(card.activeFrom, 365),
		},
		[el('CardHolderName', {}, [card.lookupFailed ? '-' : card.holder])],
	);
}

function paymentComment(booking: Booking): string {
	if (booking.payment === 'channel_collect') return '** THIS RESERVATION HAS BEEN PRE-PAID **';
	if (booking.payment === 'hotel_collect') return 'The guest pays at the property.';
	return `You have received a virtual credit card for this reservation. You may charge it as of ${booking.card?.activeFrom ?? ''}.`;
}

function comments(booking: Booking): XmlElement {
	const texts = [
		paymentComment(booking),
		...(booking.arrival === null ? [] : [`Approximate time of arrival: between ${booking.arrival}`]),
		...booking.remarks,
		...(booking.genius ? ['** Genius Booker **'] : []),
	];
	return el(
		'Comments',
		{},
		texts.map((text, n) => el('Comment', { ParagraphNumber: n + 1 }, [el('Text', {}, [text])])),
	);
}

function booker(booking: Booking): XmlElement {
	const { firstName, lastName, phone, email, address, countryCode, company } = booking.booker;
	const customer = el('Customer', {}, [
		el('PersonName', {}, [el('GivenName', {}, [firstName]), el('Surname', {}, [lastName])]),
		el('Telephone', { PhoneNumber: phone ?? '' }),
		el('Email', {}, [email]),
		el('Address', {}, [
			el('AddressLine', {}, address === null ? [] : [address.line]),
			el('CityName', {}, address === null ? ['.'] : [address.city]),
			el('PostalCode', {}, address === null ? [] : [address.postalCode]),
			el('CountryName', { Code: countryCode }),
			el('CompanyName', {}, company === null ? [] : [company]),
		]),
	]);
	return el('Profiles', {}, [el('ProfileInfo', {}, [el('Profile', {}, [customer])])]);
}

/** `withCard`: a guest's own card is in a message only until it was acknowledged once, a virtual card always. */
export function resGlobalInfo(booking: Booking, withCard: boolean): XmlElement {
	const card = withCard || (booking.card !== null && booking.card.activeFrom !== null) ? booking.card : null;
	const { minor, currency, decimals } = booking.commission;
	return el('ResGlobalInfo', {}, [
		comments(booking),
		card !== null &&
			el('Guarantee', {}, [el('GuaranteesAccepted', {}, [el('GuaranteeAccepted', {}, [paymentCard(booking, card)])])]),
		total(booking, bookingTotal(booking)),
		el('HotelReservationIDs', {}, [
			el('HotelReservationID', { ResID_Value: booking.reservationId, ResID_Date: booking.bookedAt }),
		]),
		booker(booking),
		el('TotalCommissions', {}, [
			el('CommissionPayableAmount', { Amount: minor, DecimalPlaces: decimals, CurrencyCode: currency }),
			el('Comment', {}, ['This is the total commission amount calculated by Booking.com']),
		]),
	]);
}

/** Codes of the extra's kind and of how it is charged (4: per person and night, 3: per night). */
const serviceCodes = { breakfast: [1, 4], parking: [22, 3] } as const;

/** Services carry plain decimal numbers and no DecimalPlaces, unlike every other amount. */
export function services(booking: Booking): XmlElement | null {
	if (booking.services.length === 0) return null;
	return el(
		'Services',
		{},
		booking.services.map((service, n) => {
			const [inventoryCode, pricingType] = serviceCodes[service.name];
			const amount = String(Number(majorUnits(service.totalMinor, booking.decimals)));
			const attributes = {
				ServiceRPH: n + 1,
				ServiceInventoryCode: inventoryCode,
				ServicePricingType: pricingType,
				Quantity: service.quantity,
			};
			const price = service.inTotal
				? el('Price', {}, [el('Total', { AmountAfterTax: amount, CurrencyCode: booking.currency })])
				: el('ServiceDetails', {}, [
						el('TimeSpan', { Duration: service.quantity }),
						el('Fees', {}, [el('Fee', { Amount: amount })]),
					]);
			return el('Service', attributes, [price]);
		}),
	);
}
