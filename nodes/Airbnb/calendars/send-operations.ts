import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { sendInBatches } from '../../shared/batch';
import { ApiError } from '../../shared/request/api-error';
import { airbnbRequest } from '../transport';
import { nightsOf, operationsOf, type CalendarUpdate, type ChangedNight, type NightChange } from './operations';

/** Nights refused alone, one after the other, after which it is not they that are wrong. */
const GIVE_UP_AFTER = 3;

interface SendOptions {
	/** Whether somebody waits for it. */
	isPressing?: boolean;
	/** Whether a night is so already, and need not be sent. */
	isHeld?: (night: string, change: NightChange) => boolean;
}

/**
 * Changes a listing's nights in one request. Airbnb carries out a request whole or not at all: one that it refuses is sent again
 * in halves, so that a night that cannot be set holds up no other. Of `n` nights, that takes 2·⌈log₂ n⌉ requests more for each
 * that is refused.
 * @returns for each update how many operations were carried out in all, or why one of its nights was not set
 */
export async function sendOperations(
	context: IExecuteFunctions,
	listingId: string,
	updates: readonly CalendarUpdate[],
	{ isPressing = false, isHeld = () => false }: SendOptions = {},
): Promise<Array<number | Error>> {
	const nights = nightsOf(updates).filter(([night, change]) => !isHeld(night, change));
	let done = 0;
	const send = async (some: ChangedNight[]) => {
		const operations = operationsOf(some);
		await airbnbRequest(context, {
			method: 'POST',
			path: '/v2/calendar_operations',
			isPressing,
			body: { listing_id: listingId, method: 'UPDATE', operations: operations as unknown as IDataObject[] },
		});
		done += operations.length;
		return some.map(() => true);
	};
	const { results } = await sendInBatches<ChangedNight, boolean>(nights, send, {
		size: Math.max(1, nights.length),
		concernsContent: (error) => error instanceof ApiError && error.kind === 'refused' && !error.retryable,
		giveUpAfter: GIVE_UP_AFTER,
	});
	const failed = new Map<string, Error>();
	for (const [place, [night]] of nights.entries()) {
		const result = results[place];
		if (result instanceof Error) failed.set(night, result);
	}
	return updates.map((update) => {
		const night = update.nights.find((each) => failed.has(each));
		return night === undefined ? done : (failed.get(night) ?? done);
	});
}
