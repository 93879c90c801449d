/** What channels and OPERA offer, out of the items of their nodes, as types that the form lists by name. */
import fc from 'fast-check';
import { foundIn, foundLines, plansWithFound, withFound } from '../../../../../nodes/SelfKey/settings/found-types';
import { wordsIn } from '../../../../../nodes/SelfKey/words/words';
import { assertProperty } from '../../../../support/property';

const listings = [
	{ listingId: '48211377', id: 48211377, name: 'Loft by the lake' },
	{ listingId: '9007199254740993001', name: 'Attic', status: 'active' },
];
const rooms = [
	{ roomId: '101', roomType: 'DLX', description: 'Deluxe Double', closures: [] },
	{ roomId: '102', roomType: 'DLX', description: 'Deluxe Double', closures: [] },
	{ roomId: '201', roomType: 'STE', description: null, closures: [] },
];
const stays = [
	{ channel: 'vrbo', airbnb: { source: 'calendarFeed', listingId: 'loft' } },
	{ airbnb: { listingId: 'b2' } },
];

it('finds the listings with their names, the rooms of calendars, and OPERA’s room types once each', () => {
	const found = foundIn({ airbnb: listings, calendars: stays, opera: rooms });
	expect(found.map(({ types }) => types)).toEqual([
		[
			{ channel: 'airbnb', roomTypeId: '48211377', name: 'Loft by the lake' },
			{ channel: 'airbnb', roomTypeId: '9007199254740993001', name: 'Attic' },
		],
		[
			{ channel: 'vrbo', roomTypeId: 'loft', name: '' },
			{ channel: 'vrbo', roomTypeId: 'b2', name: '' },
		],
		[
			{ channel: 'opera', roomTypeId: 'DLX', name: 'Deluxe Double' },
			{ channel: 'opera', roomTypeId: 'STE', name: '' },
		],
	]);
	expect(foundIn(JSON.stringify({ opera: rooms }))[0]?.types).toHaveLength(2);
	expect(foundLines(found, wordsIn('en'))).toEqual([
		'Airbnb: connected, 2 room types or listings found.',
		'Calendars (iCal): connected, 2 room types or listings found.',
		'OPERA: connected, 2 room types or listings found.',
	]);
});

it('knows the channel of calendars that have nothing but closed nights', () => {
	const closure = { airbnb: { source: 'calendarFeed', listingId: 'loft', kind: 'closure', channel: 'vrbo' } };
	expect(foundIn({ calendars: [closure] })[0]?.types).toEqual([{ channel: 'vrbo', roomTypeId: 'loft', name: '' }]);
});

it('says that not all fits on one page', () => {
	const found = foundIn({ airbnb: listings, opera: [{}] });
	expect(foundLines(found, wordsIn('en'), false)).toEqual([
		expect.stringMatching(/^Airbnb: connected, 2 found\. .*one page.*only what is saved or booked/),
		'OPERA: connected, 0 room types or listings found.',
	]);
	expect(foundLines(found, wordsIn('fr'), false)[0]).toMatch(/ne tient pas sur une page/);
});

it('cuts no character in two', () => {
	const [found] = foundIn({ airbnb: [{ listingId: '7', name: '🏠'.repeat(80), error: `x${'🏠'.repeat(200)}` }] });
	const texts = [found?.types?.[0]?.name, found?.error];
	expect(texts.map((text) => text?.length)).toEqual([99, 300]);
	for (const text of texts) expect(text).not.toMatch(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])/);
});

it('says what is not connected: a node that is switched off passes on what it was given', () => {
	const trigger = [{ pageLanguage: 'English', submittedAt: '2027-01-01' }];
	const none = foundIn({ airbnb: trigger, calendars: trigger, opera: trigger });
	expect(foundLines(none, wordsIn('en'))[0]).toMatch(/^Airbnb: not connected\. .*"Airbnb listings"/);
	expect(foundLines(none, wordsIn('fr'))[2]).toMatch(/^OPERA.*pas connecté/);
	expect(foundIn({ airbnb: listings, calendars: listings, opera: listings.slice(0, 1) })).toMatchObject([
		{ types: [{}, {}] },
		{ types: null, error: null },
		{ types: null, error: null },
	]);
	// Another system's failure is not OPERA's.
	const failed = [{ error: 'Airbnb does not accept the credential' }];
	const lines = foundLines(foundIn({ airbnb: failed, calendars: failed, opera: failed }), wordsIn('en'));
	expect(lines[0]).toBe(
		'Airbnb: could not be read, so only what is saved or booked is listed. Airbnb does not accept the credential',
	);
	expect(lines[2]).toMatch(/^OPERA: not connected/);
	expect(foundLines(foundIn({ airbnb: [{}], opera: [{}] }), wordsIn('en'))).toEqual([
		'Airbnb: connected, 0 room types or listings found.',
		'OPERA: nothing found. If it is not connected yet, choose its credential in the node "Rooms in OPERA" and activate that node.',
	]);
	expect(foundLines(foundIn({ airbnb: [{}], calendars: [{}], opera: [{}] }), wordsIn('fr'))[2]).toMatch(
		/^OPERA.*rien trouvé/,
	);
	// What has fields was given to nobody who found nothing.
	expect(foundLines(foundIn({ airbnb: listings, opera: [{}] }), wordsIn('en'))[1]).toMatch(/^OPERA: connected, 0/);
	expect(foundLines(foundIn({ airbnb: [{}], opera: rooms.slice(0, 1) }), wordsIn('fr'))[1]).toMatch(
		/1 type ou annonce/,
	);
	expect(foundIn('')).toEqual([]);
});

it('lists a type once, under the name that the room map or a booking has for it already', () => {
	const booked = [
		{ roomType: 'airbnb/48211377', name: '', stays: 3, isServed: false },
		{ roomType: 'opera/STE', name: 'Suite', stays: 1, isServed: true },
	];
	const found = foundIn({ airbnb: listings, opera: rooms });
	expect(withFound(booked, found, ['9007199254740993001', 'opera/PARADISE/DLX'])).toEqual([
		{ roomType: 'airbnb/48211377', name: 'Loft by the lake', stays: 3, isServed: false },
		{ roomType: 'opera/STE', name: 'Suite', stays: 1, isServed: true },
		{ roomType: '9007199254740993001', name: 'Attic', stays: 0, isServed: true },
		{ roomType: 'opera/PARADISE/DLX', name: 'Deluxe Double', stays: 0, isServed: true },
	]);
	expect(withFound([], found, []).map(({ roomType }) => roomType)).toEqual([
		'airbnb/48211377',
		'airbnb/9007199254740993001',
		'opera/DLX',
		'opera/STE',
	]);
});

it('takes whatever a node may give, and nothing that a room map could not hold', () => {
	const odd = [
		{ listingId: 'a = b' },
		{ listingId: 'x/y' },
		{ listingId: '<b>' },
		{ listingId: '' },
		{ listingId: null },
	];
	expect(foundIn({ airbnb: odd })[0]?.types).toBeNull();
	expect(foundIn({ airbnb: [{ listingId: '7', name: 'n'.repeat(500) }] })[0]?.types?.[0]?.name).toHaveLength(100);
	assertProperty(
		fc.property(fc.anything(), (value) => {
			const found = foundIn({ bookingCom: [value], airbnb: [value], calendars: [value], opera: value });
			expect(foundLines(found, wordsIn('en'))).toHaveLength(found.length);
			expect(plansWithFound(['7'], found, wordsIn('en'))[0]).toContain('7');
		}),
	);
});

describe('Booking.com', () => {
	const property = (propertyId: string, propertyName: string | null, roomTypes: Record<string, string>, rates = [{}]) =>
		Object.entries(roomTypes).map(([roomTypeId, roomTypeName]) => ({
			...{ propertyId, propertyName, roomTypeId, roomTypeName, rates },
		}));
	const paradise = property('8011855', 'Hôtel Paradise', { 801185501: 'Double Room', 801185502: 'Suite' });
	const pension = property('8024400', null, { 802440001: 'Double Room' });
	const named = (...bookingCom: object[]) => withFound([], foundIn({ bookingCom }), []);

	it('offers its room types before anything was booked, with their property where there are several', () => {
		expect(named(...paradise).map(({ roomType, name }) => [roomType, name])).toEqual([
			['booking.com/801185501', 'Double Room'],
			['booking.com/801185502', 'Suite'],
		]);
		expect(named(...paradise, ...pension).map(({ name }) => name)).toEqual([
			'Double Room (Hôtel Paradise)',
			'Suite (Hôtel Paradise)',
			'Double Room (8024400)',
		]);
		expect(named({ ...pension[0], roomTypeName: null }, ...paradise).map(({ name }) => name)[0]).toBe('8024400');
		expect(foundLines(foundIn({ bookingCom: paradise }), wordsIn('fr'))[0]).toMatch(/^Booking\.com.*2 types/);
	});

	it('says the property of a type that guests have booked, too, and keeps one that is listed no longer', () => {
		const stays = { stays: 2, isServed: false };
		const booked = [
			{ roomType: 'booking.com/801185501', name: 'Double', ...stays },
			{ roomType: 'booking.com/99', name: 'Attic', ...stays },
		];
		const found = foundIn({ bookingCom: [...paradise, ...pension] });
		expect(withFound(booked, found, ['802440001']).map(({ roomType, name }) => [roomType, name])).toEqual([
			['booking.com/801185501', 'Double (Hôtel Paradise)'],
			['booking.com/99', 'Attic'],
			['booking.com/801185502', 'Suite (Hôtel Paradise)'],
			['802440001', 'Double Room (8024400)'],
		]);
	});

	it('passes nothing on: what was not asked behind it is not connected', () => {
		const failed = { ...paradise[0], error: 'Airbnb does not accept the credential' };
		const lines = foundLines(
			foundIn({ bookingCom: paradise, airbnb: [failed], calendars: paradise.slice(0, 1), opera: paradise.slice(0, 1) }),
			wordsIn('en'),
		);
		expect(lines[0]).toBe('Booking.com: connected, 2 room types or listings found.');
		expect(lines[1]).toMatch(/^Airbnb: could not be read/);
		expect(lines[3]).toMatch(/^OPERA: not connected/);
		const off = foundIn({ bookingCom: [{ pageLanguage: 'English' }], airbnb: [{ pageLanguage: 'English' }] });
		expect(foundLines(off, wordsIn('en'))[0]).toMatch(/^Booking\.com: not connected\. .*"Room types at Booking\.com"/);
		const refused = [{ pageLanguage: 'English', error: 'Booking.com denied access for the hotel' }];
		expect(foundLines(foundIn({ bookingCom: refused }), wordsIn('en'))).toEqual([
			'Booking.com: could not be read, so only what is saved or booked is listed. Booking.com denied access for the hotel',
		]);
	});

	it('names the rate plans that can be updated, each once, and those of bookings first', () => {
		const rates = [
			{ ratePlanId: '49111777', ratePlanName: 'Standard Rate', isReadOnly: false },
			{ ratePlanId: '49111778', ratePlanName: null, isReadOnly: false },
			{ ratePlanId: '49111779', ratePlanName: 'Package', isReadOnly: true },
			{ ratePlanName: 'No ID' },
		];
		const found = foundIn({
			bookingCom: property('8011855', 'Hôtel Paradise', { 801185501: 'Double Room', 801185502: 'Suite' }, rates),
		});
		expect(plansWithFound(['49000000', '49111777', '49111779'], found, wordsIn('en'))).toEqual([
			'49000000',
			'49111777 "Standard Rate"',
			'49111779 "Package"',
			'49111778',
		]);
		expect(plansWithFound([], found, wordsIn('fr'))[0]).toBe('49111777 «\u00a0Standard Rate\u00a0»');
		expect(plansWithFound(['7'], foundIn({ airbnb: listings }), wordsIn('en'))).toEqual(['7']);
	});
});
