import fc from 'fast-check';
import { withoutCardNumbers } from '../../../../core/text/card-numbers';
import { anyCardNumber } from '../../../support/cards';
import { inProportion } from '../../../support/cpu-time';
import { assertProperty } from '../../../support/property';

const gone = (text: string) =>
	expect(withoutCardNumbers(text).replace(/ends in \d{4}/g, '')).not.toMatch(/4111|1111|\b737\b|12\/27/);

describe('card numbers in texts of people', () => {
	it.each([
		'4111111111111111',
		'4111 1111 1111 1111',
		'4111-1111-1111-1111',
		'4111.1111.1111.1111',
		'4111_1111_1111_1111',
		'4111  1111 \n 1111\t1111',
		'4111\u00a01111\u202f1111\u20091111',
		'4111–1111—1111‑1111',
		'4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1',
		'41 11 11 11 11 11 11 11',
		'Card no.4111111111111111',
		'Visa4111111111111111exp',
		'room 2 4111 1111 1111 1111',
		'2 4111 1111 1111 1111 3',
		'+4111111111111111',
		'4111 1111 1111 1111 12/27 737',
		'4111 1111 1111 1111 12 27 737',
		'4111111111111111 exp. 12/27, CVC 737',
		'41111111111111111227737',
		'4111111111111111737',
		'4111 1111 1111 1111 5555 5555 5555 4444',
		'２０１ ４１１１１１１１１１１１１１１１',
		'٤١١١ ١١١١ ١١١١ ١١١١',
		'cvc: 737',
		'my CVV is 737',
		'code de sécurité : 737',
		'Prüfnummer 737',
	])('removes it from "%s"', (text) => {
		gone(text);
		const clean = withoutCardNumbers(text);
		expect(clean).toContain('removed');
		expect(clean.replace(/ends in \d{4}/g, '')).not.toMatch(/٤١١١|４１１１|5555/u);
	});

	it('leaves four digits where they are certain', () => {
		expect(withoutCardNumbers('Please use 4111 1111 1111 1111, thanks')).toBe(
			'Please use [card number removed, ends in 1111], thanks',
		);
		expect(withoutCardNumbers('371449635398431 or 5555555555554444')).toBe(
			'[card number removed, ends in 8431] or [card number removed, ends in 4444]',
		);
	});

	it.each([
		'Arrival 29.03.2026-31.03.2026, two nights',
		'2026-03-29 2026-03-31 2026-04-02 2026-04-04',
		'Call +41 79 000 00 00 or 0041 79 000 00 00',
		'Booking 4705950059, room 101, 102, 103, 104 and 105',
		'Flight LX1234 at 15:30, 3 adults, 2 children aged 4 and 11',
		'1234567890123456',
		'4111 1111 1111 1112',
		'No. 0000 0000 0000 0000',
		'Security is important at 1500 m',
		'',
	])('leaves "%s" as it is', (text) => {
		expect(withoutCardNumbers(text)).toBe(text);
	});

	it('lets no number through, however it is grouped and whatever stands around it', () => {
		const separator = fc.constantFrom(' ', '-', '.', '  ', '\u00a0', ' - ');
		const around = fc.string({
			unit: fc.constantFrom('a', 'é', ' ', '2', '7', ',', '/', ':', '\n', '😀'),
			maxLength: 12,
		});
		assertProperty(
			fc.property(
				anyCardNumber,
				fc.constantFrom(19, 4, 2, 1, 5),
				separator,
				around,
				around,
				(number, size, between, before, after) => {
					// Digits glued to a grouped number make it another number: nobody could read it back.
					const text = `${before} ${(number.match(new RegExp(`.{1,${size}}`, 'g')) ?? []).join(between)} ${after}`;
					const digits = withoutCardNumbers(text)
						.replace(/ends in \d{4}/g, '')
						.replace(/\D/g, '');
					expect(digits).not.toContain(number);
					expect(digits).not.toContain(number.slice(0, -4));
				},
			),
			{ numRuns: 1_000 },
		);
	});

	it('changes nothing the second time, and never fails', () => {
		assertProperty(
			fc.property(
				fc.string({
					unit: fc.constantFrom('4', '1', '0', '5', ' ', '-', 'c', 'v', ':', '/', '😀', '٤'),
					maxLength: 80,
				}),
				(text) => {
					const once = withoutCardNumbers(text);
					expect(withoutCardNumbers(once)).toBe(once);
				},
			),
			{ numRuns: 2_000 },
		);
	});

	it('is quick on long texts', () => {
		inProportion((count) => withoutCardNumbers('4111 1111 1111 1112 '.repeat(count)), 20_000);
		inProportion((count) => withoutCardNumbers('1'.repeat(count)), 400_000);
	});
});
