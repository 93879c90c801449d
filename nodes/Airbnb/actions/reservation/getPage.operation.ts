import type { IDataObject } from 'n8n-workflow';
import { eachItem } from '../../../shared/operations/item-loop';
import type { Operation } from '../../../shared/operations/operation';
import { ApiError } from '../../../shared/request/api-error';
import { askedPage, pageItem, pageProperties } from '../../../shared/reservation-page';
import { confirmationCodeOf, readReservation } from '../../reservations/airbnb.mapper';
import { fetchReservations, windowAround } from '../../reservations/fetch-reservations';
import { followedStayOfRun, followedStayOptions } from '../../reservations/followed-stay';
import { hostIdOf } from '../../reservations/host-id';
import { itemOf } from '../../reservations/item';
import { UnknownStatus, whyLeft } from '../../reservations/left-as-it-is';
import { MovedList, type Position } from '../../responses/read-all-pages';

const SIZE = 500;

/**
 * A page of the reservations that the trigger follows, cancelled ones too, since SelfKey may hold them as they were.
 * Requests that are no bookings are left out, and counted.
 */
export const getPage: Operation = {
	fields: [...pageProperties(SIZE), followedStayOptions],
	execute: eachItem(async function (index) {
		const asked = askedPage(this, index, SIZE);
		const now = new Date();
		const filter = {
			hostId: await hostIdOf(this),
			window: windowAround(now, followedStayOfRun(this, index)),
			limit: asked.size,
		};
		let isFirst = asked.begin === null;
		const readAnew = () => {
			isFirst = true;
			return fetchReservations(this, filter);
		};
		const read = await fetchReservations(this, { ...filter, begin: positionOf(asked.begin) }).catch(
			(error: unknown) => {
				// Airbnb keeps a cursor for a time that it does not publish.
				if (isFirst || !(error instanceof ApiError && ['refused', 'not_found'].includes(error.kind))) throw error;
				return readAnew();
			},
		);
		// Where nobody knows what has moved, one that was read twice is better than one that was not.
		const isLost = read.failure instanceof MovedList && read.entries.length === 0 && !isFirst;
		const { entries, failure, next } = isLost ? await readAnew() : read;
		if (failure !== null && next === null) throw failure;
		const reservations: IDataObject[] = [];
		const unreadable: IDataObject[] = [];
		const leftOut: Array<string | null> = [];
		for (const [place, entry] of entries.entries()) {
			try {
				const read = readReservation(entry, { observedAt: `${now.toISOString()}#${place + 1}`, hostId: filter.hostId });
				if (read.meaning === 'unknown') throw new UnknownStatus(confirmationCodeOf(entry), read.status);
				if (read.reservation !== null) reservations.push(itemOf(entry, read));
				// A request is none yet. An inquiry may be one, for all that is known: a person hears of it.
				else leftOut.push(whyLeft(confirmationCodeOf(entry), read)?.message ?? null);
			} catch (error) {
				unreadable.push({ event: 'new', key: keyOf(filter.hostId, entry), error: (error as Error).message });
			}
		}
		return pageItem(this, asked, { reservations, unreadable, leftOut, next: textOf(next), isFirst });
	}),
};

function keyOf(hostId: string, entry: unknown): string | null {
	const code = confirmationCodeOf(entry);
	return code === null ? null : `airbnb/${hostId}/${code}`;
}

/** As text, so that any table can keep it. */
function textOf(next: Position | null): string | null {
	if (next === null) return null;
	const text = new URLSearchParams();
	for (const [name, value] of Object.entries(next)) text.set(name, String(value));
	return text.toString();
}

/** @throws RangeError for what no page has given */
function positionOf(begin: string | null): Position {
	if (begin === null) return {};
	const [entry, after, ...others] = [...new URLSearchParams(begin)];
	const isPlace = entry !== undefined && ['_cursor', '_offset'].includes(entry[0]);
	const isAfter = after === undefined || (entry?.[0] === '_offset' && after[0] === 'after');
	if (!isPlace || !isAfter || others.length > 0)
		throw new RangeError('"Begin At" must be what the page before gave as "next"; leave it empty to begin anew');
	return { [entry[0]]: entry[1], ...(after === undefined ? {} : { after: after[1] }) };
}
