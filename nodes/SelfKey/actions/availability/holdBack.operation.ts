import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { DateRange } from '../../../../core/availability/ranges';
import { calendarItemOf, givenOutBy, HELD_BACK, partlySent, type CalendarItem } from '../../../shared/calendar-item';
import { groupedItems } from '../../../shared/operations/item-loop';
import type { Operation } from '../../../shared/operations/operation';
import { afterSilence, isHeldBack, type Unread } from '../../../shared/unread-sales';
import { nightsCountedAnew } from '../../availability/counted-anew';

/** The subscriber; `null` for what puts no rooms on sale, or waits already. */
type AskedFor = string | null;

const COUNTED_ANEW = {
	outcome: HELD_BACK,
	because: 'SelfKey has counted the rooms of these nights anew since it gave them out; they come again by themselves',
};

/**
 * Asks SelfKey once more before more rooms are put on sale, at whichever channel: nights whose rooms it counts otherwise
 * by now pass on with the outcome `held back`, all others as they are. It belongs behind the nodes that look for unread reservations
 * at the channels: one may have been written, and taken off its queue, after SelfKey had counted and before they looked. Where
 * SelfKey does not answer, all of them are held back, and fail once that has lasted for half an hour; where it refuses, they fail at
 * once. If no item puts anything on sale, it is asked nothing.
 */
export const holdBack: Operation = {
	fields: [],
	async execute(items) {
		return await groupedItems(this, items, {
			read: ({ json }: INodeExecutionData) => ({
				destination: json['raises'] === true && !isHeldBack(json) ? askedFor(json) : null,
				entry: json,
			}),
			send: async (destination: AskedFor, entries) =>
				destination === null ? entries.map(() => []) : await countedAnew(this, destination, entries),
			output: (json, unsent) =>
				'what' in unsent
					? afterSilence(json, unsent, new Date())
					: unsent.length === 0
						? json
						: partlySent(
								json,
								{ unsent, refused: null },
								{ sent: (some) => some, late: (some) => ({ ...some, heldBack: COUNTED_ANEW }) },
							),
		});
	},
};

/** For each of them, the nights that are not to be sent, or why SelfKey does not say so. */
async function countedAnew(
	context: IExecuteFunctions,
	subscriber: string,
	entries: readonly IDataObject[],
): Promise<Array<DateRange[] | Unread>> {
	const said = await nightsCountedAnew(
		context,
		subscriber,
		entries.map((json): CalendarItem => calendarItemOf(json)),
	);
	return 'what' in said ? entries.map(() => said) : said;
}

/** @throws RangeError where the SelfKey Trigger did not give it out */
function askedFor(json: INodeExecutionData['json']): AskedFor {
	// Read here, so that an item which cannot be read fails alone.
	calendarItemOf(json);
	return givenOutBy(json).subscriber;
}
