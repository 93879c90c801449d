/**
 * Whole houses, filled at random: whoever fits by permitted moves of others gets a room, by the fewest of them. What
 * can be done is said by trying everything.
 */
import fc from 'fast-check';
import { overlaps, type Occupancy } from '../../../../core/availability/ranges';
import { addDays } from '../../../../core/reservation/dates';
import type { ActiveStay } from '../../../../selfkey/ports/occupancy';
import { fewestMoves, mayMove, roomsFor, sharersIn } from '../../../support/house/fewest-moves';
import { HouseInMemory } from '../../../support/house/house-in-memory';
import { assertProperty, PROPERTY_TEST_MS } from '../../../support/property';

const TODAY = '2026-03-28';
const ROOMS = ['1', '2', '3', '4'];

/** Some are in the house already; nobody has left. */
const nights = fc
	.record({ from: fc.integer({ min: -1, max: 5 }), nights: fc.integer({ min: 1, max: 4 }) })
	.map(({ from, nights: count }) => ({ start: addDays(TODAY, from), end: addDays(TODAY, Math.max(1, from + count)) }));
const type = fc.constantFrom('double', 'twin');

type Step =
	| { kind: 'arrive'; wishes: Array<{ type: string; start: string; end: string }> }
	| { kind: 'sell' | 'lie'; type: string; room: number; nights: { start: string; end: string } }
	| { kind: 'choose' | 'code' | 'cancel' | 'takeAway'; stay: number; room: number };

const arrival = fc.array(fc.record({ type, nights }), { minLength: 2, maxLength: 4 }).map((rooms): Step => ({
	kind: 'arrive',
	wishes: rooms.map(({ type: wished, nights: dates }) => ({ type: wished, ...dates })),
}));
const one = fc
	.record({ type, nights })
	.map((room): Step => ({ kind: 'arrive', wishes: [{ type: room.type, ...room.nights }] }));
/** A direct sale, or a channel's stay that an earlier story has left in whatever room. */
const sale = fc.record({
	kind: fc.constantFrom('sell' as const, 'lie' as const, 'lie' as const, 'lie' as const),
	type,
	room: fc.nat({ max: 3 }),
	nights,
});
const edit = fc.record({
	kind: fc.constantFrom('choose' as const, 'code' as const, 'cancel' as const, 'takeAway' as const),
	stay: fc.nat({ max: 20 }),
	room: fc.nat({ max: 3 }),
});

const story = (arrivals: fc.Arbitrary<Step>) =>
	fc.record({
		rooms: fc.integer({ min: 2, max: 4 }),
		types: fc.record({
			double: fc.shuffledSubarray(ROOMS, { minLength: 1 }),
			twin: fc.option(fc.shuffledSubarray(ROOMS, { minLength: 1 })),
		}),
		closed: fc.array(fc.record({ room: fc.nat({ max: 3 }), nights }), { maxLength: 1 }),
		steps: fc.array(
			fc.oneof({ arbitrary: arrivals, weight: 4 }, { arbitrary: edit, weight: 1 }, { arbitrary: sale, weight: 5 }),
			{
				minLength: 5,
				maxLength: 16,
			},
		),
	});

type Story = typeof story extends (arrivals: never) => fc.Arbitrary<infer T> ? T : never;

function houseOf({ rooms, types, closed }: Story): HouseInMemory {
	const known = ROOMS.slice(0, rooms);
	const only = (names: readonly string[]) => {
		const found = names.filter((name) => known.includes(name));
		return found.length > 0 ? found : known;
	};
	const double = only(types.double);
	const closures = closed.map(({ room, nights: dates }): Occupancy => ({ roomId: known[room % rooms]!, ...dates }));
	return new HouseInMemory({ double, twin: types.twin ? only(types.twin) : double }, closures, TODAY);
}

function act(house: HouseInMemory, step: Exclude<Step, { kind: 'arrive' }>): void {
	const { rooms, stays } = house;
	const room = rooms[step.room % rooms.length]!.id;
	if (!('stay' in step)) {
		if (step.kind === 'sell') house.sell(room, step.nights);
		else house.lie(step.type, step.room, step.nights);
		return;
	}
	const stay = stays[step.stay % Math.max(1, stays.length)];
	if (!stay) return;
	if (step.kind === 'cancel') stays.splice(stays.indexOf(stay), 1);
	else if (step.kind === 'code' && stay.reference) stay.reference = { ...stay.reference, isCodeSent: true };
	else if (step.kind === 'choose') stay.roomId = room;
	else stay.roomId = null;
}

const copy = (stays: readonly ActiveStay[]) => stays.map((stay) => ({ ...stay }));

async function tell(
	told: Story,
	expectArrival: (house: HouseInMemory, before: ActiveStay[], stays: ActiveStay[], moved: number) => void,
) {
	const house = houseOf(told);
	for (const step of told.steps) {
		const before = copy(house.stays);
		if (step.kind === 'arrive') {
			const { stays, moved } = await house.arrive(step.wishes);
			expectArrival(house, before, stays, moved);
			expectOnlyPermitted(house, before);
		} else act(house, step);
		const settling = copy(house.stays);
		await house.resolve();
		expectOnlyPermitted(house, settling);
	}
}

/** Nobody was moved who may not be, nor into a room that is not of its type, is closed, or has somebody in it. */
function expectOnlyPermitted(house: HouseInMemory, before: readonly ActiveStay[]): void {
	for (const was of before) {
		const is = house.stays.find(({ bookingId }) => bookingId === was.bookingId);
		if (!is || is.roomId === was.roomId) continue;
		if (was.roomId !== null) expect(mayMove(was, house)).toBe(true);
		else expect(was.reference?.baselineRoomId).toBeNull();
		expect(roomsFor(was, house)).toContain(is.roomId);
		expect(house.closures.filter((closure) => closure.roomId === is.roomId && overlaps(closure, is))).toEqual([]);
		expect(sharersIn(house.stays)).not.toContain(is);
	}
}

it(
	'a stay gets a room wherever trying everything finds one for it, and as few others move',
	async () => {
		await assertProperty(
			fc.asyncProperty(story(one), async (told) => {
				await tell(told, (house, before, [stay], moved) => {
					const fewest = fewestMoves(house, [{ ...stay!, roomId: null }], before);
					expect(stay!.roomId !== null).toBe(fewest !== null);
					// Where somebody else waits or shares a room, the moves may have helped that one too.
					const isCalm = before.every((other) => other.roomId !== null) && sharersIn(house.stays).length === 0;
					if (fewest !== null && isCalm) expect(moved).toBe(fewest);
				});
			}),
			{ numRuns: 1_000 },
		);
	},
	PROPERTY_TEST_MS,
);

it(
	'the rooms of one reservation make way for each other before anybody else has to',
	async () => {
		await assertProperty(
			fc.asyncProperty(story(arrival), async (told) => {
				await tell(told, (house, before, stays, moved) => {
					const wanted = stays.map((stay) => ({ ...stay, roomId: null }));
					const fewest = fewestMoves(house, wanted, before);
					const isPlaced = stays.every(({ roomId }) => roomId !== null);
					if (fewest === null) expect(isPlaced).toBe(false);
					if (fewest === 0) expect({ isPlaced, moved }).toEqual({ isPlaced: true, moved: 0 });
				});
			}),
			{ numRuns: 500 },
		);
	},
	PROPERTY_TEST_MS,
);
