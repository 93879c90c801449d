/** A reservation as Airbnb's API writes it. */
export function wire(over: Record<string, unknown> = {}): Record<string, unknown> {
	return {
		confirmation_code: 'HMABCDEFGH',
		status_type: 'accept',
		host_id: 38831742,
		listing_id_str: '1193287465019283746',
		start_date: '2027-03-29',
		end_date: '2027-03-31',
		nights: 2,
		guest_details: { number_of_adults: 2, number_of_children: 1, number_of_infants: 1 },
		guest_first_name: 'Ada',
		guest_last_name: 'Lovelace',
		host_currency: 'CHF',
		listing_base_price_accurate: '300.00',
		listing_cleaning_fee_accurate: '45.00',
		host_fee_base_accurate: '9.00',
		host_fee_vat_accurate: '0.73',
		expected_payout_amount_accurate: '335.27',
		listing_cancellation_payout_accurate: '0.00',
		listing_cancellation_host_fee_accurate: '0.00',
		booked_at: '2026-11-01T08:00:00Z',
		created_at: '2026-11-01T07:55:00Z',
		updated_at: '2026-11-02T08:00:00Z',
		...over,
	};
}

export const READ_AT = { observedAt: '2026-11-26T08:00:00.000Z#1', hostId: '38831742' };
