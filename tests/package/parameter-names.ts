/**
 * What saved workflows and credentials hold of nodes: the names of parameters, the values that can be chosen, and the
 * defaults, which n8n does not save. One line each, so that a line that goes is a workflow that breaks.
 */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import type {
	ICredentialType,
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
	INodeType,
} from 'n8n-workflow';

const root = path.resolve(__dirname, '../..');

/** The committed list; `npx tsx scripts/parameter-names.ts` adds to it what is new. */
export const PARAMETER_NAMES = path.join(__dirname, 'parameter-names.txt');

type Part = INodeProperties | INodePropertyCollection | INodePropertyOptions;

/** Read once and never shown again: it is in no saved workflow. */
const IS_NO_PARAMETER = ['notice', 'callout', 'button'];
/** What a parameter belongs to, outermost first. */
const CHOICES = ['resource', 'operation', 'source', 'report'] as const;

export function linesOf(name: string, properties: readonly INodeProperties[]): string[] {
	return properties
		.flatMap((property) => placesOf(property).flatMap((place) => linesBelow(`${name} ${place}`, '', property)))
		.filter((line, index, all) => all.indexOf(line) === index)
		.sort();
}

/** `[reservation getAll]`: each combination under which it is shown; `[]` for one that is always there. */
function placesOf({ displayOptions }: INodeProperties): string[] {
	return CHOICES.reduce<string[][]>(
		(places, choice) => {
			const values = displayOptions?.show?.[choice]?.map(String);
			return values ? places.flatMap((place) => values.map((value) => [...place, value])) : places;
		},
		[[]],
	).map((place) => `[${place.join(' ')}]`);
}

function linesBelow(place: string, above: string, property: INodeProperties): string[] {
	const { name, type, default: standard, typeOptions, modes = [] } = property;
	if (IS_NO_PARAMETER.includes(type)) return [];
	const here = `${above}${name}`;
	const kind = typeOptions?.multipleValues ? `${type} list` : type;
	const lines = [`${place} ${here}: ${kind} = ${JSON.stringify(standard)}`];
	if (type === 'collection' || type === 'fixedCollection')
		return [...lines, ...partsOf(place, `${here}.`, property.options ?? [])];
	const values = (property.options ?? []).flatMap((option) => ('value' in option ? [option.value] : []));
	return [
		...lines,
		...values.map((value) => `${place} ${here} may be ${JSON.stringify(value)}`),
		...modes.map((mode) => `${place} ${here} by ${mode.name}`),
	];
}

function partsOf(place: string, above: string, parts: readonly Part[]): string[] {
	return parts.flatMap((part) => {
		if ('values' in part) return partsOf(place, `${above}${part.name}.`, part.values);
		return 'type' in part ? linesBelow(place, above, part) : [];
	});
}

/** Of all nodes and credentials, as the sources have them. */
export function parameterLines(): string[] {
	const nodes = classesBelow('nodes', '.node.ts').flatMap((loaded) => {
		const { name, version, properties } = (loaded as INodeType).description;
		return [`node ${name} has version ${JSON.stringify(version)}`, ...linesOf(`node ${name}`, properties)];
	});
	const credentials = classesBelow('credentials', '.credentials.ts').flatMap((loaded) => {
		const { name, properties } = loaded as ICredentialType;
		return linesOf(`credential ${name}`, properties);
	});
	return [...credentials, ...nodes];
}

function classesBelow(folder: string, ending: string): unknown[] {
	return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith(ending))
		.sort()
		.map((file) => {
			// eslint-disable-next-line @typescript-eslint/no-require-imports -- Which one is known only now.
			const loaded = require(path.join(root, folder, file)) as Record<string, new () => unknown>;
			return new loaded[path.basename(file, ending)]!();
		});
}
