import { eachRow } from '../../../shared/operations/item-loop';
import type { Operation } from '../../../shared/operations/operation';
import { readFullStay } from '../../reservations/find-stays';
import { reservationIdField, reservationIdOf } from './reservation-id';

/** One of Opera's reservations, with the price of each night and its notes. */
export const get: Operation = {
	fields: [reservationIdField],
	execute: eachRow(async function (index) {
		const reservationId = reservationIdOf(this, index);
		const stay = await readFullStay(this, reservationId);
		if (stay === null) throw new RangeError(`Opera has no reservation ${reservationId}`);
		return stay;
	}),
};
