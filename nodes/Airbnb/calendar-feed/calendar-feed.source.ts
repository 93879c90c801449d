import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import { ABSENCE } from '../../../core/calendar-feed/absence';
import { isToldDaily } from '../../../core/calendar-feed/alerts';
import {
	DEFAULT_LONGEST_STAY,
	judgeTogether,
	lookAt,
	type FeedFetch,
	type FeedRules,
	type FeedStep,
	type Look,
} from '../../../core/calendar-feed/follow';
import { feedStateFrom, whileOffered, type FeedState } from '../../../core/calendar-feed/state';
import { recordOf } from '../../../core/payload/field-reader';
import { dateIn, isTimeZone } from '../../../core/reservation/dates';
import { PollMemory } from '../../shared/polling/poll-memory';
import type { Polled } from '../../shared/polling/poll-once';
import type { TriggerSource } from '../../shared/polling/sources';
import { acceptanceUrl, acceptedByClick } from './acceptance';
import { channelProperty, longestStayProperty, timeZoneProperty } from './feed-properties';
import { statesOfAbsent, TakenIds, type FeedStates } from './feed-states';
import { feedsOf, type Feed } from './feeds';
import { fetchCalendar } from './fetch-calendar';

const { hours: ABSENCE_HOURS, readings: ABSENCE_READINGS } = ABSENCE;

/** Calendars that are asked for at the same time. Were all 200 to hang, a poll would still end before it counts as dead. */
const AT_ONCE = 8;

const memory = new PollMemory<FeedStates>('calendarFeeds', (stored) =>
	Object.fromEntries(Object.entries(recordOf(stored)).map(([listingId, state]) => [listingId, feedStateFrom(state)])),
);

/** All calendars of the credential at each poll: what is new, changed or missing for long enough. */
export const calendarFeed: TriggerSource = {
	name: 'Calendar Feed (iCal)',
	value: 'calendarFeed',
	description: 'For every host: dates, without prices and names, from the calendars that the channel exports',
	fields: [
		{
			displayName: `A calendar shows no cancellations. A booking counts as cancelled once it has been missing for ${ABSENCE_HOURS} hours and in ${ABSENCE_READINGS} readings from a calendar that is otherwise whole. If more is missing than guests cancel, nothing is cancelled: this node fails with a link to accept it, and a code for the field below.`,
			name: 'absenceNotice',
			type: 'notice',
			default: '',
		},
		channelProperty,
		{
			displayName: 'Accept Missing Bookings',
			name: 'acceptedCodes',
			type: 'string',
			default: '',
			placeholder: 'e.g. 7-3fa2b1c4',
			description:
				'Code from an error of this node that says how many bookings are missing, for whoever cannot open the link in it. Enter it, and publish the workflow, to have exactly those cancelled with the next poll. It may stay here; it counts once.',
		},
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: [
				{
					displayName: 'Cancelled After (Hours)',
					name: 'absenceHours',
					type: 'number',
					typeOptions: { minValue: 0, maxValue: 72 },
					default: ABSENCE_HOURS,
					description:
						'How long a booking must be missing, while the rest of the calendar stands. Less than an hour is for trials; 0 counts as the default.',
				},
				{
					displayName: 'Cancelled After (Readings)',
					name: 'absenceReadings',
					type: 'number',
					typeOptions: { minValue: 2, maxValue: 48, numberPrecision: 0 },
					default: ABSENCE_READINGS,
					description: 'And in how many readings in a row',
				},
				longestStayProperty,
				timeZoneProperty,
			],
		},
	],
	async fetch(context: IPollFunctions): Promise<Polled> {
		const { propertyId, feeds, mistake } = await feedsOf(context);
		const rules = { ...rulesOf(context), propertyId };
		const before = memory.recall(context);
		const now = new Date();
		const looks: Look[] = [];
		const taken = new TakenIds(feeds, before);
		for (let next = 0; next < feeds.length; next += AT_ONCE) {
			const some = feeds.slice(next, next + AT_ONCE);
			const fetched = await Promise.all(some.map(async (feed) => await ask(context, feed, before, rules, now)));
			// One after the other: an id that two rooms' calendars bring is the first one's.
			for (const [index, { listingId }] of some.entries()) {
				const isTaken = (id: string) => taken.byOther(id, listingId);
				const answer = fetched[index] ?? { failure: 'it was not read' };
				const look = lookAt(feedStateFrom(before[listingId]), answer, now, { ...rules, listingId, isTaken });
				taken.add(listingId, look.judged?.seen.stays ?? []);
				looks.push(look);
			}
		}
		const steps = new Map<string, FeedStep>();
		for (const [index, step] of judgeTogether(looks, now).entries())
			steps.set(looks[index]?.rules.listingId ?? '', step);
		const absent = statesOfAbsent(before, feeds, now);
		const states = (stateOf: (step: FeedStep, listingId: string) => FeedState): FeedStates => ({
			...absent,
			...Object.fromEntries([...steps].map(([listingId, step]) => [listingId, stateOf(step, listingId)])),
		});
		const after = states(({ state }) => state);
		const items = [...steps].flatMap(([listingId, { reservations }]) => {
			const offered = new Set(
				before[listingId]?.stays.flatMap(({ id, isOffered }) => (isOffered === 'again' ? [id] : [])),
			);
			return reservations.map((reservation) => {
				const again = offered.has(reservation.reservationId) ? { isOfferedAgain: true } : {};
				const airbnb = { source: 'calendarFeed', listingId, ...again };
				return { json: { ...reservation, airbnb } as unknown as IDataObject };
			});
		});
		if (items.length === 0) memory.keep(context, after);
		else {
			const offered = states(({ state, reservations }, listingId) => {
				if (reservations.length === 0) return state;
				const ids = reservations.map(({ reservationId }) => reservationId);
				return whileOffered(feedStateFrom(before[listingId]), state, ids);
			});
			memory.meanwhile(context, offered);
		}
		const alerts = [...steps.values()].flatMap((step) =>
			step.alerts.map(({ kind, message }) => ({ kind, error: new Error(message) })),
		);
		const mistakes = mistake === null ? [] : [mistake];
		return {
			items,
			errors: [...mistakes, ...alerts.map(({ error }) => error)],
			// What is the matter is reported once a day only.
			isWell:
				mistake === null && [...steps.values()].every(({ state: { told } }) => !Object.keys(told).some(isToldDaily)),
			// What is told once is not over because the calendars can be read.
			lasting: [...mistakes, ...alerts.flatMap(({ kind, error }) => (isToldDaily(kind) ? [error] : []))],
			onSuccess: () => memory.keep(context, after),
		};
	},
};

async function ask(
	context: IPollFunctions,
	feed: Feed,
	states: FeedStates,
	{ timeZone }: Pick<FeedRules, 'timeZone'>,
	now: Date,
): Promise<FeedFetch> {
	const { readAt, validators } = feedStateFrom(states[feed.listingId]);
	// Some things follow from the day alone: what was too far ahead yesterday may be a stay today. So the first answer of
	// each day is a whole one.
	const isNewDay = readAt === null || dateIn(timeZone, new Date(readAt)) !== dateIn(timeZone, now);
	return await fetchCalendar(context, feed, isNewDay ? {} : validators, timeZone);
}

/** An expression may return anything; nothing may mean "cancel at once". */
function rulesOf(context: IPollFunctions): Omit<FeedRules, 'listingId' | 'propertyId'> {
	const option = (name: string, fallback: number, least: number, most: number) => {
		const value = Number(context.getNodeParameter(`options.${name}`, fallback));
		return value >= least && value <= most ? value : fallback;
	};
	const timeZone = String(context.getNodeParameter('options.timeZone', '') ?? '').trim() || context.getTimezone();
	if (!isTimeZone(timeZone)) throw new RangeError('"Time Zone" must be a time zone such as Europe/Zurich');
	return {
		channel: String(context.getNodeParameter('channel', 'airbnb')),
		timeZone,
		longestStay: option('longestStay', DEFAULT_LONGEST_STAY, 1, 181),
		absence: {
			hours: option('absenceHours', ABSENCE_HOURS, Number.MIN_VALUE, 72),
			readings: option('absenceReadings', ABSENCE_READINGS, 2, 48),
		},
		accepted: [
			...acceptedByClick(context),
			...String(context.getNodeParameter('acceptedCodes', '') ?? '')
				.split(/[\s,;]+/)
				.filter(Boolean),
		],
		acceptAt: acceptanceUrl(context),
	};
}
