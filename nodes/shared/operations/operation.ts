import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

/** The result of one input item: its output, in one part or several, or why it failed. */
export type ItemResult = IDataObject | Array<IDataObject | FailedPart> | Error;

/** Nights of an item that failed where others did not. */
export class FailedPart {
	/** @param over what stands in place of the item's own fields */
	constructor(
		readonly error: Error,
		readonly over: { nights: IDataObject[] },
	) {}
}

/** Something a node does: its fields in the editor, and the work. */
export interface Operation {
	/** Shown for this operation alone. */
	fields: INodeProperties[];
	/**
	 * All items at once, so that an operation may send many in one request (`groupedItems`). One result per input
	 * item, in order; an `Error` fails that item alone. If it throws, all items fail.
	 */
	execute(this: IExecuteFunctions, items: INodeExecutionData[]): Promise<ItemResult[]>;
}
