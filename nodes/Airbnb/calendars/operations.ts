/** Changes of a listing's nights as the fewest calendar operations. Pure. */

/** What is set for a night; what is `null` stays as it is. */
export interface NightChange {
	availability: 'available' | 'unavailable' | null;
	/** In the listing's currency. */
	dailyPrice: number | null;
}

export interface CalendarUpdate extends NightChange {
	nights: string[];
}

export interface CalendarOperation {
	dates: string[];
	availability?: NightChange['availability'];
	daily_price?: number;
}

export type ChangedNight = readonly [night: string, change: NightChange];

/** Each night once, in order; where updates overlap, the later one counts. */
export function nightsOf(updates: readonly CalendarUpdate[]): ChangedNight[] {
	const byNight = new Map<string, NightChange>();
	for (const { nights, availability, dailyPrice } of updates) {
		for (const night of nights) {
			const before = byNight.get(night);
			byNight.set(night, {
				availability: availability ?? before?.availability ?? null,
				dailyPrice: dailyPrice ?? before?.dailyPrice ?? null,
			});
		}
	}
	return [...byNight].sort(([a], [b]) => (a < b ? -1 : 1));
}

/**
 * Nights that end up alike are one operation, adjoining or not; where updates overlap, the later one counts. No night is named
 * twice, since nobody has described which of two operations would count.
 */
export function operationsFor(updates: readonly CalendarUpdate[]): CalendarOperation[] {
	return operationsOf(nightsOf(updates));
}

/** Nights that are alike are one operation. */
export function operationsOf(nights: readonly ChangedNight[]): CalendarOperation[] {
	const alike = new Map<string, CalendarOperation>();
	for (const [night, { availability, dailyPrice }] of nights) {
		const key = `${availability} ${dailyPrice}`;
		const operation = alike.get(key) ?? {
			dates: [],
			...(availability === null ? {} : { availability }),
			...(dailyPrice === null ? {} : { daily_price: dailyPrice }),
		};
		operation.dates.push(night);
		alike.set(key, operation);
	}
	return [...alike.values()];
}
