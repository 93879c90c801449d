/**
 * Checks JSON against a Swagger 2.0 description, as far as Oracle's use it. Properties that the description does not
 * know are mistakes too: a misspelt one would be ignored by OPERA without a word.
 */

export type Schema = Record<string, unknown> & { $ref?: string; allOf?: Schema[]; properties?: Record<string, Schema> };

export interface Parameter {
	name: string;
	in: 'query' | 'path' | 'header' | 'body' | 'formData';
	required?: boolean;
	type?: string;
	enum?: string[];
	maxLength?: number;
	pattern?: string;
	items?: { enum?: string[] };
	schema?: Schema;
	$ref?: string;
}

export interface Operation {
	operationId: string;
	parameters: Parameter[];
	responses: Record<string, { schema?: Schema; $ref?: string; examples?: Record<string, unknown> }>;
}

export interface Description {
	basePath: string;
	paths: Record<string, Record<string, Operation>>;
	parameters?: Record<string, Parameter>;
	definitions: Record<string, Schema>;
	responses?: Record<string, { schema?: Schema }>;
}

/** The operation of a method and path; `null` if the description has none. */
export function operationOf(description: Description, method: string, path: string): Operation | null {
	if (!path.startsWith(`${description.basePath}/`)) return null;
	const rest = path.slice(description.basePath.length);
	const fits = (template: string) =>
		new RegExp(`^${template.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{[^}]+\}/g, '[^/]+')}$`).test(rest);
	const fixed = (template: string) => template.replace(/\{[^}]+\}/g, '').length;
	const [template] = Object.keys(description.paths)
		.filter((candidate) => fits(candidate) && description.paths[candidate]?.[method.toLowerCase()])
		.sort((a, b) => fixed(b) - fixed(a));
	return (template && description.paths[template]?.[method.toLowerCase()]) || null;
}

export function parametersOf({ parameters = {} }: Description, operation: Operation): Parameter[] {
	return operation.parameters.map((parameter) =>
		parameter.$ref ? (parameters[lastPart(parameter.$ref)] ?? parameter) : parameter,
	);
}

/** What is wrong with a value, each with its place; empty where nothing is. */
export function mistakes(description: Description, schema: Schema, value: unknown, place = ''): string[] {
	const flat = flatten(description, schema);
	if (flat.type === 'array' || Array.isArray(value)) {
		if (flat.type !== 'array') return [`${place}: a list where none is described`];
		if (!Array.isArray(value)) return [`${place}: no list`];
		return value.flatMap((entry, index) => mistakes(description, flat.items ?? {}, entry, `${place}[${index}]`));
	}
	if (typeof value === 'object' && value !== null) {
		if (flat.type !== undefined && flat.type !== 'object') return [`${place}: an object instead of a ${flat.type}`];
		const missing = flat.required.filter((name) => !(name in value)).map((name) => `${place}.${name}: missing`);
		const inside = Object.entries(value).flatMap(([name, entry]) => {
			const known = flat.properties[name];
			return known ? mistakes(description, known, entry, `${place}.${name}`) : [`${place}.${name}: not described`];
		});
		return [...missing, ...inside];
	}
	return simpleMistakes(flat, value, place);
}

interface Flat {
	type?: string;
	format?: string;
	enum?: string[];
	maxLength?: number;
	pattern?: string;
	items?: Schema;
	required: string[];
	properties: Record<string, Schema>;
}

function flatten(description: Description, schema: Schema, depth = 0): Flat {
	if (depth > 20) throw new Error('The description goes round in circles');
	const parts = [
		...(schema.$ref ? [description.definitions[lastPart(schema.$ref)] ?? {}] : []),
		...(schema.allOf ?? []),
	].map((part) => flatten(description, part, depth + 1));
	const { $ref: _, allOf: __, properties = {}, required = [], ...own } = schema;
	return parts.reduceRight<Flat>(
		(all, part) => ({
			...part,
			...all,
			properties: { ...part.properties, ...all.properties },
			required: [...part.required, ...all.required],
		}),
		{ ...own, properties, required: required as string[] },
	);
}

function simpleMistakes(
	{ type, format, enum: allowed, maxLength, pattern }: Flat,
	value: unknown,
	place: string,
): string[] {
	const wrong = (what: string) => [`${place}: ${what}`];
	if (type === 'number' || type === 'integer') {
		if (typeof value !== 'number') return wrong(`no ${type}`);
		if (type === 'integer' && !Number.isInteger(value)) return wrong('no whole number');
	}
	if (type === 'boolean' && typeof value !== 'boolean') return wrong('neither true nor false');
	if (type === 'object') return wrong('no object');
	if (type !== 'string') return [];
	if (typeof value !== 'string') return wrong('no text');
	if (allowed && !allowed.includes(value)) return wrong(`"${value}" is not one of ${allowed.slice(0, 12).join(', ')}`);
	// Oracle's descriptions say 8 characters for a date that their own examples write with 10.
	if (maxLength !== undefined && format !== 'date' && value.length > maxLength)
		return wrong(`longer than ${maxLength}`);
	if (pattern !== undefined && !new RegExp(`^(?:${pattern})$`).test(value)) return wrong(`not of the form ${pattern}`);
	if (format === 'date' && !/^\d{4}-\d{2}-\d{2}$/.test(value)) return wrong('no date');
	return [];
}

const lastPart = (reference: string) => reference.split('/').at(-1) ?? '';
