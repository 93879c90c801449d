/** A thousand histories of a channel's calendar: what SelfKey has is the truth, each time and at every moment. */
import type { Dialect } from '../../../../sandbox/ical/listing';
import { followHistory, followSmallHotel } from '../../../support/feed-history';
import { EFFORT, SEED } from '../../../support/property';

const HISTORIES: Record<Dialect, number> = { airbnb: 500, vrbo: 200, 'booking.com': 300 };

const runs = (Object.entries(HISTORIES) as Array<[Dialect, number]>).map(
	([dialect, count]) => [count * EFFORT, dialect] as const,
);

it.each(runs)(
	'%i histories of %s: nothing is cancelled that stands, all is cancelled in time that is, and nothing comes twice',
	(count, dialect) => {
		let [cancellations, inTime] = [0, 0];
		for (let number = 0; number < count; number++) {
			const seed = SEED * 100_000 + number;
			const { problems, largestState, ...some } = followHistory(dialect, seed, 30, 3);
			expect({ seed, problems }).toEqual({ seed, problems: [] });
			expect(largestState).toBeLessThan(50_000);
			cancellations += some.cancellations;
			inTime += some.inTime;
		}
		expect(cancellations).toBeGreaterThan(count);
		expect(inTime).toBeGreaterThan(count);
	},
);

const SMALL: Record<Dialect, number> = { airbnb: 120, vrbo: 60, 'booking.com': 60 };

it.each(Object.entries(SMALL) as Array<[Dialect, number]>)(
	'the same for hotels with one to four calendars of %s and few bookings (%i), also where closed nights are all that is left',
	(dialect, count) => {
		let [cancellations, inTime, asked] = [0, 0, 0];
		for (let number = 0; number < count * EFFORT; number++) {
			const seed = SEED * 100_000 + number;
			const all = followSmallHotel(dialect, seed, { calendars: 1 + (number % 4), days: 40, everyHours: 3 });
			for (const [index, { problems, ...some }] of all.entries()) {
				expect({ seed, index, problems }).toEqual({ seed, index, problems: [] });
				cancellations += some.cancellations;
				inTime += some.inTime;
				asked += some.alerts.filter((message) => message.includes('Accept Missing')).length;
			}
		}
		expect(cancellations).toBeGreaterThan(count / 2);
		// Without anybody who is asked.
		expect(inTime).toBeGreaterThan(count / 4);
		expect(asked).toBeGreaterThan(count / 4);
	},
);
