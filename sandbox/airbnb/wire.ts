/** Airbnb's JSON: ids as numbers beyond 2^53 with their text beside them, money as decimal text, times with a zone in brackets. */
import { majorUnits } from '../hotel/booking';
import type { Host, Listing } from './listings';
import { endDateOf, payoutOf, type AirbnbReservation, type Alteration } from './reservation';

const RAW = '\u0000';

/** A number that is written with all its digits; JavaScript's own numbers would lose some. */
export function rawNumber(digits: string): string {
	return `${RAW}${digits}${RAW}`;
}

export function writeJson(value: unknown): string {
	return JSON.stringify(value).replace(/"\\u0000(-?\d+)\\u0000"/g, '$1');
}

function ids(name: string, id: string): Record<string, unknown> {
	return { [name]: rawNumber(id), [`${name}_str`]: id };
}

/** Hours of the hotel's own clock, with the offset that the zone has on that day, and its name in brackets (RFC 9557). */
function zoned(date: string, time: string, timeZone: string): string {
	const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' }).formatToParts(
		new Date(`${date}T${time}:00Z`),
	);
	const offset = parts.find(({ type }) => type === 'timeZoneName')?.value.replace('GMT', '') ?? '';
	return `${date}T${time}${offset === '' ? '+00:00' : offset}[${timeZone}]`;
}

export function reservationJson(host: Host, reservation: AirbnbReservation): Record<string, unknown> {
	const { prices, guest, cancellation, wording } = reservation;
	const { currency, decimals } = prices;
	const money = (minor: number) => majorUnits(minor, decimals);
	const count = (number: number) => (wording.numbersAsText ? String(number) : number);
	const native = (minor: number) => ({
		amount_native: money(minor),
		native_currency: currency,
		amount_usd: majorUnits(Math.round((minor / 10 ** decimals) * 110), 2),
	});
	const collected = prices.collectedTax === 0 ? [] : [{ name: 'VAT', tax_type: 'vat', ...native(prices.collectedTax) }];
	const passed =
		prices.passThroughTax === 0
			? []
			: [{ name: 'City tax', tax_type: 'pass_through_occupancy_tax', ...native(prices.passThroughTax) }];
	const fees = wording.deprecatedFields
		? {
				listing_host_fee_accurate: money(prices.hostFee + prices.hostFeeVat),
				transient_occupancy_tax_paid_amount_accurate: money(prices.collectedTax),
				transient_occupancy_tax_details: collected,
				occupancy_tax_amount_paid_to_host_accurate: money(prices.passThroughTax),
			}
		: {
				host_fee_base_accurate: money(prices.hostFee),
				host_fee_vat_accurate: money(prices.hostFeeVat),
				airbnb_collected_tax_amount_accurate: money(prices.collectedTax),
				airbnb_collected_tax_details: collected,
				pass_through_tax_expected_amount_accurate: money(prices.passThroughTax),
				pass_through_tax_details: passed,
			};
	return {
		confirmation_code: reservation.code,
		status_type: reservation.status,
		...ids('host_id', host.id),
		...ids('listing_id', reservation.listingId),
		...ids('thread_id', String(2_000_000_000_000_000_000n + BigInt(reservation.createdAt.length))),
		start_date: reservation.startDate,
		...(wording.withoutEndDate ? {} : { end_date: endDateOf(reservation) }),
		nights: count(reservation.nights),
		check_in_datetime: zoned(reservation.startDate, '15:00', host.timeZone),
		check_out_datetime: zoned(endDateOf(reservation), '11:00', host.timeZone),
		time_zone: host.timeZone,
		number_of_guests: count(reservation.adults + reservation.children),
		guest_details: {
			localized_description: `${reservation.adults + reservation.children} guests`,
			number_of_adults: count(reservation.adults),
			number_of_children: count(reservation.children),
			number_of_infants: count(reservation.infants),
			number_of_pets: count(reservation.pets),
		},
		...ids('guest_id', guest.id),
		guest_first_name: guest.firstName,
		guest_last_name: guest.lastName,
		guest_email: guest.email,
		guest_phone_numbers: guest.phone === null ? [] : [guest.phone],
		guest_preferred_locale: guest.locale,
		host_currency: currency,
		listing_base_price_accurate: money(prices.base),
		listing_cleaning_fee_accurate: money(prices.cleaning),
		listing_security_price_accurate: money(0),
		standard_fees_details:
			prices.resortFee === 0 ? [] : [{ fee_type: 'PASS_THROUGH_RESORT_FEE', amount_native: money(prices.resortFee) }],
		promotion_details: prices.promotion === 0 ? [] : [{ promotion_type: 'EARLY_BIRD', ...native(prices.promotion) }],
		pricing_rule_details: [],
		...fees,
		expected_payout_amount_accurate: money(payoutOf(prices)),
		listing_cancellation_payout_accurate: money(cancellation?.payout ?? 0),
		listing_cancellation_host_fee_accurate: money(cancellation?.hostFee ?? 0),
		total_paid_amount_accurate: money(0),
		cancellation_policy_category: 'moderate',
		created_at: reservation.createdAt,
		booked_at: reservation.bookedAt,
		updated_at: reservation.updatedAt,
		special_offer_id: null,
		...reservation.extra,
	};
}

export function alterationJson({ listingId }: AirbnbReservation, alteration: Alteration): Record<string, unknown> {
	return {
		...ids('id', alteration.id),
		confirmation_code: alteration.code,
		...ids('listing_id', listingId),
		status: alteration.status,
		initiated_by: alteration.initiatedBy,
		start_date: alteration.startDate,
		end_date: endDateOf(alteration),
		nights: alteration.nights,
		created_at: alteration.createdAt,
	};
}

export function listingJson({ id, name, currency }: Listing): Record<string, unknown> {
	return { ...ids('id', id), name, listing_currency: currency, has_availability: true };
}
