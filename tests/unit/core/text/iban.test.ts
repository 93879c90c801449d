import fc from 'fast-check';
import { withoutCardNumbers } from '../../../../core/text/card-numbers';
import { inASecond } from '../../../support/cpu-time';
import { anyCardNumber, withCheckDigit } from '../../../support/cards';
import { assertProperty } from '../../../support/property';

const digits = (length: number) => fc.stringMatching(new RegExp(`^\\d{${length}}$`));

/** ISO 7064, MOD 97-10. */
function iban(country: string, account: string): string {
	const numbers = [...`${account}${country}`].map((sign) => Number.parseInt(sign, 36)).join('');
	return `${country}${String(98n - (BigInt(`${numbers}00`) % 97n)).padStart(2, '0')}${account}`;
}

const anyIban = fc
	.constantFrom(['DE', 18] as const, ['AT', 16] as const, ['FR', 23] as const, ['ES', 20] as const, ['PL', 24] as const)
	.chain(([country, length]) => digits(length).map((account) => iban(country, account)));

const inFours = (number: string) => number.match(/.{1,4}/g) ?? [];
const between = fc.constantFrom(
	...['', ' ', '  ', '.', '-', '/', '_', '|', ', ', ' - ', '\u00a0', '\r\n', '\u2013', '\u200b', '&nbsp;', '<br>'],
);
const before = fc.constantFrom('', 'IBAN', 'iban ', 'IBAN:', 'IBAN-Nr.', 'refund to ', '(', '\u00a0');
const after = fc.constantFrom('', ' thanks', '.', ')', 'BIC COBADEFF', ', room 12');

describe('a bank account', () => {
	it('stays whole, however it is divided and whatever touches it', () => {
		assertProperty(
			fc.property(anyIban, between, before, after, (number, sign, first, last) => {
				const text = `${first}${inFours(number).join(sign)}${last}`;
				return withoutCardNumbers(text) === text;
			}),
			{ numRuns: 2_000 },
		);
	});

	it('stays whole with its country divided from the rest, without a word for it, and in full width', () => {
		const divided = fc.constantFrom<(number: string) => string>(
			(number) => `${number.slice(0, 2)} ${number.slice(2, 4)} ${inFours(number.slice(4)).join(' ')}`,
			(number) => `${number.slice(0, 2)}-${number.slice(2, 4)}-${inFours(number.slice(4)).join('-')}`,
			(number) => `${number.slice(0, 2)}&nbsp;${number.slice(2, 4)}&nbsp;${inFours(number.slice(4)).join('&nbsp;')}`,
			(number) => number.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0)),
		);
		assertProperty(
			fc.property(anyIban, divided, after, (number, write, last) => {
				const text = `refund to ${write(number)}${last}`;
				return withoutCardNumbers(text) === text;
			}),
			{ numRuns: 2_000 },
		);
	});

	it('is none where the digits behind a country are a card, though the check sum is right', () => {
		let found = 0;
		for (let number = 0; number < 20_000; number++) {
			const card = withCheckDigit(`4111111111${String(number).padStart(5, '0')}`);
			const check = [...`DK${card.slice(0, 2)}`].map((sign) => Number.parseInt(sign, 36)).join('');
			if (BigInt(card.slice(2) + check) % 97n !== 1n) continue;
			found++;
			for (const text of [`DK ${card}`, `DK ${inFours(card).join(' ')}`, `DK-${inFours(card).join('-')}`])
				expect(withoutCardNumbers(text)).toContain(`[card number removed, ends in ${card.slice(-4)}]`);
		}
		expect(found).toBeGreaterThan(100);
	});

	it('is none where the digits behind a country are a card that goes on behind the account', () => {
		let found = 0;
		for (let number = 0; number < 20_000; number++) {
			const card = withCheckDigit(`4111111111${String(number).padStart(5, '0')}`);
			const check = [...`NO${card.slice(0, 2)}`].map((sign) => Number.parseInt(sign, 36)).join('');
			if (BigInt(card.slice(2, 13) + check) % 97n !== 1n) continue;
			found++;
			for (const sign of ['/', ' ', '-', '.'])
				for (const groups of [[...card], [card.slice(0, 13), card.slice(13)]])
					expect(withoutCardNumbers(`NO ${groups.join(sign)} OK`).replace(/\D/g, '')).not.toContain(card.slice(0, -4));
		}
		expect(found).toBeGreaterThan(100);
	});

	it.each([
		'GB 2 pax 4111 1100 0316 7603',
		'DE 1: 4111 1100 0443 4648 123',
		'Suite FR 3, visa card: 4111 1100 0332 5987 12',
		'IT 2 guests 4111 1100 0071 2716 ab',
	])('is none where a card stands among words that make up its length: %j', (text) =>
		expect(withoutCardNumbers(text)).toMatch(/\[card number removed, ends in \d{4}\]/),
	);

	it('is none where a word of four letters stands before a card in groups of four', () => {
		for (let number = 0; number < 2_000; number++) {
			const card = withCheckDigit(`4111111111${String(number).padStart(5, '0')}`);
			const text = iban('FR', `CARD${card}123`);
			const typed = `${text.slice(0, 2)} ${text.slice(2, 4)} card ${inFours(card).join(' ')} 123`;
			expect(withoutCardNumbers(typed)).toContain('[card number removed');
		}
	});

	it('is none with another length: a card number behind the letters of a country is removed', () => {
		assertProperty(
			fc.property(
				anyCardNumber,
				fc.constantFrom('DE', 'AT', 'IBANDE', 'IBAN DE', 'Visa'),
				between,
				(card, head, sign) => {
					fc.pre(card.length === 16);
					const rest = inFours(card).join(sign);
					// With its first digits as check digits it has the length of neither country.
					const clean = withoutCardNumbers(`${head}${sign === '' ? ' ' : sign}${rest} thanks`);
					return !clean.replace(/\D/g, '').includes(card);
				},
			),
			{ numRuns: 500 },
		);
	});

	it.each(['Visa4111111111111111 12/27 737', 'no 4111 1111 1111 1111', 'is 4111.1111.1111.1111'])(
		'is not what %j has',
		(text) => expect(withoutCardNumbers(text)).toContain('[card number removed, ends in 1111]'),
	);

	it('takes a moment to look for', () => {
		for (const unit of ['DE12', 'DE 1', 'DE  ', 'IBAN', 'IBAN:DE12\u200b', 'DE12.', '\u200b', 'iban de 12 '])
			inASecond(() => withoutCardNumbers(unit.repeat(100_000 / unit.length)));
	});
});
