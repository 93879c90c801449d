/** OPERA's reservations are read from a list and from a single answer, in each of the ways in which they are written. */
import fc from 'fast-check';
import { addDays, eachNight } from '../../../../../core/reservation/dates';
import { inASecond } from '../../../../support/cpu-time';
import { assertProperty } from '../../../../support/property';
import { eachOnce, readStays } from '../../../../../nodes/Opera/reservations/opera-stay';

const ids = [
	{ id: '813595', type: 'Confirmation' },
	{ id: '571062', type: 'Reservation' },
];
const rate = (start: string, end: string, amount: number | string) => ({
	rates: { rate: [{ base: { amountBeforeTax: amount, currencyCode: 'CHF' }, start, end }] },
	roomType: 'DLX',
	roomTypeCharged: 'STD',
	ratePlanCode: 'BAR',
});
const single = (roomRates: unknown, more: object = {}) => ({
	reservations: {
		reservation: [
			{
				reservationIdList: ids,
				roomStay: { arrivalDate: '2027-06-01', departureDate: '2027-06-03', roomRates, guestCounts: { adults: '2' } },
				reservationStatus: 'Reserved',
				...more,
			},
		],
	},
});
const ratesOfTwo = [rate('2027-06-01', '2027-06-01', 100), rate('2027-06-02', '2027-06-02', 120)];
const two = [
	{ date: '2027-06-01', amount: 100, currency: 'CHF' },
	{ date: '2027-06-02', amount: 120, currency: 'CHF' },
];

test.each<[string, unknown]>([
	['the last night', [rate('2027-06-01', '2027-06-01', 100), rate('2027-06-02', '2027-06-02', 120)]],
	['the day after', [rate('2027-06-01', '2027-06-02', 100), rate('2027-06-02', '2027-06-03', 120)]],
	[
		'not given',
		[
			{ rates: { rate: [{ base: { amountBeforeTax: 100, currencyCode: 'CHF' }, start: '2027-06-01' }] } },
			rate('2027-06-02', '2027-06-02', 120),
		],
	],
	['in any order, as texts', [rate('2027-06-02', '2027-06-03', '120'), rate('2027-06-01', '2027-06-02', '100')]],
])('the end of a rate is %s', (_, roomRates) => {
	expect(readStays(single(roomRates))[0]?.nights).toEqual(two);
});

test('one rate for all nights counts for each', () => {
	for (const end of ['2027-06-02', '2027-06-03'])
		expect(readStays(single([rate('2027-06-01', end, 100)]))[0]?.nights.map(({ date }) => date)).toEqual([
			'2027-06-01',
			'2027-06-02',
		]);
});

test('nights outside the stay are none of it, however long a rate is', () => {
	const nightsOf = (...rates: unknown[]) => readStays(single(rates))[0]?.nights;
	expect(nightsOf(rate('0001-01-01', '9999-12-31', 100), rate('2027-06-02', '2027-06-02', 120))).toEqual(two);
	expect(nightsOf(rate('2027-06-02', '9999-12-31', 120), rate('2027-06-01', '9999-12-31', 100))).toEqual(two);
	expect(nightsOf(rate('9999-12-31', '9999-12-31', 7), rate('2027-06-02', '2027-06-01', 7), ...ratesOfTwo)).toEqual(
		two,
	);
});

test('a stay without dates, to the end of time or without end takes no other with it', () => {
	const [first] = single([rate('9999-12-30', '9999-12-31', 100)]).reservations.reservation;
	const endless = { ...first, roomStay: { roomRates: [rate('9999-12-30', '9999-12-31', 100)] } };
	const long = {
		...first,
		roomStay: { ...first?.roomStay, departureDate: '9999-12-31', roomRates: [rate('0001-01-01', '9999-12-31', 1)] },
	};
	const stays = readStays({
		reservations: { reservation: [endless, long, ...single(ratesOfTwo).reservations.reservation] },
	});
	expect(stays.map(({ nights }) => nights.map(({ date }) => date))).toEqual([
		['9999-12-30', '9999-12-31'],
		eachNight('2027-06-01', addDays('2027-06-01', 1_001)),
		['2027-06-01', '2027-06-02'],
	]);
});

test('thousands of rates of thousands of nights are read in a second', () => {
	const rates = Array.from({ length: 20_000 }, (_, index) => rate('2027-06-01', '9999-12-31', index));
	const read = inASecond(() => readStays(single(rates, { roomStay: { roomRates: rates } })));
	expect(read[0]?.nights.at(0)?.amount).toBe(19_999);
});

test('the rate that begins last is the price of each night', () => {
	const day = (index: number) => addDays('2027-06-01', index);
	const ranges = fc.array(fc.tuple(fc.nat({ max: 30 }), fc.integer({ min: -3, max: 12 })), { maxLength: 12 });
	assertProperty(
		fc.property(ranges, (all) => {
			const rates = all.map(([start, nights], amount) => rate(day(start), day(start + nights), amount));
			const roomStay = { arrivalDate: day(0), departureDate: day(25), roomRates: rates };
			const expected = eachNight(day(0), day(25)).flatMap((date, night) => {
				const there = all.flatMap(([start, nights], amount) =>
					start <= night && night <= start + nights ? [{ start, amount }] : [],
				);
				const last = there.sort((a, b) => a.start - b.start || a.amount - b.amount).at(-1);
				return last ? [{ date, amount: last.amount, currency: 'CHF' }] : [];
			});
			expect(readStays(single([], { roomStay }))[0]?.nights).toEqual(expected);
		}),
	);
});

test('a single answer: what is booked, who comes, the notes; an object counts as a list of one', () => {
	const guests = {
		reservationGuest: [
			{
				profileInfo: {
					profileIdList: [{ id: '687128', type: 'Profile' }],
					profile: { customer: { personName: [{ givenName: 'Sam', surname: 'Jones' }] } },
				},
				primary: true,
			},
		],
	};
	const comments = { commentInfo: [{ comment: { text: { value: 'Late arrival' } } }] };
	const externalReferences = { id: 'booking.com/1/2', idExtension: 460, idContext: 'SELFKEY' };
	const body = single(rate('2027-06-01', '2027-06-01', 100), {
		reservationGuests: guests,
		comments,
		externalReferences,
	});
	expect(readStays(body)).toEqual([
		{
			reservationId: '571062',
			confirmationNumber: '813595',
			status: 'Reserved',
			state: 'open',
			references: [{ id: 'booking.com/1/2', leg: 460, system: 'SELFKEY' }],
			arrival: '2027-06-01',
			departure: '2027-06-03',
			roomId: null,
			roomType: 'DLX',
			roomTypeCharged: 'STD',
			ratePlan: 'BAR',
			codes: { market: null, source: null, guarantee: null },
			adults: 2,
			children: null,
			guest: { firstName: 'Sam', lastName: 'Jones', profileId: '687128' },
			nights: [{ date: '2027-06-01', amount: 100, currency: 'CHF' }],
			notes: ['Late arrival'],
		},
	]);
});

test.each<[string, object]>([
	['the list itself', { reservations: [{ reservationIdList: ids }] }],
	['a list of lists', { reservations: [{ reservation: [{ reservationIdList: ids }] }] }],
	['both lists', { reservations: { reservationInfo: [], reservation: [{ reservationIdList: ids }] } }],
	['one of them without a value', { reservations: { reservationInfo: null, reservation: { reservationIdList: ids } } }],
])('what is there is found in %s', (_, body) => {
	expect(readStays({ ...body }).map(({ reservationId }) => reservationId)).toEqual(['571062']);
});

test('what both lists hold is read once, and what only one holds is not lost', () => {
	const stay = (id: string) => ({ reservationIdList: [{ id, type: 'Reservation' }] });
	const idsIn = (reservationInfo: unknown, reservation: unknown) =>
		readStays({ reservations: { reservationInfo, reservation } }).map(({ reservationId }) => reservationId);
	expect(idsIn([stay('5')], [stay('5')])).toEqual(['5']);
	expect(idsIn([stay('5'), {}], [stay('5'), stay('6')])).toEqual(['5', '6']);
	expect(idsIn([{}], [stay('6')])).toEqual(['6']);
	// As many as the page holds: the next one begins behind them.
	const page = [stay('5'), stay('5'), stay('6')];
	expect(idsIn(page, undefined)).toEqual(['5', '5', '6']);
	expect(eachOnce(readStays({ reservations: page })).map(({ reservationId }) => reservationId)).toEqual(['5', '6']);
});

test('the guest is the primary one, under the name that is used', () => {
	const guest = (primary: unknown, ...personName: object[]) => ({
		profileInfo: { profile: { customer: { personName } } },
		primary,
	});
	const used = { surname: 'Yamada', nameType: 'Primary' };
	const reservationGuests = [
		guest('false', { surname: 'Other', nameType: 'Primary' }),
		guest('true', { surname: 'ヤマダ', nameType: 'Phonetic' }, used),
	];
	expect(readStays(single([], { reservationGuests }))[0]?.guest.lastName).toBe('Yamada');
});

test('children whom OPERA names by their ages only are counted', () => {
	const childrenOf = (guestCounts: unknown) =>
		readStays(single([], { roomStay: { guestCounts } })).map(({ adults, children }) => [adults, children])[0];
	const childAges = [{ age: 3 }, { age: 5 }];
	expect(childrenOf({ adults: 2, childAges })).toEqual([2, 2]);
	expect(childrenOf([{ adults: '2', childAges }])).toEqual([2, 2]);
	expect(childrenOf({ childAges })).toEqual([null, 2]);
	expect(childrenOf({ adults: 2, children: 3, childAges })).toEqual([2, 3]);
	expect(childrenOf({ adults: 2 })).toEqual([2, null]);
});

test('the room of today counts, not that of the first night', () => {
	const roomStay = {
		currentRoomInfo: { roomId: '302', roomType: 'STD' },
		roomRates: [{ roomId: '301', roomType: 'DLX' }],
	};
	expect(readStays(single([], { roomStay }))[0]).toMatchObject({ roomId: '302', roomType: 'DLX' });
	expect(readStays(single([], { roomStay: { ...roomStay, roomRates: [] } }))[0]).toMatchObject({ roomType: 'STD' });
});

test.each<[string, unknown]>([
	['those of the room rate', { start: '2027-06-01', end: '2027-06-02' }],
	[
		'times',
		{
			rates: { rate: [{ base: { amountBeforeTax: 100 }, start: '2027-06-01T00:00:00', end: '2027-06-03 00:00:00.0' }] },
		},
	],
	['a list without a name', { rates: [{ base: { amountBeforeTax: 100 }, start: '2027-06-01', end: '2027-06-02' }] }],
])('the dates of a rate are %s', (_, over) => {
	const roomRate = { rates: { rate: [{ base: { amountBeforeTax: 100 } }] }, ...(over as object) };
	const nights = [1, 2].map((day) => ({ date: `2027-06-0${day}`, amount: 100, currency: null }));
	expect(readStays(single([roomRate]))[0]?.nights).toEqual(nights);
});

test('a list: the other shape', () => {
	const info = {
		reservationIdList: ids,
		roomStay: {
			arrivalDate: '2027-06-01',
			departureDate: '2027-06-03',
			adultCount: 1,
			childCount: 1,
			roomType: 'DLX',
			roomId: '301',
		},
		reservationGuest: { givenName: 'Sam', surname: 'Jones', id: '687128' },
		reservationStatus: 'InHouse',
	};
	for (const reservationInfo of [[info], info])
		expect(readStays({ reservations: { reservationInfo } })).toMatchObject([
			{
				reservationId: '571062',
				state: 'in_house',
				roomId: '301',
				adults: 1,
				children: 1,
				guest: { lastName: 'Jones' },
				nights: [],
			},
		]);
});

test.each<[string, string]>([
	['DueIn', 'open'],
	['Waitlisted', 'open'],
	['DueOut', 'in_house'],
	['PendingCheckout', 'in_house'],
	['CheckedOut', 'checked_out'],
	['NoShow', 'no_show'],
	['Cancelled', 'cancelled'],
	['SomethingNew', 'other'],
])('%s is %s', (reservationStatus, state) => {
	expect(readStays(single([], { reservationStatus }))[0]?.state).toBe(state);
});

test('nothing, and what has no id, is no reservation', () => {
	for (const body of [
		{},
		{ reservations: {} },
		{ reservations: { reservation: [{}] } },
		{ reservations: { reservationInfo: 'x' } },
	])
		expect(readStays(body)).toEqual([]);
});

test.each(['constructor', 'toString', '__proto__', 'Unheard'])(
	'the status %j, which nobody knows, is another',
	(word) => {
		expect(readStays(single(ratesOfTwo, { reservationStatus: word }))).toMatchObject([
			{ status: word, state: 'other' },
		]);
	},
);

test.each(['2,0', '2.0', ' 2 ', 2])('two adults may be written as %j', (adultCount) => {
	const roomStay = { arrivalDate: '2027-06-01', departureDate: '2027-06-03', adultCount };
	const reservationInfo = [{ reservationIdList: ids, roomStay, reservationStatus: 'Reserved' }];
	expect(readStays({ reservations: { reservationInfo } })[0]?.adults).toBe(2);
});
