/** The line of an item that tells a channel of nights: which, and what is said of them. Pure. */
import type { CalendarRange } from '../../../core/availability/calendar-nights';
import { recordOf } from '../../../core/payload/field-reader';
import { priceOf, readCalendarItem, type CalendarItem } from '../../shared/calendar-item';
import { closureText } from '../../shared/log/closure';
import { idText, knownText, text } from '../../shared/log/log-text';
import type { Json } from './fields';

/** Ranges that a message names; the rest is counted. */
const MAX_NAMED = 6;

interface NightsLine {
	stay: Record<'hotel' | 'guest' | 'arrival' | 'departure' | 'room' | 'bookingNumber', string>;
	message: string[];
}

/** `null` for an item that is about something else. */
export function nightsOf(item: Json): NightsLine | null {
	if (!isCalendar(item)) return null;
	const calendar = readCalendarItem(item);
	if (!calendar) return null;
	const { propertyId, roomTypeId, ratePlanId, nights } = calendar;
	return {
		stay: {
			hotel: knownText(propertyId),
			guest: '',
			arrival: text(nights[0]?.start),
			departure: text(nights.at(-1)?.end),
			room: [knownText(roomTypeId), idText(ratePlanId)].filter(Boolean).join(', '),
			bookingNumber: '',
		},
		message: [closurePart(item, calendar), ...said(calendar), repairedPart(item), because(item)],
	};
}

/** Whether an item tells a channel of nights, not of a reservation. */
export function isCalendar(item: Json): boolean {
	return item['event'] === 'availability' || item['event'] === 'rates';
}

/** Only of fewer rooms that the channel has taken: more of them may wait on purpose. */
function closurePart(item: Json, { raises }: CalendarItem): string {
	const { seconds } = recordOf(recordOf(item['selfKey'])['availability']);
	return !raises && typeof seconds === 'number' && item['event'] === 'availability' ? closureText(seconds) : '';
}

function said(calendar: CalendarItem): string[] {
	const { nights } = calendar;
	const named = nights
		.slice(0, MAX_NAMED)
		.map((range) => `${range.start} to ${range.end}: ${pricesText(calendar, range) ?? valuesText(range)}`);
	const more = nights.length - named.length;
	return more > 0 ? [...named, `and ${more} more ranges`] : named;
}

/** `null` where nothing is said of prices. */
function pricesText(calendar: CalendarItem, { price, singleUsePrice }: CalendarRange): string | null {
	const [room, alone] = [priceOf(calendar, price), priceOf(calendar, singleUsePrice)];
	if (room === null) return null;
	return `${room.amount} ${room.currency}${alone === null ? '' : `, ${alone.amount} for one guest`}`;
}

function valuesText({ available, closed, closedToArrival, closedToDeparture, ...stay }: CalendarRange): string {
	const { minimumStay, maximumStay } = stay;
	const parts = [
		available === null ? '' : available === 1 ? '1 room to sell' : `${available} rooms to sell`,
		closed === null ? '' : closed ? 'closed' : 'open',
		closedToArrival === true ? 'no arrival' : '',
		closedToDeparture === true ? 'no departure' : '',
		minimumStay === null || minimumStay === 1 ? '' : `${minimumStay} nights at least`,
		maximumStay === null || maximumStay === 99 ? '' : `${maximumStay} nights at most`,
	];
	return parts.filter((part) => part !== '').join(', ') || 'not restricted';
}

function repairedPart(item: Json): string {
	const repaired = Number(recordOf(recordOf(item['selfKey'])['availability'])['repaired'] ?? 0);
	return repaired > 0 ? `${repaired} nights had differed without a reason that SelfKey knows of` : '';
}

function because(item: Json): string {
	return Object.values(item)
		.map((part) => text(recordOf(part)['because'], 300))
		.filter((reason) => reason !== '')
		.join('; ');
}
