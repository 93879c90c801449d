/** Answers the signed calls that read and change a hotel's settings. */
import { knownRates } from '../availability/rate-plans';
import { isRecord } from '../../core/payload/field-reader';
import { isTimeZone } from '../../core/reservation/dates';
import type { BookingStore } from '../ports/booking-store';
import type { Integration } from '../ports/records';
import { invalidAnswer, json } from '../webhook/http';
import { hotelSettings, todayIn, type HotelSettings } from './hotel-settings';
import { bookedRoomTypes } from './booked-room-types';
import { readRateRules } from '../../core/rates/rate-rules';
import { isRetention, readSettingsChange } from './settings-change';

/** More than a hotel has. */
const MAX_RATE_PLANS = 500;

/**
 * `{ status, now, revision, settings, rooms, roomTypes, ratePlans }`: what the form shows, and what it is checked against. `now` is
 * SelfKey's clock; `roomTypes` are those of the stays that channels have sold from today on, `ratePlans` theirs and those of the
 * prices and restrictions.
 */
export async function answerSettings(store: BookingStore, integration: Integration, now: Date): Promise<Response> {
	const { hotelSlug, configuration } = integration;
	const hotel = await hotelSettings(store, hotelSlug);
	const today = todayIn(hotel, now);
	const { stays, rooms } = await store.occupancy(hotelSlug, today);
	const rates = await knownRates(store, hotelSlug, hotel, today);
	return json(200, {
		status: 'success',
		hotelSlug,
		now: now.toISOString(),
		...settingsOf(configuration, hotel),
		rooms: rooms.filter(({ isActive }) => isActive).map(({ id, name }) => ({ id, name })),
		roomTypes: bookedRoomTypes(stays, hotel.roomMap, rooms),
		ratePlans: [...new Set(rates.map(({ ratePlanId }) => ratePlanId))].slice(0, MAX_RATE_PLANS),
	});
}

/** 200 with the new revision; 400; 409 with the settings as they are now if somebody else has changed them meanwhile. */
export async function changeSettings(store: BookingStore, integration: Integration, body: unknown): Promise<Response> {
	const { id, hotelSlug } = integration;
	try {
		const { revision, settings } = readSettingsChange(body);
		if (await store.saveSettings(hotelSlug, id, revision, settings)) {
			await store.log(hotelSlug, {
				integrationId: id,
				status: 'success',
				message: `settings: revision ${revision + 1} (${Object.keys(settings).join(', ')})`,
				data: { eventType: 'settings', key: null, outcome: 'updated', warnings: [] },
			});
			return json(200, { status: 'success', hotelSlug, revision: revision + 1 });
		}
	} catch (error) {
		return invalidAnswer(error);
	}
	const now = await store.integration(hotelSlug, id);
	return json(409, {
		error: 'The settings have been changed since they were read: read them again, then save',
		fields: ['revision'],
		...settingsOf(now?.configuration, await hotelSettings(store, hotelSlug)),
	});
}

function settingsOf(
	configuration: unknown,
	hotel: Pick<HotelSettings, 'timeZone'>,
): { revision: number; settings: Record<string, unknown> } {
	const values = isRecord(configuration) ? configuration : {};
	const { settingsRevision, roomMap, properties, timeZone, availability, rates, registrationRetentionMonths } = values;
	return {
		revision: Number.isSafeInteger(settingsRevision) ? Number(settingsRevision) : 0,
		settings: {
			roomMap: roomMap ?? {},
			properties: properties ?? {},
			// The one that counts, which may be another integration's: what the form shows is stored again with the rest.
			timeZone: isTimeZone(timeZone) ? timeZone : hotel.timeZone,
			availability: isRecord(availability) ? availability : {},
			rates: readRateRules(rates),
			registrationRetentionMonths: isRetention(registrationRetentionMonths) ? registrationRetentionMonths : null,
		},
	};
}
