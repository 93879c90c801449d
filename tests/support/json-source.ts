/** A source of the channel contract that answers GET with JSON, as a channel's reservations API does. */
import { startHttp, type HttpReply, type HttpRequest } from '../../sandbox/http/server';
import type { Connection, Told } from './channel-contract';

/** What a source answers when it fails; none of it may be passed on, so each quotes the request. */
const FAULTS: Readonly<Record<string, (request: HttpRequest) => HttpReply>> = {
	unauthorized: (request) => ({ status: 401, body: JSON.stringify(request.headers) }),
	serverError: (request) => ({ status: 500, body: JSON.stringify(request.headers) }),
	html: () => ({ status: 200, body: '<html>Down for maintenance</html>' }),
	reset: () => ({ reset: true }),
};

/** @param answer what the source answers, of all that it was told so far */
export async function jsonSource(
	answer: (told: readonly Told[], query: URLSearchParams) => object,
): Promise<Pick<Connection, 'tell' | 'wire' | 'faults' | 'close'> & { url: string }> {
	const told: Told[] = [];
	const sent: string[] = [];
	let fault: (typeof FAULTS)[string] | null = null;
	const http = await startHttp({
		handler(request) {
			if (fault) return fault(request);
			const body = JSON.stringify(answer(told, request.query));
			sent.push(body);
			return { status: 200, headers: { 'Content-Type': 'application/json' }, body };
		},
	});
	return {
		url: http.url,
		tell: (message) => void told.push(message),
		wire: () => sent.join('\n'),
		faults: Object.fromEntries(Object.entries(FAULTS).map(([name, reply]) => [name, () => void (fault = reply)])),
		close: () => http.close(),
	};
}
