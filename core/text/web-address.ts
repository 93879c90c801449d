/** Addresses that keys, signatures and guests' data are sent to. Pure. */

/**
 * What is wrong with a system's address and what to do, or `null`: over plain http, everybody on the way can read what
 * is sent, and answer in the system's place. On this machine there is no way.
 * @returns the rest of a sentence that begins with the address's name
 */
export function validateWebAddress(address: string, allowsHttp = false): string | null {
	const url = URL.canParse(address) ? new URL(address) : null;
	const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:';
	if (!isWeb || !/^https?:\/\/[^/]/i.test(address)) return 'must be a whole address, such as https://hotel.example.com';
	if (url.protocol === 'https:' || allowsHttp || isLoopback(url.hostname)) return null;
	return 'must begin with https:// because keys and guests\' data can be read on their way over http; if you trust the network, switch on "Allow Unencrypted HTTP" in the credential';
}

/** Whether it is this machine itself. @param hostname as `URL` gives it, in its one spelling */
export function isLoopback(hostname: string): boolean {
	return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\]|\[::ffff:7f[\da-f]{2}:[\da-f]{1,4}\])$/.test(hostname);
}

/**
 * Whether it is this machine or in a network that nobody reaches from outside, as far as the address itself says it: a
 * name may lead there as well. @param hostname as `URL` gives it, in its one spelling
 */
export function isInternal(hostname: string): boolean {
	return (
		isLoopback(hostname) ||
		/^(?:0|10|192\.168|169\.254|172\.(?:1[6-9]|2\d|3[01]))\.[\d.]+$/.test(hostname) ||
		/^\[(?:::\]|::ffff:|f[cd]|fe[89ab])/.test(hostname)
	);
}
