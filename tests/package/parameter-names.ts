/**
 * What saved workflows and credentials hold of nodes: the names of parameters, the values that can be chosen, and the
 * defaults, which n8n does not save. One line each, so that a line that goes is a workflow that breaks.
 */
import path from 'node:path';
import type { ICredentialType, INodeProperties, INodeType } from 'n8n-workflow';
import { fieldsIn, instancesOf, type NodeField } from '../support/node-fields';

/** The committed list; `npx tsx scripts/parameter-names.ts` adds to it what is new. */
export const PARAMETER_NAMES = path.join(__dirname, 'parameter-names.txt');

/** Read once and never shown again: it is in no saved workflow. */
const IS_NO_PARAMETER = ['notice', 'callout', 'button'];
/** What a parameter belongs to, outermost first. */
const CHOICES = ['resource', 'operation', 'source', 'report'] as const;

export function linesOf(name: string, properties: readonly INodeProperties[]): string[] {
	return fieldsIn(properties)
		.filter(({ field }) => !IS_NO_PARAMETER.includes(field.type))
		.flatMap((each) => placesOf(each.outermost).flatMap((place) => linesAbout(`${name} ${place}`, each)))
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

function linesAbout(place: string, { field, path: here }: NodeField): string[] {
	const { type, default: standard, typeOptions, options = [], modes = [] } = field;
	const kind = typeOptions?.multipleValues ? `${type} list` : type;
	const values = options.flatMap((option) => ('value' in option ? [option.value] : []));
	return [
		`${place} ${here}: ${kind} = ${JSON.stringify(standard)}`,
		...values.map((value) => `${place} ${here} may be ${JSON.stringify(value)}`),
		...modes.map((mode) => `${place} ${here} by ${mode.name}`),
	];
}

/** Of all nodes and credentials, as the sources have them. */
export function parameterLines(): string[] {
	const nodes = instancesOf<INodeType>('node').flatMap(([, { description }]) => {
		const { name, version, properties } = description;
		return [`node ${name} has version ${JSON.stringify(version)}`, ...linesOf(`node ${name}`, properties)];
	});
	const credentials = instancesOf<ICredentialType>('credentials').flatMap(([, { name, properties }]) =>
		linesOf(`credential ${name}`, properties),
	);
	return [...credentials, ...nodes];
}
