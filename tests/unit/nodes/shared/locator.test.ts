import type { ILoadOptionsFunctions } from 'n8n-workflow';
import { locatedValue, locator, searchOf } from '../../../../nodes/shared/locator';

const field = { displayName: 'Listing', name: 'listingId', search: 'searchListings', byId: 'By ID', placeholder: '1' };

it('begins with the list, and with the ID where each item has its own', () => {
	expect(locator(field).default).toEqual({ mode: 'list', value: '' });
	expect(locator({ ...field, fromItem: '={{ $json.id }}' }).default).toEqual({ mode: 'id', value: '={{ $json.id }}' });
	expect(locator(field).modes?.map(({ name }) => name)).toEqual(['list', 'id']);
});

it.each<[unknown, unknown]>([
	[{ __rl: true, mode: 'list', value: '7', cachedResultName: 'Lake' }, '7'],
	[{ mode: 'id', value: 7 }, 7],
	['7', '7'],
	[null, null],
])('%j was chosen as %j', (held, value) => {
	expect(locatedValue(held)).toEqual(value);
});

it('finds by a part of the name or of the ID, sorted, and shows no more than somebody reads', async () => {
	const all = Array.from({ length: 900 }, (_, n) => ({ name: `Room ${n}`, value: `id-${n}` }));
	const search = searchOf(async () => await Promise.resolve([...all, { name: 'Étoile', value: 'x' }]));
	const found = async (filter?: string) => (await search.call({} as ILoadOptionsFunctions, filter)).results;
	expect(await found(' étoile ')).toEqual([{ name: 'Étoile', value: 'x' }]);
	expect((await found('ID-89')).map(({ value }) => value).slice(0, 2)).toEqual(['id-89', 'id-890']);
	expect(await found()).toHaveLength(500);
});
