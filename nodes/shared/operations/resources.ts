/** A node's resources, each declared once as an object; the editor's fields and the routing are derived from them. */
import {
	NodeOperationError,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
	type INodePropertyOptions,
} from 'n8n-workflow';
import type { Operation } from './operation';
import { runOperation } from './run-operation';

/** An operation as the editor offers it. */
export interface ResourceOperation extends Operation {
	/** In title case, as in the dropdown: "Get Many". */
	name: string;
	/** Part of saved workflows: it can never change. */
	value: string;
	/** In the list of everything that the node can do, without articles: "Get many reservations". */
	action: string;
	description: string;
}

/** The first operation is the one that the editor starts with. */
export interface Resource {
	name: string;
	/** Part of saved workflows: it can never change. */
	value: string;
	operations: readonly [ResourceOperation, ...ResourceOperation[]];
}

/** What a node class is composed of. */
export interface ResourceNode {
	/** "get many: reservation", below the node's name. */
	subtitle: string;
	properties: INodeProperties[];
	execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]>;
}

/** Composes a node. Dropdowns are in alphabetical order; the first resource is the one that the editor starts with. */
export function resources(all: readonly [Resource, ...Resource[]]): ResourceNode {
	const operations = new Map(
		all.flatMap((resource) =>
			resource.operations.map((operation) => [keyOf(resource.value, operation.value), operation] as const),
		),
	);
	return {
		subtitle: subtitleOf(all),
		properties: [resourceProperty(all), ...all.map(operationProperty), ...all.flatMap(fieldsOf)],
		async execute() {
			return await runOperation.call(this, async function (items) {
				// In here, because n8n treats the input as a success if a node that is set to continue throws.
				const key = keyOf(String(this.getNodeParameter('resource', 0)), String(this.getNodeParameter('operation', 0)));
				const operation = operations.get(key);
				if (!operation)
					throw new NodeOperationError(this.getNode(), `This node has no operation "${key}"; choose one from the list`);
				return await operation.execute.call(this, items);
			});
		},
	};
}

function keyOf(resource: string, operation: string): string {
	return `${resource}.${operation}`;
}

function resourceProperty(all: readonly [Resource, ...Resource[]]): INodeProperties {
	const [{ value: first }] = all;
	return {
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: byName(all.map(({ name, value }) => ({ name, value }))),
		default: first,
	};
}

function operationProperty({ value: resource, operations }: Resource): INodeProperties {
	const [{ value: first }] = operations;
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [resource] } },
		options: byName(operations.map(({ name, value, action, description }) => ({ name, value, action, description }))),
		default: first,
	};
}

/** Each field shows for its own operation only, with its own conditions kept. */
function fieldsOf({ value: resource, operations }: Resource): INodeProperties[] {
	return operations.flatMap(({ value: operation, fields }) =>
		fields.map((field) => ({
			...field,
			displayOptions: {
				...field.displayOptions,
				show: { ...field.displayOptions?.show, resource: [resource], operation: [operation] },
			},
		})),
	);
}

function subtitleOf(all: readonly Resource[]): string {
	const words = Object.fromEntries(
		all.flatMap(({ operations }) => operations.map(({ name, value }) => [value, name.toLowerCase()])),
	);
	return `={{ (${JSON.stringify(words)})[$parameter["operation"]] + ": " + $parameter["resource"] }}`;
}

function byName(options: INodePropertyOptions[]): INodePropertyOptions[] {
	return options.sort((a, b) => a.name.localeCompare(b.name, 'en'));
}
