/**
 * The one way to Booking.com: XML over HTTPS, with every answer read, judged and freed of card data.
 * Source: developers.booking.com/connectivity/docs, reservations and ARI.
 */
import { sleep, type IHttpRequestMethods } from 'n8n-workflow';
import { decodeXml } from '../../core/xml/decode';
import { retryAfterSeconds } from '../shared/request/api-error';
import { remoteRequestDecoded, safeAddress, type RequestContext } from '../shared/request/request';
import { inSeconds, PRESSING, withRetry } from '../shared/request/retry';
import { BOOKING_COM } from './responses/errors';
import { errorForAnswer, readAnswer, type BookingComAnswer, type Expected } from './responses/read-response';

export interface BookingComRequest {
	method: IHttpRequestMethods;
	/** `reservations` is the host that may carry card data, `ari` the other one. */
	host: 'reservations' | 'ari';
	path: string;
	/** Which document the answer must be. */
	expects: Expected;
	qs?: Record<string, string | number>;
	/** XML. */
	body?: string;
	headers?: Record<string, string>;
	/**
	 * How often it is tried in all while the fault is a passing one. Fetching takes 1: the next poll is the
	 * retry. Acknowledging takes more: Booking.com asks to repeat it until it is not answered with 5xx.
	 */
	attempts?: number;
	/** It gets old while it waits: see `PRESSING`. Counts before `attempts`. */
	isPressing?: boolean;
	/** Seconds for all tries together, where others wait for the answer. Counts before `isPressing`. */
	within?: number | undefined;
}

/**
 * Sends one request.
 * @throws ApiError for every status but 2xx, for errors inside a 200, and for an answer that is no whole XML
 */
export async function bookingComRequest(
	context: RequestContext,
	request: BookingComRequest,
): Promise<BookingComAnswer> {
	const { method, host, path, expects, qs, body, headers, attempts = 1, isPressing = false, within } = request;
	const hurry = within === undefined ? (isPressing ? PRESSING : null) : inSeconds(within);
	const credentials = await context.getCredentials('bookingComApi');
	const baseURL =
		host === 'ari'
			? safeAddress(BOOKING_COM, 'Availability and Rates Base URL', credentials.ariBaseUrl, credentials)
			: safeAddress(BOOKING_COM, 'Reservations Base URL', credentials.baseUrl, credentials);
	if (credentials.authentication === 'token') safeAddress(BOOKING_COM, 'Token URL', credentials.tokenUrl, credentials);
	return await withRetry(
		async () => {
			const options = {
				method,
				url: baseURL + path,
				qs,
				body,
				...(hurry === null ? {} : { timeout: hurry.silenceMs }),
				headers: {
					Accept: 'application/xml',
					...(body === undefined ? {} : { 'Content-Type': 'application/xml' }),
					...headers,
				},
			};
			const answer = await remoteRequestDecoded(context, BOOKING_COM, 'bookingComApi', options, decodeXml);
			if (answer.status >= 200 && answer.status < 300) return readAnswer(answer.body, expects);
			throw errorForAnswer(answer.status, answer.body, retryAfterSeconds(answer.headers['retry-after'], new Date()));
		},
		{ attempts, ...hurry?.retry, wait: sleep },
	);
}
