/**
 * What an operation gives out, for the editor: it offers these fields before the node has run for the first time. A
 * subset of JSON Schema, as far as n8n reads it.
 */

export type OutputSchema =
	| { type: 'string' | 'number' | 'boolean' }
	/** The first type is the one that the editor shows. */
	| { type: readonly ['string' | 'number' | 'boolean', 'null'] }
	| { type: 'array' | readonly ['array', 'null']; items: OutputSchema }
	| ObjectSchema;

export interface ObjectSchema {
	type: 'object' | readonly ['object', 'null'];
	properties: Record<string, OutputSchema>;
}

export const text = { type: 'string' } as const;
export const number = { type: 'number' } as const;
export const yesOrNo = { type: 'boolean' } as const;
export const textOrNull = { type: ['string', 'null'] } as const satisfies OutputSchema;
export const numberOrNull = { type: ['number', 'null'] } as const satisfies OutputSchema;
export const yesOrNoOrNull = { type: ['boolean', 'null'] } as const satisfies OutputSchema;

export function list(items: OutputSchema): OutputSchema {
	return { type: 'array', items };
}

export function listOrNull(items: OutputSchema): OutputSchema {
	return { type: ['array', 'null'], items };
}

/** `T` is what it describes: a field that is missing here, or is no longer there, does not compile. */
export function object<T = Record<string, unknown>>(properties: Record<keyof T & string, OutputSchema>): ObjectSchema {
	return { type: 'object', properties };
}

export function orNull({ properties }: ObjectSchema): ObjectSchema {
	return { type: ['object', 'null'], properties };
}

/** For an operation that passes its items on and adds to them, also within objects of the same name. */
export function withFields(schema: ObjectSchema, properties: Record<string, OutputSchema>): ObjectSchema {
	const added = Object.entries(properties).map(([name, part]): [string, OutputSchema] => {
		const before = schema.properties[name];
		return [name, before && isObject(before) && isObject(part) ? withFields(before, part.properties) : part];
	});
	return { ...schema, properties: { ...schema.properties, ...Object.fromEntries(added) } };
}

function isObject(schema: OutputSchema): schema is ObjectSchema {
	return 'properties' in schema;
}
