import type { IDataObject } from 'n8n-workflow';
import type { CalendarRange } from '../../../../core/availability/calendar-nights';
import type { DateRange } from '../../../../core/availability/ranges';
import { addDays, eachNight } from '../../../../core/reservation/dates';
import {
	calendarItemOf,
	HELD_BACK,
	LATE,
	partlySent,
	priceOf,
	type CalendarItem,
	type Unlike,
} from '../../../shared/calendar-item';
import { exceptHeldBack } from '../../../shared/unread-sales';
import { NotSent } from '../../../shared/request/in-time';
import { groupedItems } from '../../../shared/operations/item-loop';
import type { Operation } from '../../../shared/operations/operation';
import { sendNights } from '../../calendars/send-operations';
import { believedOf, whatDiffers } from '../../calendars/read-back';
import type { CalendarUpdate } from '../../calendars/operations';

/**
 * Opens, closes and prices the nights that the SelfKey Trigger gives out: all items of a listing in one request. Nights that
 * Airbnb refuses fail as an item of their own, without the others. A night is available while there is a room to sell; Airbnb
 * itself keeps nights with a reservation closed. Of restrictions, the public part of Airbnb's interface knows none but that
 * nights are closed, so those of rate plans are not sent; and no price for one guest alone. Once a day, when everything is
 * told, Airbnb's own calendar is read first, what it holds otherwise than SelfKey believes is a warning, and nights
 * that it shows for sale as told are not sent again. Prices are in the listing's currency, which has to be the hotel's.
 */
export const sendChanges: Operation = {
	fields: [],
	async execute(items) {
		return await exceptHeldBack(items, (ready) =>
			groupedItems<Destination, Sent, Told>(this, ready, {
				read: ({ json }) => {
					const item = calendarItemOf(json, 'airbnb');
					const { roomTypeId, ratePlanId, nights } = item;
					if (!/^\d{1,30}$/.test(roomTypeId))
						throw new RangeError(`"${roomTypeId.slice(0, 40)}" is not the number of a listing; correct the room map`);
					if (ratePlanId !== null)
						throw new RangeError('A listing at Airbnb has no rate plans; leave the rate plan empty');
					const updates = nights.map((range): CalendarUpdate => ({
						nights: eachNight(range.start, range.end),
						availability: availabilityOf(range),
						dailyPrice: dailyPriceOf(item, range),
					}));
					// What is only told again goes behind all that is news.
					const destination = { listingId: roomTypeId, repeats: item.repeats };
					return { destination, entry: { updates, believed: believedOf(json) } };
				},
				send: async ({ listingId }, entries, isLate) => {
					const { warnings, isHeld } = await whatDiffers(
						this,
						listingId,
						entries.map(({ believed }) => believed),
					);
					const updates = entries.flatMap((entry) => entry.updates);
					const { operations, failed } = await sendNights(this, listingId, updates, { isLate, isHeld });
					return entries.map((entry, place): Told | Error => {
						const nights = entry.updates.flatMap((update) => update.nights).sort();
						const unsent = nights.filter((night) => failed.get(night) instanceof NotSent);
						const refused = nights.filter((night) => failed.has(night) && !(failed.get(night) instanceof NotSent));
						const [error] = refused.flatMap((night) => failed.get(night) ?? []);
						if (error && refused.length === nights.length) return error;
						return {
							operations,
							warning: warnings[place] ?? null,
							unsent: asRanges(unsent),
							refused: error ? { nights: asRanges(refused), error } : null,
						};
					});
				},
				late,
				output: (json, told) =>
					told.unsent.length === 0 && told.refused === null
						? updated(json, told)
						: partlySent(json, told, { sent: (part) => updated(part, told), late }),
			}),
		);
	},
};

interface Destination {
	listingId: string;
	/** What the channel has accepted before. */
	repeats: boolean;
}

interface Sent {
	updates: CalendarUpdate[];
	believed: CalendarRange[];
}

interface Told extends Unlike {
	operations: number;
	/** What Airbnb's own calendar had held otherwise; `null` where nothing is known of it. */
	warning: string | null;
}

/** One for each night. */
function asRanges(nights: readonly string[]): DateRange[] {
	return nights.map((night) => ({ start: night, end: addDays(night, 1) }));
}

function late(json: IDataObject): IDataObject {
	return { ...json, airbnb: { outcome: HELD_BACK, because: LATE } };
}

function updated(json: IDataObject, { operations, warning }: Told): IDataObject {
	const warnings = warning === null ? {} : { warnings: [warning] };
	return { ...json, airbnb: { outcome: 'updated', operations, ...warnings } };
}

/** `null` where the item is about prices alone. */
function availabilityOf({ available, closed, price }: CalendarRange): CalendarUpdate['availability'] {
	if (available === null && closed === null && price !== null) return null;
	return (available ?? 0) > 0 && closed !== true ? 'available' : 'unavailable';
}

function dailyPriceOf(item: CalendarItem, { price }: CalendarRange): number | null {
	if (price === null) return null;
	const money = priceOf(item, price);
	if (money === null) throw new RangeError('The item has a price without a currency');
	return Number(money.amount);
}
