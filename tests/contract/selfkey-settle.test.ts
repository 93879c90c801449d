/** Who changes rooms when they are put in order, without a database. */
import fc from 'fast-check';
import { overlaps } from '../../core/availability/ranges';
import { addDays } from '../../core/reservation/dates';
import { isSettled, planSettlement } from '../../selfkey/room-conflicts/plan-moves';
import type { House, HouseStay } from '../../selfkey/ports/occupancy';

const ROOMS = ['1', '2', '3', '4'];
const TODAY = '2026-03-28';

const stay = fc.record({
	roomId: fc.constantFrom(...ROOMS, null),
	from: fc.integer({ min: 0, max: 5 }),
	nights: fc.integer({ min: 1, max: 3 }),
	reference: fc.option(
		fc.record({
			writtenRoomId: fc.constantFrom('same', null, '1'),
			candidates: fc.subarray(ROOMS),
			isCodeSent: fc.boolean(),
		}),
		{ freq: 3 },
	),
});

const house: fc.Arbitrary<House> = fc
	.record({ stays: fc.array(stay, { maxLength: 12 }), activeRoomIds: fc.subarray(ROOMS, { minLength: 2 }) })
	.map(({ stays, activeRoomIds }) => ({
		activeRoomIds,
		conflicts: [],
		stays: stays.map(({ roomId, from, nights, reference }, index): HouseStay => {
			const start = addDays('2026-03-27', from);
			const known = reference && {
				channel: 'booking.com',
				propertyId: '1',
				reservationId: String(index),
				...reference,
				writtenRoomId: reference.writtenRoomId === 'same' ? roomId : reference.writtenRoomId,
			};
			return {
				bookingId: `b${index}`,
				bookingNumber: index,
				roomId,
				start,
				end: addDays(start, nights),
				reference: known,
			};
		}),
	}));

/** The house once the plan is carried out. */
function after(before: House): House {
	const { moves, arisen } = planSettlement(before, TODAY);
	const given = new Map(moves.map(({ stay: { bookingId }, roomId }) => [bookingId, roomId]));
	return {
		...before,
		conflicts: arisen.map(({ stay: { bookingId }, kind }) => ({ bookingId, kind })),
		stays: before.stays.map((entry) => {
			const roomId = given.get(entry.bookingId);
			return roomId === undefined
				? entry
				: { ...entry, roomId, reference: entry.reference && { ...entry.reference, writtenRoomId: roomId } };
		}),
	};
}

function sharers({ stays }: House): HouseStay[] {
	return stays.filter((a) =>
		stays.some((b) => a !== b && a.roomId !== null && a.roomId === b.roomId && overlaps(a, b)),
	);
}

it('moves nobody who may not move, and only into a free room of the type', () => {
	fc.assert(
		fc.property(house, (before) => {
			const settled = after(before);
			for (const { stay: moved, roomId } of planSettlement(before, TODAY).moves) {
				expect(moved.reference).not.toBeNull();
				expect(moved.roomId).toBe(moved.reference?.writtenRoomId ?? null);
				if (moved.roomId !== null) expect([moved.reference?.isCodeSent, moved.start > TODAY]).toEqual([false, true]);
				expect(moved.reference?.candidates).toContain(roomId);
				expect(before.activeRoomIds).toContain(roomId);
				expect(sharers(settled).map(({ bookingId }) => bookingId)).not.toContain(moved.bookingId);
			}
		}),
	);
});

it('tells people of every room that is still shared, and has nothing left to do the second time', () => {
	fc.assert(
		fc.property(house, (before) => {
			const settled = after(before);
			const told = new Set(
				settled.conflicts.filter(({ kind }) => kind === 'shared_room').map(({ bookingId }) => bookingId),
			);
			const unnoticed = { ...settled, stays: settled.stays.filter(({ bookingId }) => !told.has(bookingId)) };
			expect(sharers(unnoticed)).toEqual([]);
			expect(isSettled(planSettlement(settled, TODAY))).toBe(true);
		}),
	);
});

it('says once what is over, also of a booking that does not stand any more', () => {
	const gone = { bookingId: 'gone', kind: 'no_room' as const };
	const { resolved } = planSettlement({ stays: [], activeRoomIds: ROOMS, conflicts: [gone] }, TODAY);
	expect(resolved).toEqual([{ ...gone, stay: null }]);
});
