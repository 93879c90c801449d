/** What the words in Booking.com's messages mean, in OTA and in B.XML alike. */
import { bxmlReservationsOf, mapBxmlReservation } from '../../../../../nodes/BookingCom/reservations/bxml/bxml.mapper';
import { paidByChannel } from '../../../../../nodes/BookingCom/reservations/payment-sentences';
import { readAnswer } from '../../../../../nodes/BookingCom/responses/read-response';
import { inASecond } from '../../../../support/cpu-time';
import { mapped, night, room } from '../../../../support/ota-message';

const day = { arrival: '2026-03-29', departure: '2026-03-30' };
const bxmlRoom = ({ arrival, departure } = day, id = '71', rate = '1') =>
	`<room><id>7</id><roomreservation_id>${id}</roomreservation_id><arrival_date>${arrival}</arrival_date><departure_date>${departure}</departure_date><guest_name>Ann Lee</guest_name><price date="${arrival}" rate_id="${rate}">90.00</price></room>`;

function bxml({
	remarks = '',
	rooms = bxmlRoom(),
	status = 'new',
	total = '90.00',
	customer = '<last_name>Dupont</last_name>',
} = {}) {
	const body = `<reservations><reservation><id>1</id><hotel_id>2</hotel_id><status>${status}</status><currencycode>EUR</currencycode><totalprice>${total}</totalprice><customer>${customer}<remarks>${remarks}</remarks></customer>${rooms}</reservation></reservations>`;
	const [element] = bxmlReservationsOf(readAnswer(body, 'bxml').root);
	return mapBxmlReservation(element!, { propertyId: null, observedAt: '2026-03-11T15:02:40.123Z#1' });
}
const ota = (said: string) => mapped({ global: `<Comments><Comment><Text>${said}</Text></Comment></Comments>` });

describe('who pays', () => {
	it.each([
		["You've received a virtual credit card for this reservation.You can charge it as of 2027-07-03.", 'virtual_card'],
		['You’ve received a virtual credit card for this reservation.', 'virtual_card'],
		['You have received a virtual card.', 'virtual_card'],
		['Youʼve received a virtual credit card for this reservation.', 'virtual_card'],
		['You′ve received a virtual creditcard for this reservation.', 'virtual_card'],
		['Booking.com: You＇ve received a virtual credit card', 'virtual_card'],
		['Payment information:You have received a virtual credit card', 'virtual_card'],
		['Virtual credit card: You have received a virtual credit card', 'virtual_card'],
		['Late arrival;You have received a virtual credit card', 'virtual_card'],
		['THIS RESERVATION HAS BEEN PRE—PAID', 'channel_collect'],
		['THIS RESERVATION HAS BEEN PRE-\nPAID', 'channel_collect'],
		['ＴＨＩＳ RESERVATION HAS BEEN PRE-PAID', 'channel_collect'],
		['YOU HAVE RECEIVED A VIRTUAL CREDIT CARD', 'virtual_card'],
		['You&amp;#39;ve received a virtual credit card', 'virtual_card'],
		["You'll receive a virtual credit card on 2027-07-03", 'virtual_card'],
		['This booking has already been pre-paid', 'channel_collect'],
		['You have not received a virtual credit card', 'hotel_collect'],
		['THIS RESERVATION HAS BEEN PRE-PAID', 'channel_collect'],
		['This reservation has been prepaid.', 'channel_collect'],
		['** THIS RESERVATION HAS BEEN PRE PAID **', 'channel_collect'],
		[
			'You have received a virtual credit card for this reservation, which you can charge as of 2027-07-03',
			'virtual_card',
		],
		['The hotel will receive a virtual card on 3 July 2027.', 'virtual_card'],
		['Late arrival. THIS RESERVATION HAS BEEN PRE-PAID BOOKING NOTE', 'hotel_collect'],
		[
			'Late arrival\n** THIS RESERVATION HAS BEEN PRE-PAID ** BOOKING NOTE : Payment charge is EUR 3',
			'channel_collect',
		],
		['I want to pay with my virtual credit card', 'hotel_collect'],
		['Please confirm my booking was prepaid', 'hotel_collect'],
		['My booking is prepaid.', 'hotel_collect'],
		['I think this reservation has been prepaid.', 'hotel_collect'],
		['This reservation has been prepaid?', 'hotel_collect'],
		['This booking has been prepaid by my company', 'hotel_collect'],
		['This booking was fully prepaid', 'hotel_collect'],
		['The reservation has been pre-paid, hasn’t it?', 'hotel_collect'],
		['If this booking has been pre-paid, please refund the tax.', 'hotel_collect'],
		['Please check that you have received a virtual card.', 'hotel_collect'],
		['I hope you’ve received a virtual credit card for this reservation.', 'hotel_collect'],
		['You have received a virtual credit card from my company', 'hotel_collect'],
		['Will you receive a virtual card?', 'hotel_collect'],
		['This reservation has not been pre-paid', 'hotel_collect'],
		['', 'hotel_collect'],
	])('is told by "%s"', (said, model) => {
		expect(ota(said).payment.model).toBe(model);
		expect(bxml({ remarks: said }).payment.model).toBe(model);
		expect(bxml({ rooms: bxmlRoom().replace('</room>', `<info>${said}</info></room>`) }).payment.model).toBe(model);
	});

	it.each([
		'*',
		' ',
		'. ',
		'this reservation ',
		'.this  booking has been ',
		'this booking has been prepaid, x?',
		'this booking has been prepaid (?',
		'\0',
		'you have received a virtual card on ',
	])('takes a moment to know, whatever is said a million times over: %j', (unit) => {
		const said = unit.repeat(1_000_000 / unit.length);
		expect(inASecond(() => paidByChannel([said], []))).toBeNull();
	});

	it.each([
		...[
			', thanks',
			' - BOOKING NOTE',
			'\tBOOKING NOTE',
			'\0',
			'\0 late',
			' ONLINE',
			' online.',
			'; x',
			':',
			' (VCC)',
			')',
			']',
		],
		...[
			'<br>',
			' – x',
			'\u200b',
			'\r\nCan we arrive early?',
			'. Can we arrive early?',
			'. By the way, we are late',
			'\nFrom my wife',
			'…',
			' |',
			' by Booking.com, thanks',
		],
	])('is told by the sentence that Booking.com has the money, with %j behind it', (behind) => {
		expect(paidByChannel([`THIS RESERVATION HAS BEEN PRE-PAID${behind}`], [])).toBe('channel_collect');
	});

	it.each([
		'• ',
		'[',
		'(',
		'<b>',
		'Note: ',
		'*** Please note: ',
		'…, ',
		'\u200b',
		'Late.\u2028',
		'> ',
		'- ',
		'\ufeff',
		'\0',
	])('is told with %j before it', (before) => {
		expect(paidByChannel([`${before}THIS RESERVATION HAS BEEN PRE-PAID`], [])).toBe('channel_collect');
		expect(paidByChannel([`${before}You received a virtual credit card`], [])).toBe('virtual_card');
	});

	it.each([';', '(', ' :', ' (VCC)', ', which can be charged', ' - charge it', '\t'])(
		'is told by that of a virtual card, with %j behind it',
		(behind) => {
			for (const you of ['You received', "You\\'ve received", 'You&rsquo;ve received', "You've received"])
				expect(paidByChannel([`${you} a virtual credit card for this reservation${behind}`], [])).toBe('virtual_card');
		},
	);

	it.each([
		...[
			'! right?',
			'\n?',
			'\r\n ?',
			', right?',
			'. Correct?',
			' (is that so?)',
			')?',
			', hasn’t it?',
			', as you know, or not?',
		],
		...[
			', by my company',
			' - by the guest',
			' (by me)',
			' online by my wife',
			' online with my card',
			'; by me',
			' from my account',
		],
	])('is not told by who asks or has paid: %j', (behind) => {
		expect(paidByChannel([`This reservation has been pre-paid${behind}`], [])).toBeNull();
		expect(paidByChannel([`You have received a virtual card${behind}`], [])).toBeNull();
	});

	it('is told by the rate plan in B.XML too', () => {
		const { payment, rooms } = bxml({ rooms: bxmlRoom(day, '71', '49111777VCC') });
		expect([payment.model, rooms[0]?.ratePlanId]).toEqual(['virtual_card', '49111777']);
	});
});

describe('a guest', () => {
	const guest = (rph: string, name: string) =>
		`<ResGuest ResGuestRPH="${rph}"><Profiles><ProfileInfo><Profile><Customer><PersonName><GivenName>${name}</GivenName><Surname>Lee</Surname></PersonName></Customer></Profile></ProfileInfo></Profiles></ResGuest>`;

	it('is kept, also where an RPH repeats', () => {
		const { rooms } = mapped({
			middle: `<ResGuests>${guest('1', 'Ann')}${guest('1', 'Bob')}${guest('2', 'Cy')}</ResGuests>`,
			rooms: room({ rest: '<ResGuestRPHs><ResGuestRPH RPH="1"/><ResGuestRPH RPH="2"/></ResGuestRPHs>' }),
		});
		expect(rooms[0]?.guests).toEqual([{ name: 'Ann Lee' }, { name: 'Bob Lee' }, { name: 'Cy Lee' }]);
	});

	const links = (...numbers: string[]) =>
		`<ResGuestRPHs>${numbers.map((rph) => `<ResGuestRPH RPH="${rph}"/>`).join('')}</ResGuestRPHs>`;

	it('is named once, however often the room refers to the number', () => {
		const { rooms } = mapped({
			middle: `<ResGuests>${guest('1', 'Ann')}${guest('1', 'Bob')}${guest('2', 'Cy')}</ResGuests>`,
			rooms: room({ rest: links('1', '1', '2', '1', '9') }),
		});
		expect(rooms[0]?.guests.map(({ name }) => name)).toEqual(['Ann Lee', 'Bob Lee', 'Cy Lee', null]);
	});

	it('is one of five hundred at most, however many have one number and refer to it', () => {
		const many = 10_000;
		const { rooms, warnings } = inASecond(() =>
			mapped({
				middle: `<ResGuests>${guest('1', 'Ann').repeat(many)}</ResGuests>`,
				rooms: room({ rest: links(...new Array<string>(many).fill('1')) }),
			}),
		);
		expect(rooms[0]?.guests).toHaveLength(500);
		expect(warnings.at(-1)).toContain('only the first 500 of rooms[0].guests are kept');
	});

	it('stands in for a booker who is missing, and for no other', () => {
		const middle = `<ResGuests>${guest('1', 'Ann')}</ResGuests>`;
		expect(mapped({ middle }).booker).toMatchObject({ firstName: 'Ann', lastName: 'Lee' });
		const booker =
			'<Profiles><ProfileInfo><Profile><Customer><PersonName><Surname>Dupont</Surname></PersonName></Customer></Profile></ProfileInfo></Profiles>';
		expect(mapped({ middle, global: booker }).booker).toMatchObject({ firstName: null, lastName: 'Dupont' });
		expect(bxml({ customer: '' }).booker).toMatchObject({ firstName: null, lastName: 'Ann Lee' });
		expect(bxml().booker.lastName).toBe('Dupont');
	});
});

describe('a room for the day', () => {
	it('does not hold back the nights beside it', () => {
		const dayUse = room({
			attributes: 'IndexNumber="461"',
			nights: '',
			rest: '<TimeSpan Start="2026-03-29" End="2026-03-29"/>',
		});
		const both = mapped({ rooms: room() + dayUse });
		expect(both.rooms.map(({ roomStayId }) => roomStayId)).toEqual(['460']);
		expect(both.warnings).toEqual([expect.stringMatching(/^1 of its rooms are for the day only/)]);
		expect(() => mapped({ rooms: dayUse })).toThrow(/has no nights/);

		const inBxml = bxml({ rooms: bxmlRoom() + bxmlRoom({ arrival: '2026-03-29', departure: '2026-03-29' }, '72') });
		expect(inBxml.rooms.map(({ roomStayId }) => roomStayId)).toEqual(['71']);
		expect(inBxml.warnings).toHaveLength(1);
	});
});

describe('a status', () => {
	it.each(['CANCELLED', 'Canceled', 'cancelled', 'Cancel'])('of %s is a cancellation', (status) => {
		expect(bxml({ status })).toMatchObject({ event: 'cancelled', status: 'cancelled' });
		expect(mapped({ attributes: `ResStatus="${status}"` })).toMatchObject({ event: 'cancelled', status: 'cancelled' });
	});

	it.each(['no-show', 'NO SHOW', 'No_Show', 'noshow'])('of %s is a no-show', (status) => {
		expect(bxml({ status })).toMatchObject({ event: 'modified', status: 'no_show' });
		expect(mapped({ attributes: `ResStatus="${status}"` })).toMatchObject({ event: 'modified', status: 'no_show' });
	});
});

describe('a total', () => {
	it('that may mean thousands, or is below zero, is not taken', () => {
		expect(bxml({ total: '1.250' }).total).toBeNull();
		expect(bxml({ total: '-90.00' })).toMatchObject({ total: null, warnings: [expect.stringContaining('negative')] });
		expect(
			mapped({
				rooms: room({ nights: night('2026-03-29') }),
				global: '<Total AmountAfterTax="-100" CurrencyCode="EUR" DecimalPlaces="2"/>',
			}).total,
		).toBeNull();
	});
});

it.each([
	'It is not true: this reservation has been prepaid.',
	'please confirm: this reservation has been prepaid',
	'This reservation has been prepaid - not true',
	'This reservation has been prepaid, but not by Booking.com',
	'This reservation has been prepaid (bank transfer to you)',
])('does not take %j for a sentence of Booking.com', (text) => {
	expect(paidByChannel([text], [])).toBeNull();
});

it.each(['Note: this reservation has been prepaid', 'THIS RESERVATION HAS BEEN PRE-PAID - do not charge the guest'])(
	'takes %j for one',
	(text) => {
		expect(paidByChannel([text], [])).toBe('channel_collect');
	},
);
