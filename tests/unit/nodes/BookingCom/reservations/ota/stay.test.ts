import {
	mapMessage,
	messagesOf,
	UnusableMessage,
} from '../../../../../../nodes/BookingCom/reservations/ota/ota.mapper';
import { readAnswer } from '../../../../../../nodes/BookingCom/responses/read-response';
import { inProportion } from '../../../../../support/cpu-time';
import { mapped, messageXml, night, onlyId, readMessage, room } from '../../../../../support/ota-message';

describe("the stay in Booking.com's OTA message", () => {
	it('is exactly what the message says, and null for all it does not', () => {
		expect(mapped()).toEqual({
			key: 'booking.com/12345/4705950059',
			channel: 'booking.com',
			propertyId: '12345',
			reservationId: '4705950059',
			event: 'new',
			status: 'confirmed',
			revision: null,
			observedAt: '2026-03-11T15:02:40.123Z#1',
			fingerprint: expect.stringMatching(/^sha256:/),
			checkIn: '2026-03-29',
			checkOut: '2026-03-30',
			nights: 1,
			rooms: [
				{
					roomStayId: '460',
					roomTypeId: '1296364403',
					roomName: 'Deluxe Double',
					ratePlanId: '49111777',
					checkIn: '2026-03-29',
					checkOut: '2026-03-30',
					status: 'confirmed',
					adults: null,
					children: null,
					childAges: [],
					guests: [{ name: null }],
					mealPlan: null,
					total: null,
					nightlyRates: [
						{
							date: '2026-03-29',
							amount: { minor: 13350, exponent: 2, currency: 'EUR', amount: '133.50', taxIncluded: true },
						},
					],
					remarks: [],
				},
			],
			booker: {
				firstName: null,
				lastName: null,
				email: null,
				phone: null,
				country: null,
				nationality: null,
				language: null,
				address: null,
			},
			adults: null,
			children: null,
			expectedArrival: null,
			total: null,
			taxes: [],
			fees: [],
			services: [],
			commission: null,
			payout: null,
			cancellationFee: null,
			cancelledAt: null,
			payment: { model: 'hotel_collect', card: null },
			bookedAt: '2026-01-15T10:33:37',
			remarks: [],
			warnings: [],
		});
	});

	it.each([
		['nights in any order', ['2026-07-03', '2026-07-01', '2026-07-02'], '2026-07-01', '2026-07-04', 3],
		['over the change to summer time', ['2026-03-28', '2026-03-29', '2026-03-30'], '2026-03-28', '2026-03-31', 3],
		['over the change to winter time', ['2026-10-24', '2026-10-25'], '2026-10-24', '2026-10-26', 2],
		['over the end of the year', ['2026-12-31', '2027-01-01'], '2026-12-31', '2027-01-02', 2],
		['to the last day of the year', ['2026-12-31'], '2026-12-31', '2027-01-01', 1],
		['on a leap day', ['2028-02-28', '2028-02-29'], '2028-02-28', '2028-03-01', 2],
		['with a time behind the date', ['2026-07-01T23:59:59+14:00'], '2026-07-01', '2026-07-02', 1],
	])('%s', (_, nights, checkIn, checkOut, count) => {
		const reservation = mapped({ rooms: room({ nights: nights.map((date) => night(date)).join('') }) });
		expect(reservation).toMatchObject({
			checkIn,
			checkOut,
			nights: count,
			rooms: [{ checkIn, checkOut }],
			warnings: [],
		});
		expect(reservation.rooms[0]?.nightlyRates.map(({ date }) => date)).toEqual(
			[...nights].map((date) => date.slice(0, 10)).sort(),
		);
	});

	it('leaves out a night that has no day after it, and is not withheld for it', () => {
		const nights = night('2026-07-01') + night('9999-12-31');
		expect(mapped({ rooms: room({ nights }) })).toMatchObject({
			...{ checkIn: '2026-07-01', checkOut: '2026-07-02' },
			rooms: [{ nightlyRates: [{ date: '2026-07-01' }] }],
		});
		expect(() => mapped({ rooms: room({ nights: night('9999-12-31') }) })).toThrow('has no nights');
	});

	it('is read in a second, however many rooms and ages it has', () => {
		const rooms = (count: number) =>
			Array.from({ length: count }, (_, index) => room({ attributes: `IndexNumber="${index}"` })).join('');
		const ages = (count: number) =>
			room({
				rest: `<GuestCounts>${'<GuestCount AgeQualifyingCode="8" Age="5" Count="50"/>'.repeat(count)}</GuestCounts>`,
			});
		const from = { queue: 'new', observedAt: '2026-03-11T15:02:40Z#1', propertyId: null } as const;
		for (const [many, size] of [[rooms, 20_000] as const, [ages, 100_000] as const]) {
			const messages = new Map(
				[size, size / 4].map((count) => [
					count,
					messagesOf(readAnswer(messageXml({ rooms: many(count) }), 'queue').root)[0],
				]),
			);
			const warnings = (count: number) => {
				const message = messages.get(count);
				return message && mapMessage(message, from).warnings;
			};
			expect(inProportion(warnings, size)).toHaveLength(1);
		}
	});

	it('spans the rooms, whose dates may differ', () => {
		const rooms =
			room({ nights: night('2026-07-02') }) +
			room({ attributes: 'IndexNumber="461"', nights: night('2026-07-01') + night('2026-07-05') });
		expect(mapped({ rooms })).toMatchObject({
			checkIn: '2026-07-01',
			checkOut: '2026-07-06',
			nights: 5,
			warnings: ['Room 461: no price for 3 of its nights'],
		});
	});

	it('takes the span of another dialect, where one rate may stand for several nights', () => {
		const span = '<TimeSpan Start="2026-07-01" End="2026-07-05"/>';
		expect(mapped({ rooms: room({ nights: '', rest: span }) })).toMatchObject({
			checkIn: '2026-07-01',
			checkOut: '2026-07-05',
			nights: 4,
		});
		expect(mapped({ rooms: room({ nights: night('2026-07-01'), rest: span }) })).toMatchObject({
			checkOut: '2026-07-05',
			nights: 4,
		});
		expect(mapped({ rooms: room({ nights: night('2026-07-06'), rest: span }) })).toMatchObject({
			checkIn: '2026-07-01',
			checkOut: '2026-07-07',
		});
		expect(() =>
			mapped({ rooms: room({ nights: '', rest: '<TimeSpan Start="2026-07-05" End="2026-07-05"/>' }) }),
		).toThrow(UnusableMessage);
	});

	it('knows a room by its IndexNumber, wherever it stands', () => {
		const [a, b] = [room({ attributes: 'IndexNumber="460"' }), room({ attributes: 'IndexNumber="461"' })];
		const ids = (rooms: string) => mapped({ rooms }).rooms.map(({ roomStayId }) => roomStayId);
		expect(ids(a + b)).toEqual(['460', '461']);
		expect(ids(b + a)).toEqual(['461', '460']);
		expect(ids(b)).toEqual(['461']);
		expect(ids(room({ attributes: '' }) + room({ attributes: 'IndexNumber=" "' }))).toEqual(['1', '2']);
		expect(ids(a + a)).toEqual(['460', '460#2']);
		expect(ids(room({ attributes: 'IndexNumber="2"' }) + room({ attributes: '' }))).toEqual(['2', '2#2']);
	});

	it('lets a removed room that is marked be seen, and counts it nowhere', () => {
		const counts = '<GuestCounts><GuestCount AgeQualifyingCode="10" Count="2"/></GuestCounts>';
		const stays = room({ rest: counts });
		const gone = room({
			attributes: 'IndexNumber="461" RoomStayStatus="Cancelled"',
			nights: night('2026-04-20'),
			rest: counts,
		});
		const goneWithoutDates = room({ attributes: 'IndexNumber="462" RoomStayStatus="Canceled"', nights: '' });
		const reservation = mapped({ rooms: stays + gone + goneWithoutDates, queue: 'modified' });
		expect(reservation).toMatchObject({
			event: 'modified',
			status: 'confirmed',
			checkOut: '2026-03-30',
			nights: 1,
			adults: 2,
		});
		expect(reservation.rooms.map(({ roomStayId, status }) => [roomStayId, status])).toEqual([
			['460', 'confirmed'],
			['461', 'cancelled'],
			['462', 'cancelled'],
		]);
	});

	it('takes the mark of a virtual card off the rate plan, which is the same one', () => {
		const { rooms, payment } = mapped({ rooms: room({ nights: night('2026-03-29', 1, '49111777VCC') }) });
		expect([rooms[0]?.ratePlanId, payment.model]).toEqual(['49111777', 'virtual_card']);
		expect(mapped({ rooms: room({ nights: night('2026-03-29', 1, 'SUMMERVCC') }) }).rooms[0]?.ratePlanId).toBe(
			'SUMMERVCC',
		);
	});

	it('turns each empty tag and attribute into null', () => {
		const empty = mapped({
			rooms: `<RoomStay IndexNumber=""><RoomTypes><RoomType RoomTypeCode=""><RoomDescription Name=" "><MealPlan></MealPlan></RoomDescription></RoomType></RoomTypes>
				<RoomRates><RoomRate EffectiveDate="2026-03-29" RatePlanCode=""><Rates><Rate><Total AmountAfterTax="" CurrencyCode="" DecimalPlaces=""/></Rate></Rates></RoomRate></RoomRates>
				<GuestCounts/><Total/><BasicPropertyInfo HotelCode="12345"/><ResGuestRPHs><ResGuestRPH RPH=""/></ResGuestRPHs><SpecialRequests><SpecialRequest Name=""><Text/></SpecialRequest></SpecialRequests><Comments><Comment><Text> </Text></Comment></Comments></RoomStay>`,
			middle:
				'<ResGuests><ResGuest ResGuestRPH="1"><Profiles><ProfileInfo><Profile><Customer><PersonName><Surname/></PersonName></Customer></Profile></ProfileInfo></Profiles></ResGuest></ResGuests><TPA_Extensions><flags><flag name=""/></flags></TPA_Extensions>',
			global:
				'<Profiles><ProfileInfo><Profile><Customer Language=""><PersonName><GivenName/><Surname></Surname></PersonName><Telephone PhoneNumber=""/><Email/><Address><AddressLine/><CityName>.</CityName><PostalCode/><CountryName Code=""/></Address></Customer></Profile></ProfileInfo></Profiles><Guarantee><GuaranteesAccepted><GuaranteeAccepted><PaymentCard CardCode="" CardNumber="" SeriesCode=""/></GuaranteeAccepted></GuaranteesAccepted></Guarantee><Comments/><Total/>',
			ids: '<HotelReservationIDs><HotelReservationID ResID_Value="4705950059" ResID_Date=""/></HotelReservationIDs>',
		});
		expect(JSON.stringify(empty)).not.toContain('""');
		expect(empty).toMatchObject({
			bookedAt: null,
			remarks: [],
			total: null,
			rooms: [
				{
					roomStayId: '1',
					roomTypeId: null,
					roomName: null,
					ratePlanId: null,
					mealPlan: null,
					guests: [{ name: null }],
					nightlyRates: [],
				},
			],
		});
	});

	describe('cancellation', () => {
		it.each([
			['a status of the message', { attributes: 'ResStatus="Cancel"' }],
			['one in other letters', { attributes: 'ResStatus="cancelled"' }],
			['one with more to it', { attributes: 'ResStatus="Cancelled with fee"' }],
			['one spelled the American way', { attributes: 'status="Canceled"' }],
			[
				'every room marked',
				{
					rooms:
						room({ attributes: 'IndexNumber="460" RoomStayStatus="Cancelled"' }) +
						room({ attributes: 'IndexNumber="461" status="cancelled"' }),
				},
			],
			['a modification without rooms', { rooms: '', queue: 'modified' as const }],
		])('is seen by %s', (_, parts) => {
			const reservation = mapped(parts, { propertyId: '12345' });
			expect(reservation).toMatchObject({
				event: 'cancelled',
				status: 'cancelled',
				warnings: [expect.stringMatching(/^Read as a cancellation: /)],
			});
		});

		it('may come without dates, rooms, guests and money', () => {
			expect(mapped({ rooms: '', queue: 'modified' }, { propertyId: '12345' })).toMatchObject({
				checkIn: null,
				checkOut: null,
				nights: null,
				rooms: [],
				adults: null,
				payment: { model: null, card: null },
			});
			expect(mapped({ attributes: 'ResStatus="Cancel"', rooms: room({ nights: '' }) })).toMatchObject({
				checkIn: null,
				rooms: [{ checkIn: null }],
			});
		});

		it('is not made of a new message without rooms: it would be acknowledged and lost', () => {
			expect(() => mapped({ rooms: '' }, { propertyId: '12345' })).toThrow('4705950059 is new and has no room');
			expect(mapped({ rooms: '', attributes: 'ResStatus="Cancel"' }, { propertyId: '12345' }).event).toBe('cancelled');
		});

		it.each([
			...[
				'Commit',
				'Modify',
				'Reserved',
				'',
				'Cancel requested',
				'Cancellation pending',
				'cancelled: no',
				'CancelDenied',
			],
			...['Cancellable', 'cancel failed', 'Cancelled?', 'cancelled by mistake'],
		])('is not made of the status "%s"', (status) => {
			const { event } = mapped({ attributes: `ResStatus="${status}"` });
			expect(event).toBe(status === 'Modify' ? 'modified' : 'new');
		});
	});

	it('finds number and property where other dialects put them', () => {
		expect(
			readMessage(
				messageXml({ ids: '' }).replace(
					'<RoomStays>',
					'<UniqueID Type="16" ID="X"/><UniqueID Type="14" ID="ABC-7"/><RoomStays>',
				),
			).key,
		).toBe('booking.com/12345/ABC-7');
		expect(mapped({ rooms: room({ hotel: '' }), global: '<BasicPropertyInfo HotelCode="777"/>' }).propertyId).toBe(
			'777',
		);
		expect(mapped({ rooms: room({ hotel: '' }) }, { propertyId: '888' }).propertyId).toBe('888');
		expect(mapped({ ids: onlyId.replace('4705950059', '0012') }).reservationId).toBe('0012');
	});

	it.each([
		['no number', { ids: '' }, /no reservation number/],
		['an empty number', { ids: onlyId.replace('4705950059', ' ') }, /no reservation number/],
		['no property', { rooms: room({ hotel: '' }) }, /4705950059 does not name its property/],
		[
			'a room without nights',
			{ rooms: room() + room({ attributes: 'IndexNumber="461"', nights: '' }) },
			/Room 461 of reservation 4705950059 has no nights/,
		],
		[
			'a night that does not exist',
			{ rooms: room({ nights: night('2026-02-30') }) },
			/Room 460 of reservation 4705950059 has no nights/,
		],
	])('cannot be used with %s, and says so', (_, parts, message) => {
		expect(() => mapped(parts)).toThrow(UnusableMessage);
		expect(() => mapped(parts)).toThrow(message);
	});

	it('has the same fingerprint for the same content, whatever the queue, the poll and the card', () => {
		const card =
			'<Guarantee><GuaranteesAccepted><GuaranteeAccepted><PaymentCard CardCode="VI" CardNumber="4111111111111111"/></GuaranteeAccepted></GuaranteesAccepted></Guarantee>';
		const first = mapped({ global: card });
		expect(mapped({ queue: 'modified' }, { observedAt: '2026-03-12T00:00:00.000Z#4' }).fingerprint).toBe(
			first.fingerprint,
		);
		expect(mapped({ rooms: room({ nights: night('2026-03-30') }) }).fingerprint).not.toBe(first.fingerprint);
	});
});
