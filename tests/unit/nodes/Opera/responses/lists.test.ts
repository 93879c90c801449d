/** Lists that come as an object where an array is specified: whatever is a list in OPERA's answers, one by one and all at once. */
import { profileIds, readGuest, readSummaries } from '../../../../../nodes/Opera/guests/guest';
import { readEvents } from '../../../../../nodes/Opera/events/business-events';
import { readDeposits, readFolioWindows } from '../../../../../nodes/Opera/payments/postings';
import { readStays } from '../../../../../nodes/Opera/reservations/opera-stay';
import { listOf } from '../../../../../nodes/Opera/responses/lists';
import { readInventory } from '../../../../../nodes/Opera/rooms/inventory';
import { readClosures, readRooms } from '../../../../../nodes/Opera/rooms/rooms';
import { mappingsIn } from '../../../../../nodes/Opera/codes/value-mapping';
import { entries } from '../../../../../sandbox/opera/answers';

type Body = Record<string, unknown>;

const ids = (id: string, type: string) => [{ id, type }];
const rate = { start: '2027-06-01', end: '2027-06-01', base: { amountBeforeTax: '145', currencyCode: 'CHF' } };
const person = { personName: [{ surname: 'Dupont' }] };

const ANSWERS: ReadonlyArray<readonly [string, Body, (body: Body) => unknown]> = [
	[
		'a folio',
		{
			reservationFolioInformation: {
				folioWindows: [{ folios: [{ postings: [{ transactionNo: 1, reference: 'p', creditAmount: { amount: 5 } }] }] }],
			},
		},
		readFolioWindows,
	],
	[
		'deposits',
		{ maturedDeposits: [{ transaction: { transactionNo: { code: '7' } }, guestCreditAmount: { amount: 5 } }] },
		readDeposits,
	],
	['profiles', { profileSummaries: { profileInfo: [{ profileIdList: ids('1', 'Profile') }] } }, profileIds],
	[
		'names of profiles',
		{ profileSummaries: { profileInfo: [{ profileIdList: ids('1', 'Profile'), profile: { customer: person } }] } },
		readSummaries,
	],
	[
		'a guest',
		{
			guestIdList: ids('1', 'Profile'),
			guestDetails: {
				customer: person,
				emails: { emailInfo: [{ email: { emailAddress: 'a@b.ch' } }] },
				telephones: { telephoneInfo: [{ telephone: { phoneNumber: '1' } }] },
			},
		},
		(body) => readGuest(body, '9'),
	],
	[
		'a reservation',
		{
			reservations: {
				reservation: [
					{
						reservationIdList: ids('5', 'Reservation'),
						externalReferences: [{ id: 'booking.com/1/2' }],
						roomStay: {
							roomRates: [{ rates: { rate: [rate] } }],
							arrivalDate: '2027-06-01',
							departureDate: '2027-06-02',
						},
						reservationGuests: [{ profileInfo: { profileIdList: ids('1', 'Profile'), profile: { customer: person } } }],
						comments: [{ comment: { text: { value: 'Cot' } } }],
					},
				],
			},
		},
		readStays,
	],
	[
		'a reservation with its ID alone',
		{ reservations: { reservation: [{ reservationIdList: ids('5', 'Reservation') }] } },
		readStays,
	],
	['rooms', { hotelRoomsDetails: { room: [{ roomId: '101' }] } }, readRooms],
	[
		'rooms out of order',
		{ housekeepingRooms: { room: [{ roomId: '101', outOfOrder: [{ start: '2027-06-01' }] }] } },
		(body) => readClosures(body, 'OutOfOrder'),
	],
	[
		'the inventory',
		{
			answer: [
				{
					statistics: [
						{
							...{ statCategoryCode: 'HotelRoomCode', statCode: 'DLX' },
							statisticDate: [{ statisticDate: '2027-06-01', inventory: [{ code: 'AvailableRooms', value: 3 }] }],
						},
					],
				},
			],
		},
		({ answer }) => readInventory(answer),
	],
	[
		'events',
		{ businessEventData: [{ businessEvent: { header: { moduleName: 'Reservation', primaryKey: '5' } } }] },
		(body) => readEvents(body, 'PARADISE'),
	],
	[
		'a conversion table',
		{ rows: [{ dataElement: 'A', operaValue: 'B', externalValue: 'C' }] },
		({ rows }) => mappingsIn(rows),
	],
];

/** The answer with other forms of its lists. @param at which of them, by its place; all where it is left out */
function withForm(body: Body, form: (list: unknown[]) => unknown, at?: number): { body: Body; lists: number } {
	let lists = 0;
	const change = (value: unknown): unknown => {
		if (Array.isArray(value)) {
			const isMeant = at === undefined || at === lists;
			lists += 1;
			const inside = value.map(change);
			return isMeant ? form(inside) : inside;
		}
		if (typeof value !== 'object' || value === null) return value;
		return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, change(each)]));
	};
	return { body: change(body) as Body, lists };
}

const FORMS: ReadonlyArray<readonly [string, (list: unknown[]) => unknown]> = [
	['the only entry', ([only]) => only],
	['an object that holds the list', (list) => ({ theList: list })],
	['an object that holds the only entry', ([only]) => ({ theList: only })],
];

describe.each(ANSWERS)('%s', (_, body, read) => {
	test('is read', () => {
		expect(JSON.stringify(read(body))).toMatch(/\w/);
	});

	test.each(FORMS)('is read the same from %s', (_, form) => {
		const expected = read(body);
		const { lists } = withForm(body, form);
		expect(lists).toBeGreaterThan(0);
		for (let at = 0; at < lists; at++) expect(read(withForm(body, form, at).body)).toEqual(expected);
		expect(read(withForm(body, form).body)).toEqual(expected);
	});
});

test('what is no list and no entry is none', () => {
	for (const value of [null, undefined, 'text', 7]) expect(listOf(value, 'id')).toEqual([]);
	expect(listOf([1, { id: 'a' }, null], 'id')).toEqual([{ id: 'a' }]);
	expect(listOf({}, 'id')).toEqual([{}]);
});

test('the stand-in reads requests in the same forms', () => {
	const entry = { comments: [{ comment: 1 }] };
	expect(entries(entry, 'comments')).toEqual([entry]);
	expect(entries({ reservation: [entry] }, 'comments')).toEqual([entry]);
	expect(entries({ ...entry, id: 5 })).toEqual([{ ...entry, id: 5 }]);
});
