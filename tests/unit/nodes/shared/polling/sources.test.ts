import type { IPollFunctions } from 'n8n-workflow';
import { sources, type TriggerSource } from '../../../../../nodes/shared/polling/sources';

const source = (value: string): TriggerSource => ({
	...{ name: value.toUpperCase(), value, description: `About ${value}` },
	fields: [
		{ displayName: 'Field', name: 'field', type: 'string', default: '', displayOptions: { show: { other: ['x'] } } },
	],
	fetch: async () => ({ items: [{ json: { source: value } }], errors: [] }),
});
const { properties, fetch } = sources([source('api'), source('feed')]);
const context = (value: unknown) =>
	({ getNodeParameter: () => value, getNode: () => ({ name: 'Trigger' }) }) as unknown as IPollFunctions;

it('the first source is chosen, and fields show for their own', () => {
	expect(properties[0]).toMatchObject({
		name: 'source',
		default: 'api',
		options: [{ value: 'api' }, { value: 'feed' }],
	});
	expect(properties.slice(1).map(({ displayOptions }) => displayOptions)).toEqual([
		{ show: { other: ['x'], source: ['api'] } },
		{ show: { other: ['x'], source: ['feed'] } },
	]);
});

it('reads the one that is chosen, and says so where there is no such source', async () => {
	expect((await fetch(context('feed'))).items).toEqual([{ json: { source: 'feed' } }]);
	await expect(fetch(context('fax'))).rejects.toThrow('no source "fax"');
});
