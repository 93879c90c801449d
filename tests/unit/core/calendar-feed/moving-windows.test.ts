/** Booking.com's closed nights that move on with the date, and the bookings that look like them. */
import { addDays } from '../../../../core/reservation/dates';
import { feed, type Given } from '../../../support/followed-feed';

const closed = (uid: string, start: string, end: string): Given => ({
	...{ uid: `${uid}@booking.com`, start, end },
	summary: 'CLOSED - Not available',
});
const FAR = closed('far', '2027-06-01', '2027-06-05');

interface Window {
	startsIn: number;
	nights: number;
	/** A new UID each day. */
	isRenamed: boolean;
}

const windowOn = (day: string, { startsIn, nights, isRenamed }: Window): Given => {
	const start = addDays(day, startsIn);
	return closed(isRenamed ? `w${day}` : 'w', start, addDays(start, nights));
};

/** Reads each hour of the days. @returns what was told, each with its day */
function readDays(
	of: ReturnType<typeof feed>,
	from: string,
	days: number,
	eventsOn: (day: string, hour: number) => Given[],
	everyHours = 1,
): string[] {
	const told: string[] = [];
	for (let day = from; day < addDays(from, days); day = addDays(day, 1)) {
		for (let hour = 0; hour < 24; hour += everyHours) {
			// March in Zürich: one hour ahead of UTC.
			of.at(new Date(Date.parse(`${day}T00:10:00Z`) + (hour - 1) * 3_600_000).toISOString());
			told.push(...of.read(eventsOn(day, hour)).told.map((what) => `${day.slice(8)} ${what}`));
		}
	}
	return told;
}

describe('a guest who comes on the day after a window', () => {
	const tonight: Window = { startsIn: 0, nights: 1, isRenamed: true };
	const arrives = '2027-03-10';
	/** Booking.com makes one entry of what touches; from the second day, the stay begins today. */
	const eventsOn = (day: string, first = arrives) => {
		const window = windowOn(day, tonight);
		const from = day >= first ? day : window.end >= first ? day : first;
		const guest = from < '2027-03-13' ? [closed(from === first ? 'g' : `g${from}`, from, '2027-03-13')] : [];
		return [...(window.end >= first && guest.length > 0 ? [] : [window]), ...guest, FAR];
	};

	it('keeps the day of arrival, although both are one entry', () => {
		const of = feed({ channel: 'booking.com' });
		readDays(of, '2027-03-01', 6, (day) => [windowOn(day, tonight), FAR]);
		expect(readDays(of, '2027-03-07', 12, (day) => eventsOn(day), 3)).toEqual([
			'07 new g@booking.com 2027-03-10/2027-03-13',
		]);
	});

	it('and comes earlier where the entry begins before the window does', () => {
		const of = feed({ channel: 'booking.com' });
		readDays(of, '2027-03-01', 6, (day) => [windowOn(day, tonight), FAR]);
		of.at('2027-03-07T08:00:00Z');
		of.read([windowOn('2027-03-07', tonight), closed('g', arrives, '2027-03-13'), FAR]);
		of.pass(1);
		expect(of.read([windowOn('2027-03-07', tonight), closed('g2', '2027-03-09', '2027-03-13'), FAR]).told).toEqual([
			'modified g@booking.com 2027-03-09/2027-03-13',
		]);
	});

	it('and comes earlier where no window is known', () => {
		const of = feed({ channel: 'booking.com' });
		of.at('2027-03-09T08:00:00Z');
		of.read([closed('g', arrives, '2027-03-13'), FAR]);
		of.pass(1);
		expect(of.read([closed('g2', '2027-03-09', '2027-03-13'), FAR]).told).toEqual([
			'modified g@booking.com 2027-03-09/2027-03-13',
		]);
	});
});

describe.each<[string, Window]>([
	['begins today', { startsIn: 0, nights: 1, isRenamed: false }],
	['begins today, with another UID each day', { startsIn: 0, nights: 1, isRenamed: true }],
	['has two nights', { startsIn: 0, nights: 2, isRenamed: false }],
	['has two nights, with another UID each day', { startsIn: 0, nights: 2, isRenamed: true }],
	['begins tomorrow', { startsIn: 1, nights: 1, isRenamed: false }],
	['begins tomorrow, with another UID each day', { startsIn: 1, nights: 1, isRenamed: true }],
])('a window that %s', (_, window) => {
	it('is told for three days at most, and never again', () => {
		const of = feed({ channel: 'booking.com' });
		const told = readDays(of, '2027-03-01', 20, (day) => [windowOn(day, window), FAR]);
		expect(told.filter((what) => what >= '05')).toEqual([]);
		expect(told.filter((what) => / new w/.test(what)).length).toBeLessThanOrEqual(3);
		expect(told.length).toBeLessThanOrEqual(5);
	});

	it('leaves nothing behind that stands', () => {
		const of = feed({ channel: 'booking.com' });
		const standing = new Map<string, string>();
		for (const what of readDays(of, '2027-03-01', 10, (day) => [windowOn(day, window), FAR])) {
			const [, event = '', id = '', dates = ''] = what.split(' ');
			if (event === 'cancelled') standing.delete(id);
			else standing.set(id, dates.split('/')[1] ?? '');
		}
		expect([...standing].filter(([id, end]) => !id.startsWith('far') && end > '2027-03-05')).toEqual([]);
	});

	it('is known again after a guest has had these nights', () => {
		const of = feed({ channel: 'booking.com' });
		const guest = (day: string) => {
			const start = day > '2027-03-07' ? day : '2027-03-07';
			return day < '2027-03-10' ? [closed(day > '2027-03-07' ? `g${day}` : 'g', start, '2027-03-10')] : [];
		};
		// The window is shown where the guest is not.
		const rest = (day: string) => {
			const { uid, start, end } = windowOn(day, window);
			const [from, until] = [
				start >= '2027-03-07' && start < '2027-03-10' ? '2027-03-10' : start,
				start < '2027-03-07' && end > '2027-03-07' ? '2027-03-07' : end,
			];
			return from < until ? [{ ...closed('', from, until), uid }] : [];
		};
		const eventsOn = (day: string) => [...rest(day), ...guest(day), FAR];
		readDays(of, '2027-03-01', 5, eventsOn);
		expect(readDays(of, '2027-03-06', 12, eventsOn)).toEqual([]);
	});

	it('that is given up is no closure any more', () => {
		const of = feed({ channel: 'booking.com' });
		readDays(of, '2027-03-01', 6, (day) => [windowOn(day, window), FAR]);
		const told = readDays(of, '2027-03-07', 2, (day, hour) =>
			day === '2027-03-08' && hour >= 15 ? [{ ...windowOn(day, window), uid: 'guest' }, FAR] : [FAR],
		);
		const { start, end } = windowOn('2027-03-08', window);
		expect(told.filter((what) => !what.includes('cancelled'))).toEqual([`08 new guest ${start}/${end}`]);
	});

	it('is told from a state of an older version too', () => {
		const of = feed({ channel: 'booking.com' });
		of.read([windowOn('2027-03-01', window), FAR]);
		// As it was kept before windows were known.
		of.state = JSON.parse(
			JSON.stringify({
				...of.state,
				...{ usual: 2, closureEnds: ['2027-05-01'], closures: undefined, far: undefined, window: undefined },
				stays: of.state.stays.map(({ shown: _shown, ...stay }) => ({ ...stay, seenOn: '2027-03-01' })),
			}),
		) as typeof of.state;
		const told = readDays(of, '2027-03-01', 12, (day) => [windowOn(day, window), FAR]);
		expect(told.filter((what) => what >= '06')).toEqual([]);
	});
});

describe('what looks like a window and is none', () => {
	it('guests who come each day, without a booking before, for one night', () => {
		const of = feed({ channel: 'booking.com' });
		const told = readDays(of, '2027-03-01', 10, (day, hour) =>
			hour >= 16 ? [closed(`g${day}`, day, addDays(day, 1)), FAR] : [FAR],
		);
		expect(told.filter((what) => / new g/.test(what))).toHaveLength(10);
		expect(told.filter((what) => !/ new /.test(what))).toEqual([]);
	});

	it('one guest who stays a night longer each afternoon', () => {
		const of = feed({ channel: 'booking.com' });
		const told = readDays(of, '2027-03-01', 10, (day, hour) => [
			closed('g', day, addDays(day, hour >= 16 ? 2 : 1)),
			FAR,
		]);
		expect(told.filter((what) => what.includes('cancelled'))).toEqual([]);
		expect(told.at(-1)).toBe('10 modified g@booking.com 2027-03-01/2027-03-12');
	});

	it('bookings of one night each that were made long before', () => {
		const of = feed({ channel: 'booking.com' });
		const nights = Array.from({ length: 10 }, (_, index) => addDays('2027-03-02', index));
		const told = readDays(of, '2027-03-01', 12, (day) => [
			...nights.filter((night) => night >= day).map((night) => closed(`g${night}`, night, addDays(night, 1))),
			FAR,
		]);
		expect(told.map((what) => what.slice(3))).toEqual([
			...nights.map((night) => `new g${night}@booking.com ${night}/${addDays(night, 1)}`),
			'new far@booking.com 2027-06-01/2027-06-05',
		]);
	});

	it('a booking that moves on by a day, twice', () => {
		const of = feed({ channel: 'booking.com' });
		const start = (day: string) => addDays('2027-03-10', Math.min(2, Number(day.slice(8)) - 1));
		const told = readDays(of, '2027-03-01', 8, (day) => [closed('g', start(day), addDays(start(day), 2)), FAR]);
		expect(told.filter((what) => what.includes('cancelled'))).toEqual([]);
	});

	it('one night each day in a calendar that is read once a day is a booking for a week', () => {
		const of = feed({ channel: 'booking.com' });
		const told = readDays(of, '2027-03-01', 30, (day) => [closed(`g${day}`, day, addDays(day, 1)), FAR], 24);
		const count = told.filter((what) => / new g/.test(what)).length;
		expect(count).toBeGreaterThanOrEqual(7);
		expect(count).toBeLessThan(10);
	});
});

it('a calendar that the channel renews hours after midnight has the same windows', () => {
	const of = feed({ channel: 'booking.com' });
	const window = { startsIn: 0, nights: 1, isRenamed: true };
	const told = readDays(of, '2027-03-01', 20, (day, hour) => [
		windowOn(hour < 6 ? addDays(day, -1) : day, window),
		FAR,
	]);
	expect(told.filter((what) => what >= '05')).toEqual([]);
});
