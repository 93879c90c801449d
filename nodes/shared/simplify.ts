/** What another system answers, cut down to the fields that most hotels need, unless the node asks for all of it. */
import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { recordOf } from '../../core/payload/field-reader';

export const simplifyProperty: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

/** The fields that stay, each whole (`true`) or with some of its own fields; of a list, those of each entry. */
export interface KeptFields {
	[name: string]: true | KeptFields;
}

/** @param kept at most ten fields, as n8n asks for */
export function simplifiedRow(
	context: IExecuteFunctions,
	index: number,
	row: IDataObject,
	kept: KeptFields,
): IDataObject {
	return context.getNodeParameter('simplify', index, true) === false ? row : pick(row, kept);
}

/** A field that the answer lacks is left out: it does not become an empty one. */
export function pick(row: Readonly<Record<string, unknown>>, kept: KeptFields): IDataObject {
	const fields = Object.entries(kept).flatMap(([name, inside]) =>
		name in row ? [[name, inside === true ? row[name] : pickInside(row[name], inside)]] : [],
	);
	return Object.fromEntries(fields) as IDataObject;
}

function pickInside(value: unknown, kept: KeptFields): unknown {
	if (Array.isArray(value)) return value.map((entry) => pickInside(entry, kept));
	return typeof value === 'object' && value !== null ? pick(recordOf(value), kept) : value;
}
