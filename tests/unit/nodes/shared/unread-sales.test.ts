/** How long more rooms wait for what is unread, and whom they wait for. */
import {
	afterAsking,
	exceptHeldBack,
	heldBack,
	isHeldBack,
	MAX_HELD_MS,
	sourceToRead,
} from '../../../../nodes/shared/unread-sales';

const NOW = new Date('2026-03-01T08:00:00.000Z');
const ASKED = { channel: 'booking.com', now: NOW } as const;
const CLAUSE = 'a reservation waits at Booking.com to be written to SelfKey';
const since = (ms: number) => new Date(NOW.getTime() - ms).toISOString();
const item = (heldSince: string | null = null) => ({
	channel: 'airbnb',
	roomTypeId: '48211377',
	raises: true,
	selfKey: {
		availability: {
			heldSince,
			sources: [
				{ channel: 'booking.com', propertyIds: ['12345'], roomTypeIds: ['1296364403'], standing: null },
				{
					channel: 'airbnb',
					propertyIds: [],
					roomTypeIds: ['48211377'],
					standing: [{ id: 'HM1', checkIn: '2026-03-10', checkOut: '2026-03-12' }],
				},
			],
		},
	},
});

describe('more rooms', () => {
	it('wait for every channel that sells them, whichever is told', () => {
		expect(sourceToRead(item(), 'booking.com')).toEqual({
			propertyIds: ['12345'],
			roomTypeIds: ['1296364403'],
			standing: null,
			heard: null,
		});
		expect(sourceToRead(item(), 'airbnb')?.standing).toEqual([{ id: 'HM1', start: '2026-03-10', end: '2026-03-12' }]);
		expect(sourceToRead(item(), 'vrbo')).toBeNull();
	});

	it('wait for nobody where there are fewer, or where they are held back already', () => {
		expect(sourceToRead({ ...item(), raises: false }, 'booking.com')).toBeNull();
		expect(sourceToRead(heldBack(item(), CLAUSE, ASKED), 'booking.com')).toBeNull();
	});

	it('wait for their own channel at least, if an older handler names none', () => {
		const old = { channel: 'booking.com', propertyId: '12345', roomTypeId: '1', raises: true, selfKey: {} };
		expect(sourceToRead(old, 'booking.com')?.propertyIds).toEqual(['12345']);
		expect(sourceToRead(old, 'airbnb')).toBeNull();
	});

	it.each([
		['now', null],
		['until just before half an hour', since(MAX_HELD_MS - 1)],
	])('are held back %s', (_, heldSince) => {
		const held = heldBack(item(heldSince), CLAUSE, ASKED);
		expect(isHeldBack(held)).toBe(true);
		expect(held['heldBack']).toEqual({
			outcome: 'held back',
			because: `No more rooms are put on sale while ${CLAUSE}; this comes again by itself`,
			waitsFor: 'booking.com',
		});
	});

	it('fail where the channel refuses, or is silent and nobody says since when; what waits holds them back all the same', () => {
		const silence = new Error('no answer');
		const unknownSince = { ...item(), selfKey: { availability: {} } };
		expect(afterAsking(item(), silence, ASKED)).toBe(silence);
		expect(afterAsking(unknownSince, { what: CLAUSE, silence }, ASKED)).toBe(silence);
		expect(afterAsking(item(), { what: CLAUSE, silence }, ASKED)).toEqual(heldBack(item(), CLAUSE, ASKED));
		expect(afterAsking(unknownSince, { what: CLAUSE }, ASKED)).toEqual(heldBack(unknownSince, CLAUSE, ASKED));
		expect(afterAsking(item(), null, ASKED)).toEqual(item());
	});

	it('wait half an hour for each channel: what another has held back does not count for this one', () => {
		const times = { heldSince: since(MAX_HELD_MS), heldFor: { airbnb: since(MAX_HELD_MS) } };
		const both = { ...item(), selfKey: { availability: { ...item().selfKey.availability, ...times } } };
		expect(isHeldBack(heldBack(both, CLAUSE, ASKED))).toBe(true);
		expect(isHeldBack(heldBack(both, CLAUSE, { ...ASKED, channel: 'airbnb' }))).toBe(false);
	});

	it('are put on sale after half an hour, with a warning of each channel that could not be read', () => {
		const once = heldBack(item(since(MAX_HELD_MS)), CLAUSE, ASKED);
		const twice = heldBack(once, 'Airbnb does not say what it has booked (no answer)', { ...ASKED, channel: 'airbnb' });
		expect(isHeldBack(twice)).toBe(false);
		expect(twice['heldBack']).toEqual({
			warnings: [
				expect.stringContaining(`after 30 minutes, although ${CLAUSE}`) as string,
				expect.stringContaining('although Airbnb does not say') as string,
			],
		});
	});
});

it('passes on what is held back in its place, and sends the others', async () => {
	const held = heldBack(item(), CLAUSE, ASKED);
	const failed = new Error('no access');
	const items = [{ json: { a: 1 } }, { json: held }, failed, { json: { a: 2 } }];
	const results = await exceptHeldBack(items, async (ready) => ready.map(({ json }) => ({ ...json, sent: true })));
	expect(results).toEqual([{ a: 1, sent: true }, held, failed, { a: 2, sent: true }]);
});
