import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { runOperation, type Operation } from '../../shared/n8n/operations';
import { update as updateAvailability } from './availability/update.operation';
import { update as updateRate } from './rate/update.operation';
import { acknowledge } from './reservation/acknowledge.operation';
import { getAll } from './reservation/getAll.operation';
import { reject } from './reservation/reject.operation';

const operations: Readonly<Record<string, Operation>> = {
	'reservation.acknowledge': acknowledge,
	'reservation.getAll': getAll,
	'reservation.reject': reject,
	'availability.update': updateAvailability,
	'rate.update': updateRate,
};

/** The fields of all operations. */
export const operationProperties: INodeProperties[] = Object.values(operations).flatMap((operation) => operation.description);

/** Runs the operation that the node is set to. */
export async function route(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const name = `${String(this.getNodeParameter('resource', 0))}.${String(this.getNodeParameter('operation', 0))}`;
	const operation = operations[name];
	if (!operation) throw new RangeError(`The Booking.com node has no operation "${name}"`);
	return await runOperation.call(this, operation);
}
