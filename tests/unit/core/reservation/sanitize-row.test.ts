import fc from 'fast-check';
import { sanitizeRow } from '../../../../core/reservation/sanitize-row';
import { inProportion } from '../../../support/cpu-time';
import { assertProperty } from '../../../support/property';
import { leaks, typedText } from '../../../support/typed-texts';

it('a row holds no card number, in whatever column, name or depth', () => {
	const places: Array<(text: string) => object> = [
		(text) => ({ clientLastName: text }),
		(text) => ({ id: text, hotelSlug: text, roomId: text }),
		(text) => ({ [text]: text }),
		(text) => ({ room: { beds: [{ name: text }, [text]] } }),
	];
	assertProperty(
		fc.property(typedText, fc.constantFrom(...places), (typed, place) => {
			const row = sanitizeRow(place(typed.text));
			expect(leaks(row, typed)).toBe(false);
			expect(Object.keys(row).some((key) => leaks(key, typed))).toBe(false);
		}),
		{ numRuns: 500 },
	);
});

it.each([
	['id', 'cm3k2v9x80000qw9d1a2b3c4d'],
	['roomId', '4f9a1111-2222-4333-8444-555566667777'],
	['stripePaymentIntentId', 'pi_3P411111111111111111'.slice(0, 20)],
	['checkInDate', '2027-03-29T00:00:00.000Z'],
	['clientPhone', '+86 138 1101 3616'],
	['iban', 'DE89 3704 0044 0532 0130 00'],
	['createdAt', 1_785_542_400_000],
	['amount', 133.5],
	['stripeFee', null],
	['hasDog', true],
])('%s stays as it is: %p', (name, value) => {
	expect(sanitizeRow({ [name]: value })).toEqual({ [name]: value });
});

it.each(['Visa-4111-1111-1111-1111', 'Double_4111111111111111', 'x_5555_5555_5555_4444', 'a4111111111111111'])(
	'an id such as %s is none',
	(id) => {
		expect(JSON.stringify(sanitizeRow({ roomId: id, hotelSlug: id }))).not.toMatch(/1111[-_]?1111|5555[-_]?5555/);
	},
);

it('a number that is a card’s becomes a text without it', () => {
	expect(sanitizeRow({ clientPhone: 4_111_111_111_111_111 })).toEqual({
		clientPhone: '[card number removed, ends in 1111]',
	});
});

it('a number that is split over first and last name is found', () => {
	const row = sanitizeRow({ clientFirstName: 'Ann 4111 1111', clientLastName: '1111 1111', client_first_name: 'x' });
	expect(JSON.stringify(row)).not.toMatch(/1111 1111/);
});

it.each<[string, object]>([
	['two notes', { notes: ['Late. 4111 1111', '1111 1111, Visa'] }],
	[
		"OPERA's comments",
		{ comments: ['4111 1111', '1111 1111'].map((value) => ({ comment: { text: { value }, id: '7' } })) },
	],
	['messages', { guestMessages: [{ message: '4111-1111-' }, { id: 'm2', message: '1111-1111' }] }],
	['remarks, one of them empty', { remarks: ['41111111', '', '11111111'] }],
])('a number that is split over %s is found', (_, row) => {
	expect(JSON.stringify(sanitizeRow(row))).not.toMatch(/1111-?1111|4111 1111|1111 1111|4111-1111/);
	expect(JSON.stringify(sanitizeRow(row))).toContain('[card number removed, ends in 1111]');
});

it.each<[string, object]>([
	['the last name', { clientFirstName: '4111 1111 1111 1111', clientLastName: '12/27 737' }],
	['the first name', { client_first_name: '12/27 737', client_last_name: '4111 1111 1111 1111' }],
	['the next note', { notes: [{ text: '4111 1111 1111 1111' }, { text: '12/27 737' }] }],
	['the next remark', { remarks: ['4111 1111 1111 1111', '12/27 737'] }],
	['the note on a payment', { entries: [{ method: 'Visa 4111 1111 1111 1111', note: '12/27 737' }] }],
	['the note, which is the rest', { method: 'Visa 4111 1111', note: '1111 1111 12/27 737' }],
])('no expiry and no code is left in %s', (_, row) => {
	const left = JSON.stringify(sanitizeRow(row));
	expect(left).toContain('[card number removed, ends in 1111]');
	expect(left.replace(/ends in \d{4}/g, '')).not.toMatch(/737|12\/27|1111/);
});

it.each([
	{ clientFirstName: '4111 1111 1111 1111', clientLastName: 'Room 204' },
	{ client_first_name: 'Room 204', client_last_name: '4111 1111 1111 1111' },
	{ method: 'Visa 4111 1111 1111 1111', note: 'Room 204' },
])('a room beside a card stays: %j', (row) => {
	expect(Object.values(sanitizeRow(row))).toContain('Room 204');
});

it.each<[string, object]>([
	['rooms', { rooms: [{ name: '4111' }, { name: '1111' }, { name: '1111' }, { name: '1111' }] }],
	['codes', { amenities: ['4111', '1111', '1111', '1111'] }],
	['ids of notes', { notes: ['4111', '1111', '1111', '1111'].map((id) => ({ id, text: 'late' })) }],
	['notes about rooms', { notes: ['room 4111', 'room 1111', 'not 1111', 'rather 1111'] }],
])('lists of %s stay as they are', (_, row) => {
	expect(sanitizeRow(row)).toEqual(row);
});

it('what nests without end is cut off', () => {
	let nested: object = { name: 'x' };
	for (let depth = 0; depth < 10_000; depth++) nested = { nested };
	expect(JSON.stringify(sanitizeRow(nested)).length).toBeLessThan(1_000);
});

it.each([(text: string) => ({ text }), (text: string) => ({ notes: [text] }), (text: string) => ({ [text]: 1 })])(
	'a text of millions of characters is cut, and takes a moment',
	(place) => {
		const row = inProportion((count) => sanitizeRow(place('DE 8 '.repeat(count))), 1_000_000, 2);
		expect(JSON.stringify(row)).toMatch(/… \[shortened\]"/);
	},
);
