/** Answers the signed requests of those who tell channels what the hotel has to sell. */
import {
	differences,
	fewerRooms,
	overlay,
	within,
	without,
	type CalendarRange,
} from '../../core/availability/calendar-nights';
import type { DateRange } from '../../core/availability/ranges';
import { addDays } from '../../core/reservation/dates';
import { ValidationError } from '../../core/payload/field-reader';
import { subscriberOf } from '../change-feed/acknowledgements';
import { wakeUrlOf } from '../change-feed/wake';
import type { CalendarKey, SenderState, ToldCalendar } from '../ports/availability';
import type { BookingStore } from '../ports/booking-store';
import { hotelSettings } from '../settings/hotel-settings';
import { findRooms } from '../settings/room-map';
import { invalidAnswer, json } from '../webhook/http';
import { believedOf, closeIfTold, compareWithTold, dueOf } from './compare';
import { refuseUnknownType } from './known-types';
import { knownRates, spreadOverRates } from './rate-plans';
import {
	MAX_GIVEN_OUT,
	readRecount,
	readRestrictionsChange,
	readRoomClosures,
	readTold,
	type ToldItem,
} from './read-requests';
import { typesTold } from './sold-types';
import { stillSold } from './still-sold';
import { typesWithRooms } from './stop-sells';
import type { Subject } from './subject';
import { liftedNights } from './restricted-nights';
import { cutToSize } from './urgency';
import { nameOf } from './wanted-calendars';
import { exceptNights, heldForNow, waitOn, type WaitState } from './waiting-nights';

export interface AvailabilityRequest {
	/** What channels are told of. */
	subject: Subject;
	store: BookingStore;
	hotelSlug: string;
	integrationId: string;
	query: URLSearchParams;
	now: Date;
}

const FIRST_WAIT_MS = 60_000;
/** Shorter than for other deliveries: a night that should be closed is for sale meanwhile. */
const MAX_WAIT_MS = 600_000;
const HELD_BACK_MS = 5_000;

/**
 * `GET …/availability?subscriber=&channels=&leave_out=&wake=URL&peek=true`, and the same of `…/rates`: the nights whose
 * rooms to sell, restrictions or prices differ from what the channels have accepted, worked out at this moment. Lists are
 * separated by commas. They come again until they are acknowledged; once a day all nights do. A peek notes nothing.
 */
export async function answerAvailability({
	subject,
	store,
	hotelSlug,
	integrationId,
	query,
	now,
}: AvailabilityRequest): Promise<Response> {
	return await answered(async () => {
		const name = subscriberOf(query.get('subscriber'));
		const subscriber = senderName(subject, name);
		const [channels, leaveOut] = [listIn(query, 'channels'), listIn(query, 'leave_out')];
		if (channels.length === 0) throw new ValidationError('Missing: channels, such as booking.com,airbnb', ['channels']);
		const isPeek = query.get('peek') === 'true';
		const wakeUrl = wakeUrlOf(query.get('wake'));
		const wake = wakeUrl === null ? null : { wakeUrl, integrationId };
		// What stands already is among the bookings: only what changes from now on has to be noted.
		if (!isPeek && subject.followsBookings) await store.subscribe(hotelSlug, { subscriber, wake }, null, now);
		const { due, since, unassigned, unpriced, unmapped, leftOpen, notClosed, state, waiting, gone, sourcesOf } =
			await compareWithTold({ subject, store, hotelSlug, subscriber, channels, leaveOut, now }, isPeek);
		const given = cutToSize(due, MAX_GIVEN_OUT);
		const round = state.round + 1;
		if (!isPeek) {
			const before = await store.senderState(hotelSlug, subscriber);
			const isNewDay = state.fullOn !== before.fullOn;
			if (isNewDay) await doubtAll(store, hotelSlug, subscriber, { now, except: [...unmapped, ...leftOpen] });
			const refused = new Set(notClosed.map(nameOf));
			if (gone.length > 0)
				await store.changeTold(hotelSlug, subscriber, gone, (calendar, index) =>
					tryNoMore(calendar, gone[index]?.nights ?? [], refused.has(nameOf(calendar))),
				);
			// Before it is given out: whoever asks for it may tell the channels, and end before it can say so.
			const news = given.filter(({ repeats }) => !repeats);
			if (news.length > 0)
				await store.changeTold(hotelSlug, subscriber, news, (calendar, index) =>
					beingTold(calendar, news[index]?.nights ?? []),
				);
			const next = { ...state, round: due.length > 0 ? round : state.round, isOpen: due.length > 0 };
			// Somebody else has asked meanwhile. Were both given the round, both would be believed, and the older count might be
			// the one that the channel was told last.
			if (!(await store.saveSenderState(hotelSlug, subscriber, next, state.round)))
				return json(200, { status: 'success', calendars: [], unassigned, unpriced: [], hasMore: true });
			// Only now is it this answer that tells people of them: then it is not said again.
			if (isNewDay && leftOpen.length > 0)
				await store.changeTold(hotelSlug, subscriber, leftOpen, (each) => ({ ...doubted(each, now), believed: [] }));
			if (due.length === 0 && waiting) await store.acknowledgeUpTo(hotelSlug, subscriber, waiting.upTo);
		}
		const sources = given.some(({ raises }) => raises) ? await sourcesOf?.() : undefined;
		const calendars = given.map((calendar) => ({
			...calendar,
			sources: (calendar.raises && sources?.(calendar, calendar.nights)) || [],
			// It was told before: nothing closes by it.
			since: calendar.repeats ? null : since,
			round: isPeek ? 0 : round,
		}));
		const closed = unmapped.filter((key) => due.some((each) => nameOf(each) === nameOf(key)));
		const warnings = {
			unassigned,
			unpriced,
			unmapped: closed.map(entryOf).sort(),
			leftOpen: leftOpen.map(entryOf).sort(),
			notClosed: notClosed.map(entryOf).sort(),
		};
		return json(200, { status: 'success', calendars, ...warnings, hasMore: given.length < due.length });
	});
}

/**
 * `POST …/availability/recount` with `{ subscriber, items: [{ channel, propertyId, roomTypeId, ratePlanId, nights }] }`, answered
 * with `changed`: for each item the nights, as `[{ start, end }]`, that would be given out otherwise by now, or not at all. It notes
 * nothing, and costs what stands between the first and the last of the nights.
 */
export async function answerRecount(
	subject: Subject,
	store: BookingStore,
	hotelSlug: string,
	body: unknown,
	now: Date,
): Promise<Response> {
	return await answered(async () => {
		const { subscriber: name, items } = readRecount(body);
		const subscriber = senderName(subject, name);
		const { channels, leaveOut } = await store.senderState(hotelSlug, subscriber);
		const asked = items.flatMap(({ nights }) => nights);
		const due = await dueOf(
			{ subject, store, hotelSlug, subscriber, channels, leaveOut, now },
			{
				names: new Set(items.flatMap((item) => [nameOf(item), nameOf({ ...item, ratePlanId: null })])),
				roomTypeIds: [...new Set(items.map(({ roomTypeId }) => roomTypeId))],
				start: asked.map(({ start }) => start).sort()[0] ?? '',
				end:
					asked
						.map(({ end }) => end)
						.sort()
						.at(-1) ?? '',
			},
		);
		const changed = items.map((item) =>
			differences(due.get(nameOf(item)) ?? [], item.nights).map(({ start, end }) => ({ start, end })),
		);
		return json(200, { status: 'success', changed });
	});
}

/** Two workflows may have chosen the same name for different things. */
function senderName({ prefix }: Subject, subscriber: string): string {
	return prefix + subscriber;
}

/** What a channel has accepted or refused; `superseded`: the same was given out again meanwhile, and only that counts. */
export type ToldResult = 'acknowledged' | 'postponed' | 'superseded';

/**
 * `POST …/availability/ack`, and `…/rates/ack`, with `{ subscriber, items: [{ channel, propertyId, roomTypeId, ratePlanId, round, nights, error?, heldBack?, waitsFor? }] }`.
 * What has an error is given out again after 1 minute, then after twice as long each time, 10 minutes at most; what was held
 * back, with the next poll. Nights of the same calendar that change meanwhile do not wait for it.
 */
export async function answerTold(
	subject: Subject,
	store: BookingStore,
	hotelSlug: string,
	body: unknown,
	{ now, today }: { now: Date; today: string },
): Promise<Response> {
	return await answered(async () => {
		const { subscriber: name, items } = readTold(body);
		const subscriber = senderName(subject, name);
		const results: ToldResult[] = items.map(() => 'superseded');
		await store.changeTold(hotelSlug, subscriber, items, (calendar, index, state) => {
			const item = items[index] as ToldItem;
			results[index] = resultOf(item, state);
			return changed(calendar, item, results[index], { now, today });
		});
		const { channels, leaveOut } = await store.senderState(hotelSlug, subscriber);
		await closeIfTold({ subject, store, hotelSlug, subscriber, channels, leaveOut, now });
		return json(200, { status: 'success', results });
	});
}

/** `GET …/restrictions`: what is decided for today and later, in the order in which it was. */
export async function answerRestrictions(store: BookingStore, hotelSlug: string, today: string): Promise<Response> {
	return json(200, { status: 'success', restrictions: await store.restrictions(hotelSlug, today) });
}

/**
 * `POST …/restrictions` with `{ add: [restriction, …], remove: [id, …] }`; a later decision counts before an earlier one. One of a
 * room type that belongs to rate plans is added for each that is known.
 */
export async function changeRestrictions(
	store: BookingStore,
	hotelSlug: string,
	body: unknown,
	{ now, today }: { now: Date; today: string },
): Promise<Response> {
	return await answered(async () => {
		const { add, remove } = readRestrictionsChange(body);
		// It would not be kept, and who entered it has mistyped the year.
		const over = add.findIndex(({ end }) => end <= today);
		if (over >= 0) throw new ValidationError('These nights are over already: check the year', [`add[${over}].end`]);
		const settings = await hotelSettings(store, hotelSlug);
		const rates = add.length > 0 ? await knownRates(store, hotelSlug, settings, today) : [];
		for (const [index, each] of add.entries()) refuseUnknownType(each, rates, settings, `add[${index}]`);
		const spread = add.map((each, index) => spreadOverRates(each, rates, settings, `add[${index}]`));
		const restrictions = spread.flatMap((each) => each.restrictions);
		// Read before anything is kept: what fails from then on would be entered again.
		const stopped = add.some(({ closed }) => closed === true) && {
			types: typesWithRooms(settings, await store.rooms(hotelSlug)),
			told: typesTold(settings, await store.senders(hotelSlug)),
			range: { start: today, end: addDays(today, settings.sale.horizonNights) },
		};
		const removed = remove.length > 0 ? await store.removeRestrictions(hotelSlug, remove) : 0;
		if (add.length > 0) await store.addRestrictions(hotelSlug, restrictions, today, now);
		const all = await store.restrictions(hotelSlug, today);
		return json(200, {
			status: 'success',
			removed,
			added: restrictions.length,
			withoutRates: [...new Set(spread.flatMap(({ withoutRates }) => withoutRates))],
			notTold: [...new Set(spread.flatMap(({ notTold }) => notTold))],
			stillSold: stopped ? stillSold(add, { ...stopped, restrictions: all }) : [],
			restrictions: all,
		});
	});
}

/** `POST …/room-closures` with `{ source, rooms: [{ room, start, end }] }`: all that the source knows of; rooms by name or id. */
export async function changeRoomClosures(store: BookingStore, hotelSlug: string, body: unknown): Promise<Response> {
	return await answered(async () => {
		const { source, rooms } = readRoomClosures(body);
		const known = await store.rooms(hotelSlug);
		const unknown = rooms.map(({ roomId }) => roomId).filter((name) => findRooms(name, known).length === 0);
		const closures = rooms.flatMap(({ roomId: name, ...dates }) =>
			findRooms(name, known).map(({ id }) => ({ roomId: id, ...dates })),
		);
		await store.replaceRoomClosures(hotelSlug, source, closures);
		return json(200, { status: 'success', closed: closures.length, unknown: [...new Set(unknown)] });
	});
}

function resultOf({ round, reason, isHeldBack }: ToldItem, state: SenderState): ToldResult {
	if (round !== state.round) return 'superseded';
	return reason === null && !isHeldBack ? 'acknowledged' : 'postponed';
}

/** Whoever is not sure what the channel holds of a night forgets what it was told: the night is then told again. */
function changed(
	calendar: ToldCalendar,
	{ nights, reason, isHeldBack, waitsFor }: ToldItem,
	result: ToldResult,
	{ now, today }: { now: Date; today: string },
): ToldCalendar {
	const past = [{ start: '0001-01-01', end: today }];
	const others = without(without(calendar.told, nights), past);
	const waiting = exceptNights(calendar.waiting, past);
	const sure = without(without(calendar.doubtful, nights), past);
	const doubtful = overlay(sure, mayHold(calendar, nights, isHeldBack));
	// What was not sent is still to be compared; a run that comes too late, or an update that failed, may have changed it.
	const believed =
		isHeldBack && result === 'postponed' ? calendar.believed : without(without(calendar.believed, nights), past);
	// Also of what came too late, or failed: it may have been applied.
	const restricted = isHeldBack ? calendar.restricted : without(liftedNights(calendar.restricted, nights), past);
	if (result === 'superseded') return { ...calendar, told: others, doubtful, believed, restricted };
	if (result === 'postponed') {
		const next = (state: WaitState): WaitState =>
			isHeldBack
				? {
						...state,
						dueAt: later(now, HELD_BACK_MS),
						heldFor: { [waitsFor]: now.toISOString(), ...heldForNow(state, now) },
						heldAt: now.toISOString(),
					}
				: { ...state, dueAt: later(now, waitAfter(state.attempts)), attempts: state.attempts + 1, reason };
		return {
			...calendar,
			told: others,
			waiting: waitOn(waiting, without(nights, past), next),
			doubtful,
			believed,
			restricted,
		};
	}
	return {
		...calendar,
		told: overlay(others, nights),
		waiting: exceptNights(waiting, nights),
		doubtful: sure,
		believed,
		restricted,
	};
}

/**
 * Of nights that are given out, the channel may hold either, what it was told before or this, until somebody says which. What it was
 * told stays known: by that a type is closed whose line is taken off meanwhile.
 */
function beingTold(calendar: ToldCalendar, nights: readonly CalendarRange[]): ToldCalendar {
	const { told, doubtful, restricted } = calendar;
	return {
		...calendar,
		doubtful: overlay(without(doubtful, nights), mayHold(calendar, nights, false)),
		restricted: liftedNights(restricted, within(told, nights), nights),
	};
}

/**
 * The fewest rooms that the channel may hold of the nights: what it held before, or, where it was asked for something, that.
 * Whoever counts with fewer never holds back a night that gets fewer still.
 */
function mayHold(
	{ told, doubtful }: Pick<ToldCalendar, 'told' | 'doubtful'>,
	nights: readonly CalendarRange[],
	wasNotSent: boolean,
): CalendarRange[] {
	const before = fewerRooms(within(told, nights), within(doubtful, nights));
	// Of a night that was never told, the channel may hold none: more rooms there wait like any others, however often it fails.
	return wasNotSent ? before : within(fewerRooms(before, nights), before);
}

/** Has everything told again: whatever went wrong unseen is then put right. One write for each calendar. */
async function doubtAll(
	store: BookingStore,
	hotelSlug: string,
	subscriber: string,
	{ now, except }: { now: Date; except: readonly CalendarKey[] },
): Promise<void> {
	const left = new Set(except.map(nameOf));
	const calendars = (await store.toldCalendars(hotelSlug, subscriber)).filter((each) => !left.has(nameOf(each)));
	await store.changeTold(hotelSlug, subscriber, calendars, (calendar) => doubted(calendar, now));
}

/** Which restrictions were ever told stays known. Twice does the same as once: whoever began the day may have ended before it was noted. */
function doubted(calendar: ToldCalendar, now: Date): ToldCalendar {
	return {
		...calendar,
		told: [],
		// How often each has failed, and how long it was held back, stays known.
		waiting: calendar.waiting.map((each) => ({ ...each, dueAt: now.toISOString() })),
		doubtful: fewerRooms(calendar.told, calendar.doubtful),
		believed: believedOf(calendar),
	};
}

/**
 * Else every poll would work everything out anew because of it. What the channel may hold of it stays known; of what it has
 * never taken anything, nothing has to be lifted.
 * @param isRefused the channel does not take that they are closed: else they would have to be closed again
 */
function tryNoMore(calendar: ToldCalendar, nights: readonly DateRange[], isRefused: boolean): ToldCalendar {
	const { told, waiting } = calendar;
	const doubtful = isRefused ? without(calendar.doubtful, nights) : calendar.doubtful;
	const restricted = told.length === 0 && doubtful.length === 0 ? [] : calendar.restricted;
	return { ...calendar, doubtful, waiting: exceptNights(waiting, nights), restricted };
}

function later(now: Date, ms: number): string {
	return new Date(now.getTime() + ms).toISOString();
}

function waitAfter(attempts: number): number {
	return Math.min(MAX_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attempts, 10));
}

/** As a line of the room map may name it. */
function entryOf({ channel, propertyId, roomTypeId }: CalendarKey): string {
	return [channel, ...(propertyId === null ? [] : [propertyId]), roomTypeId].join('/');
}

function listIn(query: URLSearchParams, name: string): string[] {
	return (query.get(name) ?? '')
		.split(',')
		.map((entry) => entry.trim())
		.filter((entry) => entry !== '');
}

async function answered(work: () => Promise<Response>): Promise<Response> {
	try {
		return await work();
	} catch (error) {
		return invalidAnswer(error);
	}
}
