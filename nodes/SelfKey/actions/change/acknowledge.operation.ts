import type { IDataObject, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { recordOf } from '../../../../core/payload/field-reader';
import type { Reservation } from '../../../../core/reservation/model';
import { reasonText } from '../../../../core/text/clean-reason';
import { sendInBatches } from '../../../shared/batch';
import { givenOutFor, startsOf } from '../../../shared/given-out';
import { failureText, isFailed, outcomeOf } from '../../../shared/item-outcome';
import { groupedItems } from '../../../shared/operations/item-loop';
import type { Operation } from '../../../shared/operations/operation';
import {
	acknowledgeChanges,
	type AcknowledgementResult,
	type ChangeReference,
} from '../../change-feed/acknowledge-changes';
import { guestValuesOf } from '../../../../core/reservation/guest-values';

/** SelfKey takes 500 at most. */
const BATCH = 200;

const fields: INodeProperties[] = [
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

/** A change that the SelfKey Trigger gave out, and what became of it. */
interface Told {
	subscriber: string;
	reference: ChangeReference;
	/** The item with all that is known of the reservation. */
	json: IDataObject;
}

/**
 * Takes changes off what SelfKey has still to tell this subscriber. An item that has an `error`, or was not written,
 * is handed back with its reason: SelfKey offers it again after 1 minute, then after twice as long each time, 1 hour at
 * most, and all others go on meanwhile. The items pass on with `selfKey.change.acknowledgement`, and those that were
 * handed back with their `error`, so that the log ends the run red.
 */
export const acknowledge: Operation = {
	fields,
	async execute(items) {
		const starts = startsOf(this);
		return await groupedItems(this, items, {
			read: (item, index) => {
				const told = toldBy(
					item,
					givenOutFor(index, starts),
					this.getNodeParameter('acknowledgeWhat', index, 'written') === 'written',
				);
				return { destination: told.subscriber, entry: told };
			},
			send: async (subscriber, told: Told[]) => {
				const send = async (batch: Told[]) =>
					await acknowledgeChanges(
						this,
						subscriber,
						batch.map(({ reference }) => reference),
					);
				const { results } = await sendInBatches(told, send, { size: BATCH });
				return results.map((result, place) =>
					result instanceof Error ? result : passedOn(told[place] as Told, result),
				);
			},
			output: (_, json) => json,
		});
	},
};

/**
 * @param given what the trigger gave out for the item: the node that wrote may have replaced its fields
 * @throws RangeError where neither is a change that the SelfKey Trigger gave out
 */
function toldBy({ json: own, error }: INodeExecutionData, given: IDataObject | null, onlyWritten: boolean): Told {
	const json = changeIn(own) ? own : { ...given, ...own, selfKey: given?.selfKey ?? null };
	const change = changeIn(json);
	if (!change) {
		throw new RangeError(
			'The item is not a change from the SelfKey Trigger. Connect this node to a workflow that begins with it',
		);
	}
	const failure = { error: own.error ?? error };
	const reason = isFailed(failure)
		? reasonText(failureText(failure) ?? '', guestValuesOf(json as Partial<Reservation>))
		: null;
	return {
		subscriber: change.subscriber,
		reference: {
			key: change.key,
			position: change.position,
			error: reason ?? (onlyWritten && outcomeOf(own) === null ? NOT_WRITTEN : undefined),
		},
		json,
	};
}

const NOT_WRITTEN =
	'It reached the acknowledgement without having been written. Connect this node behind the one that writes, or set "Acknowledge" to "Everything" if that is of another kind';

function changeIn(json: IDataObject): (ChangeReference & Pick<Told, 'subscriber'>) | null {
	const { key, position, subscriber } = recordOf(recordOf(json.selfKey)['change']);
	return typeof key === 'string' && typeof position === 'number' && typeof subscriber === 'string'
		? { key, position, subscriber }
		: null;
}

function passedOn({ json, reference: { error } }: Told, acknowledgement: AcknowledgementResult): IDataObject {
	const selfKey = recordOf(json.selfKey);
	const change = { ...recordOf(selfKey['change']), acknowledgement };
	return { ...json, ...(error === undefined ? {} : { error }), selfKey: { ...selfKey, change } } as IDataObject;
}
