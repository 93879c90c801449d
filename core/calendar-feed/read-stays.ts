/** What one reading says of the stays known so far: which stand, which changed, which are new, which are missing. */
import type { Calendar } from '../ical/read-calendar';
import { addDays } from '../reservation/dates';
import { decideAmbiguous, type Decided, type Memory } from './ambiguous';
import { distinct, sharingCode } from './distinct';
import { codeIn, entriesOf, uidOf, unreadableIn, type Entry, type EntryRules, type UnreadableEvent } from './entry';
import { hasMovedOn, isWithin, standingWindows, windowOf, withWindow } from './moving-windows';
import { changed, recognise } from './recognise';
import { mayComeBack, type FeedMessage, type FeedSource } from './reservation-of';
import { guestOf, type FeedState, type FollowedStay, type MovingWindow } from './state';
import { freeId, idAfter } from './stay-id';

/** What is told of a stay, as it is now. */
export interface StayMessage extends Pick<FeedMessage, 'event' | 'guest' | 'phoneEnd'> {
	stay: FollowedStay;
}

export interface SeenBefore extends Memory {
	/** Those that are not over for long. */
	stays: readonly FollowedStay[];
	usedIds: FeedState['usedIds'];
	/** See `movesOfWindow`. */
	movesOfWindow: number;
	/** See `FeedRules`. */
	isTaken?: ((id: string) => boolean) | undefined;
}

export interface Seen extends Pick<Decided, 'closures' | 'far' | 'unclear'>, Pick<FeedState, 'windows'> {
	/** All stays as they are now. */
	stays: FollowedStay[];
	/** Those of them that the calendar does not have. */
	missing: FollowedStay[];
	/** Those of the missing that it has as cancelled, in so many words. */
	calledCancelled: FollowedStay[];
	messages: StayMessage[];
	/** Bookings that share their code with another one. */
	sharing: Entry[];
	/** How many entries the calendar has that are not over, closures and unreadable ones included. */
	entries: number;
	/** The last days of those that can be read. */
	ends: string[];
	/** Events without dates or a title that can be read, and how many of them nothing else tells either. */
	unread: number;
	unreadable: number;
}

export function readStays(
	{ stays: known, usedIds, movesOfWindow, isTaken = () => false, ...memory }: SeenBefore,
	calendar: Calendar,
	source: FeedSource,
	rules: EntryRules,
): Seen {
	const { today } = rules;
	const { entries, ...decided } = decideAmbiguous(entriesOf(calendar, rules), known, memory, today);
	const bookings = distinct(entries.filter(({ kind }) => kind === 'booking'));
	const others = entries.filter(({ kind }) => kind !== 'booking');
	const { found, missing, fresh, continued } = recognise(known, [...bookings, ...others], today);
	const unread = unreadableIn(calendar).map(namesOf);
	const isUnread = (stay: FollowedStay) => unread.some((names) => isNamed(stay, names) || isOn(stay, names));
	const isCalledCancelled = (stay: FollowedStay) =>
		others.some((entry) => entry.kind === 'cancelled' && isNamed(stay, entry));

	const messages: StayMessage[] = [];
	const absent: FollowedStay[] = [];
	const calledCancelled: FollowedStay[] = [];
	let joined = 0;
	let windows = standingWindows(memory.windows, entries, today);
	const stays = known.map((stay) => {
		if (missing.includes(stay)) {
			const gone = withoutEntry(stay);
			const isCalled = isCalledCancelled(stay);
			if (!isCalled && isUnread(stay)) return { ...gone, missing: null };
			if (isCalled) calledCancelled.push(gone);
			absent.push(gone);
			return gone;
		}
		const entry = found.get(stay);
		// Not in the calendar and cancelled, or a part of another entry.
		if (entry === undefined) return withoutEntry(stay);
		if (entry === null) {
			joined += 1;
			return { ...withoutEntry(stay), missing: null };
		}
		const arrival = arrivalOf(stay, entry, memory.windows, today);
		const { next, event } = withEntry(stay, entry, arrival, { source, today });
		if (next.slides >= movesOfWindow && next.slides > stay.slides) {
			windows = withWindow(windows, windowOf(entry, today));
			const ended = { ...stay, isCancelled: true, missing: null };
			// Of nights that are over nothing has to be told.
			if (!stay.isCancelled && stay.checkOut > today) messages.push(messageOf('cancelled', ended, entry));
			return ended;
		}
		if (event !== null) messages.push(messageOf(event, next, entry));
		return next;
	});
	for (const entry of fresh) {
		if (entry.checkOut <= today) continue;
		const before = continued.get(entry);
		const slides = before === undefined ? 0 : before.slides + 1;
		if (slides >= movesOfWindow) {
			windows = withWindow(windows, windowOf(entry, today));
			continue;
		}
		const ids = new Set([...stays, ...usedIds].map(({ id }) => id));
		const stay = newStay(entry, (id) => ids.has(id) || (entry.code === null && isTaken(id)), slides, today);
		stays.push(stay);
		messages.push(messageOf('new', stay, entry));
	}
	const ends = entries.map(({ checkOut }) => checkOut).filter((end) => end > today);
	return {
		...{ stays, missing: absent, calledCancelled, messages, sharing: sharingCode(bookings), ...decided, windows },
		...{ entries: ends.length + joined + unread.length, ends },
		unread: unread.length,
		unreadable: unread.filter(({ uid, code }) => uid === '' && code === null).length,
	};
}

type Names = Pick<Entry, 'uid' | 'code'>;
type Unread = Names & Partial<Pick<Entry, 'checkIn' | 'checkOut'>>;

function namesOf(event: UnreadableEvent): Unread {
	const { start: checkIn, end: checkOut } = event;
	const names = { uid: uidOf(event), code: codeIn(event) };
	return checkIn === undefined || checkOut === undefined ? names : { ...names, checkIn, checkOut };
}

function isNamed(stay: FollowedStay, { uid, code }: Names): boolean {
	return (uid !== '' && uid === stay.uid) || (code !== null && code === stay.code);
}

/** Where UIDs mean nothing, its dates. */
function isOn({ isAmbiguous, checkIn, checkOut }: FollowedStay, unread: Unread): boolean {
	return isAmbiguous && checkOut === unread.checkOut && checkIn <= (unread.checkIn ?? '');
}

function withoutEntry({ shown: _, ...stay }: FollowedStay): FollowedStay {
	return stay;
}

function newStay(entry: Entry, isTaken: (id: string) => boolean, slides: number, today: string): FollowedStay {
	const { uid, code, checkIn, checkOut, isAmbiguous } = entry;
	return {
		id: freeId(entry, isTaken),
		...{ uid, code, checkIn, checkOut, isAmbiguous },
		...guestOf(entry),
		isCancelled: false,
		missing: null,
		shown: { checkIn, checkOut, since: today },
		slides,
	};
}

function messageOf(event: StayMessage['event'], stay: FollowedStay, { guest, phoneEnd }: Entry): StayMessage {
	return { event, stay, guest, phoneEnd };
}

/** The stay as its entry has it; `event` is what there is to tell of it, if anything. */
function withEntry(
	stay: FollowedStay,
	entry: Entry,
	checkIn: string,
	{ source, today }: { source: FeedSource; today: string },
): { next: FollowedStay; event: StayMessage['event'] | null } {
	const { slides, shown } = shownAs(stay, entry, today);
	const { guest, phoneEnd } = guestOf(entry);
	const { isOffered, goneAt: _, ...known } = stay;
	const next: FollowedStay = {
		...known,
		uid: entry.uid,
		code: entry.code ?? stay.code,
		checkIn,
		checkOut: entry.checkOut,
		isAmbiguous: entry.isAmbiguous,
		guest: guest ?? stay.guest,
		phoneEnd: phoneEnd ?? stay.phoneEnd,
		missing: null,
		shown,
		slides,
	};
	if (stay.isCancelled) {
		const isSame = mayComeBack(source.channel);
		return {
			next: { ...next, isCancelled: false, id: isSame ? stay.id : idAfter(stay.id) },
			event: isSame ? 'modified' : 'new',
		};
	}
	if (isOffered) return { next, event: 'new' };
	const isChanged = changed(stay, next) || stay.guest !== next.guest || stay.phoneEnd !== next.phoneEnd;
	return { next, event: isChanged ? 'modified' : null };
}

/** The day of arrival, which the entry may hide: behind today, or behind closed nights that have become one with it. */
function arrivalOf(stay: FollowedStay, entry: Entry, windows: readonly MovingWindow[], today: string): string {
	const { checkIn, checkOut } = stay;
	const before = { checkIn: entry.checkIn, checkOut: checkIn };
	const isBehindWindow =
		entry.isAmbiguous &&
		entry.checkIn < checkIn &&
		// Of any other change nobody knows what it is.
		entry.checkOut === checkOut &&
		windows.some((window) => isWithin(window, before, today));
	return isBehindWindow || isCutToToday(stay, entry, today) ? checkIn : entry.checkIn;
}

/** From the second day of a stay some calendars let it begin today. */
function isCutToToday(stay: FollowedStay, entry: Entry, today: string): boolean {
	return (
		entry.code === null && stay.checkIn < today && stay.checkIn < entry.checkIn && entry.checkIn <= addDays(today, 1)
	);
}

function shownAs(
	{ shown, slides }: FollowedStay,
	entry: Entry,
	today: string,
): Required<Pick<FollowedStay, 'shown' | 'slides'>> {
	const { checkIn, checkOut } = entry;
	if (shown !== undefined && !changed(shown, entry)) return { shown, slides };
	return {
		shown: { checkIn, checkOut, since: today },
		slides: hasMovedOn(shown, entry, today) ? slides + 1 : 0,
	};
}
