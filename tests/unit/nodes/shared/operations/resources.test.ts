import type { IDataObject, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { Airbnb } from '../../../../../nodes/Airbnb/Airbnb.node';
import { BookingCom } from '../../../../../nodes/BookingCom/BookingCom.node';
import { Opera } from '../../../../../nodes/Opera/Opera.node';
import { SelfKey } from '../../../../../nodes/SelfKey/SelfKey.node';
import { resources, type Resource, type ResourceOperation } from '../../../../../nodes/shared/operations/resources';
import { fakeContext } from '../../../../support/fake-context';

const operation = (value: string, over: Partial<ResourceOperation> = {}): ResourceOperation => ({
	name: value,
	value,
	action: `${value} parcel`,
	description: '',
	fields: [],
	execute: async (items) => items.map(() => ({ done: value })),
	...over,
});
const parcel: Resource = {
	name: 'Parcel',
	value: 'parcel',
	operations: [operation('send'), operation('getAll', { name: 'Get Many' })],
};
const address: Resource = { name: 'Address', value: 'address', operations: [operation('get')] };

const verbOf = (words = '') => words.split(' ')[0];

describe('resources', () => {
	const field = (name: string, over: Partial<INodeProperties> = {}): INodeProperties => ({
		displayName: name,
		name,
		type: 'string',
		default: '',
		...over,
	});
	const run = async (resource: string, onError: 'stopWorkflow' | 'continueErrorOutput') => {
		const parameters = { resource, operation: 'getAll' };
		const { execute } = fakeContext({ items: [{ id: 1 }], parameters, continueOnFail: onError !== 'stopWorkflow' });
		execute.getNode().onError = onError;
		return (await resources([parcel, address]).execute.call(execute))[0];
	};

	it('offers everything in alphabetical order, and begins with what was named first', () => {
		const [resource, ofParcel, ofAddress, ...more] = resources([parcel, address]).properties;
		expect(resource).toEqual({
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: [
				{ name: 'Address', value: 'address' },
				{ name: 'Parcel', value: 'parcel' },
			],
			default: 'parcel',
		});
		expect(ofParcel).toEqual({
			displayName: 'Operation',
			name: 'operation',
			type: 'options',
			noDataExpression: true,
			displayOptions: { show: { resource: ['parcel'] } },
			options: [
				{ name: 'Get Many', value: 'getAll', action: 'getAll parcel', description: '' },
				{ name: 'send', value: 'send', action: 'send parcel', description: '' },
			],
			default: 'send',
		});
		expect(ofAddress).toMatchObject({ displayOptions: { show: { resource: ['address'] } }, default: 'get' });
		expect(more).toEqual([]);
	});

	it('shows fields for one operation only, with their own conditions kept', () => {
		const fields = [field('a'), field('b', { displayOptions: { show: { a: ['x'] }, hide: { c: ['y'] } } })];
		const { properties } = resources([{ ...address, operations: [operation('get', { fields })] }]);
		expect(properties.slice(2)).toEqual([
			field('a', { displayOptions: { show: { resource: ['address'], operation: ['get'] } } }),
			field('b', {
				displayOptions: { show: { a: ['x'], resource: ['address'], operation: ['get'] }, hide: { c: ['y'] } },
			}),
		]);
	});

	it('says below the node what it does', () => {
		const expression = resources([parcel, address]).subtitle.slice('={{'.length, -'}}'.length);
		const subtitle = (parameters: IDataObject) =>
			new Function('$parameter', `return ${expression}`)(parameters) as string;
		expect(subtitle({ resource: 'parcel', operation: 'getAll' })).toBe('get many: parcel');
		expect(subtitle({ resource: 'address', operation: 'get' })).toBe('get: address');
	});

	it('runs what the node is set to', async () => {
		expect(await run('parcel', 'stopWorkflow')).toEqual([{ json: { done: 'getAll' }, pairedItem: { item: 0 } }]);
	});

	it('fails where there is no such operation', async () => {
		await expect(run('address', 'stopWorkflow')).rejects.toThrow(
			'This node has no operation "address.getAll"; choose one from the list',
		);
		expect(await run('other', 'continueErrorOutput')).toMatchObject([
			{ json: { error: expect.stringContaining('no operation') } },
		]);
	});
});

/** n8n's lint reads such lists only where they stand in the node's own file. */
describe.each([new Airbnb(), new BookingCom(), new Opera(), new SelfKey()])(
	'$description.displayName',
	({ description }) => {
		const operations = description.properties
			.filter(({ name }) => name === 'operation')
			.flatMap(({ options }) => options as INodePropertyOptions[]);

		it('names its actions as n8n does: a verb first, no article, in sentence case', () => {
			for (const { name, action } of operations) {
				expect(action).toMatch(/^[A-Z][a-z]+ [a-z -]+$/);
				expect(action).not.toMatch(/\b(?:a|an|the)\b/i);
				expect(verbOf(action)).toBe(verbOf(name));
			}
		});

		it('describes each operation, without a full stop', () => {
			for (const { name, description: text } of operations) {
				expect(text).toMatch(/^[A-Z].*[^.]$/);
				expect(text).not.toBe(name);
			}
		});
	},
);
