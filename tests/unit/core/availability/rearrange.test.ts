/** A stay that fits by moving others is placed by the fewest moves: compared with trying everything. */
import fc from 'fast-check';
import {
	findRearrangement,
	MAX_MOVES,
	type PlacedStay,
	type WantedStay,
} from '../../../../core/availability/rearrange';
import { overlaps, type Occupancy } from '../../../../core/availability/ranges';
import { addDays } from '../../../../core/reservation/dates';
import { within } from '../../../support/cpu-time';
import { assertProperty } from '../../../support/property';

const ROOMS = ['1', '2', '3', '4'];

const range = fc
	.record({ from: fc.integer({ min: 0, max: 5 }), nights: fc.integer({ min: 1, max: 4 }) })
	.map(({ from, nights }) => ({
		start: addDays('2026-03-27', from),
		end: addDays('2026-03-27', from + nights),
	}));
const candidates = fc.shuffledSubarray(ROOMS, { minLength: 1 });

/** A house in which nobody shares a room, and somebody who looks for one. */
const house = fc
	.record({
		wanted: fc.record({ range, candidates }),
		stays: fc.array(
			fc.record({ range, candidates, room: fc.nat({ max: 3 }), mayMove: fc.integer({ min: 0, max: 4 }) }),
			{
				maxLength: 9,
			},
		),
		taken: fc.array(fc.record({ range, roomId: fc.constantFrom(...ROOMS) }), { maxLength: 1 }),
	})
	.map(({ wanted, stays, taken }) => {
		const blocked = taken.map(({ range: nights, roomId }): Occupancy => ({ roomId, ...nights }));
		const placed: PlacedStay[] = [];
		for (const [index, stay] of stays.entries()) {
			const roomId = stay.candidates[stay.room % stay.candidates.length]!;
			const isFree = [...placed, ...blocked].every((other) => other.roomId !== roomId || !overlaps(other, stay.range));
			if (isFree)
				placed.push({
					stayId: `s${index}`,
					roomId,
					candidates: stay.candidates,
					mayMove: stay.mayMove > 0,
					...stay.range,
				});
		}
		const looking: WantedStay = { stayId: 'wanted', candidates: wanted.candidates, ...wanted.range };
		return { wanted: looking, placed, blocked };
	});

/** The fewest others that have to move, by trying every room for everybody; `null` where it cannot be done. */
function bruteForce(wanted: WantedStay, placed: readonly PlacedStay[], blocked: readonly Occupancy[]): number | null {
	let best: number | null = null;
	const given: Occupancy[] = [...blocked];
	const fits = (stay: WantedStay, roomId: string) =>
		given.every((other) => other.roomId !== roomId || !overlaps(other, stay));
	const give = (index: number, moved: number): void => {
		if (best !== null && moved >= best) return;
		const stay = index < 0 ? wanted : placed[index];
		if (!stay) {
			best = moved;
			return;
		}
		const own = index < 0 ? null : placed[index]!.roomId;
		const rooms = own === null ? stay.candidates : placed[index]?.mayMove ? new Set([own, ...stay.candidates]) : [own];
		for (const roomId of rooms) {
			if (!fits(stay, roomId)) continue;
			given.push({ roomId, start: stay.start, end: stay.end });
			give(index + 1, moved + (own !== null && roomId !== own ? 1 : 0));
			given.pop();
		}
	};
	give(-1, 0);
	return best;
}

it('moves as few as trying everything would, and whom it may, where it may', () => {
	assertProperty(
		fc.property(house, ({ wanted, placed, blocked }) => {
			const fewest = bruteForce(wanted, placed, blocked);
			const found = findRearrangement(wanted, placed, blocked);
			if (fewest === null || fewest > MAX_MOVES) return void expect(found).toBeNull();
			expect(found && found.size - 1).toBe(fewest);
			const after: Occupancy[] = [...blocked];
			for (const stay of [wanted, ...placed]) {
				const roomId = found?.get(stay.stayId);
				if (roomId !== undefined) expect(stay.candidates).toContain(roomId);
				if (roomId !== undefined && 'mayMove' in stay) expect(stay.mayMove).toBe(true);
				after.push({ roomId: roomId ?? (stay as PlacedStay).roomId, start: stay.start, end: stay.end });
			}
			for (const [index, a] of after.entries())
				for (const b of after.slice(index + 1)) expect(a.roomId === b.roomId && overlaps(a, b)).toBe(false);
		}),
		{ numRuns: Number(process.env['HOUSES'] ?? 2_000) },
	);
});

it('gives the one that fits best where nobody has to move', () => {
	const nights = (start: string, end: string) => ({ start: `2026-03-${start}`, end: `2026-03-${end}` });
	const placed = [{ stayId: 'a', roomId: '2', candidates: ['2'], mayMove: true, ...nights('25', '28') }];
	const wanted = { stayId: 'b', candidates: ['1', '2'], ...nights('28', '30') };
	expect(findRearrangement(wanted, placed)).toEqual(new Map([['b', '2']]));
});

it('gives up in a house that is full, however large, before it has looked at everything', () => {
	const rooms = Array.from({ length: 2_000 }, (_, index) => String(index));
	const nights = { start: '2026-03-28', end: '2026-03-30' };
	const placed = rooms.map((roomId) => ({ stayId: `s${roomId}`, roomId, candidates: rooms, mayMove: true, ...nights }));
	expect(within(3, () => findRearrangement({ stayId: 'w', candidates: rooms, ...nights }, placed))).toBeNull();
	// Free on no night, but on each of them somewhere: only the limit ends that search.
	const halves = placed.map((stay, index) =>
		index % 2 === 0 ? { ...stay, end: '2026-03-29' } : { ...stay, start: '2026-03-29' },
	);
	within(3, () => findRearrangement({ stayId: 'w', candidates: rooms, ...nights }, halves));
});

it('finds the one move that helps wherever it is among 2,000 rooms', () => {
	const nights = (start: number, end: number) => ({
		start: addDays('2026-03-28', start),
		end: addDays('2026-03-28', end),
	});
	const rooms = Array.from({ length: 2_000 }, (_, index) => String(index));
	// Two stays in every room but two; only the last room's stay can go, into the one before it.
	const placed = rooms.slice(0, -2).flatMap((roomId) => [
		{ stayId: `a${roomId}`, roomId, candidates: rooms, mayMove: true, ...nights(0, 3) },
		{ stayId: `b${roomId}`, roomId, candidates: rooms, mayMove: true, ...nights(3, 6) },
	]);
	const [last, other] = [rooms[1_999]!, rooms[1_998]!];
	placed.push({ stayId: 'last', roomId: last, candidates: rooms, mayMove: true, ...nights(4, 5) });
	placed.push({ stayId: 'other', roomId: other, candidates: rooms, mayMove: false, ...nights(1, 2) });
	const found = findRearrangement({ stayId: 'w', candidates: rooms, ...nights(1, 6) }, placed);
	expect(found).toEqual(
		new Map([
			['w', last],
			['last', other],
		]),
	);
});
