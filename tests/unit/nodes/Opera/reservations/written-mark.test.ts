/** What was written last is read back from OPERA's custom reference as it was, within OPERA's limit. */
import fc from 'fast-check';
import { markOf, readMark } from '../../../../../nodes/Opera/reservations/written-mark';
import { assertProperty } from '../../../../support/property';

const day = fc
	.date({ min: new Date('2000-01-01T00:00:00Z'), max: new Date('2099-12-31T00:00:00Z'), noInvalidDate: true })
	.map((date) => date.toISOString().slice(0, 10));
const people = fc.integer({ min: 0, max: 9999 });

test('whatever was written is read back, and fits', () => {
	assertProperty(
		fc.property(
			fc.record({ arrival: day, departure: day, adults: people, children: people }),
			fc.option(fc.stringMatching(/^[A-Z0-9-]{1,60}$/)),
			(stay, bookingNumber) => {
				const mark = markOf({ ...stay, bookingNumber });
				expect(mark.length).toBeLessThanOrEqual(50);
				expect(readMark(mark)).toEqual(stay);
			},
		),
	);
});

test.each([null, '', 'VIP', 'SelfKey 71', '2027-06-01/2027-06-03 2+0', 'SelfKey 71 2027-06-01/2027-06-03 2+0 VIP'])(
	'%p says nothing of it',
	(text) => {
		expect(readMark(text)).toBeNull();
	},
);
