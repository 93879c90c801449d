/** An item of availability or rates, read from whatever a node is given. */
import { believedOf } from '../../../../nodes/Airbnb/calendars/read-back';
import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import { addDays, eachNight } from '../../../../core/reservation/dates';
import { partlySent, readCalendarItem } from '../../../../nodes/shared/calendar-item';
import { FailedPart } from '../../../../nodes/shared/operations/operation';
import { assertProperty } from '../../../support/property';

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

describe('an item that has failed', () => {
	const whole = { ...item('2027-03-01', '2027-03-10'), error: 'Refused' };
	const failed = [{ start: '2027-03-04', end: '2027-03-05', available: 1 }];

	it('is about the nights that its error is about', () => {
		expect(readCalendarItem({ ...whole, details: { nights: failed } })?.nights).toMatchObject(failed);
	});

	it.each([[[]], [[{ start: 'x', end: 'y' }]], ['2027-03-04'], [undefined]])(
		'is about all of them where the error says %j',
		(nights) => {
			expect(readCalendarItem({ ...whole, details: { nights } })?.nights).toMatchObject(whole.nights);
		},
	);

	it('has its own nights where it has not failed', () => {
		const { error: _, ...well } = whole;
		expect(readCalendarItem({ ...well, details: { nights: failed } })?.nights).toMatchObject(whole.nights);
	});
});

it('divides every night of an item among what was sent, what was not and what was refused', () => {
	const day = (number: number) => addDays('2027-03-01', number);
	const range = fc
		.tuple(fc.nat(20), fc.integer({ min: 1, max: 6 }))
		.map(([from, nights]) => ({ start: day(from), end: day(from + nights) }));
	// Those of two layers of a message overlap.
	const ranges = fc.array(range, { maxLength: 4 }).map((some) => some.sort((a, b) => (a.start < b.start ? -1 : 1)));
	const nightsOf = (some: ReadonlyArray<{ start: string; end: string }>) =>
		some.flatMap(({ start, end }) => eachNight(start, end));
	assertProperty(
		fc.property(ranges, fc.option(ranges), (unsent, bad) => {
			const nights = [
				{ start: day(0), end: day(9), available: 1 },
				{ start: day(12), end: day(20), available: 0 },
			];
			const error = new Error('Refused');
			const parts = partlySent(
				{ ...item(day(0), day(20)), nights },
				{ unsent, refused: bad && { nights: bad, error } },
				{ sent: (json) => ({ ...json, is: 'sent' }), late: (json) => ({ ...json, is: 'late' }) },
			);
			const found = parts.flatMap((part): Array<[string, unknown]> => {
				const [own, is] = part instanceof FailedPart ? [part.over.nights, 'refused'] : [part['nights'], part['is']];
				return nightsOf(own as Array<{ start: string; end: string } & IDataObject>).map((night) => [night, is]);
			});
			const [late, refused] = [new Set(nightsOf(unsent)), new Set(nightsOf(bad ?? []))];
			expect(found.sort()).toEqual(
				nightsOf(nights).map((night) => [night, refused.has(night) ? 'refused' : late.has(night) ? 'late' : 'sent']),
			);
		}),
	);
});
