import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { airbnbRequest } from '../transport';
import { operationsFor, type CalendarUpdate } from './operations';

/**
 * Changes a listing's nights in one request.
 * @returns how many operations it held
 * @throws ApiError
 */
export async function sendOperations(
	context: IExecuteFunctions,
	listingId: string,
	updates: readonly CalendarUpdate[],
	{ isPressing = false } = {},
): Promise<number> {
	const operations = operationsFor(updates);
	await airbnbRequest(context, {
		method: 'POST',
		path: '/v2/calendar_operations',
		isPressing,
		body: { listing_id: listingId, method: 'UPDATE', operations: operations as unknown as IDataObject[] },
	});
	return operations.length;
}
