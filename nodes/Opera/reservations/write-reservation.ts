/**
 * Brings a channel's reservation into OPERA, one of OPERA's for each room. It can be repeated after any failure: what
 * is there already is found by its reference.
 */
import { sleep } from 'n8n-workflow';
import { guestValuesOf } from '../../../core/reservation/guest-values';
import type { Reservation } from '../../../core/reservation/model';
import { LEFT_AS_IT_IS } from '../../../core/reservation/people-decide';
import { ApiError, isTransient } from '../../shared/request/api-error';
import type { RequestContext } from '../../shared/request/request';
import type { Codes } from '../codes/codes';
import { upsertGuest, type GuestOutcome } from '../guests/upsert-guest';
import { OutageWatch } from '../still-answers';
import { operaRequest, type OperaHotel } from '../transport';
import { failureOf, waitBefore, WRITE_ATTEMPTS } from '../write-attempts';
import { changeBody, createBody, type WriteSettings } from './bodies';
import { cancelStay } from './cancel-stay';
import { conflictsIn, differences, nameOf, replacedIn, taxesApart } from './differences';
import { findStays, readFullStay } from './find-stays';
import { isWaiting, type OperaStay } from './opera-stay';
import { legOfName, madeBefore, remember, roomName } from './not-found-again';
import { byPrecedence, conflictText, plan, waitingText, type Found, type Step } from './plan';
import { referenceId } from './reference';
import type { NightlessRoom, UnreadyRoom, WantedStay, WantedStays } from './wanted-stay';

export type RoomOutcome = 'created' | 'updated' | 'cancelled' | 'unchanged' | 'conflict';

export interface WrittenRoom {
	roomStayId: string | null;
	reservationId: string | null;
	confirmationNumber: string | null;
	outcome: RoomOutcome;
	/** What was changed in OPERA, or would have been. */
	changes: string[];
}

export interface Written {
	outcome: RoomOutcome;
	reservations: WrittenRoom[];
	guest: GuestOutcome | null;
	/** What people have to decide; written over by nothing. */
	warnings: string[];
}

export interface Writing {
	hotel: OperaHotel;
	codes: Codes;
	noteType: string;
	/** OPERA's date; `null` where it cannot be asked for. */
	businessDate: string | null;
}

/** After something was made. */
const LOOKS = 3;

const PRECEDENCE: readonly RoomOutcome[] = ['conflict', 'created', 'updated', 'cancelled', 'unchanged'];

/** @throws ApiError; RangeError where a room has no code, once the others are written */
export async function writeReservation(
	context: RequestContext,
	reservation: Reservation,
	wanted: WantedStays,
	writing: Writing,
): Promise<Written> {
	return await new ReservationWriter(context, reservation, writing).write(wanted);
}

class ReservationWriter {
	private readonly referenceId: string;
	private readonly privateValues: string[];
	private readonly settings: WriteSettings;
	private guest: GuestOutcome | null = null;
	/** The one for all rooms, or why there is none. */
	private upserted: Promise<GuestOutcome> | null = null;
	private readonly rooms: WrittenRoom[] = [];
	private readonly warnings: string[] = [];

	constructor(
		private readonly context: RequestContext,
		private readonly reservation: Reservation,
		private readonly writing: Writing,
	) {
		const { hotel, codes, noteType } = writing;
		this.referenceId = referenceId(reservation);
		this.privateValues = guestValuesOf(reservation);
		this.settings = { ...hotel, referenceId: this.referenceId, choices: codes.choices, noteType };
	}

	async write({ stays, unready, nightless }: WantedStays): Promise<Written> {
		const legs = new Set([...unready, ...nightless].map(({ leg }) => leg));
		const found = await this.find();
		for (const room of nightless) this.leaveNightless(room, found);
		await this.takeAll(plan(this.reservation, stays, found, legs));
		if (stays.length === 0 && legs.size === 0) this.tellUnfound();
		if (unready.length > 0) throw withWarnings(allOf(unready), this.warnings);
		const outcomes = this.rooms.map(({ outcome }) => outcome);
		return {
			outcome: PRECEDENCE.find((outcome) => outcomes.includes(outcome)) ?? 'unchanged',
			reservations: this.rooms,
			guest: this.guest,
			warnings: this.warnings,
		};
	}

	/**
	 * A room that OPERA refuses holds up no other one of its reservation.
	 * @throws what failed first, so that SelfKey offers it all again: what is written by then is found
	 */
	private async takeAll(steps: readonly Step[]): Promise<void> {
		const watch = new OutageWatch(this.context, this.writing.hotel);
		let first: { error: unknown } | null = null;
		for (const step of steps) {
			const failure = await failureOf(this.take(step));
			if (failure === null) {
				watch.succeeded();
				continue;
			}
			first ??= failure;
			if (await watch.isOutage(failure.error)) break;
		}
		if (first !== null) throw withWarnings(first.error, this.warnings);
	}

	private async find(areEndedWanted = true): Promise<Found> {
		const { hotel } = this.writing;
		const stays = await findStays(this.context, hotel, this.referenceId, areEndedWanted);
		return {
			stays: [...stays, ...(await this.madeBefore(stays))],
			referenceId: this.referenceId,
			externalSystem: hotel.externalSystem,
		};
	}

	/** What only the ID leads to: it is read by that. */
	private async madeBefore(found: readonly OperaStay[]): Promise<OperaStay[]> {
		const { context, referenceId: id, writing } = this;
		const { externalSystem: system } = writing.hotel;
		const stays: OperaStay[] = [];
		for (const [name, reservationId] of Object.entries(madeBefore(context))) {
			const leg = legOfName(name, id);
			if (leg === null) continue;
			const isFound = found.some(({ references }) => references.some((each) => each.id === id && each.leg === leg));
			const stay = isFound || reservationId === '' ? null : await readFullStay(context, reservationId);
			if (stay !== null) stays.push({ ...stay, references: [{ id, leg, system }] });
			else if (isFound || reservationId !== '') remember(context, name, null);
		}
		return stays;
	}

	private leaveNightless({ roomStayId, leg, date }: NightlessRoom, { stays, referenceId: id }: Found): void {
		const stay = stays.find(
			({ state, references }) => state !== 'cancelled' && references.some((each) => each.id === id && each.leg === leg),
		);
		if (stay?.arrival === date && stay.departure === date) return this.done(roomStayId, stay, 'unchanged');
		const what = stay ? `Opera ${nameOf(stay)} is from ${stay.arrival} to ${stay.departure}` : 'A room is not in Opera';
		this.warnings.push(
			`${what} ${LEFT_AS_IT_IS} at its source it begins and ends on ${date}, without a night. See to it in Opera by hand, or correct the dates`,
		);
		this.done(roomStayId, stay ?? null, 'conflict');
	}

	/** Of a reservation that is cancelled: what was made for it and cannot be named. */
	private tellUnfound(): void {
		for (const [name, reservationId] of Object.entries(madeBefore(this.context)))
			if (reservationId === '' && legOfName(name, this.referenceId) !== null) this.notFound(null, null);
	}

	private notFound(roomStayId: string | null, stay: OperaStay | null): void {
		const what = stay === null ? 'A reservation in Opera' : `Opera ${nameOf(stay)}`;
		this.warnings.push(
			`${what} was made ${LEFT_AS_IT_IS} Opera does not find it by its external reference ${this.referenceId}. Check in Opera that the external system of the Opera credential is configured; ${stay === null ? 'until then, look after it in Opera by hand' : 'this workflow knows it by its ID'}`,
		);
		this.done(roomStayId, stay, 'conflict');
	}

	private async take(step: Step): Promise<void> {
		switch (step.kind) {
			case 'create':
				return await this.create(step.wanted);
			case 'compare':
				return await this.compare(step.wanted, step.stay, 'updated');
			case 'cancel':
				await this.cancel(step.stay, step.why);
				return this.done(null, step.stay, step.why === 'twin' ? 'unchanged' : 'cancelled');
			case 'leave':
				if (step.conflict !== null) this.warnings.push(step.conflict);
				return this.done(step.roomStayId, step.stay, step.conflict === null ? 'unchanged' : 'conflict');
		}
	}

	/**
	 * Makes the room's reservation. An answer that never came is no reason to make it again: it is looked for first. A
	 * second one, made at the same moment by another run, is found afterwards, and both runs keep the same.
	 */
	private async create(wanted: WantedStay): Promise<void> {
		const { businessDate, hotel } = this.writing;
		if (madeBefore(this.context)[roomName(this.referenceId, wanted.leg)] !== undefined)
			return this.notFound(wanted.roomStayId, null);
		if (businessDate !== null && wanted.arrival < businessDate) {
			this.warnings.push(
				`The stay from ${wanted.arrival} to ${wanted.departure} is not in Opera, and began before Opera's business date ${businessDate}. Enter it in Opera by hand`,
			);
			return this.done(wanted.roomStayId, null, 'conflict');
		}
		this.upserted ??= upsertGuest(this.context, hotel, {
			reference: this.referenceId,
			booker: this.reservation.booker,
			fallbackName: this.reservation.rooms.flatMap(({ guests }) => guests.flatMap(({ name }) => name ?? []))[0] ?? null,
		});
		this.guest = await this.upserted;
		const body = createBody(wanted, this.guest.profileId, this.settings);
		const createdId = await this.untilFound(wanted, async () => await this.send('POST', [], body));
		const mine = await this.madeNow(wanted);
		if (!mine) {
			// To make it again with each offer would make as many: people are told, and it is known by its ID.
			remember(this.context, roomName(this.referenceId, wanted.leg), createdId ?? '');
			return this.notFound(wanted.roomStayId, (await this.activeOf(wanted))[0] ?? null);
		}
		const twins = (await this.activeOf(wanted)).filter(({ reservationId }) => reservationId !== mine.reservationId);
		for (const twin of twins) await this.cancel(twin, 'twin');
		if (twins.length > 0) return await this.compare(wanted, mine, 'created');
		this.done(wanted.roomStayId, mine, 'created');
	}

	/** OPERA may need a moment until a search finds it. */
	private async madeNow(wanted: WantedStay): Promise<OperaStay | null> {
		for (let look = 1; ; look++) {
			const [mine] = await this.activeOf(wanted);
			if (mine || look >= LOOKS) return mine ?? null;
			await sleep(1000 * look);
		}
	}

	/**
	 * Sends until it has gone through; before each repetition it is looked up whether it has.
	 * @returns the id of what was made; `null` where the answer does not name it
	 */
	private async untilFound(wanted: WantedStay, send: () => Promise<string | null>): Promise<string | null> {
		for (let attempt = 1; ; attempt++) {
			let createdId: string | null = null;
			const failure = await failureOf(send().then((id) => (createdId = id)));
			if (failure === null) return createdId;
			const { error } = failure;
			if (!isTransient(error)) throw error;
			await waitBefore(attempt, error);
			if ((await this.activeOf(wanted)).length > 0) return null;
			if (attempt >= WRITE_ATTEMPTS) throw error;
		}
	}

	/** What stands in OPERA for this room, the one to be kept first. */
	private async activeOf(wanted: WantedStay): Promise<OperaStay[]> {
		const steps = plan({ status: 'confirmed', rooms: [] }, [wanted], await this.find(false));
		return steps
			.flatMap((step) =>
				step.kind === 'compare' || (step.kind === 'cancel' && step.why === 'twin') ? [step.stay] : [],
			)
			.sort(byPrecedence);
	}

	private async compare(wanted: WantedStay, found: OperaStay, outcome: 'created' | 'updated'): Promise<void> {
		const stay = (await readFullStay(this.context, found.reservationId)) ?? found;
		const changes = differences(wanted, stay);
		const fields = changes.map(({ field }) => field);
		const conflicts = conflictsIn(changes, stay);
		// Nobody needs to know of a rate plan that is about to be replaced.
		const isPlanReplaced = conflicts.length === 0 && fields.includes('ratePlan');
		const apart = isPlanReplaced ? null : taxesApart(wanted, stay);
		if (apart !== null) this.warnings.push(apart);
		const holdsNoRoom = isWaiting(stay);
		if (holdsNoRoom) this.warnings.push(waitingText(stay));
		if (changes.length === 0) {
			const same = outcome === 'created' ? 'created' : 'unchanged';
			return this.done(wanted.roomStayId, stay, holdsNoRoom ? 'conflict' : same);
		}
		if (conflicts.length > 0) {
			// Nothing of it is written, so all that differs is told.
			const isDesks = conflicts.some(({ desk }) => desk === 'alone');
			const words = (isDesks ? changes : conflicts).map((each) => each.words).join(', ');
			const why = `${isDesks ? 'the desk has changed it since it was written, and ' : ''}at its source ${words}`;
			this.warnings.push(conflictText(stay, why));
			return this.done(wanted.roomStayId, stay, 'conflict', fields);
		}
		await this.change(wanted, stay);
		const replaced = replacedIn(changes, stay);
		if (replaced !== null) this.warnings.push(replaced);
		this.done(wanted.roomStayId, stay, holdsNoRoom ? 'conflict' : outcome, fields);
	}

	/**
	 * OPERA adds the notes of a change to those that are there, so after a lost answer it is read again, and only what
	 * is missing still is sent once more.
	 */
	private async change(wanted: WantedStay, before: OperaStay): Promise<void> {
		let stay = before;
		for (let attempt = 1; ; attempt++) {
			const failure = await failureOf(this.send('PUT', [stay.reservationId], changeBody(wanted, stay, this.settings)));
			if (failure === null) return;
			const { error } = failure;
			if (!isTransient(error) || attempt >= WRITE_ATTEMPTS) throw error;
			await waitBefore(attempt, error);
			stay = (await readFullStay(this.context, stay.reservationId)) ?? stay;
			if (differences(wanted, stay).length === 0) return;
			// The guest has just come: the next time it is told as a conflict.
			if (conflictsIn(differences(wanted, stay), stay).length > 0) throw error;
		}
	}

	private async cancel(stay: OperaStay, why: 'gone' | 'twin'): Promise<void> {
		await cancelStay(this.context, stay, {
			hotelId: this.settings.hotelId,
			externalId: this.referenceId,
			reason: {
				code: this.writing.codes.cancellationReason,
				description: why === 'twin' ? 'Entered twice for the same room' : 'Cancelled at its source',
			},
		});
	}

	private async send(method: 'POST' | 'PUT', path: string[], body: object): Promise<string | null> {
		const { privateValues } = this;
		const made = await operaRequest(this.context, { method, module: 'reservations', path, body, privateValues });
		return made.createdId;
	}

	private done(roomStayId: string | null, stay: OperaStay | null, outcome: RoomOutcome, changes: string[] = []): void {
		const { reservationId = null, confirmationNumber = null } = stay ?? {};
		this.rooms.push({ roomStayId, reservationId, confirmationNumber, outcome, changes });
	}
}

/** Each reason once. */
function allOf(unready: readonly UnreadyRoom[]): RangeError {
	return new RangeError([...new Set(unready.map(({ error }) => error.message))].join('. '));
}

/**
 * What was told of the other rooms, first: the next offer finds them written and has nothing to tell, while the error
 * comes again, and the log keeps a beginning.
 */
function withWarnings(error: unknown, warnings: readonly string[]): unknown {
	if (!(error instanceof Error) || warnings.length === 0) return error;
	const message = `${warnings.join('. ')}. Of another room of the reservation: ${error.message}`;
	if (error instanceof RangeError) return new RangeError(message);
	if (!(error instanceof ApiError)) return error;
	const { kind, advice, status, retryAfter, retryable } = error;
	return new ApiError({ kind, advice, status, retryAfter, retryable, message });
}
