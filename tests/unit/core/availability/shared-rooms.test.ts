import fc from 'fast-check';
import { overlaps } from '../../../../core/availability/ranges';
import { sharedRooms, type PlacedStay } from '../../../../core/availability/shared-rooms';
import { addDays } from '../../../../core/reservation/dates';
import { assertProperty } from '../../../support/property';

const night = (index: number) => addDays('2027-03-01', index);
const stay = (roomId: string, from: number, nights: number, over: Partial<PlacedStay> = {}): PlacedStay => ({
	roomId,
	start: night(from),
	end: night(from + nights),
	isDirect: false,
	instead: () => [roomId, 'other'],
	...over,
});
const count = (stays: ReadonlyArray<{ start: string; end: string }>, index: number) =>
	stays.filter((each) => overlaps(each, { start: night(index), end: night(index + 1) })).length;

describe('rooms that several have', () => {
	it('let all but one of them wait, on exactly the nights that they share', () => {
		const stays = fc.array(
			fc.record({
				roomId: fc.constantFrom('101', '102', '103'),
				from: fc.nat({ max: 9 }),
				nights: fc.integer({ min: 1, max: 6 }),
			}),
			{ maxLength: 12 },
		);
		assertProperty(
			fc.property(stays, (wishes) => {
				const placed = wishes.map(({ roomId, from, nights }) => stay(roomId, from, nights));
				const waiting = sharedRooms(placed);
				for (let index = 0; index < 16; index++)
					for (const room of ['101', '102', '103']) {
						const inRoom = count(
							placed.filter(({ roomId }) => roomId === room),
							index,
						);
						const wait = count(
							waiting.filter(({ roomIds }) => roomIds.includes(room)),
							index,
						);
						expect([index, room, wait]).toEqual([index, room, Math.max(0, inRoom - 1)]);
					}
			}),
		);
	});

	it('let the channel’s guest wait rather than the direct one, unless nobody can say where he could go', () => {
		const direct = stay('101', 0, 2, { isDirect: true, instead: () => ['101', '104'] });
		const channel = stay('101', 1, 3, { instead: () => ['101', '102'] });
		for (const stays of [
			[direct, channel],
			[channel, direct],
		])
			expect(sharedRooms(stays)).toEqual([{ start: night(1), end: night(2), roomIds: ['101', '102'] }]);
		expect(sharedRooms([direct, { ...channel, instead: () => [] }])).toMatchObject([{ roomIds: ['101', '104'] }]);
	});
});
