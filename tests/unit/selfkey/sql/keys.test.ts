import { hotelLockNumber } from '../../../../selfkey/sql/hotel-lock';
import { newId } from '../../../../selfkey/sql/id';

describe('keys', () => {
	it('lock a hotel by the same number in every process', () => {
		expect(hotelLockNumber('hotel-paradise')).toBe(hotelLockNumber('hotel-paradise'));
		expect(hotelLockNumber('hotel-paradise')).not.toBe(hotelLockNumber('hotel-paradis'));
		expect(BigInt.asIntN(64, BigInt(hotelLockNumber('hotel-paradise')))).toBe(
			BigInt(hotelLockNumber('hotel-paradise')),
		);
	});

	it('are unlike each other and look like SelfKey’s', () => {
		const ids = Array.from({ length: 2_000 }, () => newId(new Date('2026-03-29T00:00:00Z')));
		expect(new Set(ids).size).toBe(ids.length);
		expect(ids.every((id) => /^c[0-9a-z]{24}$/.test(id))).toBe(true);
	});
});
