/** What a field expects can be seen without the documentation. */
import type { INodeProperties, INodeType } from 'n8n-workflow';
import { fieldsIn, instancesOf } from '../../support/node-fields';

/** Where a person types. */
const isTyped = ({ type }: INodeProperties) => ['string', 'number', 'json'].includes(type);
/** A number that stands there already is an example itself. */
const isFilledIn = ({ type, default: value }: INodeProperties) => type === 'number' && Number(value) > 0;
const lacksExample = (field: INodeProperties) => !field.placeholder && !field.hint && !isFilledIn(field);
const label = ({ displayName, name, displayOptions }: INodeProperties) =>
	`${[displayOptions?.show?.['resource'], displayOptions?.show?.['operation'], name].flat().filter(Boolean).join(' ')}: ${displayName}`;

const typedIn = (properties: readonly INodeProperties[]) =>
	fieldsIn(properties)
		.map(({ field }) => field)
		.filter(isTyped);

it.each(instancesOf<INodeType>('node'))(
	'every field of %s into which a person types has an example or a hint',
	(_, { description }) => {
		expect(typedIn(description.properties).filter(lacksExample).map(label)).toEqual([]);
	},
);

it('is found missing within collections too', () => {
	const bare: INodeProperties = { displayName: 'Bare', name: 'bare', type: 'string', default: '' };
	const options: INodeProperties = { displayName: 'Options', name: 'options', type: 'collection', default: {} };
	const values: INodeProperties = { ...options, name: 'values', type: 'fixedCollection' };
	const nested = [
		{ ...options, options: [{ ...values, options: [{ displayName: 'Rows', name: 'rows', values: [bare] }] }] },
	];
	expect(typedIn(nested).filter(lacksExample)).toEqual([bare]);
});
