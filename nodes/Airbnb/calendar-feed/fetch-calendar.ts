/** Asks for a calendar. Whatever goes wrong is told in words, never with the address. */
import { unforeseen, type FeedFetch } from '../../../core/calendar-feed/follow';
import type { Validators } from '../../../core/calendar-feed/state';
import { readCalendar } from '../../../core/ical/read-calendar';
import { withWholeCharacters } from '../../../core/ical/folded-octets';
import { decodeXml } from '../../../core/xml/decode';
import { ApiError } from '../../shared/request/api-error';
import type { RemoteSystem } from '../../shared/request/error-for-status';
import { remoteRequestDecoded, type RemoteAnswer, type RequestContext } from '../../shared/request/request';
import type { Feed } from './feeds';
import { forwardedTo, isForwarding, MAX_FORWARDINGS } from './forwarding';

const CALENDAR: RemoteSystem = {
	name: 'its address',
	advice: { forbidden: '', not_found: '', server: '' },
};
const GONE = 'Copy the address again from the channel into the Calendar Feeds credential';
/** For all steps together; one that trickles in may take half as long again. */
const TIMEOUT_MS = 20_000;
const LEAST_TIMEOUT_MS = 1_000;

/** @param timeZone IANA, of the hotel */
export async function fetchCalendar(
	context: RequestContext,
	feed: Feed,
	validators: Validators,
	timeZone: string,
): Promise<FeedFetch> {
	try {
		const answer = await askFor(context, feed, validators);
		if ('failure' in answer) return answer;
		// Where nothing was given to compare with, it says nothing of the calendar.
		if (answer.status === 304 && Object.keys(validators).length > 0) return 'unchanged';
		if (answer.status !== 200) return { failure: failureOf(answer.status) };
		return { ...readCalendar(answer.body, timeZone), validators: validatorsOf(answer.headers) };
	} catch (error) {
		// Whatever it is, it is this calendar's: the others are read all the same.
		if (!(error instanceof ApiError)) return { failure: unforeseen(error) };
		return { failure: error.status === null ? error.message : failureOf(error.status) };
	}
}

/**
 * Channels move calendars between their countries' hosts. Each step is looked at before it is taken: followed by n8n, a
 * redirect would carry the secret in the address anywhere, also over http.
 */
async function askFor(
	context: RequestContext,
	feed: Feed,
	{ etag, lastModified }: Validators,
): Promise<RemoteAnswer | { failure: string }> {
	const { allowHttp } = await context.getCredentials('calendarFeedsApi');
	const headers = {
		Accept: 'text/calendar',
		...(etag === undefined ? {} : { 'If-None-Match': etag }),
		...(lastModified === undefined ? {} : { 'If-Modified-Since': lastModified }),
	};
	let { address } = feed;
	const begun = performance.now();
	for (let step = 0; step <= MAX_FORWARDINGS; step++) {
		const timeout = Math.max(LEAST_TIMEOUT_MS, TIMEOUT_MS - (performance.now() - begun));
		const answer = await remoteRequestDecoded(
			context,
			CALENDAR,
			'calendarFeedsApi',
			{ method: 'GET', url: address, headers, timeout },
			(octets, contentType) => decodeXml(withWholeCharacters(octets), contentType),
		);
		if (!isForwarding(answer.status)) return answer;
		const next = forwardedTo(address, answer.headers['location'], allowHttp === true);
		if ('failure' in next) return next;
		({ address } = next);
	}
	return { failure: `it leads on to another address more than ${MAX_FORWARDINGS} times. ${GONE}` };
}

function failureOf(status: number): string {
	return [401, 403, 404, 410].includes(status) ? `it answered ${status}. ${GONE}` : `it answered ${status}`;
}

/** Of a reasonable length: they are kept. */
function validatorsOf(headers: Record<string, unknown>): Validators {
	const header = (name: string) => {
		const value = headers[name];
		return typeof value === 'string' && value.length <= 200 ? value : undefined;
	};
	const [etag, lastModified] = [header('etag'), header('last-modified')];
	return { ...(etag === undefined ? {} : { etag }), ...(lastModified === undefined ? {} : { lastModified }) };
}
