/**
 * Money in Booking.com's OTA message. Pure.
 * Source: developers.booking.com/connectivity/docs/api-reference (Total, CommissionPayableAmount, Service, Tax).
 */
import type { Charge, Money, Payment, Reservation, RoomStay } from '../../../../core/reservation/model';
import { addMoney, moneyFromDecimal, moneyFromMinor } from '../../../../core/reservation/money';
import { childOf, descendantsOf, elementAt, elementsAt, someAt, type XmlElement } from '../../../../core/xml/read';
import { currencyCode } from '../../../../core/reservation/currencies';
import { unreadAmounts } from '../../../../core/reservation/unread-amounts';
import { textOf, wholeNumber } from '../../../../core/text/read-text';

/**
 * `AmountAfterTax`, `AmountBeforeTax` or `Amount`: a whole number of minor units if `DecimalPlaces` says how
 * many of its digits are decimals; in major units without it (services, fees, cancellation fees, other dialects)
 * and if it is written with a decimal point.
 * @param currency for elements that name none
 * @returns `null` if there is no amount or no currency, or if the amount is not a number
 */
export function moneyOf(element: XmlElement | undefined, currency?: string | null): Money | null {
	if (!element) return null;
	const { AmountAfterTax, AmountBeforeTax, CurrencyCode, DecimalPlaces } = element.attributes;
	const afterTax = textOf(AmountAfterTax);
	const beforeTax = textOf(AmountBeforeTax);
	const amount = amountIn(element);
	const taxIncluded = afterTax !== null ? true : beforeTax !== null ? false : null;
	const code = textOf(CurrencyCode) ?? currency;
	const decimals = textOf(DecimalPlaces);
	if (decimals === null || amount?.includes('.')) return moneyFromDecimal(amount, code, taxIncluded);
	const places = /^\d+(?:\.0+)?$/.test(decimals) ? Number.parseInt(decimals, 10) : null;
	// A number of decimals that cannot be read is not none: it would be a hundred times the price.
	return places === null ? null : moneyFromMinor(amount, code, places, taxIncluded);
}

function amountIn({ attributes: { AmountAfterTax, AmountBeforeTax, Amount } }: XmlElement): string | null {
	return textOf(AmountAfterTax) ?? textOf(AmountBeforeTax) ?? textOf(Amount);
}

/** The prices of a stay: of the reservation, its rooms and their nights. */
const PRICES = [
	'ResGlobalInfo/Total',
	'RoomStays/RoomStay/Total',
	'RoomStays/RoomStay/RoomRates/RoomRate/Total',
	'RoomStays/RoomStay/RoomRates/RoomRate/Rates/Rate/Base',
	'RoomStays/RoomStay/RoomRates/RoomRate/Rates/Rate/Total',
];

/** Where the functions below look for amounts that may leave their currency out. */
const AMOUNTS = [...PRICES, 'Services/Service/Price/Total'];

/** These never do. */
const COMMISSIONS = [
	'ResGlobalInfo/TotalCommissions/CommissionPayableAmount',
	'RoomStays/RoomStay/RatePlans/RatePlan/Commission/CommissionPayableAmount',
];

const SERVICE_FEE = 'Services/Service/ServiceDetails/Fees/Fee';

/**
 * The one currency that the prices of the message are in, for amounts that name none: `CurrencyCode` is optional.
 * @returns `null` if there is none, or more than one: which of them is meant nobody can say
 */
export function currencyIn(message: XmlElement): string | null {
	let currency: string | null = null;
	const isAnother = ({ attributes }: XmlElement) => {
		const named = currencyCode(textOf(attributes.CurrencyCode));
		if (named === null) return false;
		currency ??= named;
		return named !== currency;
	};
	return PRICES.some((place) => someAt(message, place, isAnother)) ? null : currency;
}

/**
 * The warning of amounts that are there and mean nothing for certain, such as `1.250` of euros.
 * @param ofMessage the currency of amounts that name none
 */
export function unreadAmountsOf(message: XmlElement, ofMessage: string | null): string[] {
	const isUnread = (element: XmlElement, currency: string | null) =>
		amountIn(element) !== null && moneyOf(element, currency) === null;
	const isAnyUnread = (place: string, currency: string | null) =>
		someAt(message, place, (element) => isUnread(element, currency));
	const places = [
		...AMOUNTS.filter((place) => isAnyUnread(place, ofMessage)),
		...COMMISSIONS.filter((place) => isAnyUnread(place, null)),
	];
	const stays = elementsAt(message, 'RoomStays/RoomStay');
	for (const name of ['Tax', 'Fee'] as const)
		if (
			stays.some((stay) => chargeElements(stay, name).some((charge) => isUnread(charge, currencyOf(stay, ofMessage))))
		)
			places.push(`RoomStays/RoomStay/${name}`);
	if (isAnyUnread(SERVICE_FEE, currencyOfTotal(message) ?? ofMessage)) places.push(SERVICE_FEE);
	const isFeeUnread = (route: XmlElement) => elementsAt(route, 'Price/Total').some((fee) => isUnread(fee, ofMessage));
	if (descendantsOf(message, 'Route').some(isFeeUnread)) places.push('Route/Price/Total');
	return unreadAmounts(places);
}

function currencyOf(stay: XmlElement, ofMessage: string | null): string | null {
	return textOf(childOf(stay, 'Total')?.attributes.CurrencyCode) ?? ofMessage;
}

function currencyOfTotal(message: XmlElement): string | null {
	return textOf(elementAt(message, 'ResGlobalInfo/Total')?.attributes.CurrencyCode);
}

/** `null` if one is missing or the currencies differ: a partial sum would look like a price. */
export function sumOfMoney(amounts: Array<Money | null>): Money | null {
	const known = amounts.filter((amount) => amount !== null);
	const sameCurrency = known.every((amount) => amount.currency === known[0]?.currency);
	return known.length > 0 && known.length === amounts.length && sameCurrency ? addMoney(...known) : null;
}

/** The reservation's own total, or the sum of its active rooms. */
export function totalOf(message: XmlElement, activeRooms: RoomStay[], ofMessage: string | null): Money | null {
	return (
		moneyOf(elementAt(message, 'ResGlobalInfo/Total'), ofMessage) ?? sumOfMoney(activeRooms.map((room) => room.total))
	);
}

/** Taxes or fees of the rooms, city tax among them. Whoever collects the price collects what it includes. */
export function chargesOf(
	stays: XmlElement[],
	name: 'Tax' | 'Fee',
	{ model }: Payment,
	ofMessage: string | null,
): Charge[] {
	const channelCollects = model === 'channel_collect' || model === 'virtual_card';
	return stays.flatMap((stay) => {
		const currency = currencyOf(stay, ofMessage);
		return chargeElements(stay, name).flatMap((charge) => {
			const amount = moneyOf(charge, currency);
			if (!amount) return [];
			const included = /^incl/i.test(charge.attributes.Type ?? '');
			const words = [
				elementAt(charge, 'TaxDescription/Text')?.text,
				elementAt(charge, 'TaxDescription')?.attributes.Name,
				charge.attributes.Name,
				charge.attributes.Code,
			];
			const label = words.map(textOf).find((word) => word !== null) ?? name;
			return [
				{
					name: label,
					amount,
					included,
					collectedBy: included && channelCollects ? ('channel' as const) : ('hotel' as const),
				},
			];
		});
	});
}

/** The hotel's view if there is one: the guest's view repeats the same charges. */
function chargeElements(stay: XmlElement, name: 'Tax' | 'Fee'): XmlElement[] {
	const details = childOf(stay, 'PriceDetails');
	const viewed = descendantsOf(childOf(details, 'HotelView') ?? childOf(details, 'GuestView'), name);
	const path = name === 'Tax' ? 'Taxes/Tax' : 'Fees/Fee';
	return viewed.length > 0 ? viewed : [...elementsAt(childOf(stay, 'Total'), path), ...elementsAt(stay, path)];
}

/** Extras. A service that is paid at the hotel has a fee without a currency: the reservation's applies. */
export function servicesOf(message: XmlElement, ofMessage: string | null): Reservation['services'] {
	const currency = currencyOfTotal(message) ?? ofMessage;
	return elementsAt(message, 'Services/Service').map((service) => ({
		name: textOf(service.attributes.Name) ?? `Service ${service.attributes.ServiceInventoryCode ?? ''}`.trim(),
		quantity: wholeNumber(service.attributes.Quantity, Infinity),
		amount:
			moneyOf(elementAt(service, 'Price/Total'), ofMessage) ??
			moneyOf(elementAt(service, 'ServiceDetails/Fees/Fee'), currency),
	}));
}

/** For the whole reservation; otherwise the sum over its rooms. */
export function commissionOf(message: XmlElement): Money | null {
	const inAll = moneyOf(elementAt(message, 'ResGlobalInfo/TotalCommissions/CommissionPayableAmount'));
	const ofRooms = elementsAt(message, 'RoomStays/RoomStay/RatePlans/RatePlan/Commission/CommissionPayableAmount');
	return inAll ?? sumOfMoney(ofRooms.map((amount) => moneyOf(amount)));
}

/** `Route/Price/Total`, a plain decimal: of a reservation or room that does not take place. */
export function cancellationFeeOf(message: XmlElement, ofMessage: string | null): Money | null {
	return (
		descendantsOf(message, 'Route')
			.map((route) => moneyOf(elementAt(route, 'Price/Total'), ofMessage))
			.find((fee) => fee !== null) ?? null
	);
}
