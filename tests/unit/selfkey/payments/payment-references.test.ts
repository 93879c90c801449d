import fc from 'fast-check';
import { readingsOf } from '../../../../core/reservation/key';
import { areAlike, targetOf } from '../../../../selfkey/payments/payment-references';
import { KEY } from '../../../support/folios';
import { assertProperty } from '../../../support/property';

const OTHER = { ...KEY, reservationId: 'other' };

describe('references', () => {
	it('find a reservation whatever slashes its ids have', () => {
		const id = fc.string({ minLength: 1, maxLength: 8, unit: fc.constantFrom('a', '/', '1') });
		assertProperty(
			fc.property(id, id, id, (channel, propertyId, reservationId) => {
				const key = `${channel}/${propertyId}/${reservationId}`;
				const slashes = key.split('/').length - 1;
				if (slashes <= 20) expect(readingsOf(key)).toContainEqual({ channel, propertyId, reservationId });
				expect(readingsOf(key).length).toBeLessThanOrEqual(190);
			}),
		);
	});

	it('mean one folio, none, or nothing that can be told', () => {
		const number = (...folios: Array<typeof KEY>) => ({
			field: 'data.booking_number' as const,
			matches: folios.map((found) => ({ folio: found, bookingId: 'b' })),
		});
		const key = (...folios: Array<typeof KEY>) => ({
			field: 'data.reservation_key' as const,
			matches: folios.map((found) => ({ folio: found, bookingId: null })),
		});
		expect(targetOf([key(KEY)])).toEqual({ kind: 'known', folio: KEY, bookingId: null });
		expect(targetOf([key(KEY), number(KEY, KEY)])).toEqual({ kind: 'known', folio: KEY, bookingId: 'b' });
		expect(targetOf([key(), number()])).toEqual({ kind: 'unknown' });
		expect(targetOf([key(KEY), number()])).toEqual({ kind: 'contradictory', fields: ['data.booking_number'] });
		expect(targetOf([key(KEY), number(OTHER)])).toEqual({
			kind: 'contradictory',
			fields: ['data.reservation_key', 'data.booking_number'],
		});
		expect(targetOf([key(KEY, OTHER)])).toEqual({ kind: 'contradictory', fields: ['data.reservation_key'] });
	});

	it('are alike where they share one and contradict each other in none', () => {
		const nothing = { bookingNumber: null, bookingId: null, reservationKey: null };
		expect(areAlike({ ...nothing, bookingNumber: 1 }, { ...nothing, bookingNumber: 1, bookingId: 'b' })).toBe(true);
		expect(
			areAlike({ ...nothing, bookingNumber: 1, bookingId: 'a' }, { ...nothing, bookingNumber: 1, bookingId: 'b' }),
		).toBe(false);
		expect(areAlike({ ...nothing, bookingNumber: 1 }, { ...nothing, bookingId: 'b' })).toBe(false);
	});
});
