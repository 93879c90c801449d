/** What one reading says of the stays known so far: which stand, which changed, which are new, which are missing. */
import type { Calendar, UndatedEvent } from '../ical/read-calendar';
import { addDays, nightsBetween } from '../reservation/dates';
import { codeIn, entriesOf, uidOf, type Entry, type EntryRules } from './entry';
import { isOwnEvent } from './own-events';
import { changed, distinct, recognise } from './recognise';
import { mayComeBack, type FeedMessage, type FeedSource } from './reservation-of';
import { guestOf, type FollowedStay } from './state';

/** What is told of a stay, as it is now. */
export interface StayMessage extends Pick<FeedMessage, 'event' | 'guest' | 'phoneEnd'> {
	stay: FollowedStay;
}

export interface Seen {
	/** All stays as they are now. */
	stays: FollowedStay[];
	/** Those of them that the calendar does not have. */
	missing: FollowedStay[];
	messages: StayMessage[];
	/** Of closures that could be taken for a stay. */
	closureEnds: string[];
	/** How many entries the calendar has, closures and unreadable ones included. */
	entries: number;
	/** Events without dates, and how many of them nothing else tells either. */
	undated: number;
	unreadable: number;
}

/** An entry that has moved on with the calendar this often is no guest's. */
const SLIDES = 2;

export function readStays(
	known: readonly FollowedStay[],
	calendar: Calendar,
	source: FeedSource,
	rules: EntryRules,
): Seen {
	const entries = entriesOf(calendar, rules);
	const bookings = distinct(entries.filter(({ kind }) => kind === 'booking'));
	const others = entries.filter(({ kind }) => kind !== 'booking');
	const { found, missing, fresh } = recognise(known, [...bookings, ...others], rules.today);
	const undated = calendar.undated.filter((event) => !isOwnEvent(event)).map(namesOf);
	const isUndated = (stay: FollowedStay) => undated.some((names) => isNamed(stay, names));
	const isCalledCancelled = (stay: FollowedStay) =>
		others.some((entry) => entry.kind === 'cancelled' && isNamed(stay, entry));

	const messages: StayMessage[] = [];
	const absent: FollowedStay[] = [];
	const stays = known.map((stay) => {
		if (missing.includes(stay)) {
			if (isCalledCancelled(stay)) {
				const cancelled = { ...stay, isCancelled: true, missing: null };
				messages.push({ event: 'cancelled', stay: cancelled, guest: null, phoneEnd: null });
				return cancelled;
			}
			if (isUndated(stay)) return { ...stay, missing: null };
			absent.push(stay);
			return stay;
		}
		const entry = found.get(stay);
		// Not in the calendar and cancelled, or a part of another entry.
		if (entry === undefined) return stay;
		if (entry === null) return { ...stay, missing: null };
		const { next, event } = withEntry(stay, entry, source, rules.today);
		if (event !== null) messages.push(messageOf(event, next, entry));
		return next;
	});
	for (const entry of fresh) {
		if (entry.checkOut <= rules.today) continue;
		const stay = newStay(entry, stays, rules.today);
		stays.push(stay);
		messages.push(messageOf('new', stay, entry));
	}
	return {
		...{ stays, missing: absent, messages },
		closureEnds: others
			.filter(({ kind, isAmbiguous }) => kind === 'closure' && isAmbiguous)
			.map(({ checkOut }) => checkOut),
		entries: entries.length + undated.length,
		undated: undated.length,
		unreadable: undated.filter(({ uid, code }) => uid === '' && code === null).length,
	};
}

type Names = Pick<Entry, 'uid' | 'code'>;

function namesOf(event: UndatedEvent): Names {
	return { uid: uidOf(event), code: codeIn(event) };
}

function isNamed(stay: FollowedStay, { uid, code }: Names): boolean {
	return (uid !== '' && uid === stay.uid) || (code !== null && code === stay.code);
}

function newStay(entry: Entry, known: readonly FollowedStay[], today: string): FollowedStay {
	const { uid, code, checkIn, checkOut, isAmbiguous } = entry;
	let id = code ?? uid;
	// Where UIDs mean little, another stay may have been seen with it first.
	while (known.some((stay) => stay.id === id)) id = idAfter(id);
	return {
		id,
		...{ uid, code, checkIn, checkOut, isAmbiguous },
		...guestOf(entry),
		isCancelled: false,
		missing: null,
		slides: 0,
		seenOn: today,
	};
}

function messageOf(event: StayMessage['event'], stay: FollowedStay, { guest, phoneEnd }: Entry): StayMessage {
	return { event, stay, guest, phoneEnd };
}

/** The stay as its entry has it; `event` is what there is to tell of it, if anything. */
function withEntry(
	stay: FollowedStay,
	entry: Entry,
	source: FeedSource,
	today: string,
): { next: FollowedStay; event: StayMessage['event'] | null } {
	const slides = slidesOf(stay, entry, today);
	const { guest, phoneEnd } = guestOf(entry);
	const { isOffered, ...known } = stay;
	const next: FollowedStay = {
		...known,
		uid: entry.uid,
		code: entry.code ?? stay.code,
		checkIn: isCutToToday(stay, entry, today) ? stay.checkIn : entry.checkIn,
		checkOut: entry.checkOut,
		isAmbiguous: entry.isAmbiguous,
		guest: guest ?? stay.guest,
		phoneEnd: phoneEnd ?? stay.phoneEnd,
		missing: null,
		slides,
		seenOn: today,
	};
	if (slides >= SLIDES) {
		return { next: { ...next, isCancelled: true }, event: stay.isCancelled ? null : 'cancelled' };
	}
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

/** From the second day of a stay some calendars let it begin today. */
function isCutToToday(stay: FollowedStay, entry: Entry, today: string): boolean {
	return (
		entry.code === null && stay.checkIn < today && stay.checkIn < entry.checkIn && entry.checkIn <= addDays(today, 1)
	);
}

/** Whether both dates have moved on by as many days as have passed, as a closure's do that is "the next two days". */
function slidesOf(stay: FollowedStay, entry: Entry, today: string): number {
	const passed = nightsBetween(stay.seenOn, today);
	if (passed === 0 && !changed(stay, entry)) return stay.slides;
	const hasSlid =
		entry.isAmbiguous &&
		passed > 0 &&
		nightsBetween(stay.checkIn, entry.checkIn) === passed &&
		nightsBetween(stay.checkOut, entry.checkOut) === passed;
	return hasSlid ? stay.slides + 1 : 0;
}

function idAfter(id: string): string {
	const [, before = id, count = '1'] = /^(.*)~(\d+)$/s.exec(id) ?? [];
	return `${before}~${Number(count) + 1}`;
}
