/** What the Opera Trigger's class is composed of. */
import type { INodeProperties, IPollFunctions } from 'n8n-workflow';
import { addDays, dateIn } from '../../../core/reservation/dates';
import type { Polled } from '../../shared/polling/poll-once';
import { operaHotel } from '../transport';
import { EventPoll } from './event-poll';
import { sampleOf } from './sample';

const COMPARISON_HOUR = 4;

export const triggerProperties: INodeProperties[] = [
	{
		displayName:
			"In OPERA, the external system of the credential needs business events for the module Reservation. Reading takes them off OPERA's queue, so only one workflow may read them.",
		name: 'notice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'All Hotels',
				name: 'allHotels',
				type: 'boolean',
				default: false,
				description:
					"Whether to read the events of every hotel of the external system instead of the credential's hotel alone. The comparison reads the credential's hotel and the others of which something was given out before.",
			},
			{
				displayName: 'Compare Every Day',
				name: 'compare',
				type: 'boolean',
				default: true,
				description: 'Whether to look once a day for changes whose events got lost',
			},
			{
				displayName: 'Hour of Comparison',
				name: 'comparisonHour',
				type: 'number',
				typeOptions: { minValue: 0, maxValue: 23, numberPrecision: 0 },
				default: COMPARISON_HOUR,
				placeholder: 'e.g. 4',
				description: "From this hour on in the workflow's time zone, best after the night audit",
			},
		],
	},
];

/** @throws ApiError; RangeError at a gateway, which has no events */
export async function fetchEvents(context: IPollFunctions): Promise<Polled> {
	const hotel = await operaHotel(context);
	if (hotel.isGateway)
		throw new RangeError(
			"The gateway in the Opera credential has no business events; connect to Oracle's integration platform instead",
		);
	if (context.getMode() === 'manual') return await sampleOf(context, hotel);
	const option = (name: string, value: unknown) => context.getNodeParameter(`options.${name}`, value);
	return await new EventPoll(context, hotel, {
		allHotels: option('allHotels', false) === true,
		comparisonDay:
			option('compare', true) === false
				? null
				: comparisonDay(context, Number(option('comparisonHour', COMPARISON_HOUR))),
	}).next();
}

/** The day whose comparison is due: today's from the hour on, until then yesterday's. */
function comparisonDay(context: IPollFunctions, hour: number): string {
	const [now, zone] = [new Date(), context.getTimezone()];
	const today = dateIn(zone, now);
	const clock = Number(
		new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', hourCycle: 'h23' }).format(now),
	);
	return clock >= hour ? today : addDays(today, -1);
}
