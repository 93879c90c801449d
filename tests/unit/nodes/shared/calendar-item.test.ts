/** An item of availability or rates, read from whatever a node is given. */
import { believedOf } from '../../../../nodes/Airbnb/calendars/read-back';
import { readCalendarItem } from '../../../../nodes/shared/calendar-item';

const item = (start: string, end: string) => ({
	channel: 'airbnb',
	roomTypeId: '48211377',
	nights: [{ start, end, available: 1 }],
	selfKey: { availability: { believed: [{ start, end, available: 1 }] } },
});

it('is one with the nights that a hotel sells', () => {
	const json = item('2027-03-29', '2029-03-29');
	expect(readCalendarItem(json)?.nights).toMatchObject([{ start: '2027-03-29', end: '2029-03-29' }]);
	expect(believedOf(json)).toHaveLength(1);
});

it.each([
	['0001-01-01', '9999-12-31'],
	['2027-03-29', '9999-12-31'],
	['9999-12-30', '9999-12-31'],
	['0001-01-01', '0001-01-02'],
	['2027-02-30', '2027-03-31'],
])('is none with nights from %s until %s', (start, end) => {
	expect(readCalendarItem(item(start, end))).toBeNull();
	expect(believedOf(item(start, end))).toEqual([]);
});
