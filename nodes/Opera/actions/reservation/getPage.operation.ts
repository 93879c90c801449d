import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { eachItem } from '../../../shared/operations/item-loop';
import type { Operation } from '../../../shared/operations/operation';
import { askedPage, pageItem, pageProperties } from '../../../shared/reservation-page';
import { isIsoDate } from '../../../../core/reservation/dates';
import { readBusinessDate } from '../../codes/read-lists';
import { itemOf, readAt } from '../../events/item';
import { ownReference, readReservation } from '../../events/read-reservation';
import { readStays, type OperaStay } from '../../reservations/opera-stay';
import { inside } from '../../responses/lists';
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
}

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
		const { since, skip } = begin ?? { since: await todayAt(this, hotel), skip: 0 };
		const stays = await upcomingStays(this, hotel, { since, skip, size: asked.size });
		const reservations: IDataObject[] = [];
		const unreadable: IDataObject[] = [];
		const watch = new OutageWatch(this, hotel);
		for (const stay of stays.filter((each) => ownReference(each, hotel) === null)) {
			const context = { seen: {}, readAt: readAt(reservations.length + 1) };
			const read = await readReservation(this, hotel, { ...hotel, ...stay }, context).catch(asError);
			// Where it is Opera and not the reservation, the page is read again later.
			if (!(read instanceof Error)) watch.succeeded();
			else if (await watch.isOutage(read)) throw read;
			const key = `opera/${hotel.hotelId}/${stay.reservationId}`;
			if (read instanceof Error) unreadable.push({ event: 'new', key, error: read.message });
			else if (read.found !== null) reservations.push(itemOf(hotel.hotelId, read.found).json);
		}
		const next = stays.length < asked.size ? null : `${since}/${skip + stays.length}`;
		return pageItem(this, asked, { reservations, unreadable, next });
	}),
};

async function todayAt(context: IExecuteFunctions, hotel: OperaHotel): Promise<string> {
	return (await readBusinessDate(context, hotel)) ?? new Date().toISOString().slice(0, 10);
}

/** In OPERA's own order, the cancelled ones left out. @throws ApiError */
async function upcomingStays(
	context: IExecuteFunctions,
	hotel: OperaHotel,
	{ since, skip, size }: Begin & { size: number },
): Promise<OperaStay[]> {
	const query = {
		departureStartDate: since,
		resvExternalReferencesToFetch: [hotel.externalSystem],
		searchType: 'Any',
	};
	const read = (body: Parameters<typeof readStays>[0]) => ({
		entries: readStays(body),
		hasMore: inside(body, 'reservations')['hasMore'] === true,
	});
	return await readAllPages(context, { method: 'GET', module: 'reservations', query }, size, read, skip);
}

/** @throws RangeError for what no page has given */
function beginOf(begin: string | null): Begin | null {
	if (begin === null) return null;
	const [, since = '', skip] = /^(\d{4}-\d\d-\d\d)\/(\d{1,9})$/.exec(begin) ?? [];
	if (isIsoDate(since)) return { since, skip: Number(skip) };
	throw new RangeError('"Begin At" must be what the page before gave as "next"; leave it empty to begin anew');
}

function asError(error: unknown): Error {
	return error instanceof Error ? error : new Error('Opera could not be read; run the flow again');
}
