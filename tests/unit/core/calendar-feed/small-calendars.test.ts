/** Calendars of a few bookings, and several that are read together: what their gaps prove. */
import { judgeTogether, lookAt, type FeedFetch } from '../../../../core/calendar-feed/follow';
import { newFeedState, type FeedState } from '../../../../core/calendar-feed/state';
import { readCalendar } from '../../../../core/ical/read-calendar';
import { addDays } from '../../../../core/reservation/dates';
import { feed, readOn, textOf, ZONE, type Given } from '../../../support/followed-feed';

const A: Given = { uid: 'a@airbnb.com', code: 'HMAAAAAAAA', start: '2027-03-10', end: '2027-03-13' };
const B: Given = { uid: 'b@airbnb.com', code: 'HMBBBBBBBB', start: '2027-03-13', end: '2027-03-15' };
const C: Given = { uid: 'c@airbnb.com', code: 'HMCCCCCCCC', start: '2027-04-01', end: '2027-04-05' };
const BLOCK: Given = { uid: 'x@airbnb.com', summary: 'Airbnb (Not available)', start: '2027-05-01', end: '2027-05-31' };
const FAR: Given = { ...BLOCK, uid: 'y@airbnb.com', start: '2028-03-01', end: '2028-08-01' };

const bookings = (count: number) =>
	Array.from({ length: count }, (_, index): Given => {
		const start = addDays('2027-04-01', index * 10);
		return { uid: `${index}`, code: `HM${String(index).padStart(8, '0')}`, start, end: addDays(start, 2) };
	});

describe('a calendar of a few bookings', () => {
	it.each<[string, Given[], Given[]]>([
		['closed nights alone, instead of its only booking', [A, BLOCK], [BLOCK]],
		['closed nights alone, instead of two bookings', [A, B, BLOCK], [BLOCK]],
		['another booking and closed nights, instead of its only one', [A, BLOCK], [C, BLOCK]],
		['one entry of three', [A, B, BLOCK], [B]],
	])('that has %s cancels nothing, and a person is asked', (_, before, after) => {
		const of = feed();
		of.read(before);
		const asked: string[] = [];
		for (let hours = 0; hours < 30; hours += 3) {
			of.pass(3);
			const { told, messages } = of.read(after);
			expect(told.filter((what) => what.startsWith('cancelled'))).toEqual([]);
			asked.push(...messages);
		}
		const codes = asked.map((message) => /enter (\d-\w+) in/.exec(message)?.[1] ?? '');
		// At once, and again after a day, for the same.
		expect(codes.length).toBeGreaterThanOrEqual(2);
		expect(new Set(codes)).toEqual(new Set([expect.stringMatching(/^\d-\w+$/)]));
		const { told } = of.read(after, { accepted: codes });
		expect(told).toEqual(before.filter((event) => event.code && !after.includes(event)).map(expectedEnd));
	});

	it.each<[string, Given[], Given[]]>([
		['one of two', [A, C], [C]],
		['one of two, and closed nights', [A, C, BLOCK, FAR], [C, BLOCK, FAR]],
		['one of three', [A, B, C], [A, C]],
	])('that lacks %s cancels it after six hours', (_, before, after) => {
		const of = feed();
		of.read(before);
		expect(readOn(of, after)).toEqual(before.filter((event) => !after.includes(event)).map(expectedEnd));
	});

	it('lets the next one go as well, once one is cancelled', () => {
		const of = feed();
		of.read([A, B, C]);
		expect(readOn(of, [B, C])).toEqual([expectedEnd(A)]);
		expect(readOn(of, [C])).toEqual([expectedEnd(B)]);
	});

	it('asks a person where it loses nearly all of them little by little', () => {
		const of = feed();
		const all = bookings(9);
		of.read([...all, BLOCK]);
		const asked: string[] = [];
		const told: string[] = [];
		for (const left of [8, 7, 6, 4, 2, 1])
			for (const hours of [1, 2, 3, 1]) {
				of.pass(hours);
				const step = of.read([...all.slice(0, left), BLOCK]);
				told.push(...step.told);
				asked.push(...step.messages);
			}
		expect(told).toEqual([all[8]!, all[7]!].map(expectedEnd));
		expect(asked[0]).toContain('it lacks 1 of 7 bookings, and 2 within the day before');
	});

	it.each([
		[9, 1],
		[14, 2],
		[40, 3],
	])('of %i may lose %i at once; of one more a person is asked', (count, most) => {
		const all = bookings(count);
		const without = (lost: number) => {
			const of = feed();
			of.read(all);
			return readOn(of, all.slice(lost));
		};
		expect(without(most)).toEqual(all.slice(0, most).map(expectedEnd));
		expect(without(most + 1)).toEqual([]);
	});

	it('whose guest is in the house stands by that stay', () => {
		const of = feed();
		of.read([{ ...A, start: '2027-02-27' }, C]);
		expect(readOn(of, [{ ...A, start: '2027-02-27' }])).toEqual([expectedEnd(C)]);
	});
});

describe('calendars that are read together', () => {
	it('prove the cancellation of the only booking of one of them', () => {
		const of = calendars([A, BLOCK, FAR], [B, BLOCK, FAR], [C, BLOCK, FAR]);
		expect(of.readOn([BLOCK, FAR], [B, BLOCK, FAR], [C, BLOCK, FAR])).toEqual({ cancelled: [A.code], asked: [] });
	});

	it.each<[string, Array<Given[] | FeedFetch>, number[]]>([
		['the others cannot be read', [[BLOCK, FAR], { failure: 'it answered 503' }, { failure: 'it answered 503' }], [0]],
		['its closed nights are gone too', [[FAR], [B, BLOCK, FAR], [C, BLOCK, FAR]], [0]],
		[
			'theirs are gone as well',
			[
				[BLOCK, FAR],
				[BLOCK, FAR],
				[BLOCK, FAR],
			],
			[0, 1, 2],
		],
	])('prove nothing where %s', (_, after, asked) => {
		const of = calendars([A, BLOCK, FAR], [B, BLOCK, FAR], [C, BLOCK, FAR]);
		expect(of.readOn(...after)).toEqual({ cancelled: [], asked });
	});

	it('are one outage where many lack something in the same poll, though each alone might', () => {
		const before = Array.from({ length: 10 }, () => [A, B, C]);
		const of = calendars(...before);
		const after = before.map((_, index) =>
			index < 5 ? [A, B, C].filter((__, gone) => gone !== index % 3) : [A, B, C],
		);
		expect(of.readOn(...after)).toEqual({ cancelled: [], asked: [0, 1, 2, 3, 4] });
		// One that is whole again proves nothing for the others.
		expect(of.readOn(...after.map((events, index) => (index === 0 ? [A, B, C] : events)))).toMatchObject({
			cancelled: [],
		});
		// And when all are, all is as it was.
		expect(of.readOn(...before)).toEqual({ cancelled: [], asked: [] });
		expect(of.readOn([A, B], ...before.slice(1))).toEqual({ cancelled: [C.code], asked: [] });
	});

	it('are one where many call their only booking cancelled', () => {
		const of = calendars(...Array.from({ length: 4 }, () => [A]));
		const cancelled = [{ ...A, lines: ['STATUS:CANCELLED'] }];
		expect(of.readOn(cancelled, cancelled, cancelled, cancelled)).toEqual({ cancelled: [], asked: [0, 1, 2, 3] });
	});

	it('are none where a few do, as guests cancel', () => {
		const before = Array.from({ length: 10 }, () => [A, B, C]);
		const of = calendars(...before);
		expect(of.readOn([A, B], [B, C], [A, C], ...before.slice(3))).toEqual({
			cancelled: [C.code, A.code, B.code],
			asked: [],
		});
	});

	it('are none where a guest cancels a room in each of two', () => {
		const without = (gone: number, ...before: Given[][]) =>
			calendars(...before).readOn(...before.map((all) => all.slice(gone)));
		expect(without(1, bookings(4), bookings(4))).toMatchObject({ cancelled: { length: 2 }, asked: [] });
		expect(without(1, bookings(2), bookings(2), bookings(2))).toMatchObject({ cancelled: [], asked: [0, 1, 2] });
	});

	it('are not held up by one that has waited for a person for long', () => {
		const of = calendars([A, B, C], [A, B, C], [A, B, C]);
		expect(of.readOn([], [A, B, C], [A, B, C])).toEqual({ cancelled: [], asked: [0] });
		expect(of.readOn([], [A, B], [A, B, C])).toEqual({ cancelled: [C.code], asked: [] });
	});

	it('are one house: a booking that moves to another room is not cancelled in its old one', () => {
		let states = [newFeedState(), newFeedState()];
		let now = new Date('2027-03-01T08:00:00Z');
		const poll = (...fetches: Array<Given[] | FeedFetch>) => {
			const looks = fetches.map((fetch, index) => {
				const read = Array.isArray(fetch) ? readCalendar(textOf(fetch), ZONE) : fetch;
				const rules = { channel: 'airbnb', propertyId: '5', listingId: String(index), timeZone: ZONE };
				return lookAt(states[index] ?? newFeedState(), read, now, rules);
			});
			now = new Date(now.getTime() + 3 * 3_600_000);
			const steps = judgeTogether(looks, now);
			states = steps.map(({ state }) => JSON.parse(JSON.stringify(state)) as FeedState);
			return steps.flatMap(({ reservations, alerts }, index) => [
				...reservations.map(({ event, reservationId }) => `${index}: ${event} ${reservationId}`),
				...alerts.map(({ kind }) => `${index}: ${kind}`),
			]);
		};
		const D = { ...C, uid: 'd', code: 'HMDDDDDDDD' };
		poll([A, C], [B, D]);
		expect(poll([C], [A, B, D])).toEqual(['1: new HMAAAAAAAA']);
		for (let readings = 0; readings < 6; readings++)
			expect(poll([C], readings === 2 ? { failure: 'it answered 503' } : [A, B, D]).slice(0, 1)).toEqual(
				readings === 2 ? ['1: failed'] : [],
			);
		// And there it is followed like any other.
		const told = [];
		for (let readings = 0; readings < 4; readings++) told.push(...poll([C], [B, D]));
		expect(told).toEqual(['1: cancelled HMAAAAAAAA']);
	});

	it('are as many as guests cancel in a large house', () => {
		const before = Array.from({ length: 200 }, () => [A, B, C]);
		const lacking = (count: number) => before.map((events, index) => (index < count ? [A, B] : events));
		expect(calendars(...before).readOn(...lacking(6)).cancelled).toHaveLength(6);
		expect(calendars(...before).readOn(...lacking(7))).toMatchObject({ cancelled: [], asked: { length: 7 } });
	});
});

const expectedEnd = ({ code, start, end }: Given) => `cancelled ${code} ${start}/${end}`;

const CODE_LENGTH = 10;
/** A calendar's own booking, whose code no other has. */
const of =
	(index: number) =>
	(event: Given): Given => ({
		...event,
		uid: `${index}-${event.uid}`,
		...(event.code === undefined ? {} : { code: `${event.code}${index}` }),
	});

/** Several calendars of one credential, each read at each poll. */
function calendars(...first: Given[][]) {
	let now = new Date('2027-03-01T08:00:00Z');
	let states: FeedState[] = first.map(newFeedState);
	const poll = (fetches: ReadonlyArray<Given[] | FeedFetch>) => {
		const looks = fetches.map((fetch, index) => {
			const read = Array.isArray(fetch) ? readCalendar(textOf(fetch.map(of(index))), ZONE) : fetch;
			const rules = { channel: 'airbnb', propertyId: '5', listingId: String(index), timeZone: ZONE };
			return lookAt(states[index] ?? newFeedState(), read, now, rules);
		});
		const steps = judgeTogether(looks, now);
		states = steps.map(({ state }) => JSON.parse(JSON.stringify(state)) as FeedState);
		return steps;
	};
	poll(first);
	return {
		/** Until absence counts: what was cancelled, and of which calendars a person was asked. */
		readOn(...fetches: Array<Given[] | FeedFetch>) {
			const cancelled: string[] = [];
			const asked = new Set<number>();
			for (const hours of [1, 2, 3, 3]) {
				now = new Date(now.getTime() + hours * 3_600_000);
				for (const [index, { reservations, alerts }] of poll(fetches).entries()) {
					for (const { event, reservationId } of reservations)
						if (event === 'cancelled') cancelled.push(reservationId.slice(0, CODE_LENGTH));
					if (alerts.some(({ kind }) => kind === 'missing')) asked.add(index);
				}
			}
			return { cancelled, asked: [...asked] };
		},
	};
}
