/** What has to change in OPERA, and what of it the desk has changed there. */
import { changeBody, type WriteSettings } from '../../../../../nodes/Opera/reservations/bodies';
import { conflictsIn, differences, taxesApart } from '../../../../../nodes/Opera/reservations/differences';
import { readStays, type OperaStay } from '../../../../../nodes/Opera/reservations/opera-stay';
import type { WantedStay } from '../../../../../nodes/Opera/reservations/wanted-stay';

const codes = { market: null, source: null, guarantee: null };
const night = (date: string, amount: number | null) => ({ date, amount, currency: 'CHF' });
const priced = (date: string, amount: number) => ({ date, amount, currency: 'CHF' });

const wantedWith = (changes: Partial<WantedStay> = {}): WantedStay => ({
	...{ roomStayId: '460', leg: 460, arrival: '2027-06-01', departure: '2027-06-03', adults: 2, children: 0 },
	...{ roomType: 'CLA1', ratePlan: 'OTA', nights: [priced('2027-06-01', 145), priced('2027-06-02', 145)] },
	...{ notes: [], bookingNumber: '71', reported: [], codes },
	...changes,
});

const stayWith = (changes: Partial<OperaStay> = {}): OperaStay => ({
	...{ reservationId: '5', confirmationNumber: null, status: 'Reserved', state: 'open', references: [] },
	...{ arrival: '2027-06-01', departure: '2027-06-03', roomId: null, roomType: 'CLA1', roomTypeCharged: 'CLA1' },
	...{ ratePlan: 'OTA', codes, adults: 2, children: 0, notes: [] },
	guest: { firstName: null, lastName: null, profileId: null },
	nights: [night('2027-06-01', 145), night('2027-06-02', 145)],
	written: { arrival: '2027-06-01', departure: '2027-06-03', adults: 2, children: 0 },
	...changes,
});

const settings = { hotelId: 'P', choices: {} } as WriteSettings;

const found = (wanted: Partial<WantedStay>, stay: Partial<OperaStay>) =>
	differences(wantedWith(wanted), stayWith(stay)).map(({ field, desk }) => [field, ...(desk ? [desk] : [])].join(' '));

test.each<[string, Partial<OperaStay>]>([
	['people', { adults: null, children: null }],
	['people and what was written', { adults: null, children: null, written: undefined }],
	['children', { children: null }],
	['prices', { nights: [] }],
	['a price', { nights: [night('2027-06-01', 145), night('2027-06-02', null)] }],
	['one of the nights', { nights: [night('2027-06-01', 145)] }],
	['dates', { arrival: null, departure: null }],
	['a room type', { roomType: null, roomTypeCharged: null }],
	['a rate plan', { ratePlan: null }],
])('what OPERA does not show is not changed: %s', (_, stay) => {
	expect(found({}, stay)).toEqual([]);
});

test('and what it shows beside is', () => {
	expect(found({ children: 1 }, { adults: null, children: null })).toEqual([]);
	expect(found({}, { adults: null, children: 1 })).toEqual(['guests alone']);
	expect(found({}, { departure: '2027-06-04', arrival: null })).toEqual(['dates alone']);
	expect(found({}, { nights: [night('2027-06-02', 120)] })).toEqual(['price']);
});

describe('people of whom the source says nothing', () => {
	const unknown = { adults: null, children: null };

	test.each<[string, Partial<WantedStay>, Partial<OperaStay>]>([
		['as written', unknown, {}],
		['changed by the desk', unknown, { adults: 3, children: 1 }],
		['changed by the desk, and nobody knows what was written', unknown, { adults: 3, written: undefined }],
		['in the house', unknown, { adults: 3, state: 'in_house' }],
		['the children only', { children: null }, { children: 1 }],
		['the adults only', { adults: null }, { adults: 3 }],
	])('are no difference: %s', (_, wanted, stay) => {
		expect(found(wanted, stay)).toEqual([]);
	});

	test('are told where it says how many adults or children alone, and count as unchanged at the source', () => {
		const changes = differences(wantedWith({ children: null }), stayWith({ adults: 3, children: 1 }));
		expect(changes).toMatchObject([{ field: 'guests', desk: 'alone', words: 'there are 2 adults' }]);
		const children = differences(wantedWith({ adults: null, children: 1 }), stayWith());
		expect(children).toMatchObject([{ field: 'guests', words: 'there are 1 children' }]);
	});

	test.each<[string, Partial<OperaStay>, string]>([
		['are sent as OPERA has them', { adults: 3, children: 1 }, '3+1'],
		['as they were written where OPERA does not show them', { adults: null, children: null }, '2+0'],
		['as one adult where nobody knows', { adults: null, children: null, written: undefined }, '1+0'],
	])('%s', (_, stay, people) => {
		const body = changeBody(wantedWith({ ...unknown, departure: '2027-06-05' }), stayWith(stay), settings);
		const [adults, children] = people.split('+').map(Number);
		expect(body).toMatchObject({
			reservations: [
				{
					customReference: `SelfKey 71 2027-06-01/2027-06-05 ${people}`,
					roomStay: { guestCounts: { adults, children } },
				},
			],
		});
	});
});

describe('the desk’s second change, once SelfKey has taken over the first', () => {
	const [first, second] = ['2027-06-05', '2027-06-07'];

	test('is the desk’s, though what was written last is from before the first', () => {
		const wanted = wantedWith({ departure: first, reported: ['dates'], notes: ['Cot'] });
		const changes = differences(wanted, stayWith({ departure: second }));
		expect(changes.map(({ desk }) => desk)).toEqual(['alone', undefined]);
		expect(conflictsIn(changes, stayWith())).toHaveLength(1);
		expect(found({ adults: 1, reported: ['people'] }, { adults: 3 })).toEqual(['guests alone']);
	});

	test('is the desk’s too where it goes back to what was written last', () => {
		const wanted = wantedWith({ departure: first, reported: ['dates'], notes: ['Cot'] });
		const changes = differences(wanted, stayWith());
		expect(changes.map(({ desk }) => desk)).toEqual(['alone', undefined]);
		expect(conflictsIn(changes, stayWith())).toHaveLength(1);
		expect(found({ adults: 1, reported: ['people'] }, {})).toEqual(['guests alone']);
		expect(found({ adults: 1, reported: ['dates'] }, {})).toEqual(['guests']);
		const unmarked = { written: undefined, createdBy: 'US', changedBy: 'DESK' };
		expect(found({ departure: first, reported: ['dates'] }, unmarked)).toEqual(['dates and source']);
		expect(found({ departure: first }, unmarked)).toEqual(['dates and source']);
	});

	test('is its source’s too where that has changed the same since, and not where it has changed something else', () => {
		expect(found({ departure: '2027-06-04' }, { departure: second })).toEqual(['dates and source']);
		expect(found({ departure: '2027-06-04', reported: ['people'] }, { departure: second })).toEqual([
			'dates and source',
		]);
	});
});

test('a night that OPERA shows with its taxes only is sent back as that', () => {
	const wanted = wantedWith({ departure: '2027-06-04', nights: [priced('2027-06-01', 120)] });
	const base = (fields: object) => ({ base: { ...fields, currencyCode: 'CHF' } });
	const shown = [
		{ ...base({ amountAfterTax: 109 }), start: '2027-06-01', end: '2027-06-01' },
		{ ...base({ amountAfterTax: 109 }), start: '2027-06-02', end: '2027-06-02' },
		{ ...base({ amountBeforeTax: 100, amountAfterTax: 109 }), start: '2027-06-03', end: '2027-06-03' },
	];
	const [stay = stayWith()] = readStays({
		reservations: {
			reservation: [
				{
					reservationIdList: [{ id: '5', type: 'Reservation' }],
					roomStay: {
						arrivalDate: '2027-06-01',
						departureDate: '2027-06-04',
						roomRates: [{ rates: { rate: shown } }],
					},
				},
			],
		},
	});
	const body = changeBody(wanted, stay, { hotelId: 'P', choices: {} } as WriteSettings);
	const rates = [{ amountBeforeTax: 120 }, { amountAfterTax: 109 }, { amountBeforeTax: 100 }].map((amount) => ({
		rates: { rate: [{ base: { ...amount, currencyCode: 'CHF' } }] },
	}));
	expect(body).toMatchObject({ reservations: [{ roomStay: { roomRates: rates } }] });
	expect(JSON.stringify(body)).not.toMatch(/"amountBeforeTax":109|"amountAfterTax":(?!109)/);
});

describe('a price with or without taxes', () => {
	const read = (taxIncluded: unknown, base: object) => {
		const rates = { rate: [{ base: { currencyCode: 'CHF', ...base }, start: '2027-06-01', end: '2027-06-01' }] };
		const roomStay = { roomRates: [{ ratePlanCode: 'OTA', taxIncluded, rates }] };
		const ids = { reservationIdList: [{ id: '5', type: 'Reservation' }] };
		const reservation = [{ ...ids, reservationStatus: 'Reserved', roomStay }];
		return readStays({ reservations: { reservation } })[0] as OperaStay;
	};
	const added = read(false, { amountBeforeTax: 145, amountAfterTax: 156.6 });
	const included = read('true', { amountBeforeTax: '145' });

	test('that OPERA takes for the other is told, with what to do', () => {
		expect(taxesApart(wantedWith({ taxIncluded: true }), added)).toBe(
			'Opera reservation 5: its rate plan OTA adds taxes to the price, which includes them at its source. Choose one in the Opera node whose prices include taxes, or have this one set up so',
		);
		expect(taxesApart(wantedWith({ taxIncluded: false }), included)).toMatch(
			/rate plan OTA takes the taxes to be in the price, which is without them at its source/,
		);
	});

	test.each(['in_house', 'checked_out', 'no_show', 'cancelled', 'other'] as const)(
		'is no news of a guest who is not expected: %s',
		(state) => expect(taxesApart(wantedWith({ taxIncluded: true }), { ...added, state })).toBeNull(),
	);

	test('is no news where both mean the same, or either says nothing', () => {
		const unclear = [
			read(false, { amountBeforeTax: 145 }),
			read(undefined, { amountBeforeTax: 145, amountAfterTax: 150 }),
		];
		for (const stay of [included, ...unclear]) expect(taxesApart(wantedWith({ taxIncluded: true }), stay)).toBeNull();
		for (const stay of [added, ...unclear]) expect(taxesApart(wantedWith({ taxIncluded: false }), stay)).toBeNull();
		for (const stay of [added, included]) {
			expect(taxesApart(wantedWith(), stay)).toBeNull();
			expect(taxesApart(wantedWith({ nights: null, taxIncluded: true }), stay)).toBeNull();
		}
	});
});

test('a night without a price of its source’s keeps OPERA’s', () => {
	const wanted = wantedWith({ departure: '2027-06-06', nights: [priced('2027-06-01', 120)] });
	const nights = [night('2027-06-01', 145), night('2027-06-02', 150), night('2027-06-03', null)];
	const stay = stayWith({
		departure: '2027-06-06',
		nights: [...nights, { ...night('2027-06-04', 1.25), isUnread: true }],
	});
	expect(differences(wanted, stay).map(({ field }) => field)).toEqual(['price']);
	const body = changeBody(wanted, stay, settings) as { reservations: Array<{ roomStay: { roomRates: object[] } }> };
	expect(body.reservations[0]?.roomStay.roomRates).toMatchObject([
		{ start: '2027-06-01', rates: { rate: [{ base: { amountBeforeTax: 120, currencyCode: 'CHF' } }] } },
		{ start: '2027-06-02', rates: { rate: [{ base: { amountBeforeTax: 150, currencyCode: 'CHF' } }] } },
		...['2027-06-03', '2027-06-04', '2027-06-05'].map((start) => ({ start })),
	]);
	expect(body.reservations[0]?.roomStay.roomRates.map((rate) => 'rates' in rate)).toEqual([
		true,
		true,
		false,
		false,
		false,
	]);
});
