import type { Operations } from '../../shared/operations';
import { update as updateAvailability } from './availability/update.operation';
import { update as updateRate } from './rate/update.operation';
import { acknowledge } from './reservation/acknowledge.operation';
import { getAll } from './reservation/getAll.operation';
import { reject } from './reservation/reject.operation';

export const operations: Operations = {
	'reservation.acknowledge': acknowledge,
	'reservation.getAll': getAll,
	'reservation.reject': reject,
	'availability.update': updateAvailability,
	'rate.update': updateRate,
};
