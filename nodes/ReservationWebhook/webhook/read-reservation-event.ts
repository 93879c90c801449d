/** From a signed delivery of a reservation system to the trigger's item. Pure. */
import type { IDataObject } from 'n8n-workflow';
import {
	bodyEventId,
	deliveryIdentity,
	knownEvent,
	seenAt,
	deliveryMetadata,
} from '../../shared/signed-trigger/delivery-metadata';
import {
	ConfigurationError,
	type AcceptedDelivery,
	type ReadDelivery,
} from '../../shared/signed-trigger/receive-signed-webhook';
import { Reader, ValidationError } from '../../../core/payload/field-reader';
import { mapReservation } from './reservation-webhook.mapper';
import { channelNames, validateChannels, validateCurrency, validateSource } from './settings';

const EVENTS = ['new_reservation', 'modified_reservation', 'cancelled_reservation'] as const;

/** The node's own fields, as they are typed. */
export interface ReservationSettings {
	source: string;
	channels: string;
	currency: string;
}

/**
 * Reads `{"event_type","data"}`.
 * @throws ValidationError which names every missing or invalid field; ConfigurationError where the node's own fields are wrong
 */
export function readReservationEvent(
	delivery: AcceptedDelivery,
	{ source, channels, currency }: ReservationSettings,
): ReadDelivery {
	const reason = validateSource(source) ?? validateChannels(channels) ?? validateCurrency(currency);
	if (reason !== null) throw new ConfigurationError(reason);
	const eventType = knownEvent(delivery.json, EVENTS);
	const reader = new Reader();
	const eventId = bodyEventId(reader, delivery.json);
	const mapped = mapReservation(reader, delivery.json, {
		source,
		channels: channelNames(channels),
		currency: currency.toUpperCase(),
		eventType,
		observedAt: seenAt(delivery),
	});
	reader.finish();
	if (!mapped) throw new ValidationError('Missing or invalid: data', ['data']);
	const { reservation, orderUnknown, timeUnknown, roomsWithoutStatus, hotelId } = mapped;
	return {
		event: eventType,
		identity: deliveryIdentity(delivery, eventId, reservation.key),
		// The signed time places a message, but is no order to rely on: what is sent again is signed anew.
		json: {
			...(reservation as unknown as IDataObject),
			webhook: {
				...deliveryMetadata(delivery, eventId, orderUnknown, timeUnknown),
				// Where there is a revision, SelfKey would take the time of arrival for the sender's own.
				...(timeUnknown && !orderUnknown ? { timeUnknown } : {}),
				...(hotelId === null ? {} : { hotelId }),
				...(roomsWithoutStatus.length === 0 ? {} : { roomsWithoutStatus }),
			},
		},
	};
}
