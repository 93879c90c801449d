/** Where a calendar's answer sends its reader. Pure. */
import { isInternal, validateWebAddress } from '../../../core/text/web-address';

/** Steps from the address in the credential: to another host of the channel, to another spelling there. */
export const MAX_FORWARDINGS = 3;

const FORWARDING = [301, 302, 303, 307, 308];

export function isForwarding(status: number): boolean {
	return FORWARDING.includes(status);
}

/**
 * The address to ask next. It is as secret as the one before it, so it has to be as safe, and no channel may point into
 * the hotel's own network.
 * @param location as the answer's header gives it
 * @returns or in words why not, without any address
 */
export function forwardedTo(
	from: string,
	location: unknown,
	allowsHttp: boolean,
): { address: string } | { failure: string } {
	if (typeof location !== 'string' || !URL.canParse(location, from))
		return { failure: 'it leads on to an address that cannot be read' };
	const next = new URL(location, from);
	const reason = validateWebAddress(next.href, allowsHttp);
	if (reason !== null) return { failure: `it leads on to another address, which ${reason}` };
	if (isInternal(next.hostname) && !isInternal(new URL(from).hostname))
		return { failure: "it leads on into this server's own network, where no channel has its calendars" };
	return { address: next.href };
}
