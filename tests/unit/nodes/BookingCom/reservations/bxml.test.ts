import { UnusableMessage } from '../../../../../nodes/BookingCom/reservations/ota/ota.mapper';
import { bxmlReservationsOf, mapBxmlReservation } from '../../../../../nodes/BookingCom/reservations/bxml/bxml.mapper';
import { readAnswer } from '../../../../../nodes/BookingCom/responses/read-response';
import { bxmlDocument, bxmlRoom } from '../../../../support/bxml-message';
import { expectShape } from '../../../../support/reservation-shape';

function read(body: string, propertyId: string | null = null) {
	const [element] = bxmlReservationsOf(readAnswer(body, 'bxml').root);
	if (!element) throw new Error('The answer holds no reservation');
	const reservation = mapBxmlReservation(element, { propertyId, observedAt: '2026-03-11T15:02:40.123Z#1' });
	expectShape(reservation);
	return reservation;
}

describe('B.XML reservations', () => {
	it('become the same model', () => {
		expect(read(bxmlDocument())).toMatchObject({
			key: 'booking.com/12345/4705950059',
			event: 'new',
			checkIn: '2026-03-29',
			checkOut: '2026-03-31',
			nights: 2,
			adults: 2,
			children: null,
			total: { minor: 11760, amount: '117.60', currency: 'EUR', taxIncluded: null },
			commission: { amount: '17.64' },
			bookedAt: '2026-01-15T10:33:37',
			booker: { firstName: 'Zoé', lastName: 'Lefèvre', country: 'CH', address: 'Rue du Lac 1, 1201 Genève' },
			payment: { model: 'hotel_collect', card: null },
			remarks: ['Late'],
			rooms: [
				{
					roomStayId: '460',
					ratePlanId: '49111777',
					mealPlan: 'Breakfast',
					remarks: ['Free cancellation', 'smoking preference: Non-Smoking'],
					nightlyRates: [{ amount: { minor: 5880 } }, { amount: { minor: 5880 } }],
				},
			],
		});
	});

	it('have one room or many, directly or wrapped', () => {
		const second = bxmlRoom.replace('>460<', '>461<').replace('2026-03-31', '2026-04-02');
		for (const rooms of [bxmlRoom + second, `<rooms>${bxmlRoom}${second}</rooms>`]) {
			expect(read(bxmlDocument(undefined, rooms))).toMatchObject({
				checkOut: '2026-04-02',
				rooms: [{ roomStayId: '460' }, { roomStayId: '461' }],
			});
		}
		expect(bxmlReservationsOf(readAnswer('<reservations/>', 'bxml').root)).toEqual([]);
	});

	it('count guests by kind where they are told apart', () => {
		const counts =
			'<guest_counts><guest_count count="2" type="adult"/><guest_count count="1" type="child" age="4"/></guest_counts>';
		expect(read(bxmlDocument(undefined, bxmlRoom.replace('<id>', `${counts}<id>`)))).toMatchObject({
			adults: 2,
			children: 1,
			rooms: [{ childAges: [4] }],
		});
	});

	it('keep the rest of a reservation where a count or an age cannot be true', () => {
		const counts =
			'<guest_counts><guest_count count="10001" type="adult"/><guest_count count="1" type="child" age="2019"/></guest_counts>';
		const kept = read(bxmlDocument(undefined, bxmlRoom.replace('<id>', `${counts}<id>`)));
		expect(kept).toMatchObject({ adults: null, children: 1, rooms: [{ adults: null, childAges: [] }] });
		expect(kept?.warnings).toEqual([expect.stringContaining('out of bounds')]);
	});

	it('have each room, though two have the same number or one has none', () => {
		const other = bxmlRoom.replace('<id>', '<name>Suite</name><id>');
		const unnumbered = bxmlRoom.replace(/<roomreservation_id>.*<\/roomreservation_id>/, '');
		const { rooms } = read(bxmlDocument(undefined, bxmlRoom + other + unnumbered));
		expect(rooms.map(({ roomStayId }) => roomStayId)).toEqual(['460', '460#2', '3']);
	});

	it.each([
		['NEW', 'new'],
		['confirmed', 'new'],
		['Modified', 'modified'],
		['modification', 'modified'],
		['changed', 'modified'],
		['CANCELLED_BY_GUEST', 'cancelled'],
		['Cancelled on 03.07.2027', 'cancelled'],
		['no-show', 'modified'],
	])('with the status %s are %s', (status, event) => {
		expect(read(bxmlDocument(undefined, undefined, status)).event).toBe(event);
	});

	it('say by a status that they are cancelled, and then may hold nothing but a fee', () => {
		for (const status of ['cancelled', 'canceled', 'Cancelled']) {
			expect(read(bxmlDocument('', '', status, '<total_cancellation_fee>33.4</total_cancellation_fee>'))).toMatchObject(
				{
					event: 'cancelled',
					checkIn: null,
					rooms: [],
					booker: { lastName: null },
					cancellationFee: { amount: '33.40' },
				},
			);
		}
	});

	it('keep nothing of a card but its brand and four digits', () => {
		const { payment } = read(
			bxmlDocument()
				.replace('<cc_number>', '<cc_number>5555 5555 5555 4444')
				.replace('<cc_type>', '<cc_type>MasterCard')
				.replace('<cc_cvc>', '<cc_cvc>737'),
		);
		expect(payment).toEqual({
			model: 'hotel_collect',
			card: { brand: 'MasterCard', last4: '4444', virtual: false, activeFrom: null, balance: null },
		});
	});

	it.each([
		['no number', (body: string) => body.replace(/<id>4705950059<\/id>/, '<id></id>'), /no reservation number/],
		[
			'no hotel',
			(body: string) => body.replace('<hotel_id>12345</hotel_id>', ''),
			/4705950059 does not name its property/,
		],
		['an unknown status', (body: string) => body.replace('>new<', '>pending<'), /no known status/],
		['no room', (body: string) => body.replace(bxmlRoom, ''), /has no room/],
		[
			'no dates',
			(body: string) => body.replace('2026-03-31</departure_date>', '</departure_date>'),
			/Room 460 .* has no arrival before/,
		],
		[
			'a departure before its arrival',
			(body: string) => body.replace('2026-03-31</departure_date>', '2026-03-28</departure_date>'),
			/Room 460/,
		],
	])('cannot be used with %s', (_, spoil, message) => {
		expect(() => read(spoil(bxmlDocument()))).toThrow(UnusableMessage);
		expect(() => read(spoil(bxmlDocument()))).toThrow(message);
	});

	it('belong to the hotel asked for where they name none', () => {
		expect(read(bxmlDocument().replace('<hotel_id>12345</hotel_id>', '<hotel_id></hotel_id>'), '777').propertyId).toBe(
			'777',
		);
	});
});
