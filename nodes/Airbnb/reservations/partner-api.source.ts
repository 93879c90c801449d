import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import { nodeKey } from '../../shared/node-key';
import { PollMemory } from '../../shared/polling/poll-memory';
import type { Polled } from '../../shared/polling/poll-once';
import type { TriggerSource } from '../../shared/polling/sources';
import { changedSince } from './changed-since';
import { fetchReservations, windowAround } from './fetch-reservations';
import { followedStayOfPoll, followedStayOptions } from './followed-stay';
import { hostIdOf } from './host-id';
import { givenOutOnceMore, readGivenOut, readPassedOn, within, type GivenOut, type PassedOn } from './passed-on';
import { Told } from './told';

const memory = new PollMemory<PassedOn>('passedOn', readPassedOn);
/** A single reservation that cannot be written has all of its run given out again, at every poll. */
const givenOut = new PollMemory<GivenOut>('givenOut', readGivenOut);

/** Runs after which a line of a reservation stands in the log, even if one of them was broken off. */
const TOLD_AFTER = 2;

/** The whole window at each poll: new and changed reservations, and cancellations, one item each. */
export const partnerApi: TriggerSource = {
	name: 'Partner API',
	value: 'partnerApi',
	description: "For hotels whose software is in Airbnb's partner programme: everything about each reservation",
	fields: [
		{
			displayName: 'Listing IDs',
			name: 'listingIds',
			type: 'string',
			default: '',
			placeholder: 'e.g. 12345, 67890',
			description: "Airbnb's listing IDs, separated by commas. Leave empty for all listings of the host.",
		},
		followedStayOptions,
	],
	async fetch(context: IPollFunctions): Promise<Polled> {
		const now = new Date();
		const window = windowAround(now, followedStayOfPoll(context));
		const hostId = await hostIdOf(context);
		const { entries, failure } = await fetchReservations(context, { hostId, window });
		const { reservations, problems, left, passedOn } = changedSince(memory.recall(context), entries, {
			hostId,
			readAt: now.toISOString(),
			listingIds: listingIdsOf(context),
		});
		tellOnce(context, left, now);
		const given = givenOutOnceMore(
			givenOut.recall(context),
			reservations.map(({ reservation: { reservationId: id } }) => [id, passedOn[id]?.mark ?? '']),
		);
		// A quiet poll has nothing to store.
		if (reservations.length > 0) givenOut.meanwhile(context, given);
		// The first run may have ended before its lines were written.
		const isOfferedAgain = (id: string) => (given[id]?.times ?? 0) > TOLD_AFTER;
		return {
			items: reservations.map(({ reservation, status }) => ({
				json: {
					...reservation,
					airbnb: { status, ...(isOfferedAgain(reservation.reservationId) ? { isOfferedAgain: true } : {}) },
				} as unknown as IDataObject,
			})),
			errors: [...dueToday(context, problems, now), ...(failure === null ? [] : [failure])],
			// What cannot be read is told once a day only.
			isWell: problems.length === 0 && failure === null,
			onSuccess: () => {
				memory.keep(context, within(passedOn, window.from));
				givenOut.keep(context, {});
			},
		};
	},
};

const told = new Told();

/** In the log of n8n: an inquiry is no fault, and no run may turn red for each. */
function tellOnce(context: IPollFunctions, left: ReadonlyMap<string, Error>, now: Date): void {
	for (const [code, { message }] of left)
		if (told.isFirst(`${nodeKey(context)}:${code}`, now))
			context.logger.warn(`${message} (workflow ${context.getWorkflow().id}, node "${context.getNode().name}")`);
}

/** Each of them stays the same until somebody looks it up, however often it is read. A run by hand shows all. */
function dueToday(context: IPollFunctions, problems: readonly Error[], now: Date): Error[] {
	if (context.getMode() === 'manual') return [...problems];
	return problems.filter(({ message }) => told.isDueToday(`${nodeKey(context)} ${message}`, now));
}

function listingIdsOf(context: IPollFunctions): string[] {
	return String(context.getNodeParameter('listingIds', '') ?? '')
		.split(/[\s,;]+/)
		.filter((id) => id !== '');
}
