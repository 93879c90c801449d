/** What a field expects can be seen without the documentation. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { INodeProperties, INodePropertyCollection, INodePropertyOptions, INodeType } from 'n8n-workflow';

const NODES = path.join(__dirname, '../../../nodes');

const nodes = readdirSync(NODES, { withFileTypes: true })
	.filter((entry) => entry.isDirectory())
	.flatMap(({ name: folder }) =>
		readdirSync(path.join(NODES, folder))
			.filter((file) => file.endsWith('.node.ts'))
			.map((file) => [file.replace('.node.ts', ''), path.join(NODES, folder, file)] as const),
	);

type Part = INodeProperties | INodePropertyCollection | INodePropertyOptions;

/** All fields, those of collections too; of several that are called the same, each. */
function fieldsOf(parts: readonly Part[]): INodeProperties[] {
	return parts.flatMap((part) => {
		if ('values' in part) return fieldsOf(part.values);
		if (!('type' in part)) return [];
		const inside = ['collection', 'fixedCollection'].includes(part.type) ? fieldsOf(part.options ?? []) : [];
		return [part, ...inside];
	});
}

/** Where a person types. */
const isTyped = ({ type }: INodeProperties) => ['string', 'number', 'json'].includes(type);
/** A number that stands there already is an example itself. */
const isFilledIn = ({ type, default: value }: INodeProperties) => type === 'number' && Number(value) > 0;
const lacksExample = (field: INodeProperties) => !field.placeholder && !field.hint && !isFilledIn(field);
const label = ({ displayName, name, displayOptions }: INodeProperties) =>
	`${[displayOptions?.show?.['resource'], displayOptions?.show?.['operation'], name].flat().filter(Boolean).join(' ')}: ${displayName}`;

it.each(nodes)('every field of %s into which a person types has an example or a hint', (name, file) => {
	// eslint-disable-next-line @typescript-eslint/no-require-imports -- Which one is known only now.
	const loaded = require(file) as Record<string, new () => INodeType>;
	const { properties } = new loaded[name]!().description;
	const typed = fieldsOf(properties).filter(isTyped);
	expect(typed.filter(lacksExample).map(label)).toEqual([]);
});

it('is found missing within collections too', () => {
	const bare: INodeProperties = { displayName: 'Bare', name: 'bare', type: 'string', default: '' };
	const options: INodeProperties = { displayName: 'Options', name: 'options', type: 'collection', default: {} };
	const values: INodeProperties = { ...options, name: 'values', type: 'fixedCollection' };
	const nested = [
		{ ...options, options: [{ ...values, options: [{ displayName: 'Rows', name: 'rows', values: [bare] }] }] },
	];
	expect(fieldsOf(nested).filter(isTyped).filter(lacksExample)).toEqual([bare]);
});
