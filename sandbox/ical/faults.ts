/** One switch for each way in which a channel's calendar, or the network in front of it, can fail. */
import type { HttpAnswer, HttpReply } from '../http/server';
import type { CalendarItem } from './listing';
import type { Oddities } from './render';

export type FaultKind =
	/** 200, a whole calendar, and nothing in it. */
	| 'empty'
	/** 200, a whole calendar, and only the first part of what should be in it (`share`, default 0.3). */
	| 'shorter'
	/** 200, a whole calendar, and only the closed nights in it. */
	| 'closuresOnly'
	/** 200 with nothing. */
	| 'blank'
	/** 200 with a web page. */
	| 'html'
	/** A well-formed HTTP answer with 60 % of the file. */
	| 'truncated'
	/** The connection breaks off in the middle of the body. */
	| 'cutOff'
	| 'reset'
	/** 500, or `status`. */
	| 'serverError'
	/** 404: the address was renewed. */
	| 'notFound'
	/** 302, or `status`, to `location`. */
	| 'moved'
	/** The answer is right, and odd in the way of `oddities`. */
	| 'odd';

export interface FaultOptions {
	/** How many requests it affects; default 1. `Infinity` until it is cleared. */
	times?: number;
	/** Of which listing; default: any. */
	listingId?: string;
	status?: number;
	location?: string;
	share?: number;
	oddities?: Oddities;
}

export interface ActiveFault extends FaultOptions {
	kind: FaultKind;
	left: number;
}

export class Faults {
	private active: ActiveFault[] = [];

	/** Switches a fault on for the next requests; several queue up. */
	next(kind: FaultKind, options: FaultOptions = {}): void {
		this.active.push({ kind, ...options, left: options.times ?? 1 });
	}

	clear(): void {
		this.active = [];
	}

	/** The fault for a request, if one is switched on; it is used up. */
	take(listingId: string): ActiveFault | null {
		const fault = this.active.find((each) => each.listingId === undefined || each.listingId === listingId);
		if (fault === undefined) return null;
		fault.left -= 1;
		this.active = this.active.filter(({ left }) => left > 0);
		return fault;
	}
}

const PAGE = '<!DOCTYPE html><html><head><title>Sorry</title></head><body><h1>Something went wrong</h1></body></html>';

/** What is in the calendar in spite of the fault. */
export function itemsUnder(fault: ActiveFault | null, items: CalendarItem[]): CalendarItem[] {
	if (fault?.kind === 'empty') return [];
	if (fault?.kind === 'closuresOnly') return items.filter(({ kind }) => kind === 'closure');
	return fault?.kind === 'shorter' ? items.slice(0, Math.floor(items.length * (fault.share ?? 0.3))) : items;
}

/** What the client gets instead of `good`. */
export function faultyReply({ kind, status, location }: ActiveFault, good: HttpAnswer): HttpReply {
	const body = Buffer.from(good.body ?? '');
	switch (kind) {
		case 'blank':
			return { ...good, body: '' };
		case 'html':
			return { status: 200, headers: { 'Content-Type': 'text/html; charset=utf-8' }, body: PAGE };
		case 'truncated':
			return { ...good, body: body.subarray(0, Math.floor(body.length * 0.6)) };
		case 'cutOff':
			return { cutOff: good };
		case 'reset':
			return { reset: true };
		case 'serverError':
			return { status: status ?? 500, body: 'Internal Server Error' };
		case 'notFound':
			return { status: 404, body: 'Not Found' };
		case 'moved':
			return { status: status ?? 302, headers: location === undefined ? {} : { Location: location } };
		default:
			return good;
	}
}
