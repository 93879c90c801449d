/** Booking.com's B.XML reservation written by hand out of its published fields. */
export const bxmlRoom = `<room><arrival_date>2026-03-29</arrival_date><departure_date>2026-03-31</departure_date><guest_name>Zoé Lefèvre</guest_name><id>1296364403</id>
	<info>Free cancellation</info><max_children>1</max_children><meal_plan>Breakfast</meal_plan><name>Deluxe Double</name><numberofguests>2</numberofguests>
	<price date="2026-03-29" rate_id="49111777" genius_rate="no" rewritten_from_id="0">58.80</price><price date="2026-03-30" rate_id="49111777">58.8</price>
	<remarks></remarks><roomreservation_id>460</roomreservation_id><smoking>0</smoking><totalprice>117.6</totalprice></room>`;

const customer = `<customer><address>Rue du Lac 1</address><cc_cvc></cc_cvc><cc_expiration_date></cc_expiration_date><cc_name></cc_name><cc_number></cc_number><cc_type></cc_type><city>Genève</city><company></company>
	<countrycode>ch</countrycode><dc_issue_number></dc_issue_number><dc_start_date></dc_start_date><email>z.1@guest.booking.com</email><first_name>Zoé</first_name><last_name>Lefèvre</last_name><remarks>Late</remarks><telephone>+41 79 000 00 00</telephone><zip>1201</zip></customer>`;

/** A document with one reservation. */
export function bxmlDocument(
	ofCustomer = customer,
	rooms = bxmlRoom,
	status = 'new',
	rest = '<totalprice>117.6</totalprice><commissionamount>17.64</commissionamount>',
): string {
	return `<?xml version="1.0"?><reservations><reservation><currencycode>EUR</currencycode>${ofCustomer}<date>2026-01-15</date><hotel_id>12345</hotel_id><hotel_name>Hôtel</hotel_name><id>4705950059</id>${rooms}<status>${status}</status><time>10:33:37</time>${rest}</reservation></reservations><!-- RUID: [UmFu] -->`;
}
