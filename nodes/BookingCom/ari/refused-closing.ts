/**
 * Booking.com may refuse to close nights for which the hotel has contracted a minimum number of rooms. What else the
 * part holds is then sent again without the closing.
 */
import { BookingComError, refusesClosing } from '../responses/errors';
import { ROOM_WIDE, type AvailabilityField, type AvailabilityValue } from './asks';
import { requestsOf, type Part, type Setting } from './parts';
import type { Updated } from './send-document';

const CLOSED: AvailabilityField = 'closed';
const ROOMS: AvailabilityField = 'roomsToSell';

type Send = (parts: Array<Part<AvailabilityValue>>) => Promise<ReadonlyArray<Updated | Error>>;

/**
 * The results, with those of refused closings replaced by what became of the rest.
 * @param send one result per part, in order; what it throws concerns the parts that it was given
 */
export async function withoutRefusedClosings(
	parts: ReadonlyArray<Part<AvailabilityValue>>,
	results: ReadonlyArray<Updated | Error>,
	send: Send,
): Promise<Array<Updated | Error>> {
	const again = parts.flatMap((part, place) => {
		const rest = isRefused(part, results[place]) ? withoutClosing(part) : null;
		return rest ? [{ place, rest, isInstead: !part.fields.has(ROOMS) && rest.fields.has(ROOMS) }] : [];
	});
	// No rooms to sell in place of the closing come last, whatever a rate plan of the same nights has asked for.
	again.sort((a, b) => Number(a.isInstead) - Number(b.isInstead));
	const placeOf = new Map(again.map(({ place, rest }) => [rest, place]));
	const replaced = [...results];
	// They hold for all rate plans, so that two parts may overlap that did not before.
	for (const request of requestsOf(
		again.map(({ rest }) => rest),
		ROOM_WIDE,
	)) {
		const answers = await answersTo(request, send);
		for (const [index, rest] of request.entries()) {
			const told = toldOf(rest, answers[index]);
			if (told) replaced[placeOf.get(rest) as number] = told;
		}
	}
	return replaced;
}

async function answersTo(request: Array<Part<AvailabilityValue>>, send: Send): Promise<ReadonlyArray<Updated | Error>> {
	try {
		return await send(request);
	} catch (error) {
		const why = error instanceof Error ? error : new Error('The request did not go through; run the flow again');
		return request.map(() => why);
	}
}

function isRefused({ fields }: Part<AvailabilityValue>, result: Updated | Error | undefined): boolean {
	return fields.get(CLOSED)?.value === true && result instanceof BookingComError && result.remarks.some(refusesClosing);
}

/**
 * A room type without rooms to sell is as good as closed. `null` if nothing would be left: a rate plan cannot be closed
 * in another way.
 */
function withoutClosing(part: Part<AvailabilityValue>): Part<AvailabilityValue> | null {
	const fields = new Map<string, Setting<AvailabilityValue>>(part.fields);
	fields.delete(CLOSED);
	const items = part.fields.get(CLOSED)?.items ?? new Set<number>();
	if (part.ratePlanId === null && !fields.has(ROOMS)) fields.set(ROOMS, { value: 0, items });
	return fields.size === 0 ? null : { ...part, fields };
}

function toldOf({ fields }: Part<AvailabilityValue>, result: Updated | Error | undefined): Updated | Error | undefined {
	if (result === undefined || result instanceof Error) return result;
	const rooms = fields.get(ROOMS)?.value;
	const now =
		rooms === undefined
			? 'they are still for sale'
			: `they have ${rooms} rooms to sell instead${rooms === 0 ? ', which is to be set again when they open' : ''}`;
	return {
		...result,
		notClosed: `Booking.com did not close the nights, because the hotel has contracted a minimum number of rooms: ${now}`,
	};
}
