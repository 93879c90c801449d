/** A source of the channel contract that answers GET with JSON, as a channel's reservations API does. */
import { startHttp, type HttpReply, type HttpRequest } from '../../sandbox/http/server';
import type { Connection, Told } from './channel-contract';

const ELSEWHERE = '/elsewhere';

/** What a source answers when it fails; none of it may be passed on, so each quotes the request. */
const FAULTS: Readonly<Record<string, (request: HttpRequest, good: () => HttpReply) => HttpReply>> = {
	unauthorized: (request) => ({ status: 401, body: JSON.stringify(request.headers) }),
	serverError: (request) => ({ status: 500, body: JSON.stringify(request.headers) }),
	html: () => ({ status: 200, body: '<html>Down for maintenance</html>' }),
	reset: () => ({ reset: true }),
	// Who follows it is answered, with a key that belongs elsewhere.
	redirect: ({ path }, good) =>
		path === ELSEWHERE ? good() : { status: 302, headers: { Location: ELSEWHERE }, body: '' },
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
			const good = () => {
				const body = JSON.stringify(answer(told, request.query));
				sent.push(body);
				return { status: 200, headers: { 'Content-Type': 'application/json' }, body };
			};
			return fault ? fault(request, good) : good();
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
