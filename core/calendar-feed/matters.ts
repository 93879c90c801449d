/** What people are told of a calendar, in words. Never its address or a guest. */
import type { Doubt } from './absence';
import type { Matter } from './alerts';
import type { Seen } from './read-stays';
import type { FollowedStay } from './state';

/** Of whose calendar, and where a code is accepted: see `FeedRules`. */
interface Told {
	listingId: string;
	acceptAt?: string | undefined;
}

export function missingMatter(rules: Told, doubt: Doubt, count: number, code: string): Matter {
	const bookings = count === 1 ? '1 upcoming booking is' : `${count} upcoming bookings are`;
	const link = rules.acceptAt ? `open ${rules.acceptAt}?code=${code} and confirm, or ` : '';
	return {
		kind: 'missing',
		what: `${doubt.kind} ${code}`,
		message: `${nameOf(rules)} cannot be trusted: ${doubt.words}. ${bookings} missing from it, and nothing was cancelled. Look at the channel: if ${count === 1 ? 'it is' : 'they are'} really cancelled there, ${link}enter ${code} in the trigger's field "Accept Missing Bookings"; otherwise wait until the calendar is whole again`,
	};
}

export function doubtfulMatter(rules: Told, doubt: Doubt, inHouse: readonly FollowedStay[]): Matter {
	const ids = idsOf(inHouse);
	const stays =
		ids.length === 0
			? ''
			: ` A stay that has begun is missing: ${ids.slice(0, 5).join(', ')}. It was not cancelled. If the guest has left, free the room in SelfKey.`;
	return {
		kind: 'doubtful',
		what: [doubt.kind, ...ids].join(' '),
		message: `${nameOf(rules)} cannot be trusted: ${doubt.words}. No upcoming booking is missing from it, and there is nothing to accept.${stays} Compare with the channel: new bookings may be missing too`,
	};
}

export function inHouseMatter(rules: Told, stays: readonly FollowedStay[]): Matter {
	const ids = idsOf(stays);
	return {
		kind: 'inHouse',
		what: ids.join(', '),
		message: `${nameOf(rules)} no longer has a stay that has begun: ${ids.slice(0, 5).join(', ')}. It was not cancelled. If the guest has left, free the room in SelfKey`,
	};
}

function idsOf(stays: readonly FollowedStay[]): string[] {
	return stays.map(({ id, checkOut }) => `${id} (until ${checkOut})`).sort();
}

export function mattersIn(
	{ unread, unclear, sharing }: Pick<Seen, 'unread' | 'unclear' | 'sharing'>,
	rules: Told,
): Matter[] {
	const matters: Matter[] = [];
	if (unread > 0) {
		const events = unread === 1 ? '1 event' : `${unread} events`;
		matters.push({
			kind: 'unreadable',
			what: String(unread),
			message: `${nameOf(rules)} has ${events} without dates or a title that can be read. A known booking among them stays as it is; a new one has to be entered by hand. Compare with the channel`,
		});
	}
	if (unclear.length > 0) {
		const nights = unclear.map(({ checkIn, checkOut }) => `${checkIn} to ${checkOut}`).sort();
		matters.push({
			kind: 'unclear',
			what: unclear
				.map(({ checkOut }) => checkOut)
				.sort()
				.join(' '),
			message: `${nameOf(rules)} has nights right behind a closure of half a year: ${nights.slice(0, 5).join(', ')}. They were taken for the rest of the closure. Look at the channel: if they are a booking, enter it by hand`,
		});
	}
	if (sharing.length > 0) {
		const stays = sharing.map(({ code, checkIn, checkOut }) => `${code} (${checkIn} to ${checkOut})`).sort();
		matters.push({
			kind: 'sharing',
			what: stays.join(' '),
			message: `${nameOf(rules)} has one reservation at several dates: ${stays.slice(0, 5).join(', ')}. Each is kept as a booking of its own, so that none of its nights is sold twice. Look at the channel: one that is wrong is cancelled once it is no longer in the calendar`,
		});
	}
	return matters;
}

export function nameOf({ listingId }: Told): string {
	return `The calendar of ${listingId}`;
}
