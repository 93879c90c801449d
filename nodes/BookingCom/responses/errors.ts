/**
 * What Booking.com's errors mean for the sender of the request. Pure.
 * Source: developers.booking.com/connectivity/docs, error handling, and the OTA code lists.
 */
import { ApiError, type ApiErrorKind } from '../../shared/request/api-error';
import { withReference, type RemoteSystem } from '../../shared/request/error-for-status';

/** One `Error` or `Warning`. */
export interface Remark {
	/** Booking.com's message with the code, fit to be shown. */
	text: string;
	/** OTA's error code. */
	code: string | null;
	/** The part of the request it is about (its `LocatorID`); `null` if it does not say. */
	record: string | null;
}

/** Booking.com's own errors in a readable answer, with the parts that they are about. */
export class BookingComError extends ApiError {
	constructor(
		details: ConstructorParameters<typeof ApiError>[0],
		readonly remarks: readonly Remark[],
		readonly ruid: string | null = null,
		/** The same answer reports success: what no remark is about was done. */
		readonly isBesideSuccess = false,
	) {
		super(details);
	}
}

const SYSTEM_ERROR = '448';
const AUTHORIZATION = '497';
/** Codes that mean that a part of a request was not done: invalid, missing or unknown values, and the two above. */
const NOT_DONE = new Set([SYSTEM_ERROR, AUTHORIZATION, '249', '320', '321', '402', '450']);

/** Whether a warning beside a success says that a part was not done, rather than that it was done with a note. */
export function meansNotDone(remark: Remark): boolean {
	const { code, text } = remark;
	return (code !== null && NOT_DONE.has(code)) || /\bWARN_DUPLICATE_DATES\b/.test(text) || refusesClosing(remark);
}

const CONTRACTED = /(?<!\p{L})contract(?:ed|ual(?:ly)?|s)?(?!\p{L})/iu;
const FEWEST =
	/(?<!\p{L})(?:min(?:imum|imal)?|at least|below|fewer|less|must (?:stay|remain))(?!\p{L})|clos(?:e|ed|ing|ure)(?!\p{L})/iu;
const ROOMS = /(?<!\p{L})(?:rooms?|units?|allot?ments?|inventory)(?!\p{L})/iu;
/** What is contracted may be a price as well. */
const OF_A_PRICE = /(?<!\p{L})(?:rates?|prices?|pricing|tariffs?)(?!\p{L})/iu;
const CERTAIN = /\bminimum[\s_]+(?:number[\s_]+of[\s_]+)?contract(?:ed|ual)[\s_]+rooms?\b/i;

/**
 * Whether nights may not be closed because the hotel has contracted a minimum number of rooms. Booking.com's words are not
 * documented, so that any that speak of a contract, of rooms and of the fewest of them count, if they speak of no price.
 */
export function refusesClosing({ text }: Remark): boolean {
	if (CERTAIN.test(text)) return true;
	return [CONTRACTED, FEWEST, ROOMS].every((words) => words.test(text)) && !OF_A_PRICE.test(text);
}

export const BOOKING_COM: RemoteSystem = {
	name: 'Booking.com',
	does: { forbidden: 'denied access for the hotel' },
	advice: {
		unauthorized:
			'Check the Booking.com credential: the client ID and secret (or machine account) and that it is switched on for production',
		forbidden: 'In the extranet, connect the property to this provider, or remove its ID from the node',
		not_found: 'Check the reservation ID, and the base URLs in the credential',
		rate_limited:
			'Nothing is lost: what was not fetched or acknowledged is offered again. Poll less often if this comes back',
		server: 'Nothing is lost: what was not fetched or acknowledged is offered again',
		moved: 'Check the base URLs in the credential',
		refused: 'Check the base URLs in the credential',
	},
};

/**
 * One error for all of Booking.com's own errors in an answer.
 * @param status the HTTP status; `null` if it was 2xx
 * @param isBesideSuccess the answer holds `<Success/>` as well
 */
export function bookingComError(
	said: Remark[],
	status: number | null,
	ruid: string | null,
	isBesideSuccess = false,
): BookingComError {
	const kind = kindOf(said);
	const words = said.map(({ text }) => text).join('; ');
	const { server, forbidden } = BOOKING_COM.advice;
	const [message, advice] = {
		superseded: [
			'The reservation has changed since it was fetched',
			'Nothing to do: its latest state is offered again and is then written and acknowledged',
		],
		server: [`Booking.com has a fault at present: ${words}`, withReference(BOOKING_COM, server, ruid)],
		forbidden: [`Booking.com denied access: ${words}`, withReference(BOOKING_COM, forbidden, ruid)],
		refused: [
			`Booking.com refused the request: ${words}`,
			withReference(BOOKING_COM, 'Correct what it names and run the flow again', ruid),
		],
	}[kind] as [string, string];
	return new BookingComError({ kind, status, message, advice }, said, ruid, isBesideSuccess);
}

function kindOf(said: Remark[]): Extract<ApiErrorKind, 'superseded' | 'server' | 'forbidden' | 'refused'> {
	if (said.some(({ text }) => /message of the wrong type/i.test(text))) return 'superseded';
	if (said.every(({ code }) => code === SYSTEM_ERROR)) return 'server';
	return said.every(({ code }) => code === AUTHORIZATION) ? 'forbidden' : 'refused';
}
