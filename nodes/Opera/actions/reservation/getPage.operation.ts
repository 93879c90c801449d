import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { eachItem } from '../../../shared/operations/item-loop';
import type { Operation } from '../../../shared/operations/operation';
import { askedPage, pageItem, pageProperties } from '../../../shared/reservation-page';
import { isIsoDate } from '../../../../core/reservation/dates';
import { readBusinessDate } from '../../codes/read-lists';
import { itemOf, readAt } from '../../events/item';
import { ownReference, readReservation } from '../../events/read-reservation';
import { eachOnce, readStays, type OperaStay } from '../../reservations/opera-stay';
import { inside, isTrue } from '../../responses/lists';
import { readAllPages } from '../../responses/read-all-pages';
import { OutageWatch } from '../../still-answers';
import { operaHotel, type OperaHotel } from '../../transport';

/** Each is read by itself, with its guest: two requests, and 50 a second are all that the house may send. */
const SIZE = 100;

/** Opera counts from the list's beginning, which all pages have in common though a day may end between them. */
interface Begin {
	/** The first day of departure, `YYYY-MM-DD`. */
	since: string;
	skip: number;
	/** The reservation that was read last; `null` at the beginning. */
	after: string | null;
}

/**
 * A reservation that is cancelled meanwhile moves all behind it: each page begins so many before its place, and goes on behind
 * the one that was read last.
 */
const BACK = 10;

/**
 * A page of what was booked in Opera itself and has still to leave. What this package has written there is left out:
 * its channel brings it.
 */
export const getPage: Operation = {
	fields: pageProperties(SIZE),
	execute: eachItem(async function (index) {
		const asked = askedPage(this, index, SIZE);
		const begin = beginOf(asked.begin);
		const hotel = await operaHotel(this);
		const first = async (): Promise<Begin> => ({ since: await todayAt(this, hotel), skip: 0, after: null });
		const here = begin ?? (await first());
		// Where nobody knows what has moved, one that was read twice is better than one that was not.
		const found = await staysBehind(this, hotel, here, asked.size);
		const isFirst = begin === null || found === null;
		const { since, from, stays } = found ?? (await staysFrom(this, hotel, await first(), asked.size));
		const reservations: IDataObject[] = [];
		const unreadable: IDataObject[] = [];
		const watch = new OutageWatch(this, hotel);
		for (const stay of eachOnce(stays).filter((each) => ownReference(each, hotel) === null)) {
			const context = { seen: {}, readAt: readAt(reservations.length + 1) };
			const read = await readReservation(this, hotel, { ...hotel, ...stay }, context).catch(asError);
			// Where it is Opera and not the reservation, the page is read again later.
			if (!(read instanceof Error)) watch.succeeded();
			else if (await watch.isOutage(read)) throw read;
			const key = `opera/${hotel.hotelId}/${stay.reservationId}`;
			if (read instanceof Error) unreadable.push({ event: 'new', key, error: read.message });
			else if (read.found !== null) reservations.push(itemOf(hotel.hotelId, read.found).json);
		}
		const last = stays.at(-1)?.reservationId;
		const next = stays.length < asked.size ? null : [since, from + stays.length, last].join('/');
		return pageItem(this, asked, { reservations, unreadable, next, isFirst });
	}),
};

async function todayAt(context: IExecuteFunctions, hotel: OperaHotel): Promise<string> {
	return (await readBusinessDate(context, hotel)) ?? new Date().toISOString().slice(0, 10);
}

interface FoundStays {
	since: string;
	/** The place of the first of them. */
	from: number;
	stays: OperaStay[];
}

/** `null` where the one that was read last is not where it could be. @throws ApiError */
async function staysBehind(
	context: IExecuteFunctions,
	hotel: OperaHotel,
	begin: Begin,
	size: number,
): Promise<FoundStays | null> {
	const { since, skip, after } = begin;
	if (after === null) return await staysFrom(context, hotel, begin, size);
	const from = Math.max(0, skip - BACK);
	const some = await upcomingStays(context, hotel, { since, skip: from, size: size + skip - from });
	const known = some.findLastIndex(({ reservationId }) => reservationId === after) + 1;
	if (known === 0) return null;
	const stays = some.slice(known, known + size);
	// Some have come before it: what is not in this page is in the next.
	const missing = size - stays.length;
	const isMore = missing > 0 && some.length === size + skip - from;
	const more = isMore ? await upcomingStays(context, hotel, { since, skip: from + some.length, size: missing }) : [];
	return { since, from: from + known, stays: [...stays, ...more] };
}

async function staysFrom(
	context: IExecuteFunctions,
	hotel: OperaHotel,
	{ since, skip }: Begin,
	size: number,
): Promise<FoundStays> {
	return { since, from: skip, stays: await upcomingStays(context, hotel, { since, skip, size }) };
}

/** In OPERA's own order, the cancelled ones left out. @throws ApiError */
async function upcomingStays(
	context: IExecuteFunctions,
	hotel: OperaHotel,
	{ since, skip, size }: Pick<Begin, 'since' | 'skip'> & { size: number },
): Promise<OperaStay[]> {
	const query = {
		departureStartDate: since,
		resvExternalReferencesToFetch: [hotel.externalSystem],
		searchType: 'Any',
	};
	const read = (body: Parameters<typeof readStays>[0]) => ({
		entries: readStays(body),
		hasMore: isTrue(inside(body, 'reservations')['hasMore']),
	});
	return await readAllPages(context, { method: 'GET', module: 'reservations', query }, size, read, skip);
}

/** @throws RangeError for what no page has given */
function beginOf(begin: string | null): Begin | null {
	if (begin === null) return null;
	const [, since = '', skip, after = null] = /^(\d{4}-\d\d-\d\d)\/(\d{1,9})(?:\/(.{1,100}))?$/.exec(begin) ?? [];
	if (isIsoDate(since)) return { since, skip: Number(skip), after };
	throw new RangeError('"Begin At" must be what the page before gave as "next"; leave it empty to begin anew');
}

function asError(error: unknown): Error {
	return error instanceof Error ? error : new Error('Opera could not be read; run the flow again');
}
