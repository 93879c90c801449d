/** Walks the model: whatever field a text from outside comes in, no card data stays in it, and it is bounded. */
import fc from 'fast-check';
import { Reader, type Fields } from '../../../../core/payload/field-reader';
import { readReservation } from '../../../../core/payload/reservation-payload';
import { reservation } from '../../../../core/reservation/build';
import type { Booker, Money, Reservation } from '../../../../core/reservation/model';
import { moneyFromDecimal } from '../../../../core/reservation/money';
import { anyCardNumber } from '../../../support/cards';
import { within } from '../../../support/cpu-time';
import { assertProperty } from '../../../support/property';
import { shapeProblems } from '../../../support/reservation-shape';

/** Part of an identity: changed, it would be another one, so that whoever reads it refuses what is no id. */
const IDS = ['channel', 'propertyId', 'reservationId', 'revision', 'observedAt', 'roomStayId'];
/** Made of an identity, or one of a few known words: no text of anybody's. */
const NO_TEXT = new Set([
	...IDS,
	...'key event status fingerprint checkIn checkOut date collectedBy model activeFrom currency amount'.split(' '),
]);
const amount = moneyFromDecimal('10', 'EUR') as Money;

/** With every field that the model has, and the text in each one that takes a text. */
function full(text: string): Reservation {
	const list = [text, 'late'];
	return {
		...reservation({
			channel: 'my-pms',
			propertyId: '77',
			reservationId: 'r-1',
			event: 'new',
			observedAt: '2027-01-01T00:00:00.000Z#1',
		}),
		checkIn: '2027-05-01',
		checkOut: '2027-05-03',
		rooms: [
			{
				roomStayId: '1',
				roomTypeId: text,
				roomName: text,
				ratePlanId: text,
				checkIn: '2027-05-01',
				checkOut: '2027-05-03',
				status: 'confirmed',
				adults: 1,
				children: 1,
				childAges: [4],
				guests: [{ name: text }],
				mealPlan: text,
				total: amount,
				nightlyRates: [{ date: '2027-05-01', amount }],
				remarks: list,
			},
		],
		booker: {
			firstName: text,
			lastName: text,
			email: text,
			phone: text,
			country: text,
			nationality: text,
			language: text,
			address: text,
		},
		expectedArrival: text,
		taxes: [{ name: text, amount, included: true, collectedBy: 'hotel' }],
		fees: [{ name: text, amount, included: true, collectedBy: 'hotel' }],
		services: [{ name: text, quantity: 1, amount }],
		cancelledAt: text,
		payment: {
			model: 'hotel_collect',
			card: { brand: text, last4: text, virtual: false, activeFrom: null, balance: amount },
		},
		bookedAt: text,
		remarks: list,
		warnings: list,
	};
}

/** Each text of a value, with its place. */
function textsOf(value: unknown, place = ''): Array<[place: string, text: string]> {
	if (typeof value === 'string') return [[place, value]];
	if (value === null || typeof value !== 'object') return [];
	return Object.entries(value).flatMap(([key, part]) =>
		NO_TEXT.has(key) ? [] : textsOf(part, Array.isArray(value) ? place : `${place}.${key}`),
	);
}

describe('a text from outside', () => {
	it('is one that the walk finds, in every place of the model', () => {
		const places = new Set(textsOf(full('x')).map(([place]) => place));
		expect(places.size).toBe(24);
		expect(shapeProblems(reservation(full('x')))).toEqual([]);
	});

	it('keeps no card number, no code and no expiry, whatever field it is in', () => {
		const typed = fc.constantFrom(
			(number: string) => `Dupont ${number} 12/27 CVC 737`,
			(number: string) => (number.match(/.{1,4}/g) ?? []).join(' '),
			(number: string) => `${(number.match(/.{1,4}/g) ?? []).join('-')} CVV code: 737`,
		);
		assertProperty(
			fc.property(anyCardNumber, typed, (number, write) => {
				for (const [place, text] of textsOf(reservation(full(write(number))))) {
					const digits = `${place} ${text.replace(/ends in \d{4}/g, '').replace(/\D/g, '')}`;
					expect(digits).not.toMatch(new RegExp(`${number.slice(0, -4)}|737|1227`));
				}
			}),
			{ numRuns: 100 },
		);
	});

	it.each(IDS)('is refused in the place of an id: %s', (name) => {
		const put = (value: unknown, id: string): unknown =>
			value === null || typeof value !== 'object'
				? value
				: Array.isArray(value)
					? value.map((part) => put(part, id))
					: Object.fromEntries(Object.entries(value).map(([key, part]) => [key, key === name ? id : put(part, id)]));
		const whole = JSON.parse(JSON.stringify(reservation(full('late')))) as Record<string, unknown>;
		const refusalOf = (fields: unknown): string => {
			const reader = new Reader();
			try {
				readReservation(reader, fields as Fields, 'data.reservation');
				reader.finish();
				return '';
			} catch (error) {
				return (error as Error).message;
			}
		};
		expect(refusalOf(whole)).toBe('');
		for (const typed of ['Dupont 4111 1111 1111 1111 CVC 737', '4111-1111-1111-1111']) {
			expect(JSON.stringify(put(whole, typed))).toContain(typed);
			expect(refusalOf(put(whole, typed))).toMatch(
				new RegExp(`^Missing or invalid: data\\.reservation\\.(?:rooms\\[0\\]\\.)?${name}(?: \\(|$)`),
			);
			expect(refusalOf(put(whole, typed))).not.toMatch(/4111|737/);
		}
	});

	it.each(['4111111111111111', '371449635398431', '4111 1111 1111 1111'])('keeps no %s that stands alone', (number) => {
		expect(JSON.stringify(reservation(full(number)))).not.toContain(number);
	});

	it.each([
		'Visa-4111-1111-1111-1111',
		'Double_4111111111111111',
		'Double4111111111111111exp',
		'room-12-4111-1111-1111-1111',
		'3530111333300000',
		'6200000000000005',
		'6759649826438453',
		'4222222222222',
		'4000000000000000006',
		'6205500000000000004',
		'٤١١١١١١١١١١١١١١١',
	])('keeps no %s that is one word', (word) => {
		const { roomTypeId, ratePlanId } = reservation(full(word)).rooms[0]!;
		expect([roomTypeId, ratePlanId]).toEqual(Array(2).fill(expect.stringContaining('card number removed')));
	});

	it('may be an id of a room type, however many digits it has', () => {
		for (const id of [
			...['1296364403', '1234567890123456789', 'DBL-2', 'std_king', '1012345678901234567', '621234567890123456'],
			...['4f9a1111-2222-4333-8444-555566667777', 'a-1111-2222-3333-4444', '20270329-20270331', '1785542400000'],
		])
			expect(reservation(full(id)).rooms[0]?.roomTypeId).toBe(id);
	});

	it.each<[string, Partial<Booker>, string]>([
		['the names in the other order', { lastName: '4111 1111', firstName: '1111 1111' }, 'Ann'],
		['a name and the address', { lastName: '4111 1111 1111', address: '1111, 1201 Genève' }, 'Ann'],
		['a name and a guest', { lastName: 'Lee 4111 1111', firstName: null }, '1111 1111'],
	])('is removed where it is split over %s', (_, names, guest) => {
		const split = full('x');
		split.booker = { ...split.booker, firstName: 'Ann', lastName: 'Lee', address: 'Rue 1', ...names };
		split.rooms[0] = { ...split.rooms[0]!, guests: [{ name: guest }] };
		const { booker, rooms } = reservation(split);
		expect(JSON.stringify([booker, rooms[0]?.guests]).replace(/ends in \d{4}/g, '')).not.toContain('1111');
	});

	it('is none where a name is the name of a code and the address has a number', () => {
		const named = full('x');
		named.booker = { ...named.booker, firstName: 'El', lastName: 'Cid', address: '1201 Genève' };
		expect(reservation(named).booker).toMatchObject({ firstName: 'El', lastName: 'Cid', address: '1201 Genève' });
	});

	it('is removed where it is split over two names, guests, remarks, services or charges', () => {
		const split = full('x');
		split.booker = { ...split.booker, firstName: 'Ann 4111 1111', lastName: '1111 1111' };
		split.remarks = ['my card 4111 1111', '1111 1111', '4111'];
		split.rooms[0] = {
			...split.rooms[0]!,
			guests: [{ name: '41111111' }, { name: '11111111' }],
			remarks: ['1111', '1111', '1111'],
		};
		const [one, other] = [
			{ name: 'Transfer 4111 1111', amount },
			{ name: '1111 1111', amount },
		];
		split.services = [one!, other!].map((each) => ({ ...each, quantity: 1 }));
		split.fees = [one!, other!].map((each) => ({ ...each, included: true, collectedBy: 'hotel' }));
		split.taxes = split.fees;
		const clean = reservation(split);
		expect(clean.booker).toMatchObject({ firstName: expect.stringMatching(/^Ann \[card/), lastName: null });
		expect(clean.rooms[0]?.guests).toHaveLength(2);
		expect(
			JSON.stringify([clean.booker, clean.rooms, clean.remarks, clean.services, clean.fees, clean.taxes]).replace(
				/ends in \d+/g,
				'',
			),
		).not.toMatch(/1111/);
	});

	const CARD = '4111 1111 1111 1111';
	it.each<[string, Partial<Booker>, string[], string[]]>([
		['the last name', { firstName: CARD, lastName: '12/27 737' }, [], []],
		['the first name', { firstName: '12/27 737', lastName: CARD }, [], []],
		['the address', { lastName: CARD, address: '12/27 737' }, [], []],
		['the address, alone', { firstName: CARD, address: '737' }, [], []],
		['the telephone number', { lastName: CARD, phone: 'exp 12/27 cvc 737' }, [], []],
		['the telephone number, without a word', { lastName: CARD, phone: '12/27 737' }, [], []],
		['the telephone number, in another order', { lastName: CARD, phone: '737 12/2027' }, [], []],
		['the address, in words', { lastName: CARD, address: 'Gültig bis 12/27, 737' }, [], []],
		['the address, in French', { lastName: CARD, address: 'valable jusqu’au 12/27 737' }, [], []],
		[
			'the telephone number, of a number over two names',
			{ firstName: '4111 1111', lastName: '1111 1111 12/27', phone: '737' },
			[],
			[],
		],
		[
			'the address, of a number over two names',
			{ firstName: '1111 1111', lastName: '4111 1111', address: '12/27 737' },
			[],
			[],
		],
		['a name, of a number in the address', { firstName: '737', address: CARD }, [], []],
		['a guest of the booker’s', { lastName: CARD }, ['12/27 737'], []],
		['another guest', {}, [CARD, '12/27 737'], []],
		['another service', {}, [], [CARD, '12/27 737']],
		['the next service, with a word', {}, [], [`Visa ${CARD}`, 'exp 12/27 code 737']],
	])('keeps no expiry and no code in %s', (_, fields, guests, services) => {
		const split = full('x');
		split.booker = { ...split.booker, firstName: 'Ann', lastName: 'Lee', ...fields };
		split.rooms[0] = { ...split.rooms[0]!, guests: guests.map((name) => ({ name })) };
		split.services = services.map((name) => ({ name, quantity: 1, amount }));
		const { booker, rooms, services: kept } = reservation(split);
		const left = JSON.stringify([booker, rooms[0]?.guests, kept]);
		expect(left).toContain('[card number removed, ends in 1111]');
		expect(left.replace(/ends in \d{4}/g, '')).not.toMatch(/737|12\/27|1111/);
		expect(reservation(reservation(split))).toEqual(reservation(split));
	});

	it('takes nothing else from the other fields of somebody who typed a card number', () => {
		const typed = full('x');
		const others = { phone: '079 123 45 67', email: 'a2027@example.com', address: 'Rue du Lac 12, 1201 Genève' };
		typed.booker = { ...typed.booker, firstName: 'Ann', lastName: CARD, ...others };
		expect(reservation(typed).booker).toMatchObject({ firstName: 'Ann', ...others });
	});

	it.each<Partial<Booker>>([
		{ address: CARD, phone: '9123 4567' },
		{ address: CARD, phone: '91 23 45 67' },
		{ firstName: '4111 1111', lastName: '1111 1111', phone: '9123 4567' },
		{ lastName: CARD, address: 'Exposition Road 12, 8001 Zurich' },
		{ lastName: CARD, address: 'Validé Street 204, Dublin' },
		{ lastName: CARD, address: 'Mariahilfer Straße 12/24, 1060 Wien' },
		{ lastName: CARD, address: 'Bahnhofstr. 12-24, 8001 Zürich' },
		{ firstName: CARD, lastName: 'Room 204' },
		{ lastName: CARD, email: 'expedia.guest1234@m.com' },
		{ lastName: CARD, email: 'exp.1234@m.com' },
	])('takes no telephone number, e-mail or address beside a card: %j', (fields) => {
		const typed = full('x');
		typed.booker = { ...typed.booker, firstName: 'Ann', lastName: 'Lee', ...fields };
		const kept = reservation(typed).booker;
		const others = Object.entries(fields).filter(([, text]) => !text?.includes('1111'));
		expect(kept).toMatchObject(Object.fromEntries(others));
		expect(JSON.stringify(kept)).not.toMatch(/1111(?!])/);
	});

	it('keeps what a guest, a service or a charge is called behind one with a card', () => {
		const typed = full('x');
		const names = [`Parking ${CARD} 12/27 737`, 'Room 204, 3 nights'];
		typed.services = names.map((name) => ({ name, quantity: 1, amount }));
		typed.rooms[0] = { ...typed.rooms[0]!, guests: names.map((name) => ({ name })) };
		const { services, rooms } = reservation(typed);
		for (const kept of [services, rooms[0]?.guests])
			expect(kept?.map(({ name }) => name)).toEqual([
				'Parking [card number removed, ends in 1111] [removed] [removed]',
				'Room 204, 3 nights',
			]);
	});

	it('is removed from a remark that reads otherwise behind the one before', () => {
		const typed = full('x');
		typed.remarks = ['Tel +', '4222 2222 2222 2'];
		expect(reservation(typed).remarks).toEqual(['Tel +', '[card number removed, ends in 2222]']);
	});

	it('takes a moment for many guests with digits in their names', () => {
		const many = full('x');
		many.booker = { ...many.booker, firstName: CARD, lastName: '4111 1111' };
		const guests = Array.from({ length: 500 }, (_, index) => ({ name: `4111 ${index}` }));
		many.rooms = Array.from({ length: 20 }, (_, index) => ({ ...many.rooms[0]!, roomStayId: String(index), guests }));
		within(2, () => reservation(many));
	});

	it('is kept as it is where nothing has to go', () => {
		const plain = full('Zoë Müller, room 2');
		plain.bookedAt = '2026-01-15T10:33:37';
		plain.payment.card!.brand = 'Visa';
		plain.payment.card!.last4 = '1111';
		expect(reservation(plain)).toMatchObject({
			...plain,
			key: expect.anything(),
			nights: 2,
			fingerprint: expect.anything(),
			cancelledAt: 'Zoë Müller, room 2',
		});
	});

	it.each([
		['a remark', 4_001, 4_000, (text: string) => full(text).remarks, (kept: Reservation) => kept.remarks[0]],
		['a name', 501, 500, (text: string) => full(text).remarks, (kept: Reservation) => kept.booker.lastName],
		[
			'a room name',
			1_000_000,
			500,
			(text: string) => full(text).remarks,
			(kept: Reservation) => kept.rooms[0]?.roomName,
		],
	])('that is too long, such as %s of %i, is cut with a mark and a warning', (_, length, max, __, read) => {
		const before = process.cpuUsage();
		const kept = reservation(full('long '.repeat(length / 5 + 1).slice(0, length)));
		expect(read(kept)).toMatch(/… \[shortened\]$/);
		expect(read(kept)?.length).toBeLessThanOrEqual(max);
		expect(kept.warnings.at(-1)).toMatch(/^Not kept as it came: /);
		expect(reservation(kept)).toEqual(kept);
		expect(process.cpuUsage(before).user / 1_000_000).toBeLessThan(5);
	});

	it('is not cut through a card number, of which the beginning would stay', () => {
		for (let place = 460; place < 505; place++) {
			const { lastName } = reservation(full(`${'a'.repeat(place)} 4111 1111 1111 1111 ${'b'.repeat(100)}`)).booker;
			expect(lastName?.replace(/ends in \d+/, '')).not.toMatch(/\d/);
		}
	});

	it('is one of a bounded number, and the rest of the reservation stays', () => {
		const many = full('x');
		many.remarks = Array.from({ length: 501 }, (_, index) => `request ${index}`);
		many.rooms = Array.from({ length: 1_001 }, (_, index) => ({ ...many.rooms[0]!, roomStayId: String(index) }));
		const kept = reservation(many);
		expect([kept.remarks.length, kept.rooms.length]).toEqual([500, 1_000]);
		expect(kept.warnings.at(-1)).toContain('only the first 500 of remarks are kept');
		expect(kept.warnings.at(-1)).toContain('only the first 1000 of rooms are kept');
	});

	it('is free of what no database stores', () => {
		expect(reservation(full('a\0b\uD800')).booker.lastName).toBe('ab\uFFFD');
	});
});
