/** What channels and OPERA offer, out of the items of their nodes, as types that the form lists by name. */
import fc from 'fast-check';
import { foundIn, foundLines, withFound } from '../../../../../nodes/SelfKey/settings/found-types';
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
			const found = foundIn({ airbnb: [value], calendars: [value], opera: value });
			expect(foundLines(found, wordsIn('en'))).toHaveLength(found.length);
		}),
	);
});
