/** What a field is for can be read beside it. */
import type { ICredentialType, INodeProperties, INodeType } from 'n8n-workflow';
import { fieldsIn, instancesOf, type NodeField } from '../../support/node-fields';

/** With the operation that shows it, where the node itself has it. */
function placeOf({ field, path, outermost }: NodeField): string {
	const show = field.displayOptions?.show ?? {};
	const shown = [show['resource'], show['operation']].flat().filter(Boolean).join(' ');
	return field === outermost && shown !== '' ? `${shown} ${path}` : path;
}

/** Not to be filled in, or n8n's own, which every node has in the same way. */
function isPlain({ name, type }: INodeProperties): boolean {
	return ['notice', 'hidden', 'callout', 'collection'].includes(type) || ['resource', 'operation'].includes(name);
}
const isExplained = ({ description, hint, options = [] }: INodeProperties) =>
	Boolean(description ?? hint) || (options.length > 0 && options.every((option) => 'description' in option));
const unexplained = (properties: readonly INodeProperties[]) =>
	fieldsIn(properties)
		.filter(({ field }) => !isPlain(field) && !isExplained(field))
		.map(placeOf);

it.each(instancesOf<INodeType>('node'))('every field of %s says what it is for', (_, { description }) => {
	expect(unexplained(description.properties)).toEqual([]);
});

it.each(instancesOf<ICredentialType>('credentials'))(
	'every field of the credential %s says what it is for',
	(_, { properties }) => {
		expect(unexplained(properties)).toEqual([]);
	},
);

it('is found missing within collections too', () => {
	const bare: INodeProperties = { displayName: 'Bare', name: 'bare', type: 'string', default: '' };
	const values: INodeProperties = { ...bare, name: 'values', type: 'fixedCollection', description: 'x' };
	const rows = { ...values, options: [{ displayName: 'Rows', name: 'rows', values: [bare] }] };
	expect(unexplained([{ ...bare, type: 'collection', name: 'options', options: [rows] }])).toEqual([
		'options.values.rows.bare',
	]);
});
