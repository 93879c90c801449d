/** What a report is made of, read from what other nodes gave out. Nothing of a guest is among it. */
import type { LogStatus } from '../../shared/log/columns';

export interface LogLine {
	integration: string;
	action: string;
	outcome: string;
	status: LogStatus;
	message: string;
	/** `''` where the line is about none. */
	reservationKey: string;
	payment: string;
	bookingNumber: string;
	/** Of a stay, or the first and the day after the last of the nights that a channel is told of. */
	arrival: string;
	departure: string;
	room: string;
	attempts: number;
	/** Epoch milliseconds: the first and the last attempt. */
	firstAt: number;
	at: number;
	executionId: string;
	workflowId: string;
}

/** A reservation that a subscriber of SelfKey's changes has handed back. */
export interface FailedDelivery {
	key: string;
	/** Epoch milliseconds. */
	since: number;
	/** When it is offered again by itself. */
	dueAt: number;
	attempts: number;
	reason: string;
}

export interface Subscriber {
	name: string;
	waiting: number;
	/** Epoch milliseconds; `null` if nothing waits. */
	oldest: number | null;
	/** The same of those that nobody has handed back; `null` also where SelfKey does not say so. */
	oldestUntried: number | null;
	askedAt: number;
	failing: FailedDelivery[];
}

/** SelfKey names as many of those that were handed back. */
export const MAX_FAILING = 100;

/** How many more were handed back: where nothing waits that was not, what is left. An older SelfKey does not say what else waits. */
export function unnamedFailing({ waiting, oldestUntried, failing }: Subscriber): number {
	return failing.length < MAX_FAILING || oldestUntried !== null ? 0 : Math.max(0, waiting - failing.length);
}

export interface StayAtDesk {
	bookingNumber: string;
	key: string;
	/** `''` while it has none. */
	roomName: string;
	checkIn: string;
	checkOut: string;
}

export interface Arrival extends StayAtDesk {
	documentsMissing: boolean;
	/** What is left to pay, as text with its currency; `''` if nothing is, or nothing is known. */
	due: string;
	/** What the hotel has still to charge a virtual card with, in the same way. */
	virtualCard: string;
}

export interface FrontDesk {
	/** `YYYY-MM-DD`, the hotel's own. */
	date: string;
	timeZone: string;
	arrivals: Arrival[];
	/**
	 * `advice`: what could be done, in SelfKey's words; `unmappedType`: the room type for which the hotel has listed no room,
	 * `''` where that is not the reason.
	 */
	conflicts: Array<StayAtDesk & { kind: string; advice: string; unmappedType: string }>;
	/** How many more there are, of which SelfKey says nothing else. */
	conflictsLeftOut: number;
}

/** One of the things that have to be set up, as *SelfKey › Hotel Setting: Check* says it. */
export interface SetupCheck {
	check: string;
	/** `unknown`: nobody could look, and a person has to. */
	state: 'good' | 'warning' | 'bad' | 'unknown';
	says: string;
}

/** What people were told, and what is not over. */
export interface OpenAlert {
	/** What identifies the fault. */
	fault: string;
	title: string;
	/** Epoch milliseconds. */
	since: number | null;
	/** Whom it hits, as the row remembers it. */
	watched: string;
}

/** The last check of a copy of the alerts. */
export interface AlertCheck {
	/** As its rows are marked; `''`: the copy that watches the whole n8n. */
	hotel: string;
	/** Epoch milliseconds. */
	at: number;
	/** Its last message, or that of a check before, did not get through. */
	isUnsent: boolean;
}

/** A source that gave an error instead of an answer: its part of the report must not look like "nothing". */
export type Answered<T> = { value: T } | { error: string };

export interface Facts {
	/** Epoch milliseconds. */
	now: number;
	timeZone: string;
	log: Answered<LogLine[]>;
	subscribers: Answered<Subscriber[]>;
	frontDesk: Answered<FrontDesk>;
	/** Empty where nobody has looked; so is the setup. */
	alerts: Answered<OpenAlert[]>;
	/** `null` where nobody has looked, or nobody could. */
	alertChecks: AlertCheck[] | null;
	setup: Answered<SetupCheck[]>;
}

/** Stays without a room of their own, also those that SelfKey does not name. */
export function conflictCount(desk: FrontDesk | null): number {
	return desk === null ? 0 : desk.conflicts.length + desk.conflictsLeftOut;
}

export function valueOr<T>(answered: Answered<T>, fallback: T): T {
	return 'value' in answered ? answered.value : fallback;
}

export function errorOf(answered: Answered<unknown>): string {
	return 'error' in answered ? answered.error : '';
}
