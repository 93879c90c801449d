/** The calendars of the credential: whose they are, and where they are read. */
import { validateWebAddress } from '../../../core/text/web-address';
import type { RequestContext } from '../../shared/request/request';

export interface Feed {
	/** The channel's id of the room or apartment. */
	listingId: string;
	/** Secret: whoever has it can read the calendar. */
	address: string;
}

export interface Feeds {
	propertyId: string;
	feeds: Feed[];
	/** What a person has to correct, though the other lines can be read; `null` if nothing. */
	mistake: RangeError | null;
}

export const MAX_FEEDS = 200;

/** @throws RangeError that names what is missing, and never shows an address */
export async function feedsOf(context: Pick<RequestContext, 'getCredentials'>): Promise<Feeds> {
	const { propertyId, secretAddresses, allowHttp } = await context.getCredentials('calendarFeedsApi');
	const id = String(propertyId ?? '').trim();
	if (!/^[\w.-]{1,60}$/.test(id)) throw new RangeError('Fill in the property ID in the Calendar Feeds credential');
	const feeds = String(secretAddresses ?? '')
		.split(/\r?\n/)
		.map((line, index) => ({ line: line.trim(), number: index + 1 }))
		.filter(({ line }) => line !== '' && !line.startsWith('#'))
		.map(({ line, number }) => feedIn(line, number, allowHttp === true));
	if (feeds.length === 0)
		throw new RangeError('Fill in at least one calendar in the Calendar Feeds credential: listing ID = address');
	if (feeds.length > MAX_FEEDS) throw new RangeError(`The Calendar Feeds credential may have ${MAX_FEEDS} calendars`);
	const twice = feeds.find(({ listingId }, index) => feeds.findIndex((feed) => feed.listingId === listingId) < index);
	if (twice) throw new RangeError(`The Calendar Feeds credential has two calendars of ${twice.listingId}`);
	const { own, mistake } = withoutSharedAddresses(feeds);
	return { propertyId: id, feeds: own.map(({ listingId, address }) => ({ listingId, address })), mistake };
}

function feedIn(line: string, number: number, allowsHttp: boolean): Feed & { number: number } {
	const [, named, address = ''] = /^(?:([^\s=:/]{1,60})\s*=\s*)?(https?:\/\/\S+)$/i.exec(line) ?? [];
	// Airbnb's own addresses have the listing in them.
	const listingId = named ?? /\/calendar\/ical\/(\w{1,40})\.ics/i.exec(address)?.[1];
	if (listingId === undefined)
		throw new RangeError(`Line ${number} of the calendars in the credential must be: listing ID = address`);
	const mistake = validateWebAddress(address, allowsHttp);
	if (mistake !== null) throw new RangeError(`The address in line ${number} of the calendars ${mistake}`);
	return { listingId, address, number };
}

/** Pasted twice, one room would stand for two, and the other's bookings would never come: the first line counts. */
function withoutSharedAddresses<T extends Feed & { number: number }>(
	feeds: readonly T[],
): { own: T[]; mistake: RangeError | null } {
	const lines = new Map<string, number>();
	let mistake: RangeError | null = null;
	const own = feeds.filter(({ address, number }) => {
		const first = lines.get(address);
		if (first === undefined) lines.set(address, number);
		else
			mistake ??= new RangeError(
				`Lines ${first} and ${number} of the calendars in the credential have the same address: copy each room's own. Line ${number} is not read`,
			);
		return first === undefined;
	});
	return { own, mistake };
}
