/** What a field is for can be read beside it. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import type {
	ICredentialType,
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
	INodeType,
} from 'n8n-workflow';

const ROOT = path.join(__dirname, '../../..');

type Part = INodeProperties | INodePropertyCollection | INodePropertyOptions;

/** All fields, those of collections too, each with where it is. */
function fieldsOf(parts: readonly Part[], above = ''): Array<[place: string, field: INodeProperties]> {
	return parts.flatMap((part) => {
		const place = `${above}${part.name}`;
		if ('values' in part) return fieldsOf(part.values, `${place}.`);
		if (!('type' in part)) return [];
		const isOpen = ['collection', 'fixedCollection'].includes(part.type);
		const show = part.displayOptions?.show ?? {};
		const shown = [show['resource'], show['operation']].flat().filter(Boolean).join(' ');
		return [
			[above === '' && shown !== '' ? `${shown} ${place}` : place, part] as [string, INodeProperties],
			...(isOpen ? fieldsOf(part.options ?? [], `${place}.`) : []),
		];
	});
}

/** Not to be filled in, or n8n's own, which every node has in the same way. */
function isPlain({ name, type }: INodeProperties): boolean {
	return ['notice', 'hidden', 'callout', 'collection'].includes(type) || ['resource', 'operation'].includes(name);
}
const isExplained = ({ description, hint, options = [] }: INodeProperties) =>
	Boolean(description ?? hint) || (options.length > 0 && options.every((option) => 'description' in option));
const unexplained = (properties: readonly INodeProperties[]) =>
	fieldsOf(properties)
		.filter(([, field]) => !isPlain(field) && !isExplained(field))
		.map(([place]) => place);

const classes = (folder: string, ending: string) =>
	readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith(ending))
		.map((file) => [path.basename(file, ending), path.join(ROOT, folder, file)] as const);

function made(name: string, file: string): unknown {
	// eslint-disable-next-line @typescript-eslint/no-require-imports -- Which one is known only now.
	return new (require(file) as Record<string, new () => unknown>)[name]!();
}

it.each(classes('nodes', '.node.ts'))('every field of %s says what it is for', (name, file) => {
	expect(unexplained((made(name, file) as INodeType).description.properties)).toEqual([]);
});

it.each(classes('credentials', '.credentials.ts'))(
	'every field of the credential %s says what it is for',
	(name, file) => {
		expect(unexplained((made(name, file) as ICredentialType).properties)).toEqual([]);
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
