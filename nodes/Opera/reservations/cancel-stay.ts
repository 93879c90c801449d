/** Cancels one of OPERA's reservations: first it is asked whether it would, and then it does. */
import { isTransient } from '../../shared/request/api-error';
import type { RequestContext } from '../../shared/request/request';
import { failureOf, waitBefore, WRITE_ATTEMPTS } from '../write-attempts';
import { operaRequest } from '../transport';
import { cancelBody, type Cancellation } from './bodies';
import { readFullStay } from './find-stays';
import type { OperaStay } from './opera-stay';

/**
 * One whose answer was lost, or that another run has just cancelled, is recognised by its status.
 * @throws ApiError, also where OPERA would not cancel it
 */
export async function cancelStay(context: RequestContext, stay: OperaStay, cancellation: Cancellation): Promise<void> {
	const send = async (isDryRun: boolean, attempts: number) =>
		await operaRequest(context, {
			method: 'POST',
			module: 'reservations',
			path: [stay.reservationId, 'cancellations'],
			body: cancelBody(stay, cancellation, isDryRun),
			attempts,
		});
	const isCancelled = async () => (await readFullStay(context, stay.reservationId))?.state === 'cancelled';
	const objection = await failureOf(send(true, WRITE_ATTEMPTS));
	if (objection !== null) {
		if (!isTransient(objection.error) && (await isCancelled())) return;
		throw objection.error;
	}
	for (let attempt = 1; ; attempt++) {
		const failure = await failureOf(send(false, 1));
		if (failure === null) return;
		const { error } = failure;
		if (isTransient(error)) await waitBefore(attempt, error);
		if (await isCancelled()) return;
		if (!isTransient(error) || attempt >= WRITE_ATTEMPTS) throw error;
	}
}
