/** Booking.com's bookings that could be taken for a closure, or for the rest of one. */
import { feed, readOn, type Given } from '../../../support/followed-feed';

const closed = (uid: string, start: string, end: string): Given => ({
	...{ uid: `${uid}@booking.com`, start, end },
	summary: 'CLOSED - Not available',
});
const booking = () => feed({ channel: 'booking.com' });

describe('the end of a closure', () => {
	it('that was opened is forgotten once it has been missing for long enough', () => {
		const of = booking();
		const far = closed('far', '2027-08-01', '2027-08-04');
		of.read([closed('c', '2027-03-05', '2027-05-15'), far]);
		expect(readOn(of, [far])).toEqual([]);
		of.at('2027-05-13T08:00:00Z');
		expect(of.read([closed('g', '2027-05-14', '2027-05-15'), far]).told).toEqual([
			'new g@booking.com 2027-05-14/2027-05-15',
		]);
	});

	it('is not forgotten for an answer that cannot be trusted, nor at once', () => {
		const of = booking();
		const closure = closed('c', '2027-03-01', '2027-05-15');
		of.read([closure]);
		for (let hours = 0; hours < 30; hours += 3) {
			of.pass(3);
			of.step({ failure: 'it answered 503' });
			of.read([]);
		}
		of.at('2027-05-13T08:00:00Z');
		expect(of.read([closed('c2', '2027-05-13', '2027-05-15')]).told).toEqual([]);
	});

	it('is known while the closure is cut shorter each day', () => {
		const of = booking();
		for (let day = 1; day < 31; day++) {
			const today = `2027-03-${String(day).padStart(2, '0')}`;
			of.at(`${today}T08:00:00Z`);
			expect(of.read([closed(`c${day}`, today, '2027-05-02')]).told).toEqual([]);
		}
		of.at('2027-05-01T08:00:00Z');
		expect(of.read([closed('c', '2027-05-01', '2027-05-02')]).told).toEqual([]);
	});
});

describe('behind a closure of 182 nights', () => {
	const closure = closed('c', '2027-04-01', '2027-09-30');

	it('what comes later is a booking', () => {
		const of = booking();
		of.read([closure]);
		of.pass(1);
		expect(of.read([closure, closed('g', '2027-09-30', '2027-10-04')]).told).toEqual([
			'new g@booking.com 2027-09-30/2027-10-04',
		]);
		of.pass(1);
		expect(of.read([closure, closed('g', '2027-09-30', '2027-10-04')]).told).toEqual([]);
	});

	it('what was a booking before stays one, and moves', () => {
		const of = booking();
		of.read([closed('g', '2027-09-30', '2027-10-04')]);
		of.pass(1);
		expect(of.read([closure, closed('g', '2027-09-30', '2027-10-04')]).told).toEqual([]);
		of.pass(1);
		expect(of.read([closure, closed('g', '2027-09-30', '2027-10-06')]).told).toEqual([
			'modified g@booking.com 2027-09-30/2027-10-06',
		]);
	});

	it('what comes with it is taken for its rest, and somebody is told, once', () => {
		const of = booking();
		const both = [closure, closed('g', '2027-09-30', '2027-10-04')];
		const first = of.read(both);
		expect(first).toMatchObject({ told: [], alerts: ['unclear'] });
		expect(first.messages[0]).toContain('2027-09-30 to 2027-10-04');
		for (let hours = 0; hours < 72; hours += 6) {
			of.pass(6);
			expect(of.read(both)).toMatchObject({ told: [], alerts: [] });
		}
	});

	it('the rest of one that has begun is no booking, though it begins a day later each day', () => {
		const of = booking();
		const told = [];
		const alerts = [];
		for (let day = 1; day < 29; day++) {
			const today = new Date(Date.UTC(2027, 2, day));
			const date = (days: number) => new Date(today.getTime() + days * 86_400_000).toISOString().slice(0, 10);
			of.at(`${date(0)}T08:00:00Z`);
			const step = of.read([closed(`a${day}`, date(0), date(182)), closed(`b${day}`, date(182), '2027-09-28')]);
			told.push(...step.told);
			alerts.push(...step.alerts);
		}
		expect(told).toEqual([]);
		expect(alerts).toEqual(['unclear']);
	});
});

describe('more than 330 days ahead', () => {
	it('a stay is told the next day, when its dates stand', () => {
		const of = booking();
		const stay = closed('g', '2028-02-20', '2028-02-24');
		expect(of.read([stay]).told).toEqual([]);
		of.pass(8);
		expect(of.read([stay]).told).toEqual([]);
		of.pass(16);
		expect(of.read([stay]).told).toEqual(['new g@booking.com 2028-02-20/2028-02-24']);
		of.pass(16);
		expect(of.read([stay]).told).toEqual([]);
	});

	it('the end of the calendar is no stay, however long it is', () => {
		const of = booking();
		for (let day = 1; day < 29; day++) {
			const date = (month: number, plus = 0) => new Date(Date.UTC(2028, month, day + plus)).toISOString().slice(0, 10);
			of.at(`2027-03-${String(day).padStart(2, '0')}T08:00:00Z`);
			expect(of.read([closed('w', date(2), date(2, 10))])).toMatchObject({ told: [], alerts: [] });
			expect(of.read([closed('w', date(2), '2028-04-01')])).toMatchObject({ told: [], alerts: [] });
		}
	});

	it('a known stay that is moved there is modified', () => {
		const of = booking();
		of.read([closed('g', '2027-12-20', '2027-12-24')]);
		expect(of.read([closed('g', '2028-02-20', '2028-02-24')]).told).toEqual([
			'modified g@booking.com 2028-02-20/2028-02-24',
		]);
	});
});
