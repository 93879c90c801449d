/**
 * The rate plans of a room type. Channels that restrict arrival, departure and length of stay do so by rate plan; whoever means
 * a whole room type means all of them.
 */
import type { Restriction } from '../../core/availability/restrictions';
import { CHANNELS, channelById, NIGHT_CHANNELS } from '../../core/channel/channels';
import { ValidationError } from '../../core/payload/field-reader';
import { withoutCardNumbers } from '../../core/text/card-numbers';
import type { SoldRate } from '../ports/availability';
import type { BookingStore } from '../ports/booking-store';
import type { HotelSettings } from '../settings/hotel-settings';
import { soldTypes, typeNamed } from './sold-types';

/** Those of the lines of prices, of what guests have booked, and of what was restricted before; each once. */
export async function knownRates(
	store: BookingStore,
	hotelSlug: string,
	{ rates, properties }: Pick<HotelSettings, 'rates' | 'properties'>,
	today: string,
): Promise<SoldRate[]> {
	const priced = rates.flatMap(({ roomType, ratePlanId }): SoldRate[] => {
		const type = typeNamed(roomType, properties);
		return type === null || ratePlanId === null
			? []
			: [{ channel: type.channel, roomTypeId: type.roomTypeId, ratePlanId }];
	});
	const restricted = (await store.restrictions(hotelSlug, today)).flatMap(
		({ channel, roomTypeId, ratePlanId }): SoldRate[] =>
			channel === null || roomTypeId === null || ratePlanId === null ? [] : [{ channel, roomTypeId, ratePlanId }],
	);
	const all = [...priced, ...(await store.soldRates(hotelSlug, today)), ...restricted];
	return [...new Map(all.map((rate) => [JSON.stringify(Object.values(rate)), rate])).values()];
}

export interface Spread {
	restrictions: Restriction[];
	/** Room types of which no rate plan is known: they are not restricted. */
	withoutRates: string[];
	/** Channels that sell the room types too, and cannot be told of arrival, departure and length of stay. */
	notTold: string[];
}

/**
 * The same decision for every rate plan of its room types, where it names none and needs one; else as it is. What closes or
 * opens stays the room type's. Pure.
 * @throws ValidationError where no rate plan is known at all, or the channel cannot be told
 */
export function spreadOverRates(
	restriction: Restriction,
	rates: readonly SoldRate[],
	settings: Pick<HotelSettings, 'roomMap' | 'properties'>,
	path: string,
): Spread {
	const { channel, roomTypeId, ratePlanId, closed, ...rest } = restriction;
	const { closedToArrival, closedToDeparture, minimumStay, maximumStay } = rest;
	const known = channel === null ? null : channelById(channel);
	if (channel !== null && ratePlanId !== null && !known?.hasRatePlans)
		throw new ValidationError(
			`${known?.displayName ?? channel} has no rate plans: leave the rate plan empty to open or close nights there`,
			[`${path}.ratePlanId`],
		);
	const isOfRates = [closedToArrival, closedToDeparture, minimumStay, maximumStay].some((value) => value !== null);
	if (!isOfRates) return { restrictions: [restriction], withoutRates: [], notTold: [] };
	if (channel !== null && !known?.hasRatePlans) throw cannotBeTold(known?.displayName ?? channel, path);
	const channels =
		channel === null ? CHANNELS.filter(({ hasRatePlans }) => hasRatePlans).map(({ id }) => id) : [channel];
	const typesOn = (some: string[]) =>
		soldTypes(settings, some).types.filter((type) => (roomTypeId ?? type.roomTypeId) === type.roomTypeId);
	const types = typesOn(channels);
	const others = channel === null ? NIGHT_CHANNELS.filter(({ hasRatePlans }) => !hasRatePlans) : [];
	const without = others.filter(({ id }) => typesOn([id]).length > 0);
	// Of a listing, a line with a rate plan would help nobody.
	if (types.length === 0 && without.length > 0)
		throw cannotBeTold(without.map(({ displayName }) => displayName).join(', '), path);
	const notTold = without.map(({ id }) => id);
	if (ratePlanId !== null) return { restrictions: [restriction], withoutRates: [], notTold };
	const plans = types.flatMap((type) =>
		rates.filter((rate) => rate.channel === type.channel && rate.roomTypeId === type.roomTypeId),
	);
	if (plans.length === 0)
		throw new ValidationError(
			`No rate plan of ${roomTypeId === null ? 'any room type' : `room type ${withoutCardNumbers(roomTypeId)}`} is known in SelfKey, and the channel restricts rate plans: name the rate plan, or add a line such as "${withoutCardNumbers(roomTypeId ?? '1296364403')} rate 49111777 = 0 %" to the prices in the form of "00 Hotel settings"`,
			[`${path}.ratePlanId`],
		);
	const nothing = { closedToArrival: null, closedToDeparture: null, minimumStay: null, maximumStay: null };
	return {
		restrictions: [
			...(closed === null ? [] : [{ ...restriction, ...nothing }]),
			...plans.map((plan) => ({ ...rest, ...plan, closed: null })),
		],
		withoutRates: types
			.map((type) => type.roomTypeId)
			.filter((id, place, all) => all.indexOf(id) === place && !plans.some((plan) => plan.roomTypeId === id)),
		notTold,
	};
}

function cannotBeTold(name: string, path: string): ValidationError {
	return new ValidationError(
		`${name} can be told to open or close nights only, not of arrival, departure and length of stay: enter these at ${name}`,
		[`${path}.channel`],
	);
}
