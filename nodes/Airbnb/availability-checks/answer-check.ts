/** Answers what Airbnb waits for, in time. */
import { sleep, type INodeProperties, type IWebhookFunctions } from 'n8n-workflow';
import { recordOf } from '../../../core/payload/field-reader';
import { fetchReservation, isCode } from '../reservations/fetch-reservation';
import { hostIdOf } from '../reservations/host-id';
import { readReservation } from '../reservations/airbnb.mapper';
import { TEST_LISTING } from '../notifications/notification';
import { idOf } from '../responses/ids';
import { nightsBeyond, readCheck, type AvailabilityCheck, type Nights } from './check';
import { hasFreeRoom } from './free-rooms';

const DEFAULT_SECONDS = 4;
const MAX_SECONDS = 30;

export const checkProperties: INodeProperties[] = [
	{
		displayName: 'If SelfKey Does Not Answer in Time',
		name: 'withoutAnswer',
		type: 'options',
		options: [
			{ name: 'Available', value: 'available', description: 'No guest is turned away, but a room may be sold twice' },
			{ name: 'Not Available', value: 'unavailable', description: 'No room is sold twice' },
		],
		default: 'unavailable',
		description: 'What Airbnb is told when it asks whether nights are free',
	},
	{
		displayName: 'Seconds for an Answer',
		name: 'checkSeconds',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: MAX_SECONDS },
		default: DEFAULT_SECONDS,
		description:
			'How long SelfKey may take when Airbnb asks whether nights are free. Airbnb does not publish its own limit.',
	},
];

export interface CheckAnswer {
	isAvailable: boolean;
	/** `null` if it is. */
	failureCode: 'dates_not_available' | 'invalid_request' | 'temporarily_unavailable' | null;
}

/** @param code of the booking that is to be changed; `null` for a new one */
export async function answerCheck(
	context: IWebhookFunctions,
	asked: unknown,
	code: string | null,
): Promise<CheckAnswer> {
	// Also where it asks for no nights.
	if (idOf(recordOf(asked), 'listing_id') === TEST_LISTING) return { isAvailable: true, failureCode: null };
	const check = readCheck(asked);
	if (check === null) return { isAvailable: false, failureCode: 'invalid_request' };
	const limit = limitOf(context);
	const found = await Promise.race([isFree(context, check, code, limit), sleep(limit).then(() => null)]).catch(
		(error: unknown) => tell(context, error),
	);
	if (found !== null) return { isAvailable: found, failureCode: found ? null : 'dates_not_available' };
	const isAvailable = context.getNodeParameter('options.withoutAnswer', 'unavailable') === 'available';
	return { isAvailable, failureCode: isAvailable ? null : 'temporarily_unavailable' };
}

async function isFree(
	context: IWebhookFunctions,
	check: AvailabilityCheck,
	code: string | null,
	timeoutMs: number,
): Promise<boolean> {
	const hostId = await hostIdOf(context);
	const times = code === null ? [check] : await beyond(context, check, code);
	return await hasFreeRoom(context, { hostId, listingId: check.listingId }, times, timeoutMs);
}

/** A booking's own nights are not free, and it has them. */
async function beyond(context: IWebhookFunctions, check: AvailabilityCheck, code: string): Promise<Nights[]> {
	if (!isCode(code)) return [check];
	const entry = await fetchReservation(context, code, 1);
	const { reservation } = readReservation(entry, { observedAt: `${new Date().toISOString()}#1`, hostId: null });
	const [room] = reservation?.status === 'confirmed' ? reservation.rooms : [];
	return room?.roomTypeId === check.listingId && room.checkIn !== null && room.checkOut !== null
		? nightsBeyond(check, { from: room.checkIn, until: room.checkOut })
		: [check];
}

function tell(context: IWebhookFunctions, error: unknown): null {
	const reason = error instanceof Error ? error.message : 'unknown';
	context.logger.warn(
		`Airbnb asked whether nights are free, and SelfKey did not say: ${reason} (workflow ${context.getWorkflow().id ?? 'unsaved'}, node "${context.getNode().name}")`,
	);
	return null;
}

/** In milliseconds. An expression may return anything, but no value may mean "without a limit". */
function limitOf(context: IWebhookFunctions): number {
	const seconds = Number(context.getNodeParameter('options.checkSeconds', DEFAULT_SECONDS));
	return (seconds >= 1 && seconds <= MAX_SECONDS ? seconds : DEFAULT_SECONDS) * 1000;
}
