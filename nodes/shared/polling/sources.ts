/** A polling trigger that can read its channel in several ways, each declared once as an object. */
import { NodeOperationError, type INodeProperties, type IPollFunctions } from 'n8n-workflow';
import type { Polled } from './poll-once';

/** One way to read the channel. */
export interface TriggerSource {
	/** In title case, as in the dropdown: "Partner API". */
	name: string;
	/** Part of saved workflows: it can never change. */
	value: string;
	description: string;
	/** Shown for this source alone. */
	fields: INodeProperties[];
	fetch(context: IPollFunctions): Promise<Polled>;
}

/** What a trigger's class is composed of. The first source is the one that the editor starts with. */
export interface SourcedTrigger {
	/** The dropdown "Source", and the fields of each source. */
	properties: INodeProperties[];
	/** Reads the source that the node is set to. */
	fetch(context: IPollFunctions): Promise<Polled>;
}

export function sources(all: readonly [TriggerSource, ...TriggerSource[]]): SourcedTrigger {
	const [{ value: first }] = all;
	const choice: INodeProperties = {
		displayName: 'Source',
		name: 'source',
		type: 'options',
		noDataExpression: true,
		options: all.map(({ name, value, description }) => ({ name, value, description })),
		default: first,
	};
	return {
		properties: [choice, ...all.flatMap(fieldsOf)],
		async fetch(context) {
			const value = context.getNodeParameter('source', first);
			const source = all.find((each) => each.value === value);
			if (!source)
				throw new NodeOperationError(
					context.getNode(),
					`This node has no source "${String(value)}"; choose one from the list`,
				);
			return await source.fetch(context);
		},
	};
}

function fieldsOf({ value, fields }: TriggerSource): INodeProperties[] {
	return fields.map((field) => ({
		...field,
		displayOptions: { ...field.displayOptions, show: { ...field.displayOptions?.show, source: [value] } },
	}));
}
