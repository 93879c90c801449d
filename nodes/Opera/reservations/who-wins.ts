/**
 * Who wins between a reservation's source (its channel, and SelfKey) and OPERA, and what becomes of a difference. The one
 * place where that is said: what is planned, compared and sent reads it here, and docs/opera.md shows it. Pure.
 */
import type { StayState } from './opera-stay';

export interface Rule {
	wins: 'source' | 'opera' | 'both';
	/** `conflict`: nothing is written, and people are told. `nothing`: it is not even looked at. */
	difference: 'written' | 'conflict' | 'nothing';
	/** As the documentation says it. */
	words: string;
}

export interface Row {
	/** As the documentation names it. */
	what: string;
	/** Until the guest arrives. */
	open: Rule;
	/** Once it is checked in, checked out, a no-show or cancelled in OPERA. */
	begun: Rule;
}

export type Field =
	| 'dates'
	| 'rooms'
	| 'roomType'
	| 'roomTypeGiven'
	| 'roomNumber'
	| 'price'
	| 'ratePlan'
	| 'bookingCodes'
	| 'guests'
	| 'deskStay'
	| 'ownSales'
	| 'waitingList'
	| 'cancellation'
	| 'noShow'
	| 'guestName'
	| 'notes';

const BOTH_SIDES = 'channel and SelfKey';
const written = (words: string): Rule => ({ wins: 'source', difference: 'written', words });
const conflict = (words: string): Rule => ({ wins: 'opera', difference: 'conflict', words });
const kept = (words: string): Rule => ({ wins: 'opera', difference: 'nothing', words });
const DIFFERENCE = conflict('OPERA; a difference is a `conflict`');

export const WHO_WINS: Readonly<Record<Field, Row>> = {
	dates: { what: 'dates', open: written(BOTH_SIDES), begun: DIFFERENCE },
	rooms: {
		what: 'rooms that are added or removed',
		open: written(BOTH_SIDES),
		begun: conflict('OPERA; a removed room is a `conflict`, except for a no-show'),
	},
	roomType: { what: 'room type that was booked', open: written('channel'), begun: DIFFERENCE },
	roomTypeGiven: {
		what: 'room type that the guest gets (an upgrade)',
		open: kept('desk in OPERA, as long as the booked one is the same'),
		begun: kept('OPERA'),
	},
	roomNumber: { what: 'room number', open: kept('desk in OPERA'), begun: kept('OPERA') },
	price: { what: 'price', open: written('channel'), begun: DIFFERENCE },
	ratePlan: { what: 'rate plan', open: written('channel'), begun: DIFFERENCE },
	bookingCodes: {
		what: 'market, source and guarantee code',
		open: kept('desk in OPERA, once the reservation is made'),
		begun: kept('OPERA'),
	},
	guests: { what: 'number of guests', open: written(BOTH_SIDES), begun: DIFFERENCE },
	deskStay: {
		what: 'dates and people that the desk changes in OPERA, and its source does not',
		open: conflict('desk in OPERA, and SelfKey takes them over; until then a difference is a `conflict`'),
		begun: DIFFERENCE,
	},
	// Decided where SelfKey reads OPERA's report.
	ownSales: {
		what: "dates and people of SelfKey's own sales, if the desk changes them in OPERA",
		open: {
			wins: 'source',
			difference: 'conflict',
			words: 'SelfKey; the difference is a `conflict`, and nothing is written',
		},
		begun: conflict('OPERA; the difference is a `conflict`, to be corrected in SelfKey'),
	},
	waitingList: {
		what: 'a stay that the desk puts on the waiting list in OPERA, or makes a request',
		open: conflict('OPERA; a `conflict` with each later change that its source makes'),
		begun: kept('OPERA'),
	},
	cancellation: {
		what: 'cancellation',
		open: written(BOTH_SIDES),
		begun: conflict('OPERA; a `conflict`, unless OPERA says cancelled or no-show too'),
	},
	noShow: {
		what: 'no-show',
		open: conflict('OPERA; if only the channel reports it, a `conflict`'),
		begun: kept('OPERA'),
	},
	guestName: {
		what: "guest's name and contact data",
		open: kept('OPERA, once the profile exists'),
		begun: kept('OPERA'),
	},
	notes: {
		what: 'notes',
		open: { wins: 'both', difference: 'written', words: 'both: what is new is added, nothing is removed' },
		begun: conflict('a new note is a `conflict`'),
	},
};

export function ruleFor(field: Field, state: StayState): Rule {
	return WHO_WINS[field][state === 'open' ? 'open' : 'begun'];
}
