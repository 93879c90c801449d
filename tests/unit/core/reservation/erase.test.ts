import fc from 'fast-check';
import { reservation, roomStay } from '../../../../core/reservation/build';
import { erased, mergeErased } from '../../../../core/reservation/erase';
import { merge } from '../../../../core/reservation/merge';
import type { Reservation } from '../../../../core/reservation/model';
import { moneyFromDecimal } from '../../../../core/reservation/money';
import { assertProperty } from '../../../support/property';

const ERASED_ON = '2026-04-01';
const PERSON = 'Zoë Dupont';

interface Wish {
	event?: Reservation['event'];
	seen?: number;
	price?: string;
	checkOut?: string;
	revision?: string | null;
}

function message({ event = 'new', seen = 0, price = '100', checkOut = '2026-03-30', revision = null }: Wish = {}) {
	return reservation({
		channel: 'airbnb',
		propertyId: '1',
		reservationId: 'HM1',
		event,
		revision,
		observedAt: `2026-03-01T10:00:${String(seen).padStart(2, '0')}.000Z#0`,
		booker: {
			...{ firstName: PERSON, lastName: PERSON, email: `${PERSON}@x.example`, phone: PERSON, country: 'CH' },
			...{ nationality: 'CH', language: 'fr', address: PERSON },
		},
		rooms: [
			roomStay({
				...{ roomStayId: '1', checkIn: '2026-03-29', checkOut, adults: 2, children: 1, childAges: [7] },
				guests: [{ name: PERSON }],
				remarks: [PERSON],
				status: event === 'cancelled' ? 'cancelled' : 'confirmed',
			}),
		],
		total: moneyFromDecimal(price, 'EUR'),
		payment: {
			model: 'hotel_collect',
			card: { brand: 'VI', last4: '4711', virtual: false, activeFrom: null, balance: null },
		},
		remarks: [PERSON],
		expectedArrival: PERSON,
		warnings: [`${PERSON} was read with an assumption`],
	});
}

const stored = () => erased(merge(null, message()).reservation, ERASED_ON);

test('what is left is the stay: dates, people, money and ids', () => {
	const before = message();
	const { booker, rooms, payment, remarks, expectedArrival, warnings, fingerprint, ...rest } = before;
	const after = erased(before, ERASED_ON);
	expect(after).toMatchObject(rest);
	expect(after).toMatchObject({
		booker: { firstName: null, country: null, language: 'fr' },
		rooms: [{ adults: 2, children: 1, childAges: [], checkIn: '2026-03-29' }],
		payment: { model: 'hotel_collect', card: null },
		erasedOn: ERASED_ON,
	});
	expect(JSON.stringify(after)).not.toMatch(/Dupont|4711/);
	expect(erased(after, ERASED_ON)).toEqual(after);
});

test('without an erasure, merging is merging', () => {
	const before = merge(null, message()).reservation;
	const change = message({ event: 'modified', seen: 1, price: '90' });
	expect(mergeErased(before, change)).toEqual(merge(before, change));
	expect(mergeErased(null, change)).toEqual(merge(null, change));
});

test('a repeat and a second reading are unchanged, and bring nobody back', () => {
	for (const again of [message(), message({ seen: 40 })]) {
		const { outcome, reservation: after } = mergeErased(stored(), again);
		expect(outcome).toBe('unchanged');
		expect(after.erasedOn).toBe(ERASED_ON);
		expect(JSON.stringify(after)).not.toContain(PERSON);
	}
});

test('only a stay that takes place after the erasure brings its guests back', () => {
	const after = (wish: Wish) => mergeErased(stored(), message({ event: 'modified', seen: 9, ...wish })).reservation;
	expect(after({ checkOut: ERASED_ON })).toMatchObject({ erasedOn: ERASED_ON, booker: { lastName: null } });
	const coming = after({ checkOut: '2026-04-02' });
	expect(coming.booker.lastName).toBe(PERSON);
	expect(coming).not.toHaveProperty('erasedOn');
	expect(after({ event: 'cancelled', checkOut: '2026-04-02' })).toMatchObject({ erasedOn: ERASED_ON });
});

test('a cancelled reservation comes back with its guests where its channel may reinstate it, and only there', () => {
	const cancelled = merge(
		message({ revision: '1' }),
		message({ event: 'cancelled', revision: '2', checkOut: '2026-05-01' }),
	);
	const before = erased(cancelled.reservation, ERASED_ON);
	const again = mergeErased(before, message({ revision: '1', checkOut: '2026-05-01' }));
	expect(JSON.stringify(again)).not.toContain(PERSON);
	const reinstated = mergeErased(before, message({ event: 'modified', revision: '3', checkOut: '2026-05-01' }));
	expect(reinstated).toMatchObject({ outcome: 'updated', reservation: { booker: { lastName: PERSON } } });
});

test('whatever comes again, in whatever order and however often, brings nobody back and leads to one state', () => {
	const wish = fc.record({
		event: fc.constantFrom<Reservation['event']>('new', 'modified', 'cancelled'),
		seen: fc.integer({ min: 0, max: 20 }),
		price: fc.constantFrom('80', '100', '120'),
		checkOut: fc.constantFrom('2026-03-30', '2026-03-31'),
	});
	assertProperty(
		fc.property(fc.array(wish, { minLength: 1, maxLength: 6 }), (wishes) => {
			const messages = wishes.map(message);
			const apply = (list: Reservation[]) =>
				list.reduce<Reservation>((state, next) => mergeErased(state, next).reservation, stored());
			const after = apply(messages);
			expect(JSON.stringify(after)).not.toContain(PERSON);
			expect(apply([...messages].reverse())).toEqual(after);
			expect(apply([...messages, ...messages])).toEqual(after);
		}),
	);
});
