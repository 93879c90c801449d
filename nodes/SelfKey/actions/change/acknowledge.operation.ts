import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { sendInBatches } from '../../../shared/batch';
import { groupedItems } from '../../../shared/operations/item-loop';
import type { Operation } from '../../../shared/operations/operation';
import { optionalText } from '../../../shared/parameters';
import { acknowledgeChanges, type ChangeReference } from '../../change-feed/acknowledge-changes';
import { checkedSubscriber } from '../../change-feed/subscriber-parameter';
import { hotelProperty, hotelSlugOf } from '../../rest-api/hotel-parameter';

/** SelfKey takes 500 at most. */
const BATCH = 200;

const fields: INodeProperties[] = [
	hotelProperty('={{ $json.selfKey?.change?.hotelSlug }}'),
	{
		displayName: 'Subscriber',
		name: 'subscriber',
		type: 'string',
		required: true,
		default: '={{ $json.selfKey?.change?.subscriber }}',
		placeholder: 'e.g. opera',
		description: 'As in the SelfKey Trigger that gave the item out',
	},
	{
		displayName: 'Acknowledge',
		name: 'acknowledgeWhat',
		type: 'options',
		options: [
			{
				name: 'Everything',
				value: 'everything',
				description: 'For workflows that write with other nodes, such as HTTP Request',
			},
			{
				name: 'Only What Was Written',
				value: 'written',
				description:
					'Only items that carry the outcome of a node of this package that writes, such as Opera; others are handed back',
			},
		],
		default: 'written',
		description:
			'SelfKey offers a change again until it is acknowledged, and never afterwards. An item with an error is always handed back.',
	},
];

/**
 * Takes changes off what SelfKey has still to tell this subscriber. An item that has an `error`, or was not
 * written, is handed back with its reason: SelfKey offers it again after a minute, then after twice as long each
 * time, an hour at most, and all others go on meanwhile. The items pass on with `selfKey.change.acknowledgement`.
 */
export const acknowledge: Operation = {
	fields,
	async execute(items) {
		return await groupedItems(this, items, {
			read: ({ json }, index) => ({
				destination: {
					hotelSlug: hotelSlugOf(this, index),
					subscriber: checkedSubscriber(optionalText(this, 'subscriber', index) ?? ''),
				},
				entry: referenceOf(json, this.getNodeParameter('acknowledgeWhat', index, 'written') === 'written'),
			}),
			send: async (destination, changes: ChangeReference[]) => {
				const send = async (batch: ChangeReference[]) => await acknowledgeChanges(this, destination, batch);
				return (await sendInBatches(changes, send, { size: BATCH })).results;
			},
			output: (json, acknowledgement) => {
				const selfKey = json.selfKey as { change: IDataObject };
				return { ...json, selfKey: { ...selfKey, change: { ...selfKey.change, acknowledgement } } };
			},
		});
	},
};

/** @throws RangeError where the item is no change that the SelfKey Trigger gave out */
function referenceOf(json: IDataObject, onlyWritten: boolean): ChangeReference {
	const { key, position } =
		(json.selfKey as { change?: { key?: unknown; position?: unknown } } | undefined)?.change ?? {};
	if (typeof key !== 'string' || typeof position !== 'number') {
		throw new RangeError(
			'The item is no change of the SelfKey Trigger. Connect this node to a workflow that begins with it',
		);
	}
	const error = reasonIn(json) ?? (onlyWritten && !isWritten(json) ? NOT_WRITTEN : undefined);
	return { key, position, error };
}

const NOT_WRITTEN = 'It reached the acknowledgement without having been written';

/** n8n puts what went wrong under `error`, as a text or as an error's fields. */
function reasonIn({ error }: IDataObject): string | undefined {
	if (error === undefined || error === null) return undefined;
	const text = typeof error === 'object' ? (error as { message?: unknown }).message : error;
	return typeof text === 'string' && text !== '' ? text : 'No reason given';
}

/** A node that writes adds its outcome under its own name; SelfKey's part is the change itself. */
function isWritten(json: IDataObject): boolean {
	return Object.values(json).some(
		(part) => part !== null && typeof part === 'object' && 'outcome' in part && typeof part.outcome === 'string',
	);
}
