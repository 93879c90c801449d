/** Whether what nodes give out is what the editor promises of it. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { ObjectSchema, OutputSchema } from '../../nodes/shared/operations/output-schema';

const NODES = path.join(__dirname, '../../nodes');

/** The schema of an operation; undefined if there is none. */
export function outputSchemaOf(provider: string, resource: string, operation: string): ObjectSchema | undefined {
	const name = `${resource.charAt(0).toUpperCase()}${resource.slice(1)}.output.ts`;
	const file = path.join(NODES, provider, 'actions', resource, name);
	if (!existsSync(file)) return undefined;
	// eslint-disable-next-line @typescript-eslint/no-require-imports -- Which one is known only now.
	return (require(file) as { outputs: Record<string, ObjectSchema | undefined> }).outputs[operation];
}

/**
 * Every item of an operation as its schema says: an item may have less, since some fields come with a choice, and more,
 * since an operation passes on what it was given; but nothing is of another type.
 */
export function expectOutput(
	provider: string,
	context: Pick<IExecuteFunctions, 'getNodeParameter'>,
	items: readonly INodeExecutionData[],
): void {
	const chosen = (name: string) => String(context.getNodeParameter(name, 0));
	const schema = outputSchemaOf(provider, chosen('resource'), chosen('operation'));
	if (!schema) return;
	for (const { json } of items) {
		if ('error' in json || Object.keys(json).length === 0) continue;
		expect(faultsIn(schema, json)).toEqual([]);
	}
}

/** Where the value is of another type than the schema says: `rooms.0.total: string instead of object,null`. */
export function faultsIn(schema: OutputSchema, value: unknown, place = ''): string[] {
	if (value === undefined) return [];
	const types: readonly string[] = [schema.type].flat();
	const type = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
	if (!types.includes(type)) return [`${place}: ${type} instead of ${types.join()}`];
	const at = (key: string | number) => (place === '' ? String(key) : `${place}.${key}`);
	if (Array.isArray(value) && 'items' in schema)
		return value.flatMap((entry, index) => faultsIn(schema.items, entry, at(index)));
	if (value === null || !('properties' in schema)) return [];
	return Object.entries(schema.properties).flatMap(([key, part]) =>
		faultsIn(part, (value as Record<string, unknown>)[key], at(key)),
	);
}
