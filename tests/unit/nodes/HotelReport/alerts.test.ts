/** One message for each fault, one all-clear, and nothing in between. */
import { alertItems, type AlertSources } from '../../../../nodes/HotelReport/alerts/alert-items';
import { PATIENCE } from '../../../../nodes/HotelReport/alerts/find-faults';
import { readFacts, type Json } from '../../../../nodes/HotelReport/facts/read-facts';
import type { Language } from '../../../../core/text/language';
import { SAYS_WHY } from '../../../../nodes/shared/log/columns';
import { aDay, logRow, NOW } from './sample';

const MINUTE = 60_000;
const WELL: AlertSources = {
	...{ log: [{}], subscribers: [{}], frontDesk: [{ arrivals: [], conflicts: [] }] },
	...{ failures: [{}], alerts: [{}], unacknowledged: [] },
};

/** The workflow, check after check: what it remembers is what the table would hold. */
class Watchman {
	private readonly table = new Map<string, Json>();

	now = NOW;

	constructor(private readonly language: Language = 'en') {}

	check(sources: Partial<AlertSources>): Json[] {
		const all = { ...WELL, ...sources, alerts: [...this.table.values()] };
		const facts = readFacts(all, this.now, 'UTC');
		const { messages, silent } = alertItems(all, facts, 'https://n8n.example', {
			language: this.language,
			patience: PATIENCE,
			repeatAfterMs: 60 * MINUTE,
		});
		for (const row of [...messages, ...silent]) this.table.set(String(row['fault']), row);
		return messages;
	}

	after(minutes: number, sources: Partial<AlertSources> = {}): Json[] {
		this.now += minutes * MINUTE;
		return this.check(sources);
	}

	ago(minutes: number): string {
		return new Date(this.now - minutes * MINUTE).toISOString();
	}
}

const told = (messages: readonly Json[]) => messages.map(({ kind, subject }) => `${String(kind)}: ${String(subject)}`);

const broken = (message = 'Opera is down (503)', changes: Json = {}) =>
	logRow({ integration: 'SelfKey → Opera', status: 'error', outcome: 'not written', message, ...changes });

describe('a fault', () => {
	test('is told once, however long it lasts, and its end once', () => {
		const watchman = new Watchman();
		expect(told(watchman.check({ log: [broken()] }))).toEqual([
			'alert: SelfKey → Opera: a reservation or payment not done',
		]);
		for (let hours = 0; hours < 5; hours++) expect(watchman.after(60, { log: [broken()] })).toEqual([]);
		expect(told(watchman.after(5))).toEqual(['allClear: Over: SelfKey → Opera: a reservation or payment not done']);
		expect(watchman.after(5)).toEqual([]);
	});

	test('that hits a hundred reservations is one, with some of them, and one that hits others later is the same', () => {
		const watchman = new Watchman();
		const hundred = Array.from({ length: 100 }, (_, n) =>
			broken(`Opera has no room for "booking.com/1/${n}" (attempt ${n})`, { reservationKey: `booking.com/1/${n}` }),
		);
		const [message, ...others] = watchman.check({ log: hundred });
		expect(others).toEqual([]);
		expect(message).toMatchObject({ subject: 'SelfKey → Opera: 100 reservations or payments not done' });
		expect(message!['text']).toContain('booking.com/1/4 (booking 1042), and 95 more');
		expect(message!['text']).toContain('https://n8n.example/workflow/w10/executions/17');
		expect(message!['text']).toContain('What to do: ');
		expect(watchman.after(5, { log: [...hundred, broken('Opera has no room for "x" (attempt 7)')] })).toEqual([]);
	});

	test('of another kind is another one', () => {
		const watchman = new Watchman();
		watchman.check({ log: [broken()] });
		expect(told(watchman.after(5, { log: [broken(), broken('The rate plan is unknown')] }))).toEqual([
			'alert: SelfKey → Opera: a reservation or payment not done',
		]);
	});

	test('that comes and goes is told once an hour', () => {
		const watchman = new Watchman();
		watchman.check({ log: [broken()] });
		expect(watchman.after(5)).toHaveLength(1);
		expect(watchman.after(5, { log: [broken()] })).toEqual([]);
		expect(watchman.after(5)).toEqual([]);
		expect(watchman.after(30, { log: [broken()] })).toEqual([]);
		expect(told(watchman.after(30, { log: [broken()] }))).toEqual([
			'alert: SelfKey → Opera: a reservation or payment not done',
		]);
		expect(watchman.after(5)).toHaveLength(1);
	});

	test('neither begins nor ends while its source cannot be read', () => {
		const watchman = new Watchman();
		watchman.check(aDay());
		const silent = { error: 'SelfKey is down' };
		expect(told(watchman.after(5, { log: aDay().log, subscribers: [silent], frontDesk: [silent] }))).toEqual([]);
		expect(told(watchman.after(5))).toEqual(
			expect.arrayContaining(['allClear: Over: Booking 1043 has no room']) as string[],
		);
	});

	test('is never told if nobody can say what was told before', () => {
		const sources = { ...WELL, alerts: [{ error: 'no such table' }] };
		expect(() =>
			alertItems(sources, readFacts(sources, NOW, 'UTC'), '', { language: 'en', patience: PATIENCE, repeatAfterMs: 0 }),
		).toThrow('The table of the alerts cannot be read: no such table');
	});
});

describe('what counts', () => {
	test('nights that a channel could not be told of: all of them are named, whatever room type they are of', () => {
		const line = (room: string, arrival: string, departure: string, changes: Json = {}) =>
			broken('Airbnb cannot be reached: it did not answer in time', {
				...{ integration: 'SelfKey → channels', action: 'availability', reservationKey: `airbnb/${room}` },
				...{ room, arrival, departure, ...changes },
			});
		const log = [line('4711', '2027-07-01', '2027-07-03'), line('4712', '2027-08-01', '2027-08-02')];
		const [alert, ...others] = new Watchman().check({ log });
		expect(others).toEqual([]);
		expect(alert?.['subject']).toBe('SelfKey → channels: the nights of 2 room types could not be told');
		expect(alert?.['text']).toContain('4711 from 2027-07-01 to 2027-07-03, 4712 from 2027-08-01 to 2027-08-02');
		expect(alert?.['text']).toContain('extranet');
		expect(alert?.['text']).not.toContain('Reservations:');
		const [french] = new Watchman('fr').check({ log });
		expect(french?.['text']).toContain('4712 du 2027-08-01 au 2027-08-02');
	});

	test('a failed run, until it has not failed for three of its own intervals', () => {
		const watchman = new Watchman();
		const failure = (minutes: number, message = 'Booking.com refused the credential (401)') => ({
			...{ at: watchman.ago(minutes), workflow: '10 Booking.com to SelfKey', workflowId: 'w10', executionId: '5' },
			...{ node: 'Booking.com Trigger', message },
		});
		/** The last one so many minutes after the first check. */
		const every = (minutes: number) => [0, 1, 2].map((n) => failure(n * minutes));
		const failures = every(30);
		const [alert] = watchman.check({ failures });
		expect(alert).toMatchObject({ kind: 'alert', subject: 'Workflow "10 Booking.com to SelfKey" failed' });
		expect(alert!['text']).toContain('Open the credential that the node uses');
		expect(watchman.after(85, { failures })).toEqual([]);
		expect(told(watchman.after(5, { failures }))).toEqual([
			'allClear: Over: Workflow "10 Booking.com to SelfKey" failed',
		]);
	});

	test('a run that failed once, for as long as is set', () => {
		const watchman = new Watchman();
		const failures = [{ at: watchman.ago(0), workflow: 'w', message: 'Whatever' }];
		expect(watchman.check({ failures })).toHaveLength(1);
		expect(watchman.after(69, { failures })).toEqual([]);
		expect(told(watchman.after(1, { failures }))).toEqual(['allClear: Over: Workflow "w" failed']);
	});

	test('not a failed run that the log explains', () => {
		const failures = [{ at: new Watchman().ago(1), workflow: 'w', message: `1 of 2 failed. ${SAYS_WHY}. First` }];
		expect(new Watchman().check({ failures })).toEqual([]);
	});

	test('a reservation that nobody has acknowledged for 20 minutes, not one that has only come', () => {
		const watchman = new Watchman();
		const offered = (...ids: number[]) => ({ unacknowledged: ids.map((id) => ({ key: `booking.com/1/${id}` })) });
		expect(watchman.check(offered(1))).toEqual([]);
		expect(watchman.after(10, offered(1, 2))).toEqual([]);
		// A busy hotel: there is always one, but never the same.
		expect(watchman.after(10, offered(2, 3))).toEqual([]);
		const [alert, ...others] = watchman.after(10, offered(2, 3));
		expect(others).toEqual([]);
		expect(alert).toMatchObject({
			subject: 'Booking.com: a reservation has not been acknowledged for 20 minutes',
			text: expect.stringContaining('Reservations: booking.com/1/2\n') as string,
		});
		expect(told(watchman.after(5, offered(3)))).toEqual([
			'allClear: Over: Booking.com: a reservation has not been acknowledged for 20 minutes',
		]);
	});

	const subscriber = (watchman: Watchman, asked: number, oldest: number | null, changes: Json = {}) => ({
		subscribers: [
			{
				...{ subscriber: 'opera', askedAt: watchman.ago(asked), waiting: 3, failing: [] },
				...{ oldest: oldest === null ? null : watchman.ago(oldest), ...changes },
			},
		],
	});

	test('a destination that has waited for more than ten minutes, and one that asks no more', () => {
		const watchman = new Watchman();
		expect(watchman.check(subscriber(watchman, 1, 9))).toEqual([]);
		expect(told(watchman.check(subscriber(watchman, 1, 11)))).toEqual(['alert: 3 reservations wait for "opera"']);
		expect(told(watchman.check(subscriber(watchman, 16, 11)))).toEqual([
			'alert: Nobody fetches the changes for "opera" any more',
			'allClear: Over: 3 reservations wait for "opera"',
		]);
	});

	test('not a second time what the log says already', () => {
		const watchman = new Watchman();
		const failing = [{ key: 'booking.com/12345/1', since: watchman.ago(30), reason: 'Opera is down', attempts: 2 }];
		expect(told(watchman.check({ log: [broken()], ...subscriber(watchman, 1, 30, { failing }) }))).toEqual([
			'alert: SelfKey → Opera: a reservation or payment not done',
		]);
	});

	test('a stay without a room of its own, each for itself', () => {
		const conflict = (bookingNumber: number, kind: string) => ({
			...{ bookingNumber, kind, key: `booking.com/1/${bookingNumber}`, roomName: kind === 'no_room' ? null : '101' },
			...{ checkIn: '2026-04-01', checkOut: '2026-04-02' },
		});
		const desk = (...conflicts: Json[]) => ({ frontDesk: [{ arrivals: [], conflicts }] });
		const watchman = new Watchman();
		expect(told(watchman.check(desk(conflict(7, 'no_room'))))).toEqual(['alert: Booking 7 has no room']);
		expect(told(watchman.after(5, desk(conflict(7, 'no_room'), conflict(8, 'shared_room'))))).toEqual([
			'alert: Booking 8 shares room 101 with another',
		]);
		expect(told(watchman.after(5, desk(conflict(8, 'shared_room'))))).toEqual([
			'allClear: Over: Booking 7 has no room',
		]);
	});

	test('the alert names the reservation, who else has the room, and what could be done', () => {
		const stay = { bookingNumber: 7, kind: 'no_room', key: 'booking.com/1/4711', roomName: null };
		const advice = 'The last room went to booking 6 (Airbnb HM1), room 102. It would be solved by moving …';
		const conflicts = [{ ...stay, checkIn: '2026-04-01', checkOut: '2026-04-02', advice }];
		const [alert] = new Watchman().check({ frontDesk: [{ arrivals: [], conflicts }] });
		expect(JSON.stringify(alert)).toContain('booking.com/1/4711, from 2026-04-01 to 2026-04-02');
		expect(JSON.stringify(alert)).toContain(advice);
	});
});
