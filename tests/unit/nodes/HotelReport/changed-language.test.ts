/** The language is changed while people know of a fault: it is the same fault, and ends once. */
import type { AlertSources } from '../../../../nodes/HotelReport/alerts/alert-items';
import type { Json } from '../../../../nodes/HotelReport/facts/read-facts';
import type { Language } from '../../../../core/text/language';
import { broken, told, Watchman } from './watchman';

const UNREACHABLE = 'SelfKey cannot be reached: it did not answer in time';
const stay = (changes: Json): Json => ({
	...{ bookingNumber: 7, key: 'booking.com/1/7', roomName: '101', checkIn: '2026-04-01', checkOut: '2026-04-02' },
	...{ kind: 'no_room', unmappedType: '', advice: '', ...changes },
});
const desk = (...conflicts: Json[]): Partial<AlertSources> => ({
	frontDesk: [{ date: '2026-03-29', arrivals: [], conflicts }],
});
const failure = (watchman: Watchman, message: string): Json => ({
	...{ at: watchman.ago(0), workflow: '30 SelfKey to Opera', workflowId: 'w30', executionId: '1', node: 'n', message },
});

type Of = (watchman: Watchman) => Partial<AlertSources>;
const FAULTS: Record<string, Of> = {
	'no room': () => desk(stay({})),
	'a shared room': () => desk(stay({ kind: 'shared_room' })),
	'another conflict': () => desk(stay({ kind: 'overlap' })),
	'an unmapped type': () => desk(stay({ unmappedType: 'booking.com/9' })),
	'more conflicts': () => ({ frontDesk: [{ date: '2026-03-29', arrivals: [], conflicts: [], conflictsLeftOut: 3 }] }),
	'a line in error': () => ({ log: [broken('Rate is closed')] }),
	'a system that is down': () => ({ log: [broken('Opera is down (503)')] }),
	'a failed run': (watchman) => ({ failures: [failure(watchman, 'Something odd')] }),
	'a system that two notice': (watchman) => ({
		log: [broken(UNREACHABLE)],
		failures: [failure(watchman, UNREACHABLE)],
	}),
	'a subscriber that is silent': (watchman) => ({
		subscribers: [{ subscriber: 'opera', askedAt: watchman.ago(60), waiting: 0, failing: [] }],
	}),
	'a subscriber for whom something waits': (watchman) => ({
		subscribers: [{ subscriber: 'opera', askedAt: watchman.ago(0), waiting: 1, oldest: watchman.ago(30), failing: [] }],
	}),
	'a source that cannot be read': () => ({ subscribers: [{ error: 'Bad gateway' }] }),
	unacknowledged: () => ({ unacknowledged: [{ key: 'booking.com/1/5' }] }),
};

const LANGUAGES: ReadonlyArray<[Language, Language]> = [
	['en', 'fr'],
	['fr', 'en'],
];

describe.each(LANGUAGES)('from %s to %s', (before, after) => {
	test.each(Object.entries(FAULTS))('%s', (_, of) => {
		const watchman = new Watchman(before);
		const first = [0, 5, 5, 5, 5].flatMap((minutes) => {
			watchman.now += minutes * 60_000;
			return watchman.check(of(watchman));
		});
		expect(first.map(({ kind }) => kind)).toEqual(['alert']);
		watchman.language = after;
		for (let again = 0; again < 15; again++) {
			watchman.now += 5 * 60_000;
			expect(told(watchman.check(of(watchman)))).toEqual([]);
		}
		const well = { subscribers: [{ subscriber: 'opera', askedAt: watchman.ago(-1000), waiting: 0, failing: [] }] };
		const ends = [5, 80, 80].flatMap((minutes) => watchman.after(minutes, well));
		expect(ends).toHaveLength(1);
		expect(ends[0]!['kind']).not.toBe('alert');
	});

	test('a system that is well again is told, although a reservation fails for another reason', () => {
		const watchman = new Watchman(before);
		const error = [{ error: UNREACHABLE }];
		const unread = { subscribers: error, frontDesk: error };
		const down = { ...unread, log: [broken(UNREACHABLE)] };
		const first = [unread, unread, down].flatMap((sources) => watchman.after(5, sources));
		expect(first.map(({ kind }) => kind)).toEqual(['alert']);
		watchman.language = after;
		watchman.now += 5 * 60_000;
		expect(watchman.check(down)).toEqual([]);
		const messages = [5, 80].flatMap((minutes) =>
			watchman.after(minutes, { ...desk(), log: [broken('Rate is closed')] }),
		);
		expect(messages.map(({ kind }) => kind).sort()).toEqual(['alert', 'allClear']);
	});
});
