import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { sendInBatches } from '../../shared/batch';
import { ApiError } from '../../shared/request/api-error';
import { inTime } from '../../shared/request/in-time';
import { airbnbRequest } from '../transport';
import { nightsOf, operationsOf, type CalendarUpdate, type ChangedNight, type NightChange } from './operations';

/** Nights refused alone, one after the other, after which it is not they that are wrong. */
const GIVE_UP_AFTER = 3;

interface SendOptions {
	/** Given where it gets old while it is sent: see `PRESSING` and `inTime`. */
	isLate?: () => boolean;
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
): Promise<Array<number | Error>> {
	const { operations, failed } = await sendNights(context, listingId, updates);
	return updates.map((update) => {
		const night = update.nights.find((each) => failed.has(each));
		return night === undefined ? operations : (failed.get(night) ?? operations);
	});
}

export interface SentNights {
	/** How many were carried out. */
	operations: number;
	/** Why a night was not set: `NotSent` for want of time. */
	failed: Map<string, Error>;
}

/** As `sendOperations`, night by night. */
export async function sendNights(
	context: IExecuteFunctions,
	listingId: string,
	updates: readonly CalendarUpdate[],
	{ isLate, isHeld = () => false }: SendOptions = {},
): Promise<SentNights> {
	const nights = nightsOf(updates).filter(([night, change]) => !isHeld(night, change));
	let done = 0;
	const send = async (some: ChangedNight[]) => {
		const operations = operationsOf(some);
		await airbnbRequest(context, {
			method: 'POST',
			path: '/v2/calendar_operations',
			isPressing: isLate !== undefined,
			body: { listing_id: listingId, method: 'UPDATE', operations: operations as unknown as IDataObject[] },
		});
		done += operations.length;
		return some.map(() => true);
	};
	const { results } = await sendInBatches<ChangedNight, boolean>(
		nights,
		isLate ? inTime(send, isLate, isRefused) : send,
		{
			size: Math.max(1, nights.length),
			concernsContent: isRefused,
			giveUpAfter: GIVE_UP_AFTER,
		},
	);
	const failed = new Map<string, Error>();
	for (const [place, [night]] of nights.entries()) {
		const result = results[place];
		if (result instanceof Error) failed.set(night, result);
	}
	return { operations: done, failed };
}

function isRefused(error: unknown): boolean {
	return error instanceof ApiError && error.kind === 'refused' && !error.retryable;
}
