/** Who changes rooms when they are put in order, without a database. */
import fc from 'fast-check';
import { overlaps } from '../../../../core/availability/ranges';
import { addDays } from '../../../../core/reservation/dates';
import { isUnchanged, planRoomMoves, type RoomMovePlan } from '../../../../selfkey/room-conflicts/plan-moves';
import { rackOf } from '../../../../selfkey/room-conflicts/room-rack';
import type { ActiveStay, OccupancySnapshot } from '../../../../selfkey/ports/occupancy';
import type { RoomMap } from '../../../../selfkey/settings/room-map';
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

/** A house with its room map: each stay has a type of its own. */
interface Before {
	snapshot: OccupancySnapshot;
	map: RoomMap;
}

const house: fc.Arbitrary<Before> = fc
	.record({ stays: fc.array(stay, { maxLength: 12 }), activeRoomIds: fc.subarray(ROOMS, { minLength: 2 }) })
	.map(({ stays, activeRoomIds }) => ({
		map: new Map(stays.map(({ reference }, index) => [`type ${index}`, reference?.candidates ?? []])),
		snapshot: {
			rooms: ROOMS.map((id) => ({ id, name: id, isActive: activeRoomIds.includes(id) })),
			conflicts: [],
			dayUse: [],
			closures: [],
			stays: stays.map(({ roomId, from, nights, reference }, index): ActiveStay => {
				const start = addDays('2026-03-27', from);
				const known = reference && {
					channel: 'booking.com',
					propertyId: '1',
					reservationId: String(index),
					roomTypeId: `type ${index}`,
					roomName: null,
					isCodeSent: reference.isCodeSent,
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
		},
	}));

function plan({ snapshot, map }: Before): RoomMovePlan {
	return planRoomMoves(rackOf(snapshot, map, TODAY));
}

/** The house once the plan is carried out. */
function after(before: Before): Before {
	const { moves, arisen } = plan(before);
	const given = new Map(moves.map(({ stay: { bookingId }, roomId }) => [bookingId, roomId]));
	return {
		...before,
		snapshot: {
			...before.snapshot,
			conflicts: arisen.map(({ stay: { bookingId }, kind }) => ({ bookingId, kind })),
			stays: before.snapshot.stays.map((entry) => {
				const roomId = given.get(entry.bookingId);
				return roomId === undefined
					? entry
					: { ...entry, roomId, reference: entry.reference && { ...entry.reference, baselineRoomId: roomId } };
			}),
		},
	};
}

function sharers({ stays }: Pick<OccupancySnapshot, 'stays'>): ActiveStay[] {
	return stays.filter((a) =>
		stays.some((b) => a !== b && a.roomId !== null && a.roomId === b.roomId && overlaps(a, b)),
	);
}

it('moves nobody who may not move, and only into a free room of the type', () => {
	assertProperty(
		fc.property(house, (before) => {
			const settled = after(before).snapshot;
			const active = before.snapshot.rooms.filter(({ isActive }) => isActive).map(({ id }) => id);
			for (const { stay: moved, roomId } of plan(before).moves) {
				expect(moved.reference).not.toBeNull();
				expect(moved.roomId).toBe(moved.reference?.baselineRoomId ?? null);
				if (moved.roomId !== null) expect([moved.reference?.isCodeSent, moved.start > TODAY]).toEqual([false, true]);
				expect(before.map.get(moved.reference?.roomTypeId ?? '')).toContain(roomId);
				expect(active).toContain(roomId);
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
				settled.snapshot.conflicts.filter(({ kind }) => kind === 'shared_room').map(({ bookingId }) => bookingId),
			);
			expect(sharers({ stays: settled.snapshot.stays.filter(({ bookingId }) => !told.has(bookingId)) })).toEqual([]);
			expect(isUnchanged(plan(settled))).toBe(true);
		}),
	);
});

it('leaves nobody waiting for a room that is free', () => {
	assertProperty(
		fc.property(house, (before) => {
			const { snapshot, map } = after(before);
			for (const waiting of rackOf(snapshot, map, TODAY).stays.filter(({ isWaiting }) => isWaiting))
				for (const roomId of waiting.candidates)
					expect(snapshot.stays.some((other) => other.roomId === roomId && overlaps(other, waiting))).toBe(true);
		}),
	);
});

it('says once what is over, also of a booking that does not stand any more', () => {
	const gone = { bookingId: 'gone', kind: 'no_room' as const };
	const { resolved } = planRoomMoves({ stays: [], dayUse: [], closures: [], conflicts: [gone] });
	expect(resolved).toEqual([{ ...gone, stay: null }]);
});
