import { eachNight } from '../../../../core/reservation/dates';
import { calendarItemOf } from '../../../shared/calendar-item';
import { groupedItems } from '../../../shared/operations/item-loop';
import type { Operation } from '../../../shared/operations/operation';
import { sendOperations } from '../../calendars/send-operations';
import type { CalendarUpdate } from '../../calendars/operations';

/**
 * Opens and closes the nights that the SelfKey Trigger gives out: all items of a listing in one request. A night is
 * available while there is a room to sell; Airbnb itself keeps nights with a reservation closed. Of restrictions, the public
 * part of Airbnb's interface knows none but that nights are closed, so those of rate plans are not sent.
 */
export const sendChanges: Operation = {
	fields: [],
	async execute(items) {
		return await groupedItems<string, CalendarUpdate[], number>(this, items, {
			read: ({ json }) => {
				const { roomTypeId, ratePlanId, nights } = calendarItemOf(json, 'airbnb');
				if (!/^\d{1,30}$/.test(roomTypeId))
					throw new RangeError(`"${roomTypeId.slice(0, 40)}" is not the number of a listing; correct the room map`);
				if (ratePlanId !== null)
					throw new RangeError('A listing at Airbnb has no rate plans; leave the rate plan empty');
				const updates = nights.map(({ start, end, available, closed }): CalendarUpdate => ({
					nights: eachNight(start, end),
					availability: (available ?? 0) > 0 && closed !== true ? 'available' : 'unavailable',
					dailyPrice: null,
				}));
				return { destination: roomTypeId, entry: updates };
			},
			send: async (listingId, entries) => {
				const operations = await sendOperations(this, listingId, entries.flat());
				return entries.map(() => operations);
			},
			output: (json, operations) => ({ ...json, airbnb: { outcome: 'updated', operations } }),
		});
	},
};
