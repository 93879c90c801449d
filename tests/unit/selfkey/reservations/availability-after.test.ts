/** Of the rooms that are left only the nights of the write are counted, so what others have in other nights is left out. */
import fc from 'fast-check';
import { sharedRooms } from '../../../../core/availability/shared-rooms';
import { overlaps } from '../../../../core/availability/ranges';
import { addDays } from '../../../../core/reservation/dates';
import { assertProperty } from '../../../support/property';

const day = (offset: number) => addDays('2027-03-01', offset);

it('who shares a room in a night is the same with and without the stays of other nights', () => {
	const range = fc.tuple(fc.nat(12), fc.integer({ min: 1, max: 6 })).map(([from, nights]) => ({
		start: day(from),
		end: day(from + nights),
	}));
	const stay = fc.record({ range, roomId: fc.constantFrom('101', '102'), isDirect: fc.boolean() });
	assertProperty(
		fc.property(fc.array(stay, { maxLength: 9 }), range, (given, counted) => {
			const stays = given.map((one) => ({ ...one, ...one.range, instead: () => [one.roomId] }));
			const near = stays.filter((one) => overlaps(one, counted));
			for (let night = counted.start; night < counted.end; night = addDays(night, 1)) {
				const tonight = { start: night, end: addDays(night, 1) };
				const waitingIn = (all: typeof stays) =>
					sharedRooms(all)
						.filter((waiting) => overlaps(waiting, tonight))
						.map(({ roomIds }) => roomIds)
						.sort();
				expect(waitingIn(near)).toEqual(waitingIn(stays));
			}
		}),
		{ numRuns: 500 },
	);
});
