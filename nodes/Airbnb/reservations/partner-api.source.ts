import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import { PollMemory } from '../../shared/polling/poll-memory';
import type { Polled } from '../../shared/polling/poll-once';
import type { TriggerSource } from '../../shared/polling/sources';
import { changedSince } from './changed-since';
import { fetchReservations, windowAround } from './fetch-reservations';
import { hostIdOf } from './host-id';
import { readPassedOn, within, type PassedOn } from './passed-on';

/** In days: guests who arrived longer ago are not followed any more. */
export const DEFAULT_FOLLOWED_STAY = 90;

const memory = new PollMemory<PassedOn>('passedOn', readPassedOn);

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
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: [
				{
					displayName: 'Longest Stay (Days)',
					name: 'longestStay',
					type: 'number',
					typeOptions: { minValue: 1, maxValue: 730, numberPrecision: 0 },
					default: DEFAULT_FOLLOWED_STAY,
					placeholder: 'e.g. 30',
					description: 'How far back arrivals are still read, so that changes of guests in the house are seen',
				},
			],
		},
	],
	async fetch(context: IPollFunctions): Promise<Polled> {
		const now = new Date();
		const window = windowAround(now, longestStayOf(context));
		const hostId = await hostIdOf(context);
		const { entries, failure } = await fetchReservations(context, { hostId, window });
		const { reservations, problems, passedOn } = changedSince(memory.recall(context), entries, {
			hostId,
			readAt: now.toISOString(),
			listingIds: listingIdsOf(context),
		});
		return {
			items: reservations.map(({ reservation, status }) => ({
				json: { ...reservation, airbnb: { status } } as unknown as IDataObject,
			})),
			errors: [...problems, ...(failure === null ? [] : [failure])],
			onSuccess: () => memory.keep(context, within(passedOn, window.from)),
		};
	},
};

/** An expression may return anything; nothing may mean "read nothing". */
function longestStayOf(context: IPollFunctions): number {
	const days = Number(context.getNodeParameter('options.longestStay', DEFAULT_FOLLOWED_STAY));
	return Number.isInteger(days) && days >= 1 && days <= 730 ? days : DEFAULT_FOLLOWED_STAY;
}

function listingIdsOf(context: IPollFunctions): string[] {
	return String(context.getNodeParameter('listingIds', '') ?? '')
		.split(/[\s,;]+/)
		.filter((id) => id !== '');
}
