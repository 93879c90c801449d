/** The faults of the matrix: each way in which a remote system, or the network before it, can fail. */

export const FAULTS = {
	refused: 'Connection refused',
	reset: 'Connection reset',
	slow: 'Slow answer',
	hang: 'No answer at all',
	drip: 'An answer that never ends',
	truncated: 'Answer cut off, connection broken',
	shortened: 'Half an answer, well closed',
	webPage: '200 with a web page',
	empty: '200 with nothing',
	errorsInside: '200 with errors inside',
	401: '401',
	403: '403',
	404: '404',
	409: '409',
	429: '429 with Retry-After',
	500: '500',
	502: '502',
	503: '503',
	lostAnswer: 'Done, but the answer is lost',
	gatewayTimeout: 'Done, but a gateway answers 504',
	oneRefused: 'One of several refused for good',
} as const;

export type Fault = keyof typeof FAULTS;
/** What the proxy does by itself; the others are the scene's. */
export type ProxyFault = Exclude<Fault, 'errorsInside' | 'oneRefused'>;
