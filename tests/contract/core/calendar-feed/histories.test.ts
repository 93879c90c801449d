/** A thousand histories of a channel's calendar: what SelfKey has is the truth, each time and at every moment. */
import type { Dialect } from '../../../../sandbox/ical/listing';
import { followHistory } from '../../../support/feed-history';
import { EFFORT, SEED } from '../../../support/property';

const HISTORIES: Record<Dialect, number> = { airbnb: 500, vrbo: 200, 'booking.com': 300 };

it.each(Object.entries(HISTORIES) as Array<[Dialect, number]>)(
	'%s: nothing is cancelled that stands, all is cancelled in time that is, and nothing comes twice',
	(dialect, count) => {
		let cancellations = 0;
		for (let number = 0; number < count * EFFORT; number++) {
			const seed = SEED * 100_000 + number;
			const { problems, cancellations: some, largestState } = followHistory(dialect, seed, 30, 3);
			expect({ seed, problems }).toEqual({ seed, problems: [] });
			expect(largestState).toBeLessThan(50_000);
			cancellations += some;
		}
		expect(cancellations).toBeGreaterThan(count);
	},
);
