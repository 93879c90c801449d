import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { recordOf } from '../../../../core/payload/field-reader';
import { textOf } from '../../../../core/text/read-text';
import { reasonText } from '../../../../core/text/clean-reason';
import { sendInBatches } from '../../../shared/batch';
import { calendarItemOf, givenOutBy, givenOutOf, HELD_BACK } from '../../../shared/calendar-item';
import { givenOutFor, startsOf } from '../../../shared/given-out';
import { failureText, isFailed, outcomeOf } from '../../../shared/item-outcome';
import { groupedItems } from '../../../shared/operations/item-loop';
import type { Operation } from '../../../shared/operations/operation';
import {
	acknowledgeAvailability,
	resourceOf,
	type ToldReference,
	type ToldResource,
	type ToldResult,
} from '../../availability/read-due';

const BATCH = 100;

interface Told {
	resource: ToldResource;
	subscriber: string;
	since: string | null;
	reference: ToldReference;
	/** Why it failed; `null` if it did not, even if it was held back. */
	failure: string | null;
	json: IDataObject;
}

const NOT_SENT =
	'It reached the acknowledgement without having been sent. Connect this node behind those that send it to the channels';

/**
 * Tells SelfKey what the channels have accepted. An item that has an `error`, or was not sent, is handed back with its
 * reason: SelfKey works it out anew and gives it out again, after 1 minute first and after 10 minutes at most, and whatever
 * changes meanwhile does not wait for it. What was held back comes with the next poll. The items pass on with `selfKey.availability.acknowledgement`, and those that
 * were accepted with `seconds`, from the first change in SelfKey to this moment.
 */
export const acknowledge: Operation = {
	fields: [],
	async execute(items) {
		const starts = startsOf(this);
		return await groupedItems(this, items, {
			read: (item, index) => {
				const told = toldBy(item, givenOutFor(index, starts));
				const { resource, subscriber } = told;
				return { destination: { resource, subscriber }, entry: told };
			},
			send: async ({ resource, subscriber }, told: Told[]) => {
				const send = async (batch: Told[]) =>
					await acknowledgeAvailability(
						this,
						resource,
						subscriber,
						batch.map(({ reference }) => reference),
					);
				const { results } = await sendInBatches(told, send, { size: BATCH });
				const now = Date.now();
				return results.map((result, place) =>
					result instanceof Error ? result : passedOn(told[place] as Told, result, now),
				);
			},
			output: (_, json) => json,
		});
	},
};

/** @throws RangeError where the SelfKey Trigger did not give it out */
function toldBy({ json: own, error }: INodeExecutionData, given: IDataObject | null): Told {
	const json = givenOutOf(own) ? own : { ...given, ...own, selfKey: given?.selfKey ?? null };
	const { channel, propertyId, roomTypeId, ratePlanId, nights } = calendarItemOf(json);
	const { subscriber, round, since } = givenOutBy(json);
	const failure = { error: own.error ?? error };
	const reason = isFailed(failure) ? reasonText(failureText(failure) ?? '') : null;
	const outcome = outcomeOf(own);
	const whyNot = reason ?? (outcome === null ? NOT_SENT : null);
	return {
		resource: resourceOf(json),
		subscriber,
		since,
		reference: {
			channel,
			propertyId,
			roomTypeId,
			ratePlanId,
			round,
			nights,
			error: whyNot ?? undefined,
			heldBack: outcome === HELD_BACK,
			waitsFor: textOf(recordOf(own['heldBack'])['waitsFor']) ?? undefined,
		},
		failure: whyNot,
		// An error may be about some of the nights only.
		json: whyNot === null ? json : { ...json, nights: nights.map((range) => ({ ...range })) },
	};
}

function passedOn({ json, since, failure }: Told, acknowledgement: ToldResult, now: number): IDataObject {
	const selfKey = recordOf(json.selfKey);
	const seconds =
		since === null || acknowledgement !== 'acknowledged' ? null : Math.max(0, now - Date.parse(since)) / 1000;
	const availability = { ...recordOf(selfKey['availability']), acknowledgement, seconds };
	return {
		...json,
		...(failure === null ? {} : { error: failure }),
		selfKey: { ...selfKey, availability },
	} as IDataObject;
}
