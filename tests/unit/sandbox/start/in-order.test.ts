import fc from 'fast-check';
import { InOrder } from '../../../../sandbox/start/in-order';
import { assertProperty } from '../../../support/property';

it('keeps what is younger than the look until the other sources can have told of it', () => {
	const lines = new InOrder();
	lines.add(new Date(30), 'a webhook, after the look has begun');
	lines.add(new Date(5), null);
	expect(lines.until(new Date(10))).toEqual([]);
	lines.add(new Date(20), 'a run that ended before it');
	expect(lines.until(new Date(40))).toEqual(['a run that ended before it', 'a webhook, after the look has begun']);
	expect(lines.until(new Date(50))).toEqual([]);
});

it('tells everything once and in the order of time, whichever source is read first in each look', () => {
	const events = fc.array(fc.record({ at: fc.integer({ min: 0, max: 100 }), readFirst: fc.boolean() }));
	assertProperty(
		fc.property(events, fc.uniqueArray(fc.integer({ min: 1, max: 100 }), { minLength: 1 }), (all, times) => {
			const lines = new InOrder();
			const left = new Set(all);
			const told: number[] = [];
			for (const look of [...times].sort((one, other) => one - other).concat(101)) {
				// A source that is read first sees nothing after the look's start; one that is read later sees five more.
				for (const event of [...left].filter(({ at, readFirst }) => at <= look + (readFirst ? 0 : 5))) {
					lines.add(new Date(event.at), String(event.at));
					left.delete(event);
				}
				told.push(...lines.until(new Date(look)).map(Number));
			}
			expect(told).toEqual(all.map(({ at }) => at).sort((one, other) => one - other));
		}),
	);
});
