/** How a room is found again in OPERA. */
import fc from 'fast-check';
import { plan } from '../../../../../nodes/Opera/reservations/plan';
import type { OperaStay } from '../../../../../nodes/Opera/reservations/opera-stay';
import type { WantedStay } from '../../../../../nodes/Opera/reservations/wanted-stay';
import { isShortened, legOf, referenceId, referenceOf } from '../../../../../nodes/Opera/reservations/reference';
import { assertProperty } from '../../../../support/property';

test('the reference is the key; a long one is shortened to what OPERA holds, and still its own', () => {
	const key = { channel: 'booking.com', propertyId: '8011855', reservationId: '4705950059' };
	expect(referenceId(key)).toBe('booking.com/8011855/4705950059');
	const long = (end: string) => referenceOf(`a-reservation-system/hotel-paradise/0123456789-0123456789-${end}`);
	expect(long('a')).toHaveLength(50);
	expect(long('a')).not.toBe(long('b'));
	expect(long('a')).toBe(long('a'));
});

test('one that was shortened is told from any other key, also from one with a tilde', () => {
	expect(isShortened(referenceOf('airbnb/9/HMABCDEFGH~2'))).toBe(false);
	expect(isShortened(referenceOf('my-pms/a~b/0123456789abcdef'))).toBe(false);
	assertProperty(
		fc.property(fc.string({ maxLength: 49 }), fc.string({ minLength: 51, maxLength: 90 }), (short, long) => {
			expect([
				isShortened(referenceOf(`${short}~0123456789abcdef`.slice(-49))),
				isShortened(referenceOf(long)),
			]).toEqual([false, true]);
		}),
	);
});

test('its external system is the same, whatever its capitals', () => {
	const stays = [460, 461].map((leg) => {
		const references = [{ id: 'booking.com/1/2', leg, system: 'SELFKEY' }];
		return { reservationId: String(leg), state: 'open', references } as unknown as OperaStay;
	});
	const wanted = [460, 461].map((leg) => ({ leg, roomStayId: String(leg) }) as WantedStay);
	const found = { stays, referenceId: 'booking.com/1/2', externalSystem: 'SelfKey' };
	expect(plan({ status: 'confirmed', rooms: [] }, wanted, found).map(({ kind }) => kind)).toEqual([
		'compare',
		'compare',
	]);
});

test("the leg is the channel's own number of the room, or else a large one that only its id decides", () => {
	expect(legOf('460')).toBe(460);
	for (const id of ['0460', '0', '', 'cmb8x2k3q0001s6oe9z1y5w7v', '12345678901', '4.6', '-1']) {
		expect(legOf(id)).toBeGreaterThanOrEqual(1_000_000_000);
		expect(legOf(id)).toBe(legOf(id));
	}
	assertProperty(
		fc.property(fc.string(), (id) => {
			expect(Number.isInteger(legOf(id)) && legOf(id) > 0 && legOf(id) < 2 ** 31).toBe(true);
		}),
	);
});
