/**
 * One poll of OPERA's business events. The queue forgets what it gives out, so the reservations of a page are kept until
 * a run with them has ended in success, and the next page is read after that run. What an outage has swallowed is found
 * by comparing what OPERA lists with what was given out: once a day, after n8n has started, and after a page that may
 * have been lost on its way.
 */
import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { addDays } from '../../../core/reservation/dates';
import { nodeKey } from '../../shared/node-key';
import { ApiError, isTransient } from '../../shared/request/api-error';
import { PollMemory } from '../../shared/polling/poll-memory';
import type { Polled } from '../../shared/polling/poll-once';
import type { OperaStay } from '../reservations/opera-stay';
import { OutageWatch, stillAnswers } from '../still-answers';
import { operaRequest, type OperaHotel } from '../transport';
import { failureOf } from '../write-attempts';
import { EVENTS_PER_PAGE, readEvents } from './business-events';
import { changedInOpera, DAYS_REMEMBERED, ownWritesAmong } from './comparison';
import { itemOf, readAt } from './item';
import {
	asOffered,
	leftOn,
	nameOf,
	nextGroup,
	otherHotels,
	readState,
	seenFrom,
	settled,
	withUser,
	withWaiting,
	type Seen,
	type TriggerState,
	type Waiting,
} from './memory';
import { NOT_LISTED, readReservation, seenOf } from './read-reservation';
import { isReadingDenied } from '../codes/modules-check';
import { readValueMapping, type ValueMapping } from '../codes/value-mapping';

/** Fewer are read one by one. */
const FEWEST_LISTED = 3;
/** The rest waits for the next poll. */
const MAX_PAGES = 100;
/** n8n waits for a poll; what is left in OPERA's queue after this comes with the next one. */
const MAX_POLL_MS = 30_000;
/** Times, about three days: longer than a subscription lapses over a weekend. */
const MAX_FORBIDDEN = 80;
const memory = new PollMemory<TriggerState>('operaEvents', readState);
/** Of this process: what its predecessor had read and not handed over is found by the comparison. */
const compared = new Set<string>();

export interface EventSettings {
	allHotels: boolean;
	/** The day of the last comparison that is due; `null` where none is wanted. */
	comparisonDay: string | null;
}

export class EventPoll {
	private readonly offered = new Set<string>();
	private pages = 0;
	private isDrained = false;
	private isTroubled = false;
	private areGuestsForbidden = false;
	private readonly errors: Error[] = [];
	/** What the daily comparison has found, where the queue has brought nothing since the one before. */
	private quiet: { since: string; names: ReadonlySet<string> } | null = null;
	/** Of the last page. */
	private mapping: { hotelId: string; rows: ValueMapping[] } | null = null;

	constructor(
		private readonly context: IPollFunctions,
		private readonly hotel: OperaHotel,
		private readonly settings: EventSettings,
	) {}

	/** What is to be given out next; without items where there is nothing more. @throws ApiError */
	async next(): Promise<Polled> {
		const until = Date.now() + MAX_POLL_MS;
		for (;;) {
			// What could not be read the last time comes first: as long as it fails, OPERA's queue is the safer place.
			const isProbe = this.pages === 0 && this.group().some(({ failed }) => failed === 0);
			if (this.pages === 0 && !isProbe) await this.take();
			const group = this.group();
			if (group.length > 0) {
				const polled = await this.read(group);
				if (polled.items.length > 0 || polled.errors.length > 0) return polled;
			} else if (Date.now() > until || !(await this.take())) return { items: [], errors: this.errors.splice(0) };
		}
	}

	private state(): TriggerState {
		return memory.recall(this.context);
	}

	private group(): Waiting[] {
		return nextGroup(this.state(), this.offered, Date.now());
	}

	/** Asks OPERA for a page, with the last one for what else has changed. @returns whether it was asked */
	private async take(): Promise<boolean> {
		if (this.isTroubled || this.isDrained || this.pages >= MAX_PAGES) return false;
		const failure = await failureOf(this.ask());
		if (failure === null) return true;
		// What waits already is given out all the same.
		if (this.group().length === 0) throw failure.error;
		this.isTroubled = true;
		this.errors.push(failure.error as Error);
		return true;
	}

	private async ask(): Promise<void> {
		await this.dequeue();
		if (this.isDrained && this.isComparisonDue()) await this.compare();
	}

	private async dequeue(): Promise<void> {
		const { context, hotel, settings } = this;
		this.pages += 1;
		const request = { method: 'GET', module: settings.allHotels ? 'allEvents' : 'events', attempts: 1 } as const;
		const { body } = await operaRequest(context, { ...request, query: { limit: EVENTS_PER_PAGE } }).catch(
			(error: unknown) => {
				// An answer that was lost has taken its page with it.
				if (isTransient(error) && !isRefusedForNow(error)) compared.delete(this.name());
				throw error;
			},
		);
		const { reservations, count } = readEvents(body, hotel.hotelId);
		// A page of several hotels does not say whose table it is.
		const hotels = new Set(settings.allHotels ? reservations.map(({ hotelId }) => hotelId) : [hotel.hotelId]);
		const [only] = hotels;
		this.mapping = only !== undefined && hotels.size === 1 ? { hotelId: only, rows: readValueMapping(body) } : null;
		this.isDrained = count < EVENTS_PER_PAGE;
		const ours = reservations.filter(({ hotelId }) => settings.allHotels || hotelId === hotel.hotelId);
		// What was given out in this poll has changed since.
		for (const name of ours) this.offered.delete(nameOf(name));
		const state = this.state();
		if (count > 0 && !state.isHeard) memory.meanwhile(context, { ...state, isHeard: true });
		if (ours.length > 0) memory.meanwhile(context, withWaiting(this.state(), ours, Date.now()));
	}

	private isComparisonDue(): boolean {
		const { comparisonDay } = this.settings;
		return comparisonDay !== null && (this.state().comparedOn !== comparisonDay || !compared.has(this.name()));
	}

	private async compare(): Promise<void> {
		const { context, hotel, settings } = this;
		const state = this.state();
		const { changed, unlisted, businessDate } = await changedInOpera(context, hotel, state);
		for (const hotelId of settings.allHotels ? otherHotels(state, hotel.hotelId) : [])
			// One that the application may not read, or has left, holds up no other.
			await changedInOpera(context, { ...hotel, hotelId }, state).then(
				(other) => {
					changed.push(...other.changed);
					unlisted.push(...other.unlisted);
				},
				(error: unknown) => this.errors.push(inHotel(hotelId, error)),
			);
		const found = changed.filter((name) => state.waiting[nameOf(name)] === undefined);
		const kept = seenFrom(leftOn(state, unlisted, businessDate), addDays(businessDate, -DAYS_REMEMBERED));
		// Whose guest could not be read has not changed for that.
		const isPart = (name: string) => state.seen[name]?.listed === NOT_LISTED;
		const isDaily = state.comparedOn !== settings.comparisonDay;
		if (isDaily && state.comparedOn !== null && !state.isHeard)
			this.quiet = { since: state.comparedOn, names: new Set(found.map(nameOf).filter((name) => !isPart(name))) };
		const next = {
			...withWaiting(kept, found, Date.now()),
			comparedOn: settings.comparisonDay,
			isHeard: state.isHeard && !isDaily,
		};
		compared.add(this.name());
		memory.meanwhile(context, next);
	}

	/**
	 * Reads each as it is in OPERA now. What cannot be read for a passing reason waits; so does, for a few days, what OPERA
	 * forbids, since somebody may allow it again. Any other fault is told once.
	 */
	private async read(group: readonly Waiting[]): Promise<Polled> {
		const state = this.state();
		const items = new Map<string, INodeExecutionData>();
		const [given, done]: [Waiting[], Waiting[]] = [[], []];
		const errors = this.errors.splice(0);
		const seen: Record<string, Seen> = {};
		const failed: Waiting[] = [];
		const watch = new OutageWatch(this.context, this.hotel);
		const until = Date.now() + MAX_POLL_MS;
		const own = await this.ownWrites(group);
		for (const entry of group) {
			const name = nameOf(entry);
			this.offered.add(name);
			// Each that cannot be read takes seconds; the rest waits for the next poll, which begins with it.
			this.isTroubled ||= Date.now() > until;
			if (this.isTroubled) continue;
			const stay = own.get(name);
			if (stay) {
				seen[name] = seenOf(stay, state.seen[name]?.given ?? '');
				done.push(entry);
				continue;
			}
			try {
				const hotel = { ...this.hotel, hotelId: entry.hotelId };
				const read = await readReservation(this.context, hotel, entry, {
					seen: state.seen,
					users: this.state().users,
					readAt: readAt(items.size + 1),
				});
				Object.assign(seen, read.seen);
				if (read.guestFailure && !this.isTold(read.guestFailure)) errors.push(read.guestFailure);
				if (read.user) memory.meanwhile(this.context, withUser(this.state(), read.user));
				if (read.found === null) done.push(entry);
				else {
					given.push(entry);
					const mapping = this.mapping?.hotelId === entry.hotelId ? this.mapping.rows : [];
					items.set(read.found.reservation.key, itemOf(entry.hotelId, read.found, mapping));
				}
				watch.succeeded();
			} catch (error) {
				errors.push(error as Error);
				// Another hotel's may never be allowed, and the comparison asks for that hotel each day.
				const isForbidden =
					error instanceof ApiError && error.kind === 'forbidden' && entry.hotelId === this.hotel.hotelId;
				if (isForbidden && (await isReadingDenied(this.context, this.hotel))) this.isTroubled = true;
				else if (isTransient(error) || (isForbidden && entry.failed < MAX_FORBIDDEN)) failed.push(entry);
				else if (!isUnauthorized(error)) done.push(entry);
				if (await watch.isOutage(error)) this.isTroubled = true;
			}
		}
		// What can never be read is found again each day, and is no sign.
		const late = given.filter((entry) => this.quiet?.names.has(nameOf(entry))).length;
		if (this.quiet !== null && late > 0) {
			errors.push(quietQueue(this.quiet.since, late));
			this.quiet = null;
		}
		// OPERA answers, but not about these: they stand back like what has failed in a run, and hold up nothing else.
		const isTheirs = failed.length > 0 && !this.isTroubled && (await stillAnswers(this.context, this.hotel));
		if (failed.length > 0 && !isTheirs) this.isTroubled = true;
		// Without a run n8n saves what waits only once the poll is over, and OPERA has forgotten it already.
		const isUnsaved = items.size === 0 && failed.length > 0;
		const others = Object.fromEntries(Object.entries(seen).filter(([name]) => !isIn(given, name)));
		const { users } = this.state();
		const left = forgetful(settled({ ...state, users }, done, given.length === 0 ? seen : others));
		memory.meanwhile(this.context, asOffered(left, isTheirs ? [...given, ...failed] : given, Date.now()));
		return {
			items: [...items.values()],
			errors,
			onSuccess: () => memory.keep(this.context, forgetful(settled(this.state(), given, seen))),
			...(isUnsaved || this.isFinished() ? {} : { next: () => this.next() }),
		};
	}

	/** That OPERA forbids guests is told once in a poll, and not for each. */
	private isTold({ kind }: ApiError): boolean {
		if (kind !== 'forbidden') return false;
		const wasTold = this.areGuestsForbidden;
		this.areGuestsForbidden = true;
		return wasTold;
	}

	/** By name, those that need not be read one by one; none where OPERA does not answer, which the reading then tells. */
	private async ownWrites(group: readonly Waiting[]): Promise<Map<string, OperaStay>> {
		const found = new Map<string, OperaStay>();
		for (const hotelId of new Set(group.map((entry) => entry.hotelId))) {
			const ids = group.filter((entry) => entry.hotelId === hotelId).map(({ reservationId }) => reservationId);
			if (ids.length < FEWEST_LISTED) continue;
			const hotel = { ...this.hotel, hotelId };
			const stays = await ownWritesAmong(this.context, hotel, ids, this.state().users).catch((): OperaStay[] => []);
			for (const stay of stays) found.set(nameOf({ hotelId, reservationId: stay.reservationId }), stay);
		}
		return found;
	}

	/** Nothing is left for this poll, so that no request follows its last run. */
	private isFinished(): boolean {
		return this.group().length === 0 && (this.isTroubled || this.isDrained || this.pages >= MAX_PAGES);
	}

	private name(): string {
		return nodeKey(this.context);
	}
}

/** OPERA answers a queue that it no longer fills as it does one in which nothing happens. */
function quietQueue(since: string, changed: number): ApiError {
	const what = changed === 1 ? 'a reservation that has' : `${changed} reservations that have`;
	return new ApiError({
		kind: 'unreadable',
		message: `Opera's queue of business events has brought nothing since ${since}, though the daily comparison found ${what} changed`,
		advice:
			'Check in OPERA that business events are switched on for the external system, and that no other program reads them. What was found is passed on, but a day late',
	});
}

/** Also where nothing is ever compared, the memory holds no stay that is long over. */
function forgetful(state: TriggerState): TriggerState {
	const today = new Date().toISOString().slice(0, 10);
	return seenFrom(state, addDays(today, -DAYS_REMEMBERED));
}

function inHotel(hotelId: string, error: unknown): Error {
	if (!(error instanceof ApiError)) return error as Error;
	const { kind, advice, status, retryAfter } = error;
	const message = `The hotel ${hotelId} could not be compared: ${error.message}`;
	return new ApiError({ kind, advice, status, retryAfter, message });
}

const isIn = (entries: readonly Waiting[], name: string) => entries.some((entry) => nameOf(entry) === name);
const isUnauthorized = (error: unknown) => error instanceof ApiError && error.kind === 'unauthorized';
const isRefusedForNow = (error: unknown) => error instanceof ApiError && error.kind === 'rate_limited';
