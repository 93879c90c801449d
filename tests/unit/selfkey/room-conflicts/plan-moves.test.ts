/** Who changes rooms when they are put in order, without a database. */
import fc from 'fast-check';
import { overlaps } from '../../../../core/availability/ranges';
import { addDays } from '../../../../core/reservation/dates';
import { isUnchanged, planRoomMoves } from '../../../../selfkey/room-conflicts/plan-moves';
import type { OccupancySnapshot, ActiveStay } from '../../../../selfkey/ports/occupancy';
import { assertProperty } from '../../../support/property';

const ROOMS = ['1', '2', '3', '4'];
const TODAY = '2026-03-28';

const stay = fc.record({
	roomId: fc.constantFrom(...ROOMS, null),
	from: fc.integer({ min: 0, max: 5 }),
	nights: fc.integer({ min: 1, max: 3 }),
	reference: fc.option(
		fc.record({
			baselineRoomId: fc.constantFrom('same', null, '1'),
			candidates: fc.subarray(ROOMS),
			isCodeSent: fc.boolean(),
		}),
		{ freq: 3 },
	),
});

const house: fc.Arbitrary<OccupancySnapshot> = fc
	.record({ stays: fc.array(stay, { maxLength: 12 }), activeRoomIds: fc.subarray(ROOMS, { minLength: 2 }) })
	.map(({ stays, activeRoomIds }) => ({
		activeRoomIds,
		conflicts: [],
		stays: stays.map(({ roomId, from, nights, reference }, index): ActiveStay => {
			const start = addDays('2026-03-27', from);
			const known = reference && {
				channel: 'booking.com',
				propertyId: '1',
				reservationId: String(index),
				...reference,
				baselineRoomId: reference.baselineRoomId === 'same' ? roomId : reference.baselineRoomId,
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
function after(before: OccupancySnapshot): OccupancySnapshot {
	const { moves, arisen } = planRoomMoves(before, TODAY);
	const given = new Map(moves.map(({ stay: { bookingId }, roomId }) => [bookingId, roomId]));
	return {
		...before,
		conflicts: arisen.map(({ stay: { bookingId }, kind }) => ({ bookingId, kind })),
		stays: before.stays.map((entry) => {
			const roomId = given.get(entry.bookingId);
			return roomId === undefined
				? entry
				: { ...entry, roomId, reference: entry.reference && { ...entry.reference, baselineRoomId: roomId } };
		}),
	};
}

function sharers({ stays }: OccupancySnapshot): ActiveStay[] {
	return stays.filter((a) =>
		stays.some((b) => a !== b && a.roomId !== null && a.roomId === b.roomId && overlaps(a, b)),
	);
}

it('moves nobody who may not move, and only into a free room of the type', () => {
	assertProperty(
		fc.property(house, (before) => {
			const settled = after(before);
			for (const { stay: moved, roomId } of planRoomMoves(before, TODAY).moves) {
				expect(moved.reference).not.toBeNull();
				expect(moved.roomId).toBe(moved.reference?.baselineRoomId ?? null);
				if (moved.roomId !== null) expect([moved.reference?.isCodeSent, moved.start > TODAY]).toEqual([false, true]);
				expect(moved.reference?.candidates).toContain(roomId);
				expect(before.activeRoomIds).toContain(roomId);
				expect(sharers(settled).map(({ bookingId }) => bookingId)).not.toContain(moved.bookingId);
			}
		}),
	);
});

it('tells people of every room that is still shared, and has nothing left to do the second time', () => {
	assertProperty(
		fc.property(house, (before) => {
			const settled = after(before);
			const told = new Set(
				settled.conflicts.filter(({ kind }) => kind === 'shared_room').map(({ bookingId }) => bookingId),
			);
			const unnoticed = { ...settled, stays: settled.stays.filter(({ bookingId }) => !told.has(bookingId)) };
			expect(sharers(unnoticed)).toEqual([]);
			expect(isUnchanged(planRoomMoves(settled, TODAY))).toBe(true);
		}),
	);
});

it('says once what is over, also of a booking that does not stand any more', () => {
	const gone = { bookingId: 'gone', kind: 'no_room' as const };
	const { resolved } = planRoomMoves({ stays: [], activeRoomIds: ROOMS, conflicts: [gone] }, TODAY);
	expect(resolved).toEqual([{ ...gone, stay: null }]);
});
