/** Messages whose order cannot be compared with what is stored, or never comes. */
import { cancellation, reservation, type Wish } from './reservations';
import { eventFor, type Answer, type NewHotel, type TestHotel } from './test-hotel';

const data = {
	room_type: 'double',
	guest: { last_name: 'Dupont' },
	check_in: '2026-03-29',
	check_out: '2026-03-31',
	total_amount: 100,
	external_id: 'W-1',
};

function documented(event_type: string, extra: Record<string, unknown> = {}): string {
	return JSON.stringify({ event_type: `${event_type}_reservation`, data: { ...data, ...extra } });
}

async function outcome(hotel: TestHotel, event_type: string, extra: Record<string, unknown> = {}) {
	const { status, body } = await hotel.post(documented(event_type, extra));
	return status === 200 ? (body.outcome ?? '') : body;
}

function codes({ warnings }: Answer): string[] {
	return warnings.map(({ code }) => code);
}

async function amounts(hotel: TestHotel): Promise<number[]> {
	return (await hotel.activeBookings()).map(({ amount }) => amount);
}

export function describeOrder(newHotel: NewHotel): void {
	const newHotelInTime = () => {
		let now = Date.parse('2026-03-01T08:00:00.000Z');
		return newHotel({ clock: () => new Date((now += 1000)) });
	};

	describe('a message without an order after ordered ones', () => {
		it.each<[string, Record<string, unknown>]>([
			['revisions', { revision: '5' }],
			['revisions that are times', { revision: '2026-03-01T07:59:00Z' }],
			['times', { observed_at: '2026-03-01T07:59:00Z' }],
			['times of a clock that is ahead', { observed_at: '2026-03-01T09:30:00Z' }],
			['both', { revision: '5', observed_at: '2026-03-01T07:59:00Z' }],
		])('is the newest, after %s', async (_name, order) => {
			const hotel = await newHotelInTime();
			expect(await outcome(hotel, 'new', order)).toBe('created');
			expect(await outcome(hotel, 'modified', { total_amount: 110 })).toBe('updated');
			expect(await amounts(hotel)).toEqual([110]);
			// Neither the first one again nor the second brings anything back.
			expect(await outcome(hotel, 'new', order)).toMatch(/stale|unchanged/);
			expect(await outcome(hotel, 'modified', { total_amount: 120 })).toBe('updated');
			expect(await outcome(hotel, 'modified', { total_amount: 110 })).toBe('stale');
			expect(await amounts(hotel)).toEqual([120]);
			expect(await outcome(hotel, 'cancelled')).toBe('cancelled');
			expect(await outcome(hotel, 'cancelled')).toBe('unchanged');
			expect(await outcome(hotel, 'new', order)).toBe('stale');
			expect(await hotel.activeBookings()).toEqual([]);
		});

		it('is the newest also where who passes it on has put in a time, and the sender’s clock is ahead', async () => {
			const hotel = await newHotelInTime();
			await hotel.send(reservation({ observedAt: '2026-03-01T10:00:00.000Z#0' }));
			const passedOn = eventFor(
				reservation({ event: 'modified', price: '150', observedAt: '2026-03-01T08:00:01.000Z#0' }),
			);
			const { body } = await hotel.post(
				JSON.stringify({ ...passedOn, data: { ...passedOn.data, order_unknown: true } }),
			);
			expect(body.outcome).toBe('updated');
			expect(await amounts(hotel)).toEqual([150]);
		});

		it('gives way to the next revision, and a repeat of it does not undo that', async () => {
			const hotel = await newHotelInTime();
			await outcome(hotel, 'new', { revision: '5' });
			expect(await outcome(hotel, 'modified', { total_amount: 110 })).toBe('updated');
			expect(await outcome(hotel, 'modified', { revision: '6', total_amount: 120 })).toBe('updated');
			expect(await outcome(hotel, 'modified', { total_amount: 110 })).toBe('stale');
			expect(await outcome(hotel, 'modified', { revision: '5', total_amount: 100 })).toBe('stale');
			expect(await amounts(hotel)).toEqual([120]);
		});

		it('is the newest where it came by another system, too', async () => {
			const hotel = await newHotelInTime();
			await hotel.send(reservation({ channel: 'my-pms', revision: '5', observedAt: '2026-03-01T12:00:00.000Z#1' }));
			const cancelled = cancellation({ channel: 'my-pms', observedAt: '2026-03-01T08:00:00.000Z#1' });
			const event = { ...eventFor(cancelled), data: { reservation: cancelled, order_unknown: true } };
			expect((await hotel.post(JSON.stringify(event))).body.outcome).toBe('cancelled');
			expect((await hotel.post(JSON.stringify(event))).body.outcome).toBe('unchanged');
		});

		it('has a time of its own, and is the newest only if that is', async () => {
			const hotel = await newHotelInTime();
			await outcome(hotel, 'new', { revision: '5', observed_at: '2026-03-01T07:00:00Z' });
			expect(await outcome(hotel, 'modified', { observed_at: '2026-03-01T06:00:00Z', total_amount: 90 })).toBe('stale');
			expect(await outcome(hotel, 'modified', { observed_at: '2026-03-01T07:10:00Z', total_amount: 110 })).toBe(
				'updated',
			);
			expect(await outcome(hotel, 'cancelled', { observed_at: '2026-03-01T07:20:00Z' })).toBe('cancelled');
		});
	});

	describe('a time of the sender’s after a message that brought none', () => {
		// Ours, of when that one came: by then the sender had often said already what it says now.
		const first = async (order: Record<string, unknown>) => {
			const hotel = await newHotelInTime();
			expect(await outcome(hotel, 'new', order)).toBe('created');
			return hotel;
		};

		it.each<[string, Record<string, unknown>]>([
			['with a revision', { revision: '5' }],
			['without any order', {}],
		])('is not compared with ours, %s', async (_name, order) => {
			const hotel = await first(order);
			const cancelled = { observed_at: '2026-03-01T07:30:00Z' };
			expect(await outcome(hotel, 'cancelled', cancelled)).toBe('cancelled');
			expect(await outcome(hotel, 'cancelled', cancelled)).toBe('unchanged');
			expect(await hotel.activeBookings()).toEqual([]);
		});

		it('is compared with the sender’s others, and a repeat of it undoes nothing', async () => {
			const hotel = await first({ revision: '5' });
			const changed = (time: string, total_amount: number) =>
				outcome(hotel, 'modified', { observed_at: `2026-03-01T07:${time}:00Z`, total_amount });
			expect(await changed('30', 110)).toBe('updated');
			expect(await changed('20', 90)).toBe('stale');
			expect(await outcome(hotel, 'modified', { revision: '6', total_amount: 120 })).toBe('updated');
			expect(await changed('30', 110)).toBe('stale');
			expect(await amounts(hotel)).toEqual([120]);
			expect(await changed('40', 130)).toBe('updated');
			expect(await amounts(hotel)).toEqual([130]);
		});

		it('is that of one message as of the other: the one that came last counts', async () => {
			const observed_at = '2026-03-01T07:30:00Z';
			const hotel = await first({ revision: '5', observed_at });
			expect(await outcome(hotel, 'cancelled', { observed_at })).toBe('cancelled');
			const other = await first({ revision: '5', observed_at });
			expect(await outcome(other, 'modified', { observed_at, total_amount: 110 })).toBe('updated');
			expect(await outcome(other, 'modified', { revision: '6', observed_at, total_amount: 120 })).toBe('updated');
			expect(await outcome(other, 'modified', { observed_at, total_amount: 110 })).toBe('stale');
			expect(await amounts(other)).toEqual([120]);
		});

		it('is not compared with the time that another system’s n8n has put in', async () => {
			const hotel = await newHotelInTime();
			const passOn = async (message: ReturnType<typeof reservation>, delivery: Record<string, unknown> = {}) =>
				(await hotel.post(JSON.stringify({ ...eventFor(message), data: { reservation: message, ...delivery } }))).body
					.outcome;
			const known = { channel: 'my-pms', revision: '5', observedAt: '2026-03-01T07:50:00.000Z#0' };
			expect(await passOn(reservation(known), { delivery_id: `sha256:${'0'.repeat(64)}` })).toBe('created');
			const cancelled = cancellation({ channel: 'my-pms', observedAt: '2026-03-01T07:30:00.000Z' });
			expect(await passOn(cancelled)).toBe('cancelled');
			expect(await passOn(cancelled)).toBe('unchanged');
		});
	});

	describe('a cancelled stay', () => {
		const earlier = { observed_at: '2026-03-01T07:30:00Z' };
		const ahead = { observed_at: '2026-03-03T08:00:00Z' };

		it.each<[string, string, Record<string, unknown>, Record<string, unknown>]>([
			['a change that was made before', 'modified', {}, earlier],
			['its first message, which comes late', 'new', {}, earlier],
			['a change after a clock that is ahead', 'modified', ahead, { observed_at: '2026-03-01T08:00:10Z' }],
			['a change without any order', 'modified', {}, {}],
			['a change without any order after one with a time', 'modified', earlier, {}],
		])('is not brought back without a revision: %s', async (_name, event, order, next) => {
			for (const isKnown of [true, false]) {
				const hotel = await newHotelInTime();
				if (isKnown) await outcome(hotel, 'new', { observed_at: '2026-03-01T07:00:00Z' });
				expect(await outcome(hotel, 'cancelled', order)).toBe('cancelled');
				expect(await outcome(hotel, event, { ...next, total_amount: 110 })).toBe('stale');
				expect(await outcome(hotel, 'cancelled', order)).toBe('unchanged');
				expect(await hotel.activeBookings()).toEqual([]);
				expect(await outcome(hotel, 'modified', { revision: '6', total_amount: 120 })).toBe('updated');
				expect(await amounts(hotel)).toEqual([120]);
			}
		});

		it.each([
			['2026-03-01T08:00:00.000Z#0', '2026-03-01T07:30:00.000Z', false],
			['2026-03-01T08:30:00.000Z#0', '2026-03-01T08:00:01.000Z', true],
		])('is not, either, where n8n passes both on: %s, then %s', async (at, observedAt, order_unknown) => {
			const hotel = await newHotelInTime();
			const passOn = async (message: ReturnType<typeof reservation>, isUnknown: boolean) => {
				const event = { ...eventFor(message), data: { reservation: message, order_unknown: isUnknown } };
				return (await hotel.post(JSON.stringify(event))).body.outcome;
			};
			const channel = 'my-pms';
			await passOn(reservation({ channel, observedAt: '2026-03-01T07:00:00.000Z' }), false);
			const cancelled = cancellation({ channel, observedAt: at });
			expect(await passOn(cancelled, !order_unknown)).toBe('cancelled');
			const change = reservation({ channel, event: 'modified', price: '150', observedAt });
			expect(await passOn(change, order_unknown)).toBe('stale');
			expect(await passOn(cancelled, !order_unknown)).toBe('unchanged');
			expect(await hotel.activeBookings()).toEqual([]);
		});
	});

	describe('a revision', () => {
		it.each([
			['9', '10'],
			['v9', 'v10'],
			['31.03.2026 10:00', '01.04.2026 10:00'],
			['31.03.2026', '01.04.2026 00:01'],
			['2026-03-31 10:00', '2026-03-31 10:00:01'],
			['2026-03-31T10:00:00+02:00', '2026-03-31T08:00:00.001Z'],
			['2026-03-31T10:00:00.1Z', '2026-03-31T10:00:00.12Z'],
		])('is what it is: %s comes before %s', async (earlier, later) => {
			const hotel = await newHotelInTime();
			await outcome(hotel, 'new', { revision: earlier });
			expect(await outcome(hotel, 'modified', { revision: later, total_amount: 110 })).toBe('updated');
			expect(await outcome(hotel, 'modified', { revision: earlier, total_amount: 120 })).toBe('stale');
			expect(await amounts(hotel)).toEqual([110]);
		});

		it.each(['03/04/2026', '1.10', 'a', '31.02.2026 10:00', '2026-03-31 25:00', 'v', '-1', 'March'])(
			'that nobody can compare is refused: %s',
			async (revision) => {
				const hotel = await newHotelInTime();
				expect(await outcome(hotel, 'new', { revision })).toMatchObject({ fields: ['data.revision'] });
				// Passed on as it is, it says nothing as long as there is no other.
				const whole = (over: object) => eventFor(reservation({ channel: 'my-pms', revision, ...over }));
				expect((await hotel.post(JSON.stringify(whole({})))).body.outcome).toBe('created');
				expect((await hotel.post(JSON.stringify(whole({})))).body.outcome).toBe('unchanged');
				const other = whole({ revision: `${revision}x`, event: 'modified', price: '110' });
				expect(await hotel.post(JSON.stringify(other))).toMatchObject({
					status: 400,
					body: { fields: ['data.revision'] },
				});
				const numbered = whole({ revision: '1', event: 'modified', price: '120' });
				expect((await hotel.post(JSON.stringify(numbered))).body.outcome).toBe('updated');
			},
		);

		it.each([
			['7', '2026-03-31T10:00:00Z'],
			['2026-03-31 10:00', '2026-03-31T10:00:00Z'],
		])('of another kind than before is refused: %s, then %s', async (first, second) => {
			const hotel = await newHotelInTime();
			await outcome(hotel, 'new', { revision: first });
			expect(await outcome(hotel, 'cancelled', { revision: second })).toMatchObject({ fields: ['data.revision'] });
			expect(await amounts(hotel)).toEqual([100]);
		});

		it('is passed on as it is, and two that nobody can compare are refused, also with a message without one between them', async () => {
			const hotel = await newHotelInTime();
			const tell = async (revision: string | null, seen: number) => {
				const event = seen === 0 ? ('new' as const) : ('modified' as const);
				const message = reservation({ channel: 'pms', revision, seen, event, price: String(100 + seen) });
				return (await hotel.post(JSON.stringify(eventFor(message)))).body;
			};
			expect(await tell('r9', 0)).toMatchObject({ outcome: 'created' });
			expect(await tell(null, 1)).toMatchObject({ outcome: 'updated' });
			expect(await tell('r10', 2)).toMatchObject({ fields: ['data.revision'] });
			expect(await amounts(hotel)).toEqual([101]);
		});

		it.each([
			['v9', 'r10'],
			['9', 'r10'],
		])(
			'is compared with the last one that was sent, also behind a message without: %s, none, %s',
			async (first, last) => {
				const hotel = await newHotelInTime();
				await outcome(hotel, 'new', { revision: first });
				expect(await outcome(hotel, 'modified', { total_amount: 110 })).toBe('updated');
				expect(await outcome(hotel, 'modified', { revision: last, total_amount: 120 })).toMatchObject({
					fields: ['data.revision'],
				});
				expect(await amounts(hotel)).toEqual([110]);
			},
		);
	});

	describe('a time that has not come yet', () => {
		it.each<[string, Record<string, unknown>]>([
			['data.observed_at', { observed_at: '2099-01-01T00:00:00Z' }],
			['data.revision', { revision: '2099-01-01T00:00:00Z' }],
			['data.revision', { revision: '01.01.2099 10:00' }],
		])('is refused as %s where it is years ahead: %p', async (field, order) => {
			const hotel = await newHotelInTime();
			expect(await outcome(hotel, 'new', order)).toMatchObject({
				fields: [field],
				error: expect.stringContaining('clock') as string,
			});
			expect(await outcome(hotel, 'new')).toBe('created');
		});

		it('does not make later messages old, be it a time', async () => {
			const hotel = await newHotelInTime();
			await outcome(hotel, 'new', { observed_at: '2026-03-01T07:00:00Z' });
			const ahead = { observed_at: '2027-01-01T00:00:00Z', total_amount: 110 };
			expect(await outcome(hotel, 'modified', ahead)).toBe('updated');
			const right = { observed_at: '2026-03-01T07:10:00Z', total_amount: 120 };
			expect(await outcome(hotel, 'modified', right)).toBe('updated');
			expect(await outcome(hotel, 'modified', { observed_at: '2026-03-01T07:30:00Z', total_amount: 130 })).toBe(
				'updated',
			);
			for (const again of [ahead, right]) expect(await outcome(hotel, 'modified', again)).toBe('stale');
			expect(await amounts(hotel)).toEqual([130]);
			expect(await outcome(hotel, 'cancelled', { observed_at: '2026-03-01T07:40:00Z' })).toBe('cancelled');
		});

		it.each<[string, (time: string) => string]>([
			['a time', (time) => time],
			['seconds since 1970', (time) => String(Date.parse(time) / 1000)],
			['milliseconds since 1970', (time) => String(Date.parse(time))],
			['microseconds since 1970', (time) => `${Date.parse(time)}000`],
			['a time in digits', (time) => time.replace(/\D/g, '')],
			['a time in digits, with milliseconds', (time) => `${time.replace(/\D/g, '')}000`],
			['a time in digits, with microseconds', (time) => `${time.replace(/\D/g, '')}000000`],
			['ticks of .NET', (time) => String(BigInt(Date.parse(time)) * 10_000n + 621_355_968_000_000_000n)],
			['a file time of Windows', (time) => String(BigInt(Date.parse(time)) * 10_000n + 116_444_736_000_000_000n)],
		])('does not make later messages old, be it a revision: %s', async (_name, written) => {
			const hotel = await newHotelInTime();
			const at = (time: string) => ({ revision: written(`2026-03-01T${time}:00Z`) });
			await outcome(hotel, 'new', at('07:00'));
			const ahead = { revision: written('2027-01-01T00:00:00Z'), total_amount: 110 };
			expect(await outcome(hotel, 'modified', ahead)).toBe('updated');
			const right = { ...at('07:10'), total_amount: 120 };
			expect(await outcome(hotel, 'modified', right)).toBe('updated');
			expect(await outcome(hotel, 'modified', { ...at('07:30'), total_amount: 130 })).toBe('updated');
			for (const again of [ahead, right]) expect(await outcome(hotel, 'modified', again)).toBe('stale');
			expect(await amounts(hotel)).toEqual([130]);
			expect(await outcome(hotel, 'cancelled', at('07:40'))).toBe('cancelled');
		});

		it.each<[string, (time: string) => Record<string, unknown>]>([
			['a revision', (time) => ({ revision: time })],
			['a revision in seconds since 1970', (time) => ({ revision: String(Date.parse(time) / 1000) })],
			['a time', (time) => ({ observed_at: time })],
		])('hides nothing that is told just now, be it only some hours ahead: %s', async (_name, written) => {
			const hotel = await newHotelInTime();
			const at = (time: string) => written(`2026-03-01T${time}:00Z`);
			await outcome(hotel, 'new', at('07:00'));
			const ahead = { ...at('11:00'), total_amount: 110 };
			expect(await outcome(hotel, 'modified', ahead)).toBe('updated');
			const right = { ...at('08:00'), total_amount: 120 };
			expect(await outcome(hotel, 'modified', right)).toBe('updated');
			for (const again of [ahead, right]) expect(await outcome(hotel, 'modified', again)).toMatch(/stale|unchanged/);
			expect(await amounts(hotel)).toEqual([120]);
			expect(await outcome(hotel, 'cancelled', at('08:01'))).toBe('cancelled');
			expect(await outcome(hotel, 'cancelled', at('08:01'))).toBe('unchanged');
			for (const again of [ahead, right]) expect(await outcome(hotel, 'modified', again)).toBe('stale');
			expect(await hotel.activeBookings()).toEqual([]);
		});

		it.each<[string, (time: string) => Record<string, unknown>]>([
			['a revision', (time) => ({ revision: time })],
			['a time', (time) => ({ observed_at: time })],
		])(
			'is named where an older message, which may be a late repeat, is not written for it: %s',
			async (name, written) => {
				const hotel = await newHotelInTime();
				const at = (time: string) => written(`2026-03-01T${time}:00Z`);
				await outcome(hotel, 'new', at('07:00'));
				await outcome(hotel, 'modified', { ...at('11:00'), total_amount: 110 });
				// Of a source without revisions, every cancellation counts, however late.
				const late = name === 'a revision' ? ['modified', 'cancelled'] : ['modified'];
				for (const event_type of late) {
					const { body } = await hotel.post(documented(event_type, { ...at('07:30'), total_amount: 90 }));
					expect(body.outcome).toBe('stale');
					expect(codes(body)).toContain('older_than_stored');
					expect(body.warnings.find(({ code }) => code === 'older_than_stored')?.message).toContain('clock');
				}
				expect(await amounts(hotel)).toEqual([110]);
				// All of its sender's times are ahead alike: their own order counts.
				expect(await outcome(hotel, 'modified', { ...at('10:59'), total_amount: 95 })).toBe('stale');
				expect(await outcome(hotel, 'cancelled', at('11:01'))).toBe('cancelled');
			},
		);

		it('is overtaken also where a message without a revision stands behind it', async () => {
			const hotel = await newHotelInTime();
			await outcome(hotel, 'new', { revision: '2026-03-01T11:00:00Z' });
			expect(await outcome(hotel, 'modified', { total_amount: 110 })).toBe('updated');
			expect(await outcome(hotel, 'cancelled', { revision: '2026-03-01T08:00:00Z' })).toBe('cancelled');
		});

		it.each([
			['4705950059', '4705950061', '4705950060'],
			// Not all of these numbers could be a date, nor all be ahead.
			['20991198', '20991231', '20991199'],
			['20991198', '20991299', '20991231'],
			['20991231235998100', '20991231235999100', '20991231235998200'],
		])('may be a counter of as many digits: %s, %s, then %s', async (first, second, late) => {
			const hotel = await newHotelInTime();
			await outcome(hotel, 'new', { revision: first });
			expect(await outcome(hotel, 'modified', { revision: second, total_amount: 110 })).toBe('updated');
			expect(await outcome(hotel, 'modified', { revision: late, total_amount: 120 })).toBe('stale');
			expect(await amounts(hotel)).toEqual([110]);
		});
	});

	describe('a cancellation that comes too late', () => {
		it('is told of, since the stay stands here', async () => {
			const hotel = await newHotelInTime();
			await outcome(hotel, 'new', { revision: '1' });
			await outcome(hotel, 'modified', { revision: '5' });
			const { body } = await hotel.post(documented('cancelled', { revision: '4' }));
			expect(body.outcome).toBe('stale');
			expect(codes(body)).toContain('older_than_stored');
			expect(JSON.stringify(body.warnings)).not.toContain('clock');
			expect(await hotel.activeBookings()).toHaveLength(1);
		});
	});

	describe('a reinstated stay', () => {
		it('is not cancelled again by a message without an order', async () => {
			const hotel = await newHotelInTime();
			await outcome(hotel, 'new', { revision: '1' });
			await outcome(hotel, 'cancelled', { revision: '2' });
			expect(await outcome(hotel, 'modified', {})).toBe('stale');
			expect(await outcome(hotel, 'modified', { revision: '3' })).toBe('updated');
			expect(await outcome(hotel, 'modified', { total_amount: 120 })).toBe('updated');
			expect(await amounts(hotel)).toEqual([120]);
		});
	});

	describe('a calendar and the API of one channel', () => {
		const airbnb = { channel: 'airbnb', propertyId: '38831', id: 'HMABCDEFGH' };
		const shown = (second: number, wish: Wish = {}) => {
			const at = `2026-03-01T08:00:0${second}.000Z`;
			const unknown = { booker: { firstName: null, lastName: null, email: null }, price: null };
			return reservation({ ...airbnb, ...unknown, revision: `read ${at}`, observedAt: `${at}#1`, ...wish });
		};
		const said = (second: number, wish: Wish = {}) =>
			reservation({
				...airbnb,
				...{ revision: '2026-02-20T12:00:00Z', observedAt: `2026-03-01T08:00:0${second}.000Z#1`, price: '120' },
				...wish,
			});

		it('take turns: what was read later counts, however long ago the channel changed it', async () => {
			const hotel = await newHotel({ types: { double: ['101'] }, clock: () => new Date('2026-03-01T09:00:00Z') });
			await hotel.send(shown(1));
			expect(await hotel.send(said(2))).toMatchObject({ outcome: 'updated' });
			expect(await hotel.activeBookings()).toMatchObject([{ clientLastName: 'Dupont', amount: 120 }]);
			// A poll of the calendar that was delayed.
			expect(await hotel.send(shown(1, { event: 'cancelled' }))).toMatchObject({ outcome: 'stale' });
			// What a calendar cannot know stays known, the price only as long as it is for the same nights.
			expect(await hotel.send(shown(3))).toMatchObject({ outcome: 'unchanged' });
			expect(await hotel.activeBookings()).toMatchObject([{ clientLastName: 'Dupont', amount: 120 }]);
			const moved = { checkOut: '2026-03-31', rooms: [{ checkOut: '2026-03-31' }] };
			expect(await hotel.send(shown(4, { event: 'modified', ...moved }))).toMatchObject({ outcome: 'updated' });
			expect(await hotel.activeBookings()).toMatchObject([
				{ clientLastName: 'Dupont', amount: 0, checkOut: '2026-03-31' },
			]);
			expect(await hotel.send(shown(5, { event: 'cancelled' }))).toMatchObject({ outcome: 'cancelled' });
			expect(await hotel.send(shown(6))).toMatchObject({ outcome: 'updated' });
			expect(await hotel.send(said(2))).toMatchObject({ outcome: 'stale' });
			expect(await hotel.send(said(7))).toMatchObject({ outcome: 'updated' });
			expect(await hotel.activeBookings()).toMatchObject([{ clientLastName: 'Dupont', amount: 120 }]);
		});
	});

	describe('a hotel_id', () => {
		it('makes no second reservation where a sender calls the hotel by its id in SelfKey once', async () => {
			const hotel = await newHotel();
			const [row] = await hotel.query<{ id: string }>('SELECT "id" FROM "establishments" WHERE "slug" = $1', [
				hotel.slug,
			]);
			expect(await outcome(hotel, 'new', { external_id: 'W' })).toBe('created');
			expect(await outcome(hotel, 'modified', { external_id: 'W', hotel_id: row?.id, total_amount: 130 })).toBe(
				'updated',
			);
			expect(await hotel.bookings()).toHaveLength(1);
			expect(await outcome(hotel, 'cancelled', { external_id: 'W', hotel_id: row?.id })).toBe('cancelled');
			expect(await hotel.activeBookings()).toEqual([]);
		});

		const property = { 'my-pms/H-12/double': ['101'], double: ['101'] };

		it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
			['none and its property ID', {}, { hotel_id: 'H-12' }],
			['its property ID and none', { hotel_id: 'H-12' }, {}],
			['its short name and its property ID', { hotel_id: 'slug' }, { property_id: 'H-12' }],
			['its property ID and its id in SelfKey', { hotel_id: 'H-12' }, { hotel_id: 'id' }],
		])('makes no second reservation where one sender calls the hotel by %s', async (_name, first, second) => {
			for (const channel of ['my-pms', 'webhook']) {
				for (const configuration of [{ roomMap: property }, { properties: { 'my-pms': ['H-12'] } }]) {
					const hotel = await newHotel({ types: { double: ['101', '102'] }, configuration });
					const [row] = await hotel.query<{ id: string }>('SELECT "id" FROM "establishments" WHERE "slug" = $1', [
						hotel.slug,
					]);
					const named = ({ hotel_id: name, ...other }: Record<string, unknown>) => ({
						...{ channel, external_id: 'W', ...other },
						...(name === undefined ? {} : { hotel_id: name === 'slug' ? hotel.slug : name === 'id' ? row?.id : name }),
					});
					expect(await outcome(hotel, 'new', named(first))).toBe('created');
					expect(await outcome(hotel, 'modified', { ...named(second), total_amount: 120 })).toBe('updated');
					expect(await outcome(hotel, 'modified', { ...named(first), total_amount: 130 })).toBe('updated');
					expect(await amounts(hotel)).toEqual([130]);
					expect(await outcome(hotel, 'cancelled', named(second))).toBe('cancelled');
					expect(await hotel.bookings()).toHaveLength(1);
				}
			}
		});

		it.each([
			['its short name', 'H-12', (hotel: TestHotel) => hotel.slug],
			['its property ID', 'slug', () => 'H-12'],
		])(
			'a payment counts that calls the hotel by %s, before and after its reservation',
			async (_name, known, called) => {
				const hotel = await newHotel({
					types: { double: ['101', '102'] },
					configuration: { properties: { 'my-pms': ['H-12'] } },
				});
				const pay = (payment_id: string, external_id: string) =>
					hotel.pay({
						payment_id,
						amount: 10,
						currency: 'CHF',
						reservation_key: `my-pms/${called(hotel)}/${external_id}`,
					});
				const hotel_id = known === 'slug' ? hotel.slug : known;
				await outcome(hotel, 'new', { channel: 'my-pms', external_id: 'W', hotel_id });
				expect((await pay('P-1', 'W')).outcome).toBe('created');
				expect((await pay('P-1', 'W')).outcome).toBe('unchanged');
				expect((await pay('P-2', 'V')).outcome).toBe('unmatched');
				await outcome(hotel, 'new', { channel: 'my-pms', external_id: 'V', hotel_id });
				expect(await hotel.hooks.unmatchedPayments(hotel.slug)).toEqual([]);
				expect((await pay('P-2', 'V')).outcome).toBe('unchanged');
			},
		);

		it('makes no second reservation in one request either', async () => {
			const hotel = await newHotel({
				types: { double: ['101', '102', '103', '104', '105', '106', '107'] },
				configuration: { properties: { webhook: ['H-12'] } },
			});
			const event = (type: string, external_id: string, hotel_id: string) => ({
				event_type: `${type}_reservation`,
				data: { ...data, external_id, hotel_id },
			});
			const others = Array.from({ length: 5 }, (_, index) => event('new', `O-${index}`, 'H-12'));
			const events = [event('new', 'W', hotel.slug), ...others, event('modified', 'W', 'H-12')];
			for (let times = 0; times < 2; times++) {
				const { body } = await hotel.post(JSON.stringify({ events }));
				expect(body.results.map(({ status }) => status)).toEqual(events.map(() => 'success'));
				expect(await hotel.bookings()).toHaveLength(6);
			}
			expect(hotel.errors).toEqual([]);
		});

		it('tells the properties of two other channels apart at a channel that the settings do not know', async () => {
			const hotel = await newHotel({
				types: { double: ['101', '102', '103'] },
				configuration: { properties: { 'booking.com': ['111'], airbnb: ['222'] } },
			});
			const named = (property_id: string, last_name: string) => ({
				...{ channel: 'my-pms', external_id: '7', property_id, guest: { last_name } },
			});
			expect(await outcome(hotel, 'new', named('111', 'Favre'))).toBe('created');
			expect(await outcome(hotel, 'new', named('222', 'Rossi'))).toBe('created');
			expect(await outcome(hotel, 'cancelled', named('222', 'Rossi'))).toBe('cancelled');
			expect((await hotel.bookings()).map(({ paymentStatus }) => paymentStatus).sort()).toEqual([
				'failed',
				'succeeded',
			]);
		});

		it('finds the rooms of a property that only the room map names, whichever name comes first', async () => {
			const hotel = await newHotel({
				types: { double: ['101'] },
				configuration: { roomMap: { 'my-pms/H-12/double': ['101'] } },
			});
			expect(await outcome(hotel, 'new', { channel: 'my-pms', external_id: 'W', hotel_id: hotel.slug })).toBe(
				'created',
			);
			expect(
				await outcome(hotel, 'modified', { channel: 'my-pms', external_id: 'W', hotel_id: 'H-12', total_amount: 120 }),
			).toBe('updated');
			expect(await hotel.bookings()).toHaveLength(1);
		});

		it('tells the properties apart where the channel has several', async () => {
			const hotel = await newHotel({
				types: { double: ['101', '102', '103'] },
				configuration: { properties: { 'my-pms': ['H-12', 'H-13'] } },
			});
			for (const hotel_id of ['H-12', 'H-13'])
				expect(await outcome(hotel, 'new', { channel: 'my-pms', external_id: 'W', hotel_id })).toBe('created');
			expect(await outcome(hotel, 'new', { channel: 'my-pms', external_id: 'W' })).toMatchObject({
				fields: ['data.reservation.propertyId'],
			});
			expect(await hotel.bookings()).toHaveLength(2);
		});

		it('is the hotel in the address, or the message is for somebody else', async () => {
			const hotel = await newHotel({
				configuration: { roomMap: { double: ['101'], 'my-pms/H-12/double': ['102'] } },
			});
			for (const event_type of ['new_reservation', 'cancelled_reservation', 'payment_received']) {
				const event = { event_type, data: { ...data, hotel_id: 'another-hotel' } };
				expect(await hotel.post(JSON.stringify(event))).toMatchObject({
					status: 400,
					body: { fields: ['data.hotel_id'], error: expect.stringContaining('hotel in the address') as string },
				});
			}
			const other = await newHotel();
			expect(await outcome(hotel, 'new', { hotel_id: other.slug })).toMatchObject({ fields: ['data.hotel_id'] });
			expect(await hotel.bookings()).toEqual([]);
			const [row] = await hotel.query<{ id: string }>('SELECT "id" FROM "establishments" WHERE "slug" = $1', [
				hotel.slug,
			]);
			for (const hotel_id of [hotel.slug, row?.id, 'H-12'])
				expect(await outcome(hotel, 'new', { hotel_id, external_id: `of ${hotel_id}` })).toMatch(/created|conflict/);
			const { body } = await hotel.post(documented('new', { hotel_id: hotel.slug, external_id: `of ${hotel.slug}` }));
			expect(codes(body)).toContain('order_unknown');
		});
	});
}
