/**
 * An amount of which nobody can be sure what it means is none, in every source, and somebody is told to look it up.
 * Webhooks are the exception: their sender is there to correct it (tests/unit/selfkey/webhook/typed-payloads.test.ts).
 */
import { amountsOf } from '../../../nodes/Airbnb/reservations/amounts';
import { bxmlReservationsOf, mapBxmlReservation } from '../../../nodes/BookingCom/reservations/bxml/bxml.mapper';
import { readAnswer } from '../../../nodes/BookingCom/responses/read-response';
import { rowOf } from '../../../nodes/HotelLog/rows/row-of';
import { operasOwn, reportOn } from '../../../nodes/Opera/reservations/opera.mapper';
import { readStays } from '../../../nodes/Opera/reservations/opera-stay';
import { mapBooking } from '../../../nodes/SelfKey/webhook/booking.mapper';
import { bxmlDocument } from '../../support/bxml-message';
import { mapped, night, room } from '../../support/ota-message';
import { wire } from './Airbnb/support';

interface Mapped {
	total: { amount: string } | null;
	warnings: string[];
}

const inEuros = (amount: string) => `AmountAfterTax="${amount}" CurrencyCode="EUR"`;
const otaMessage = (amount: string) =>
	mapped({ rooms: room({ nights: night('2026-03-29') }), global: `<Total ${inEuros(amount)}/>` });

function bxml(amount: string): Mapped {
	const body = bxmlDocument(undefined, undefined, 'new', `<totalprice>${amount}</totalprice>`);
	const [element] = bxmlReservationsOf(readAnswer(body, 'bxml').root);
	return mapBxmlReservation(element!, { propertyId: null, observedAt: '2026-03-11T15:02:40.123Z#1' });
}

function selfKey(amount: unknown, currency = 'EUR'): Mapped {
	const data = { id: 'b1', hotelSlug: 'h', checkInDate: '2027-06-01', checkOutDate: '2027-06-02', amount, currency };
	return mapBooking({ event: 'booking.completed', timestamp: '2027-01-01T00:00:00.000Z', data });
}

const stays = (amount: unknown, currencyCode: string | undefined = 'EUR') =>
	readStays({
		reservations: {
			reservation: [
				{
					reservationIdList: [{ id: '571062', type: 'Reservation' }],
					reservationStatus: 'Reserved',
					roomStay: {
						...{ arrivalDate: '2027-06-01', departureDate: '2027-06-02' },
						roomRates: [
							{ rates: { rate: [{ base: { amountBeforeTax: amount, currencyCode }, start: '2027-06-01' }] } },
						],
					},
				},
			],
		},
	});
const readAt = { instant: '2027-01-01T00:00:00.000Z', place: 1 };
const opera = (amount: unknown, currency?: string): Mapped =>
	operasOwn(stays(amount, currency)[0]!, { hotelId: 'H', guest: null, readAt, isKnown: false })!;

const SOURCES: Array<[string, (amount: string) => Mapped, place: string]> = [
	['OTA', otaMessage, 'ResGlobalInfo/Total'],
	['B.XML', bxml, 'totalprice'],
	[
		'Airbnb',
		(amount) => amountsOf(wire({ expected_payout_amount_accurate: amount }), false),
		'expected_payout_amount_accurate',
	],
	['SelfKey', selfKey, 'amount'],
	['OPERA', opera, 'roomRates'],
];

describe.each(SOURCES)('%s', (_, read, place) => {
	it.each(['1.250', '12.000', '1,250.00', 'free', "1'250"])('tells of %j', (amount) => {
		const { total, warnings } = read(amount);
		expect(total?.amount ?? '').not.toMatch(/^12?\D/);
		expect(warnings).toEqual([`Amounts that cannot be read: ${place}`]);
	});

	it.each(['1250', '1250.00', '1250.5', '0'])('says nothing of %j', (amount) => {
		expect(read(amount).warnings).toEqual([]);
	});
});

it('every other amount of an OTA message is told by its place', () => {
	const odd = inEuros('1.250');
	const { warnings, taxes, services } = mapped({
		rooms: room({
			nights: `<RoomRate EffectiveDate="2026-03-29"><Rates><Rate><Total ${odd}/></Rate></Rates></RoomRate>`,
			rest: `<Total ${odd}><Taxes><Tax Amount="1.250" Code="3"/></Taxes></Total><RatePlans><RatePlan><Commission><CommissionPayableAmount Amount="1.250" CurrencyCode="EUR"/></Commission></RatePlan></RatePlans>`,
		}),
		middle: `<Services><Service Name="Breakfast"><Price><Total ${odd}/></Price></Service></Services>`,
	});
	expect({ taxes, amount: services[0]?.amount }).toEqual({ taxes: [], amount: null });
	expect(warnings[0]?.split(': ')[1]?.split(', ').sort()).toEqual([
		'RoomStays/RoomStay/RatePlans/RatePlan/Commission/CommissionPayableAmount',
		'RoomStays/RoomStay/RoomRates/RoomRate/Rates/Rate/Total',
		'RoomStays/RoomStay/Tax',
		'RoomStays/RoomStay/Total',
		'Services/Service/Price/Total',
	]);
});

it('an amount without a currency is told as well', () => {
	expect(selfKey(100, '').warnings).toEqual(['Amounts that cannot be read: amount']);
	expect(opera(100, '').warnings).toEqual(['Amounts that cannot be read: roomRates']);
});

it('OPERA may write what is certain as a text, or has three decimals', () => {
	expect(opera('1.250', 'KWD')).toMatchObject({ total: { amount: '1.250' }, warnings: [] });
	expect(opera(1.25, 'EUR')).toMatchObject({ total: { amount: '1.25' }, warnings: [] });
});

it("a report of another channel's reservation tells it too", () => {
	const key = { channel: 'booking.com', propertyId: '1', reservationId: '2' };
	expect(reportOn(stays('1.250'), { key, reference: '2', readAt, isKnown: true }).warnings).toHaveLength(1);
});

it('the line of the log is a warning that says what to do', () => {
	const settings = {
		integration: 'x',
		needsOutcome: true,
		namesGuest: true,
		executionId: '1',
		workflowId: 'w',
		at: readAt.instant,
	};
	const line = (warnings: string[], outcome?: string) =>
		rowOf({ ...otaMessage('1250'), warnings, selfKey: { outcome, bookings: [], warnings: [] } } as never, settings);
	const [told] = otaMessage('1.250').warnings;
	expect(line([told ?? ''], 'created')).toMatchObject({
		status: 'warning',
		message: `${told}. Look the price up at the channel, and correct it in SelfKey`,
	});
	expect(line(['Read as a cancellation: it holds no room'], 'created').status).toBe('success');
	// Written before: the change goes on to other systems.
	expect(line([told ?? '']).message).not.toContain('Look the price up');
});
