import { nightsBeyond, readCheck } from '../../../../../nodes/Airbnb/availability-checks/check';

it.each([
	['a query', { listing_id: '48211377', start_date: '2027-05-01', nights: '3' }, '48211377'],
	[
		'a body with an id beyond 2^53',
		{ listing_id: '1193287465019283746', start_date: '2027-05-01', nights: 3 },
		'1193287465019283746',
	],
	['the text beside the number', { listing_id: 1, listing_id_str: '22', start_date: '2027-05-01', nights: 3 }, '22'],
])('is read from %s', (_, fields, listingId) => {
	expect(readCheck(fields)).toEqual({ listingId, from: '2027-05-01', until: '2027-05-04' });
});

it.each([
	null,
	[],
	'x',
	{},
	{ listing_id: '1', start_date: '2027-02-30', nights: 1 },
	{ listing_id: '1', start_date: '2027-05-01', nights: 0 },
	{ listing_id: '1', start_date: '9999-12-31', nights: 1 },
])('is none in %j', (fields) => {
	expect(readCheck(fields)).toBeNull();
});

it.each([
	['the same nights', ['2027-05-10', '2027-05-12'], []],
	['fewer nights', ['2027-05-11', '2027-05-12'], []],
	['a night before', ['2027-05-09', '2027-05-12'], [['2027-05-09', '2027-05-10']]],
	[
		'nights on both sides',
		['2027-05-08', '2027-05-15'],
		[
			['2027-05-08', '2027-05-10'],
			['2027-05-12', '2027-05-15'],
		],
	],
	['nights that touch', ['2027-05-12', '2027-05-14'], [['2027-05-12', '2027-05-14']]],
	['other nights', ['2027-06-01', '2027-06-02'], [['2027-06-01', '2027-06-02']]],
])('a stay of 10 to 12 May needs, for %s, only those that it has not', (_, [from, until], beyond) => {
	const held = { from: '2027-05-10', until: '2027-05-12' };
	expect(nightsBeyond({ from: from!, until: until! }, held).map((each) => [each.from, each.until])).toEqual(beyond);
});
