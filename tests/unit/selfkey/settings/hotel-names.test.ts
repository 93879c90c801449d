import fc from 'fast-check';
import { namesByChannel, spellingsOf, type HotelNames } from '../../../../selfkey/settings/hotel-names';
import { assertProperty } from '../../../support/property';

function namesWith(properties: Record<string, string[]>, hotelId: string | null = 'id'): HotelNames {
	const hotel = {
		properties: new Map(Object.entries(properties).map(([channel, ids]) => [channel, new Set(ids)])),
		roomMap: new Map(),
	};
	return { hotel, hotelSlug: 'slug', hotelId, namesOf: namesByChannel(hotel, 'slug') };
}

describe('the spellings of a reservation’s key', () => {
	it('are all names of the hotel at a channel with one property, or with none where all others have the same', () => {
		for (const channel of ['booking.com', 'pms']) {
			const { all } = spellingsOf(`${channel}/id/5`, namesWith({ 'booking.com': ['12345'] }));
			expect(all.sort()).toEqual([`${channel}/12345/5`, `${channel}/id/5`, `${channel}/slug/5`]);
		}
	});

	it('are no more than the id in SelfKey and the short name where there are several properties', () => {
		const names = namesWith({ 'booking.com': ['1', '2'] });
		expect(spellingsOf('booking.com/1/5', names)).toEqual({ all: ['booking.com/1/5'], expected: 'booking.com/1/5' });
		expect(spellingsOf('booking.com/id/5', names).expected).toBe('booking.com/slug/5');
		expect(spellingsOf('booking.com/slug/5', namesWith({ 'booking.com': ['1', '2'] }, null)).all).toHaveLength(1);
	});

	it('expect the same reservation, whichever is given, whatever slashes its number has', () => {
		const part = fc.constantFrom('slug', 'id', '12345', '/', 'pms', '5');
		assertProperty(
			fc.property(
				fc.constantFrom('booking.com', 'pms'),
				fc.array(part, { minLength: 1, maxLength: 30 }),
				(channel, parts) => {
					const names = namesWith({ 'booking.com': ['12345'] });
					const spelled = ['slug', '12345', 'id'].map((name) =>
						spellingsOf(`${channel}/${name}/${parts.join('')}`, names),
					);
					expect(new Set(spelled.map(({ expected }) => expected)).size).toBe(1);
					for (const { all, expected } of spelled) expect(all).toContain(expected);
				},
			),
		);
	});

	it('are few, however many slashes a key has', () => {
		const key = Array.from({ length: 200 }, () => 'slug').join('/');
		expect(spellingsOf(key, namesWith({ 'booking.com': ['12345'] })).all.length).toBeLessThan(100);
	});
});
