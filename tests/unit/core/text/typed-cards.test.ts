/** Card numbers and security codes as guests type them, and what looks like one and is none. */
import fc from 'fast-check';
import { holdsTypedCard } from '../../../../core/text/card-in-word';
import { withoutCardNumbers, withoutCardNumbersIn } from '../../../../core/text/card-numbers';
import { anyCardNumber, withCheckDigit } from '../../../support/cards';
import { assertProperty } from '../../../support/property';

/** The digits that are left, as anybody would read them. */
const digitsOf = (text: string) =>
	text
		.replace(/ends in \d{4}/g, '')
		.normalize('NFKC')
		.replace(/\D/g, '');

describe('a card number as guests type it', () => {
	it.each([
		'4111/1111/1111/1111',
		'4111, 1111, 1111, 1111',
		'4111,1111,1111,1111',
		'4111    1111    1111    1111',
		'(4111) (1111) (1111) (1111)',
		'[4111][1111][1111][1111]',
		'4111|1111|1111|1111',
		'4111;1111;1111;1111',
		'4111:1111:1111:1111',
		"4111'1111'1111'1111",
		'4111~1111~1111~1111',
		'4111\\1111\\1111\\1111',
		'4111 / 1111 / 1111 / 1111',
		'4111&1111<1111>1111',
		'4111\u00ad1111\u00ad1111\u00ad1111',
		'4\u200b1\u200b1\u200b1\u200b1\u200b1\u200b1\u200b1\u200b1\u200b1\u200b1\u200b1\u200b1\u200b1\u200b1\u200b1',
		'4111\u200e\u200f\u202a\u202c\u20661111\u2069 1111\ufe0f1111',
		'4\ufe0f\u20e31\ufe0f\u20e31\ufe0f\u20e31\ufe0f\u20e31111 1111 1111',
		'4111\u2800\u2800\u2800\u2800\u28001111\u034f1111\u30641111'.replace('\u3064', '\u3164'),
		'4111\u0000\u001b1111 \ufffd1111 1111',
		'４１１１　１１１１　１１１１　１１１１',
		'４111 1１11 11１1 111１',
		'𝟒𝟏𝟏𝟏 𝟏𝟏𝟏𝟏 𝟏𝟏𝟏𝟏 𝟏𝟏𝟏𝟏',
		'𝟜𝟙𝟙𝟙 𝟣𝟣𝟣𝟣 𝟭𝟭𝟭𝟭 𝟷𝟷𝟷𝟷',
		'④①①① ①①①① ①①①① ①①①①',
		'⁴¹¹¹ ¹¹¹¹ ¹¹¹¹ ¹¹¹¹',
		'❹❶❶❶ ➀➀➀➀ ➊➊➊➊ ⓵⓵⓵⓵',
		'४१११ ११११ ११११ ११११',
		'4111 1111\n1111 1111',
		'4111 1111\r\n\r\n1111 1111',
		'IBAN DE89 3704 0044 0532 0130 00 4111 1111 1111 1111',
		'call +41 79 000 00 00 4111 1111 1111 1111',
		'+4111 1111 1111 1111',
		'4111&nbsp;1111&nbsp;1111&nbsp;1111',
		'4111&amp;nbsp;1111&#160;1111&#xA0;1111',
		'4111<br>1111<br/>1111<BR />1111',
		'4111%201111%201111%201111',
		'4111+1111+1111+1111',
		String.raw`4111\n1111\n1111\n1111`,
		String.raw`4111\r\n1111\r\n1111\r\n1111`,
		String.raw`4111\t1111\t1111\t1111`,
		String.raw`4111\u00a01111\u00a01111\u00a01111`,
		String.raw`4111\\n1111\\n1111\\n1111`,
		String.raw`4111\x201111\x201111\x201111`,
		'4111&#32;1111&#32;1111&#32;1111',
		'4111&#8203;1111&#x200b;1111&#173;1111',
		'4111&#8209;1111&#8209;1111&#8209;1111',
		'4111&ndash;1111&ndash;1111&ndash;1111',
		'4111&amp;amp;nbsp;1111&bull;1111&emsp14;1111',
		'&#52;&#49;&#49;&#49;1111 1111 1111',
		'4111%0A1111%0A1111%0D%0A1111',
		'4111%2D1111%2d1111%2D1111',
		'4111%25201111%25201111%25201111',
		'4111%E2%80%8B1111%E2%80%8B1111%C2%A01111',
		'<span class=x>4111</span><span class=x>1111</span><span class=x>1111</span><span class=x>1111</span>',
		'<font>4111<font>1111<font color="#333333">1111<font>1111',
		'<u>4111</u><u>1111</u><u>1111</u><u>1111</u>',
		'<td style="width:12px">4111</td><td style="width:12px">1111</td><td>1111</td><td>1111</td>',
		'<a href="tel:4111111111111111">call</a>',
		'4111.....1111.....1111.....1111',
		'4111-----1111-----1111-----1111',
		'4111__________1111__________1111__________1111',
		'4111 + 1111 + 1111 + 1111',
		'4111 1111 <note>visa</note> 1111 1111',
		'4111 <no-te n="1">my visa, thanks</no-te> 1111 1111 1111',
		'4111 1111 <étoile> 1111 1111',
		'4111 1111 <été>visa</été> 1111 1111',
		'4111 = 1111 = 1111 = 1111',
		'4111=1111=1111=1111',
		'4111     1111     1111     1111',
		`4111${' '.repeat(50)}1111${' '.repeat(50)}1111${' '.repeat(50)}1111`,
		'4111\n     1111\n     1111\n     1111',
		'4111 1111\r\n\t\t\t\t\t1111 1111',
		'4111 - - 1111 - - 1111 - - 1111',
		'4111  -  -  1111  -  -  1111  -  -  1111',
		'4111\n\n\n\n\n\n1111 1111 1111',
		'4111-1111 1111/1111',
		'4111 1111, 11111111',
		'4111 1111 11\n11 1111',
		'41111111\n1111 1111',
		'4111x1111x1111x1111',
		'4111 x 1111 x 1111 x 1111',
		'4111X1111X1111X1111',
		'4111o1111o1111o1111',
		'41111111x11111111',
		'4111 х 1111 х 1111 х 1111',
		'4111 and 1111 and 1111 and 1111',
		'4111, then 1111, then 1111, then 1111',
		'4111 dann 1111 dann 1111 dann 1111',
		'4111 space 1111 space 1111 space 1111',
		'4111€1111€1111€1111',
		'4111%1111%1111%1111',
		'4111@1111@1111@1111',
		'2 x 4111 1111 1111 1111',
		'booking 4705950059, 06 12 34 56 78, card 4111 1111 1111 1111',
	])('is removed from "%s"', (text) => {
		expect(withoutCardNumbers(text)).toContain('card number removed');
		expect(digitsOf(withoutCardNumbers(text))).not.toMatch(/4111|1111/);
	});

	it.each([
		'14:00',
		'Arriving 14:00',
		'um 9:00',
		'00:00',
		'14:00:00',
		'14.00',
		'14h00',
		'14 h 00',
		'14 : 00',
		'50,00',
		'EUR 50.00',
		"14'00",
		'１４：００',
	])('of 13 digits is no telephone number behind %s', (before) => {
		for (const [blank, card] of [
			[' ', '4222222222222'],
			['\n', '4222222222222'],
			[' ', '4222 2222 22222'],
			[' (', '4222-222-222-222'],
		])
			expect(withoutCardNumbers(`${before}${blank}${card}`)).toContain('card number removed, ends in 2222');
	});

	it.each(['Tel. 1: 00 43 664 12345671', 'Phone 2: 0043 664 12345671'])(
		'is none behind a numbered label of a telephone: %s',
		(text) => expect(withoutCardNumbers(text)).toBe(text),
	);

	it('may begin with 1, as those of UATP do', () => {
		const number = withCheckDigit('10000000000000');
		expect(withoutCardNumbers(`UATP ${number.slice(0, 4)} ${number.slice(4, 9)} ${number.slice(9)}`)).toBe(
			`UATP [card number removed, ends in ${number.slice(-4)}]`,
		);
	});

	it('is removed where it is split over two texts, each of which keeps the rest of its own', () => {
		expect(withoutCardNumbersIn(['My card is 4111 1111', '1111 1111 thanks', 'Late arrival'])).toEqual([
			'My card is [card number removed, ends in 1111]',
			' thanks',
			'Late arrival',
		]);
		expect(withoutCardNumbersIn(['4111', '1111', '1111', '1111', '12/27'])).toEqual([
			'[card number removed, ends in 1111]',
			'',
			'',
			'',
			'[removed]',
		]);
		expect(withoutCardNumbersIn([])).toEqual([]);
		expect(withoutCardNumbersIn(['', 'a', ''])).toEqual(['', 'a', '']);
	});

	it.each([
		['First half 4111 1111', 'second half 1111 1111'],
		['4111 1111 1111', 'and the rest is: 1111'],
		['Karte 4111 1111', 'die zweite Hälfte lautet 1111 1111'],
		['4111 1111, les quatre groupes', 'deuxième moitié : 1111 1111'],
		['prima parte 4111 1111 seconda metà 1111 1111', ''],
		['41111111, remaining digits 11111111', ''],
	])('is removed where words announce its rest: %s | %s', (first, second) => {
		expect(digitsOf(withoutCardNumbersIn([first, second]).join(''))).toBe('');
	});

	it.each([
		['Card part 1: 4111 1111', 'part 2: 1111 1111'],
		['Card part 1/2: 4111 1111', 'Card part 2/2: 1111 1111'],
		['Card, part 1 of 2: 41111111', 'and part 2 of 2: 11111111'],
		['Card (1/2): 4111 1111', 'Card (2/2): 1111 1111'],
		['1st half 4111 1111', '2nd half 1111 1111'],
		['Karte Teil 1: 4111 1111', 'Teil 2: 1111 1111'],
		['1. Teil der Karte 4111-1111', '2. Teil: 1111-1111'],
		['Carte 1ère partie : 4111 1111', '2ème partie : 1111 1111'],
		['carta, parte n° 1: 4111 1111', 'parte n° 2: 1111 1111'],
		['Card: first 8 digits: 4111 1111', 'last 8 digits: 1111 1111'],
		['Card: first 12: 4111 1111 1111', 'last 4: 1111'],
		['Part 1: 4111, part 2: 1111', 'part 3: 1111, part 4: 1111'],
		['Booking by card, 1/2: 4111 1111', '2/2: 1111 1111'],
		['Visa for room 204, part 1: 4111 1111', 'part 2: 1111 1111'],
		['My card follows in two parts, for safety. Tel. 06 12 34 56 78. Part 1: 4111 1111', 'part 2: 1111 1111'],
	])('is removed where its parts are counted: %s | %s', (first, second) => {
		expect(digitsOf(withoutCardNumbersIn([first, second]).join(''))).not.toMatch(/4111|1111/);
	});

	const ONE_BY_ONE = [...'4111111111111111'];
	const escaped = (digit: string) => [
		`&#${digit.charCodeAt(0)};`,
		`&#x${digit.charCodeAt(0).toString(16)};`,
		`\\u00${digit.charCodeAt(0).toString(16)}`,
	];

	it.each([
		...[
			'. Half board',
			'. Part payment',
			'.\nTeil 2',
			' - half board',
			'*half board',
			'e partie',
			'. Teil',
			'/2: x',
		].map((after) => ONE_BY_ONE.join(' ') + after),
		`${ONE_BY_ONE.join(' ')}\n1/2: x`,
		...['part ', 'half ', 'Teil ', 'part no. ', 'Hälfte'].flatMap((before) => [
			...[' - ', '*', '_', '&nbsp;', '<br>', '\u00AD', ' ', '.', '\n'].map((sign) => before + ONE_BY_ONE.join(sign)),
			...['4-111-1111-1111-1111', '4\u00AD111 1111 1111 1111', '4 111 1111 1111 1111', '4111 1111 1111 1111'].map(
				(number) => before + number,
			),
			...[0, 1, 2].flatMap((form) =>
				['', ' '].map(
					(sign) =>
						before + ONE_BY_ONE.map((digit, at) => (at % 4 === 0 ? sign : '') + String(escaped(digit)[form])).join(''),
				),
			),
		]),
		'1. Teil 4111 1111 1111 1111 2. Teil',
	])('is removed where one of its own digits seems to count parts: %j', (text) => {
		for (const whole of [text, `Late arrival\n${text}`, `${text}\nthanks`])
			expect(withoutCardNumbers(whole)).toContain('card number removed');
		expect(holdsTypedCard(`A ${text}`)).toBe(true);
	});

	it.each([
		'Rooms 4111 and 1111, for the rest of us 1111 1111',
		'4111 1111 is my booking; the other one has 1111 1111',
		'Part of group 4111 1111 with 12 guests, the rest come on 2027-05-01',
		'Tel. +47 41 11 11 11, the rest of us +47 11 11 11 11',
		'Booking part 1: 41111111, room 204, part 2: 11111112',
		'Part 1 of the group: arrival 2027-05-01, part 2: departure 2027-05-04',
		'Part 1: +47 41 11 11 11, part 2: +47 11 11 11 11',
		'Group (1/2): booking 47059500, group (2/2): 47059501',
		'first 8: rooms 201 to 208; last 4: 301 to 304',
		'Bookings 1/2: 41234567, 2/2: 72937296',
		'Tel. guest 1/2: 61234567; guest 2/2: 72937291',
		'Room 1 of 2: 4123456, room 2 of 2: 772937296',
		'Voucher 512345 2. Teil der Reise, Voucher 7293729375',
	])('is none where nothing announces a rest, or the number is none: %s', (text) => {
		expect(withoutCardNumbers(text)).toBe(text);
	});

	it('is never left, however it is separated', () => {
		const separator = fc
			.array(
				fc.constantFrom(
					' ',
					'/',
					',',
					'.',
					'-',
					'(',
					')',
					'[',
					']',
					'\u00ad',
					'\u200b',
					'\u200e',
					'\ufe0f',
					'\u00a0',
					'|',
					'*',
					'\n',
				),
				{ maxLength: 4 },
			)
			.map((signs) => signs.join(''));
		const blanks = fc.constantFrom('', ' ', '      ', '\t\t\t\t\t', '\n        ');
		const digits = fc.constantFrom(...['0', '０', '٠', '०', '𝟎', '𝟘'].map((zero) => zero.codePointAt(0) ?? 0));
		assertProperty(
			fc.property(
				anyCardNumber,
				fc.constantFrom(19, 4, 2, 1),
				separator,
				blanks,
				digits,
				(number, size, signs, wide, zero) => {
					const between = wide + signs + wide;
					const groups = number.match(new RegExp(`.{1,${size}}`, 'g')) ?? [];
					const text = [...groups.join(between)]
						.map((sign) => (/\d/.test(sign) ? String.fromCodePoint(zero + Number(sign)) : sign))
						.join('');
					// Of a number that contains another, the last digits are not told.
					expect(withoutCardNumbers(`Card ${text} thanks`)).toMatch(
						/^Card \[card number removed(?:, ends in \d{4})?\]\P{N}* thanks$/u,
					);
				},
			),
			{ numRuns: 1_000 },
		);
	});

	it('is never left in a list of texts, and the list keeps its length', () => {
		assertProperty(
			fc.property(
				anyCardNumber,
				fc.array(fc.integer({ min: 1, max: 18 }), { maxLength: 3 }),
				fc.constantFrom('', 'late ', '2 '),
				(number, cuts, before) => {
					const places = [0, ...new Set(cuts.filter((at) => at < number.length).sort((a, b) => a - b)), number.length];
					const texts = places.slice(1).map((to, index) => number.slice(places[index], to));
					texts[0] = before + (texts[0] ?? '');
					const clean = withoutCardNumbersIn(texts);
					expect(clean).toHaveLength(texts.length);
					expect(digitsOf(clean.join(''))).not.toContain(number.slice(0, -4));
				},
			),
			{ numRuns: 500 },
		);
	});
});

describe('a security code that is named as one', () => {
	it.each([
		'CVV code: 737',
		'CVV2 = 737',
		'cvc-code 737',
		'CVC (on the back of the card): 737',
		'security code on the back: 737',
		'The security code of my card is 737',
		'card verification value 737',
		'3 digits: cvc 7 3 7',
		'Code de sécurité au dos de la carte : 737',
		'code de se\u0301curite\u0301 : 737',
		'Cryptogramme visuel 737',
		'Kartenprüfnummer lautet 737',
		'Pru\u0308fziffer: 737',
		'Sicherheitscode auf der Rückseite: 737',
		'Der CVC Code ist 737',
		'codice di sicurezza sul retro della carta: 737',
		'il CVV è 737',
		'código de seguridad en el reverso: 737',
		'código de segurança do cartão: 737',
		'beveiligingscode op de achterkant 737',
		'säkerhetskod 737',
		'sikkerhedskode: 737',
		'kod bezpieczeństwa to 737',
		'güvenlik kodu 737',
		'код безопасности 737',
		'セキュリティコード 737',
		'安全码：737',
		'CVV ７３７',
		'737 (CVV)',
		'737 (security code)',
		'737 is the CVV',
		'737 ist der CVC',
		'Amex CID 7373',
		'C.V.V. 737',
		'CVV of my husband’s Visa card: 737',
		'CVV码：737',
		'CVV是737',
		'CVVは737です',
		'رمز CVV هو ٧٣٧',
		'CVC번호 737',
		'код CVV 737',
		'ＣＶＶ：７３７',
		'sec. code: 737',
		'last three digits on the back of the card 737',
		'les 3 derniers chiffres au dos de la carte : 737',
		'die drei Ziffern auf der Rückseite: 737',
		'Sicherheits-Code 737',
		'ultime tre cifre sul retro della carta 737',
		'los tres di\u0301gitos del reverso: 737',
		'número de seguridad 737',
		'cód. seg. 737',
		'três dígitos no verso do cartão: 737',
		'de laatste drie cijfers op de achterkant: 737',
		'trzy cyfry z tyłu karty: 737',
		'kod weryfikacyjny 737',
		'kartın arkasındaki üç rakam 737',
		'GÜVENLİK KODUM 737',
		'три цифры на обороте: 737',
		'背面三位数字：737',
		'後三碼：737',
		'セキュリティコードは737',
		'كود الأمان 737',
		'cod de securitate 737',
		'CCV 737',
		'C.C.V.: 737',
		'CV2 737',
		'CVD: 737',
		'CVD code 737',
		'kontrolcifre: 737',
		'kontrolkode 737',
		'bekræftelseskode 737',
		'kontrollkode: 737',
		'säkerhetssiffror på baksidan: 737',
		'turvakood 737',
		'kontrollkood on 737',
		'tarkistenumero 737',
		'kode keamanan 737',
		'kod keselamatan 737',
		'kode verifikasi adalah 737',
		'bezpečnostný kód: 737',
		'overovací kód 737',
		'kontrolní číslo 737',
		'bezpečnostní kód karty 737',
		'ellenőrző kód: 737',
		'biztonsági kódom 737',
		'controlegetal 737',
		'controlenummer: 737',
		'код за сигурност: 737',
		'контролен код 737',
		'saugos kodas 737',
		'apsaugos kodas yra 737',
		'drošības kods: 737',
		'pārbaudes kods ir 737',
		'cod de siguranță 737',
		'cod de verificare: 737',
		'sigurnosni broj 737',
		'varnostna številka 737',
		'kodi i sigurisë 737',
		'öryggiskóði: 737',
		'öryggisnúmer 737',
		'kodiċi tas-sigurtà 737',
		'cód slándála 737',
		'cod diogelwch 737',
		'segurtasun kodea 737',
		'código de seguridade 737',
		'doğrulama kodu 737',
		'безбедносни код 737',
		'код перевірки: 737',
		'αριθμός επαλήθευσης 737',
		'安全代码 737',
		'安全號碼：737',
		'識別碼 737',
		'セキュリティ番号 737',
		'認証コードは737',
		'보안 숫자 737',
		'सुरक्षा कोड 737',
		'รหัสความปลอดภัย 737',
		'უსაფრთხოების კოდი 737',
		'անվտանգության կոդ 737',
		'کد امنیتی 737',
		'mã xác minh 737',
		'number for security 737',
		'tři číslice na zadní straně: 737',
		'tre cifre bagpå kortet: 737',
		'ΚΩΔΙΚΟΣ ΑΣΦΑΛΕΙΑΣ: 737',
		'κωδικός ασφαλείας: 737',
		'αριθμός ελέγχου 737',
		'the code on the back is 737',
		'the code on the back of my card is 737',
		'the number on the back: 737',
		'Code auf der Rückseite: 737',
		'code au dos de la carte : 737',
		'código en el reverso: 737',
		'codice sul retro della carta: 737',
		'kod na odwrocie: 737',
		'код на обороте карты 737',
		'3-digit code: 737',
		'three digit code 737',
		'3-stelliger Code: 737',
		'code à 3 chiffres : 737',
		'código de 3 dígitos: 737',
		'codice a 3 cifre: 737',
		'трёхзначный код 737',
		'trzycyfrowy kod 737',
		'CVV 7\u200b3\u200b7',
		'CV\u00adV: 737',
		'C\u200bV\u200bC 737',
		'CVV ⑦③⑦',
		'CVV ❼❸❼',
		'CVV: 7/3/7',
		'CVV 7 - 3 - 7',
		'CVV: 7.3.7',
		'CVV 7_3_7',
		'c-v-v 737',
		'C_V_C: 737',
		'CVV:&nbsp;737',
		'security code<br>737',
		'security&nbsp;code: 737',
		'security_code: 737',
		'securityCode=737',
		'card_security_code: 737',
		'cvvCode: 737',
		'cvv_code: 737',
		'card_cvv: 737',
		'CVCkode 737',
		'cvccode: 737',
		'CVVnummer 737',
		'CVC-Nummer: 737',
		'Kreditkartenprüfnummer: 737',
		'Kartensicherheitscode 737',
		'dígitos de segurança: 737',
		'dígitos de seguridad 737',
		'Защитный код: 737',
		'Контрольный код 737',
		'контрольное число 737',
		'контрольный номер: 737',
		'захисний код 737',
		'сигурносни код: 737',
		'заштитни код 737',
		'код за проверка: 737',
		'tarkistusnumero 737',
		'tarkistuskoodi: 737',
		'kontrollsiffer: 737',
		'kontrollsiffra 737',
		'sikkerhedstal 737',
		'verificatiecode: 737',
		'validatiecode 737',
		'código verificador: 737',
		'codi de verificació 737',
		'kod zabezpieczeń 737',
		'zaštitni kod: 737',
		'öryggistala 737',
		'секретный код карты: 737',
		'код карты: 737',
		'код моей карты 737',
		'ЦВВ 737',
		'СВВ код 737',
		'цвв-код: 737',
		'свв2: 737',
		'си-ви-ви 737',
		'код на задней стороне 737',
		'цифры сзади 737',
		'3 цифры сзади: 737',
		'card code: 737',
		'credit card code 737',
		'secret code of my card: 737',
		'Kartencode 737',
		'code de la carte : 737',
		'code carte 737',
		'codice della carta: 737',
		'código de la tarjeta 737',
		'kod karty 737',
		'<cvv>737</cvv>',
		'<securityCode>737</securityCode>',
		'<b>CVV</b><i>737</i>',
		'die drei Ziffern auf der Rückseite sind 737',
		'die letzten 3 Zahlen hinten: 737',
		'los 3 números de atrás 737',
		'i tre numeri sul retro 737',
		'numéros au dos 737',
		'3 digits behind the card 737',
		'4DBC 7371',
		'last 3 digits: 737',
		'die letzten drei Ziffern: 737',
		'les 3 derniers chiffres : 737',
		'ultime tre cifre: 737',
		'últimos 3 dígitos 737',
		'СVV 737',
		'СVС: 737',
		'CVѴ 737',
		'CVE 737',
		'CVV: 7,3,7',
		'CVV: 7;3;7',
		'le crypto c’est 737',
		'sec# 737',
		'security #: 737',
		'last three on the back: 737',
		'back of my card 737',
		'digits on the front of the card: 737',
		'the 4 digits on the front: 7373',
		'security #: 737 12/27',
		'vier Ziffern auf der Vorderseite: 7373',
		'卡背三位数 737',
		'裏面の番号737',
		'رقم الأمان ٧٣٧',
		'الرمز السري ٧٣٧',
		'ثلاثة أرقام خلف البطاقة: 737',
		'les trois chiffres derrière la carte: 737',
		'de 3 cijfers achterop 737',
		'code derrière la carte 737',
		'drei Zahlen hinten auf der Karte 737',
		'i tre numeri dietro 737',
		'the three digits behind 737',
		'three numbers behind the card: 737',
		'numbers on the back of my card: 737',
		'код сзади 737',
		'背面三位737',
		'카드 뒷면 세 자리 737',
		'CVV is 737 +41 79 123 45 67',
		'CVV is 737 12 2027',
		'CVV: 737 079 123 45 67',
		'the CVV of the card of Ann is 737 0041 79 123 45 67',
		'the C.V.V. of the card of Ann 737',
		'the CVV is 737\n1500 CHF deposit paid',
		'the CVV is 737\r\n1500 CHF deposit paid',
		'the CVV is 737\n8001 Zürich, arriving late',
		'CVV code is 737\n15.09.2026 arrival',
		'CVV code is 737 15.09.2026 arrival',
		'My CVV is 737 8001 Zurich',
		'CVC ist 737. 1500 CHF Anzahlung',
		'cvv is 737 2027-12',
		'CVV is 737 27/12',
		'cvv is 737 (2027)',
		'CVV is 737 (12/27) 8001 Zurich',
		'the CVV of the card of Ann 737 15.09.2026',
		'the CVV of the card of Ann 737 8001 Zurich',
		'CVV+737',
		'exp 12/27 + cvv + 737',
		'CVV+737 15.09.2026',
		'CVV + 737 079 123 45 67',
		'the CVV is +737 1500 CHF',
		'My numbers: CVV at the back 737',
		'behind: CVV digits 737',
		'achterop CVC cijfers 737',
		'the digits: CVV at the back for Ann are 737',
		'credit card, code hinten 737',
		'4111 1111 1111 1111, Code hinten 737',
		'Code hinten 737 (Visa)',
		'codice dietro 737, carta di mia moglie',
	])('is removed from "%s"', (text) => {
		expect(withoutCardNumbers(text)).toContain('[removed]');
		expect(digitsOf(withoutCardNumbers(text))).not.toContain('737');
	});

	it.each([
		'the CVV is 012 15.09.2026',
		'the CVV of the card of Ann 012 15.09.2026 14:30',
		'the CVV of the card of Ann 012 2026-09-15',
		'the CVV of the card of Ann 012 12/27 8001 Zurich',
		'the CVV of the card of Ann 012\n1500 CHF 2027',
		'the CVV of the card of Ann 012 079 123 45 67',
	])('is removed, though it begins as a telephone number does, from "%s"', (text) => {
		expect(withoutCardNumbers(text)).toBe(text.replace('012', '[removed]'));
	});
});

describe('a security code in another text than its name', () => {
	const card = '4111 1111 1111 1111';

	it.each([
		[
			['CVC:', '737'],
			['CVC:', '[removed]'],
		],
		[
			['security', 'code', '737 thanks'],
			['security', 'code', '[removed] thanks'],
		],
		[
			['The CVV is', '737', 'Room 204'],
			['The CVV is', '[removed]', 'Room 204'],
		],
		[
			[`${card} cvc 7`, '37'],
			['[card number removed, ends in 1111] cvc [removed]', ''],
		],
	])('is removed: %j', (texts, clean) => {
		expect(withoutCardNumbersIn(texts)).toEqual(clean);
	});

	it.each([
		[['Room 204', 'CVV will follow']],
		[['CVV will follow', 'Room 204', 'at 1430']],
		[['The code on the back', 'Room 204']],
		[['Arrival 1430', 'security code at the desk']],
	])('is none of another text: %j', (texts) => {
		expect(withoutCardNumbersIn(texts)).toEqual(texts);
	});
});

describe('what belongs to a card number', () => {
	const card = '4111 1111 1111 1111';

	it.each([
		[`${card} 07/03/2027 737`, ' 07/03/2027 [removed]'],
		[`${card} 2027-03-07 737`, ' 2027-03-07 [removed]'],
		[`${card} 07.03.2027 12/27 737`, ' 07.03.2027 [removed] [removed]'],
		[`${card} 1227737`, ' [removed]'],
		[`${card}, 737122027 thanks`, ', [removed] thanks'],
		[`${card}1227737`, ''],
		[`${card}737`, ''],
		['4111-1111-1111-1111122027737 thanks', ' thanks'],
		[
			`${card} name Jean-Baptiste Emmanuel Dupont, exp 12/27 737`,
			' name Jean-Baptiste Emmanuel Dupont, exp [removed] [removed]',
		],
		[
			`${card} Herr Karl-Friedrich von und zu Muster, gültig 12/27 737`,
			' Herr Karl-Friedrich von und zu Muster, gültig [removed] [removed]',
		],
		[
			`${card} Monsieur Jean-Baptiste Emmanuel Dupont 12/27 737`,
			' Monsieur Jean-Baptiste Emmanuel Dupont [removed] [removed]',
		],
	])('is removed with it from "%s"', (text, rest) => {
		expect(withoutCardNumbers(text)).toBe(`[card number removed, ends in 1111]${rest}`);
	});

	it.each([
		' Monsieur Jean-Baptiste Emmanuel Dupont arrives in room 204',
		' Monsieur Jean-Baptiste Emmanuel Dupont, room 204, valid until then',
		' Monsieur Jean-Baptiste Emmanuel Dupont comes at 1430',
		', booking 470595005',
		' phone 5551234',
		' tel 079 123 45 67, valid only then',
		' 07.03.2027',
	])('is not what stands behind it: "%s"', (behind) => {
		expect(withoutCardNumbers(card + behind)).toBe(`[card number removed, ends in 1111]${behind}`);
	});
});

describe('what is no card number', () => {
	it.each(['4222222222222', '4111 1111 1111 1111', '4366 4123 4567 8905', '4915 1123 4567 8907'])(
		'is no mobile phone that only begins like one, in a remark or behind a word for it: %s',
		(number) => {
			for (const text of [number, `Handy ${number}`])
				expect(withoutCardNumbers(text)).toContain('[card number removed');
		},
	);

	it.each([
		'4915112345678',
		'49 151 12345678',
		'4366412345671',
		'43 664 12345671',
		'Handy: 43 664 123 45 671',
		'436641234567894',
		'43 (0)664 1234569',
		'49 (0)151 1234564',
		'44 (0)7911 123456',
		'41 79 123 45 67',
		'mobile 4917612345679 thanks',
		'+86 138 1101 3616',
		'+8613811013616',
		'＋86 138 1101 3616',
		'Call me on +86 (138) 1101-3616.',
		'(+86) 138 1101 3616',
		'00 86 138 1101 3616',
		'008613811013616',
		'tel:+49-151-2345-67890',
		'IBAN DE89 3704 0044 0532 0130 00',
		'DE89370400440532013000',
		'de89 3704 0044 0532 0130 00, thanks',
		'GB29 NWBK 6016 1331 9268 19',
		'FR14 2004 1010 0505 0001 3M02 606',
		'CH93 0076 2011 6238 5295 7',
		'AT61-1904-3002-3457-3201',
		'Rooms 101, 102, 103 at 14:30, 15:30',
		'The security code of the door is 4711',
		'The code of the back door is 4711',
		'The code for the back door: 4711',
		'The code on the back gate is 4711',
		'the code on the back of the house is 4711',
		'Code für die Hintertür: 4711',
		'Code der Tür auf der Rückseite des Hauses: 4711',
		'il codice del cancello sul retro è 4711',
		'door code 4711',
		'key card code 4711',
		'keycard code: 4711',
		'parking card code 4711',
		'Room-card code 4711',
		'<room>204</room><id>4711</id>',
		'last 3 digits of my phone: 737',
		'last 4 digits: 4711',
		'Wir zahlen hinten 120 EUR',
		'Wir zahlen bar, Zimmer hinten 204',
		'the number is behind the door 4711',
		'key behind the card, room 204',
		'los números de las habitaciones 204 205',
		'numéros de chambre 204',
		'the last 3 nights: 120 EUR',
		'loyalty card number 4711',
		'Kundenkarte Nr. 4711',
		'a cot of 120x1200x1400x1111 mm',
		'+41 79 555 12 34 x 12',
		'2x2x2 4711',
		'a 4-digit code opens the door: 4711',
		'Please call me for the CVV on +41 79 123 45 67',
		'CVV par téléphone au 06 12 34 56 78',
		'CVC auf Anfrage 044 123 45 67',
		'CVC auf Anfrage 0041 44 123 45 67',
		'CVV by phone (044) 123 45 67',
		'Security number: +41 79 123 45 67',
		'CVV: +41 79 123 45 67',
		'Call me for the CVV on +44 (0)20 7946 0958',
		'Call me for the CVV on 079 123 45 67',
		'CVV by phone 212 555 1234',
		'CVC auf Anfrage 0171 12-34-56',
		'CVVは電話で 090-1234-5678',
		'code hinten 345',
		'Zimmer mit Schlüsselkarte, Code hinten 345',
		'The CVV I give at check-in at 1500',
		'CVV will be told in room 305',
		"I don't have the CVV. Room 305 please",
		'No CVC. We are 2, booking 4711',
		'two rooms at the back, room numbers 204 and 205',
		'call me back on one of these numbers: 079 123 45 67',
		'the numbers behind the house are 204',
		'我们三位客人想要后面的房间204',
		'뒷면 주차 자리 204',
		'الغرف خلف المبنى ارقام 204',
		'le code derrière la porte 4711',
		'код сзади дома 4711',
		'rooms 4003, 4004, 4005, 4006',
		'Zimmer 5104/5105/5106/5107',
		'375 376 377 378 379 380',
		'code postal 75011',
		'code postal : 750',
		'booking code 737',
		'confirmation code: 7373',
		'Buchungscode 737',
		'code de réservation : 737',
		'código postal 737',
		'room number 737',
		'Zimmernummer 737',
		'CVV on arrival 1/2/27',
		'CVE 2027 at the fair',
		'the number of the front door 4711',
		'4111 <note>rooms and</note> 1111 beds',
		'room numbers at the front: 101, 102',
		'Room numbers near the front, 1204 or 1206',
		'numbers facing the beach front 301 302',
		'Security #: 555 123 4567',
		'Room 1204 security # 5551234567',
		'Call back of card 555 1234',
		'my loyalty 1234 is on the back of the card',
		'the back of my car, room 737',
		'rooms 4111 and 1111 and 1112',
		'4111 beds and 1111 beds and 1111 beds',
		'4571 1111 or 4571 1112',
		'CVV at check-in at 14/15',
		'number of rooms at the back: 2, floor 110',
		'crypto fair 2026',
		'crypto 2027, CSC 2027',
		'CVV on arrival, room 204',
		'My CVV will be told on arrival. See you at 1430',
		'06 67 74 03 02 / 04 61 65 03 76',
		'06 67 74 03 02\n04 61 65 03 76',
		'06.77.41.32.33 - 06.17.84.40.22',
		'0171 6973971 / 030 99413789',
		'079 662 08 98, 022 008 29 96',
		'333 8518963 - 347 2590894',
		'638 731 326 / 677 776 017',
		'(469) 555-3871 / (660) 555-1221',
		'+33 6 51 31 74 67 / 06 70 50 27 08',
		'86 134 6179 4275',
		'Booking 4612030387, 06 21 35 01 35',
		'Booking 4744239292, PIN 1234',
		'21/11/27 28/4/27 26/12/27 22/11/27',
		'2027/06/16 - 2027/06/19',
		'22 03 2027 26 03 2027',
		'48.0371861, 11.5553208',
		'191,00 482,00 934,00',
		'120.00 121.00 142.00 194.00',
		'Rooms 619, 524, 347, 206, 119, 918',
		'Rooms 132, 100, 192, 163, 114',
		'5100 + 1200 + 1300 = 7600',
		'4111 + 1111 + 1111 = 1111',
		'06 12 34 56 78 + 06 12 34 56 78',
		'+41 79 123 45 67 + +41 79 765 43 21',
		'4111 rooms &amp; 1111 beds',
		'IMEI 359301828323484',
		'loyalty card 3081030310358141',
		'NIR 1 76 34 45 162 946 75',
		'1,234,567.89 EUR and 9,876,543.21 EUR',
	])('is left: "%s"', (text) => {
		expect(withoutCardNumbers(text)).toBe(text);
	});

	it('is what stands behind a card and is no code of it', () => {
		for (const behind of [
			' Tel +41 79 123 45 67',
			', tel 079 123 45 67',
			' phone 06.12.34.56.78',
			' arrival 29.03.2027 at 14:30',
			' arriving 2027-03-29',
			', booking 4705950059',
		])
			expect(withoutCardNumbers(`4111 1111 1111 1111${behind}`)).toBe(`[card number removed, ends in 1111]${behind}`);
		expect(withoutCardNumbers('4111 1111 1111 1111 12/27 737 06 12 34 56 78')).toBe(
			'[card number removed, ends in 1111] [removed] [removed] 06 12 34 56 78',
		);
		expect(withoutCardNumbers('Room 204 CVV 737')).toBe('Room 204 CVV [removed]');
	});

	it('is two phone numbers, as people write them one after the other', () => {
		const digits = (count: number) =>
			fc.array(fc.integer({ min: 0, max: 9 }), { minLength: count, maxLength: count }).map((all) => all.join(''));
		const phone = fc.constantFrom(
			'06 ## ## ## ##',
			'06.##.##.##.##',
			'0171 #######',
			'079 ### ## ##',
			'6## ### ###',
			'347 #######',
			'(4##) 555-####',
			'090-####-####',
			'(11) 9####-####',
			'33 6 ## ## ## ##',
			'+33 6 ## ## ## ##',
		);
		const pair = fc
			.tuple(phone, fc.constantFrom(' / ', ', ', '; ', ' / Tel. ', ' or ', ' oder auch '), phone, digits(30))
			.map(([one, between, other, filling]) => {
				let next = 0;
				return (one + between + other).replace(/#/g, () => filling[next++] ?? '');
			});
		assertProperty(
			fc.property(pair, (text) => expect(withoutCardNumbers(text)).toBe(text)),
			{ numRuns: 2_000 },
		);
	});

	it('is any phone number of up to 13 digits behind a plus, in whatever groups', () => {
		assertProperty(
			fc.property(
				fc.integer({ min: 1, max: 9 }),
				fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 7, maxLength: 12 }),
				fc.constantFrom('', ' ', '-', '.'),
				fc.constantFrom(2, 3, 4),
				(first, rest, between, size) => {
					const digits = [first, ...rest].join('');
					const text = `Phone +${(digits.match(new RegExp(`.{1,${size}}`, 'g')) ?? []).join(between)}, thanks`;
					expect(withoutCardNumbers(text)).toBe(text);
				},
			),
			{ numRuns: 500 },
		);
	});
});
