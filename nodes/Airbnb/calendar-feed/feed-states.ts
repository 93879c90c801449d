/** What is remembered of several calendars. Pure. */
import type { FeedState, FollowedStay } from '../../../core/calendar-feed/state';
import { addDays } from '../../../core/reservation/dates';
import { MAX_FEEDS, type Feed } from './feeds';

/** By listing. */
export type FeedStates = Record<string, FeedState>;

/** A line of the credential that is away for a while, or corrected, loses nothing: its guests may cancel meanwhile. */
export function statesOfAbsent(before: FeedStates, feeds: readonly Feed[], now: Date): FeedStates {
	const present = new Set(feeds.map(({ listingId }) => listingId));
	const yesterday = addDays(now.toISOString().slice(0, 10), -1);
	const isNeeded = ({ stays }: FeedState) =>
		stays.some(({ isCancelled, checkOut }) => !isCancelled && checkOut >= yesterday);
	const absent = Object.entries(before).filter(([listingId, state]) => !present.has(listingId) && isNeeded(state));
	return Object.fromEntries(absent.slice(0, MAX_FEEDS));
}

/** Ids of stays without a code, by the listing whose calendar had them first. */
export class TakenIds {
	private readonly listings = new Map<string, string>();

	constructor(feeds: readonly Feed[], states: FeedStates) {
		for (const { listingId } of feeds) this.add(listingId, states[listingId]?.stays ?? []);
	}

	add(listingId: string, stays: readonly FollowedStay[]): void {
		for (const { id, code } of stays) if (code === null && !this.listings.has(id)) this.listings.set(id, listingId);
	}

	byOther(id: string, listingId: string): boolean {
		return (this.listings.get(id) ?? listingId) !== listingId;
	}
}
