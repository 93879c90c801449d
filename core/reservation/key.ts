/** The identity of a reservation. Pure. */

export interface ReservationKey {
	channel: string;
	/** The hotel's own id at the channel. */
	propertyId: string;
	reservationId: string;
}

/**
 * In place of the property, where a cancellation names none: whichever of the hotel's has a reservation of that number.
 * SelfKey finds it; no reservation is stored under it.
 */
export const ANY_PROPERTY = '(any)';

/** `channel/propertyId/reservationId`: the form that people read and other systems refer to. */
export function reservationKey({ channel, propertyId, reservationId }: ReservationKey): string {
	return `${channel}/${propertyId}/${reservationId}`;
}

export function sameReservation(a: ReservationKey, b: ReservationKey): boolean {
	return a.reservationId === b.reservationId && a.channel === b.channel && a.propertyId === b.propertyId;
}

/** For maps: unique for each reservation, whereas ids that contain slashes can make two `reservationKey`s equal. */
export function uniqueKey({ channel, propertyId, reservationId }: ReservationKey): string {
	return JSON.stringify([channel, propertyId, reservationId]);
}

/** More slashes than any channel's ids have; each one more would be one more way to read the key. */
const MAX_SLASHES = 20;

/** Every way to read `channel/propertyId/reservationId`: ids may hold slashes themselves. */
export function readingsOf(reservationKey: string): ReservationKey[] {
	const slashes = [...reservationKey.matchAll(/\//g)].slice(0, MAX_SLASHES).map(({ index }) => index);
	return slashes.flatMap((first) =>
		slashes
			.filter((second) => second > first)
			.map((second) => ({
				channel: reservationKey.slice(0, first),
				propertyId: reservationKey.slice(first + 1, second),
				reservationId: reservationKey.slice(second + 1),
			})),
	);
}
