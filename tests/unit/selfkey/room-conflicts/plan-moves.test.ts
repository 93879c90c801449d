/** Who changes rooms when they are put in order, without a database. */
import fc from 'fast-check';
import { overlaps } from '../../../../core/availability/ranges';
import { SEARCH_LIMIT, SearchBudget } from '../../../../core/availability/rearrange';
import { addDays } from '../../../../core/reservation/dates';
import {
	isUnchanged,
	planRoomMoves,
	roomSearch,
	type RoomMovePlan,
} from '../../../../selfkey/room-conflicts/plan-moves';
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
	return planRoomMoves(rackOf(snapshot, map, TODAY), roomSearch(new Date(0)));
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

it('leaves nobody without a room that is free, however little may be looked at', () => {
	assertProperty(
		fc.property(house, fc.integer({ min: 0, max: 60 }), fc.nat(5), ({ snapshot, map }, limit, turn) => {
			const rack = rackOf(snapshot, map, TODAY);
			const { moves } = planRoomMoves(rack, { budget: new SearchBudget(limit), turn });
			const given = new Map(moves.map(({ stay: { bookingId }, roomId }) => [bookingId, roomId]));
			const ended = rack.stays.map((each) => ({ ...each, roomId: given.get(each.bookingId) ?? each.roomId }));
			for (const waiting of ended.filter(({ roomId, isWaiting }) => roomId === null && isWaiting))
				for (const roomId of waiting.candidates)
					expect(ended.some((other) => other.roomId === roomId && overlaps(other, waiting))).toBe(true);
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
	const { resolved } = planRoomMoves(
		{ stays: [], dayUse: [], closures: [], conflicts: [gone] },
		roomSearch(new Date(0)),
	);
	expect(resolved).toEqual([{ ...gone, stay: null }]);
});

describe('more stays that wait than can be looked at', () => {
	const names = Array.from({ length: 60 }, (_, index) => `${100 + index}`);
	const booking = (bookingNumber: number, type: string, roomId: string | null, from: number, nights: number) => ({
		...{ bookingId: `b${bookingNumber}`, bookingNumber, roomId },
		...{ start: addDays(TODAY, from), end: addDays(TODAY, from + nights) },
		reference: {
			...{ channel: 'booking.com', propertyId: '1', reservationId: String(bookingNumber), roomTypeId: type },
			...{ roomName: null, isCodeSent: false, baselineRoomId: roomId },
		},
	});
	/** On every night a fifth of the rooms is free, but none for six in a row, nor could be. */
	const placed = names.flatMap((roomId, index) =>
		Array.from({ length: 8 }, (_, stays) =>
			booking(1_000 + index * 8 + stays, 'double', roomId, 1 + (index % 5) + stays * 5, 4),
		),
	);
	const inVain = (count: number) =>
		Array.from({ length: count }, (_, index) => booking(index, 'double', null, 8 + (index % 12), 6));
	const rack = (stays: ActiveStay[]) =>
		rackOf(
			{
				rooms: [...names, 'suite', 'tower'].map((name) => ({ id: name, name, isActive: true })),
				...{ conflicts: [], dayUse: [], closures: [], stays },
			},
			new Map([
				['double', names],
				['suite', ['suite']],
				['grand', ['suite', 'tower']],
			]),
			TODAY,
		);

	it('take no more in a plan than three of them would alone', () => {
		const budget = new SearchBudget(1_000 * SEARCH_LIMIT);
		planRoomMoves(rack([...placed, ...inVain(500)]), { budget, turn: 0 });
		const looks = 1_000 * SEARCH_LIMIT - budget.left;
		expect(looks).toBeGreaterThan(SEARCH_LIMIT);
		// The last search looks at every single move.
		expect(looks).toBeLessThan(3 * SEARCH_LIMIT);
	});

	it('all have their turn, also behind those who cannot be helped', () => {
		// Somebody has to make way for it: a room that is free would be given without a search.
		const suite = booking(2_000, 'suite', null, 8, 6);
		const house = rack([...placed, booking(1_999, 'grand', 'suite', 8, 6), ...inVain(40), suite]);
		const isHelped = (turn: number) =>
			planRoomMoves(house, { budget: new SearchBudget(24_000), turn }).moves.some(
				({ stay: { bookingId }, roomId }) => bookingId === suite.bookingId && roomId === 'suite',
			);
		const turns = Array.from({ length: 41 }, (_, turn) => isHelped(turn));
		expect(turns).toContain(true);
		expect(turns).toContain(false);
		// The moment decides, and a few do.
		const moments = Array.from(
			{ length: 400 },
			(_, index) => new Date(Date.parse('2026-03-28T08:00:00Z') + index * 60_000),
		);
		expect(moments.some((now) => isHelped(roomSearch(now).turn))).toBe(true);
	});

	it('are helped in the order of their age as long as all can be looked at', () => {
		const two = [booking(1, 'suite', null, 8, 6), booking(2, 'suite', null, 8, 6)];
		for (const turn of [0, 1, 2, 3])
			expect(planRoomMoves(rack(two), { budget: new SearchBudget(), turn }).moves).toMatchObject([
				{ stay: { bookingId: 'b1' }, roomId: 'suite' },
			]);
	});
});
