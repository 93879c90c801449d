import type { Operation } from '../../../shared/operations/operation';
import { deliveryOf } from '../../reservations/delivery-note';
import { guestValues, toSelfKeyEvent, type SelfKeyEvent } from '../../reservations/reservation-event.mapper';
import { reservationOf } from '../../../shared/reservation-item';
import type { EventKind } from '../../writes/write-events';
import { writeItems } from '../../writes/write-items';

const reservations: EventKind<SelfKeyEvent> = {
	name: 'reservation',
	refused: 'Correct what it names; its source offers the reservation again',
	privateIn: guestValues,
};

/**
 * Writes reservations to SelfKey, whether new, changed or cancelled. Writing the same one again changes nothing, so
 * it can be repeated after any failure. The items pass on with `selfKey` added.
 */
export const upsert: Operation = {
	fields: [],
	async execute(items) {
		return await writeItems(this, items, reservations, ({ json }, _index, integration) =>
			toSelfKeyEvent(reservationOf(json), integration, deliveryOf(json)),
		);
	},
};
