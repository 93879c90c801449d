/** What the house's own system reports of a channel's reservation, beside what the channel says of it. */
import { legOf } from '../../../core/reservation/leg';
import { moneyFromDecimal } from '../../../core/reservation/money';
import type { Reservation, RoomStay } from '../../../core/reservation/model';
import { reservation, roomStay } from '../reservations';
import type { NewHotel, Success, TestHotel } from './test-hotel';

/** As the SelfKey node passes it on. */
async function tell(
	hotel: TestHotel,
	reservation: Reservation,
	last_written?: ReadonlyArray<Record<string, unknown>>,
): Promise<Success> {
	const event_type = reservation.event === 'cancelled' ? 'cancelled_reservation' : 'modified_reservation';
	const { status, body } = await hotel.post(
		JSON.stringify({ event_type, data: { reservation, reported_by: 'opera', last_written } }),
	);
	if (status !== 200) throw new Error(`Expected 200, got ${status}: ${JSON.stringify(body)}`);
	return body as unknown as Success;
}

/** Two rooms, one of them named by a text. */
const ROOMS = ['460', 'room-b'];

export function describeReports(newHotel: NewHotel): void {
	describe('a report of the house', () => {
		let minute = 0;
		const instant = () => new Date(Date.parse('2026-03-11T16:00:00.000Z') + 60_000 * ++minute).toISOString();
		const booked = (over: Partial<Reservation> = {}, rooms: Array<Partial<RoomStay>> = ROOMS.map(() => ({}))) =>
			reservation({
				observedAt: `${instant()}#1`,
				rooms: rooms.map((room, index) =>
					roomStay({ roomStayId: ROOMS[index] ?? '', roomTypeId: 'double', roomName: null, ...room }),
				),
				...over,
			});
		/** As the trigger gives it out: rooms by their leg numbers, OPERA's codes, nothing of the channel's. */
		const report = (rooms: Array<Partial<RoomStay>>, over: Partial<Reservation> = {}) =>
			reservation({
				event: 'modified',
				...((at) => ({ observedAt: `${at}#1`, revision: at }))(instant()),
				rooms: rooms.map((room, index) =>
					roomStay({
						roomStayId: String(legOf(ROOMS[index] ?? '')),
						roomTypeId: 'DBL',
						ratePlanId: 'OTA',
						total: null,
						...room,
					}),
				),
				...over,
			});
		const open = async () => {
			const hotel = await newHotel({ types: { double: ['101', '102', '103'] } });
			const subscriber = 'opera';
			await hotel.changes(subscriber);
			await hotel.send(booked());
			return hotel;
		};
		const acknowledge = async (hotel: TestHotel) => {
			for (const { key, position } of (await hotel.changes('opera')).changes)
				await hotel.acknowledge('opera', [{ key, position }]);
		};
		const dates = async (hotel: TestHotel) =>
			(await hotel.activeBookings()).map(({ checkIn, checkOut }) => `${checkIn} ${checkOut}`).sort();

		it('moves a stay, and everything else stays the channel’s', async () => {
			const hotel = await open();
			await acknowledge(hotel);
			const moved = report([{ checkIn: '2026-03-29', checkOut: '2026-04-01' }, {}]);
			expect(await tell(hotel, moved)).toMatchObject({ outcome: 'updated' });
			expect(await dates(hotel)).toEqual(['2026-03-29 2026-03-30', '2026-03-29 2026-04-01']);
			expect((await hotel.activeBookings()).map(({ clientLastName }) => clientLastName)).toEqual(['Dupont', 'Dupont']);
			const [change] = (await hotel.changes('opera')).changes;
			expect(change).toMatchObject({
				key: 'booking.com/12345/4705950059',
				origins: [{ kind: 'channel', channel: 'opera' }],
				reservation: { rooms: [{ roomStayId: '460', roomTypeId: 'double' }, { roomStayId: 'room-b' }] },
			});
			expect(await tell(hotel, { ...moved, observedAt: `${instant()}#1` })).toMatchObject({
				outcome: 'unchanged',
			});
			expect(hotel.errors).toEqual([]);
		});

		it('is told from what the channel said, until somebody changes it in SelfKey', async () => {
			const hotel = await open();
			await acknowledge(hotel);
			const said = async () =>
				(await hotel.changes('opera')).changes[0]?.reservation.selfKey.bookings.map((booking) => booking.channelSaid);
			await tell(hotel, report([{ checkOut: '2026-04-01' }, { adults: 3, children: 1 }]));
			expect(await said()).toEqual([
				{ checkIn: '2026-03-29', checkOut: '2026-03-30' },
				{ adults: 2, children: 0 },
			]);
			await hotel.query(
				'UPDATE "bookings" SET "checkOutDate" = \'2026-04-02\' WHERE "hotelSlug" = $1 AND "checkOutDate" = \'2026-04-01\'',
				[hotel.slug],
			);
			expect((await said())?.[0]).toBeUndefined();
		});

		it('of what the desk has changed twice counts before anybody has acknowledged the first', async () => {
			const hotel = await open();
			await acknowledge(hotel);
			await tell(hotel, report([{ checkOut: '2026-04-01' }, {}]));
			await hotel.changes('opera');
			expect(await tell(hotel, report([{ checkOut: '2026-04-02' }, {}]))).toMatchObject({
				outcome: 'updated',
			});
		});

		it('does not undo what the channel has changed and the house has not heard of', async () => {
			const hotel = await open();
			await acknowledge(hotel);
			await hotel.send(booked({ event: 'modified' }, [{ checkOut: '2026-04-03' }, {}]));
			const { outcome, warnings } = await tell(hotel, report([{ checkOut: '2026-03-31' }, {}]));
			expect([outcome, warnings.map(({ code }) => code)]).toEqual([
				'stale',
				expect.arrayContaining(['report_ignored']),
			]);
			expect(await dates(hotel)).toContain('2026-03-29 2026-04-03');
			// That a guest has come is no matter of who is right.
			await tell(hotel, report([{ checkOut: '2026-03-31', status: 'checked_in' }, {}]));
			const [change] = (await hotel.changes('opera')).changes;
			expect(change?.reservation).toMatchObject({ status: 'checked_in', checkOut: '2026-04-03' });
		});

		describe('of a reservation of which OPERA has still to hear something', () => {
			const [checkIn, checkOut] = ['2026-03-29', '2026-04-01'];
			const total = moneyFromDecimal('300', 'EUR');
			const stay = { checkIn, checkOut, adults: 2, children: 0, total };
			const written = (over: object = {}) => [
				{ room_stay_id: '460', check_in: checkIn, check_out: checkOut, adults: 2, children: 0, ...over },
			];
			/** The channel changes this, and OPERA is not told yet. */
			const changed = async (room: Partial<RoomStay>, over: Partial<Reservation> = {}) => {
				const hotel = await newHotel({ types: { double: ['101', '102', '103'] } });
				await hotel.changes('opera');
				await hotel.send(booked({}, [stay]));
				await acknowledge(hotel);
				await hotel.send(booked({ event: 'modified', ...over }, [{ ...stay, ...room }]));
				return hotel;
			};
			const perNight = (amount: string, ...dates: string[]) => {
				const price = moneyFromDecimal(amount, 'EUR');
				const nightlyRates = price ? dates.map((date) => ({ date, amount: price })) : [];
				return { nightlyRates, total: moneyFromDecimal(String(Number(amount) * dates.length), 'EUR') };
			};
			const moved = { ...stay, checkOut: '2026-03-31', ...perNight('100', '2026-03-29', '2026-03-30') };
			const stored = async (hotel: TestHotel) => {
				const [row] = await hotel.query<{ room: RoomStay; remarks: string[] }>(
					`SELECT "reservation"->'rooms'->0 AS "room", "reservation"->'remarks' AS "remarks" FROM "booking_reservations" WHERE "hotelSlug" = $1`,
					[hotel.slug],
				);
				return row;
			};

			it('what the desk has moved counts beside what the channel has changed, and OPERA is told of that still', async () => {
				const hotel = await changed({}, { remarks: ['Cot, please'] });
				const { outcome, warnings } = await tell(hotel, report([moved]), written());
				expect([outcome, warnings.filter(({ code }) => code === 'report_ignored')]).toEqual(['updated', []]);
				expect(await dates(hotel)).toEqual(['2026-03-29 2026-03-31']);
				expect(await stored(hotel)).toMatchObject({ remarks: ['Cot, please'], room: { total: { amount: '200.00' } } });
				const [change] = (await hotel.changes('opera')).changes;
				expect(change?.origins).toContainEqual(expect.objectContaining({ channel: 'booking.com' }));
				// The channel only says it again.
				await hotel.send(booked({ event: 'modified', remarks: ['Cot, please'] }, [stay]));
				expect(await dates(hotel)).toEqual(['2026-03-29 2026-03-31']);
			});

			it('and of the desk’s next change too, though nothing was written meanwhile', async () => {
				const hotel = await changed({}, { remarks: ['Cot, please'] });
				await tell(hotel, report([moved]), written());
				await tell(hotel, report([{ ...moved, checkOut: '2026-03-30', adults: 1 }]), written());
				expect(await hotel.activeBookings()).toMatchObject([{ checkOut: '2026-03-30', adults: 1 }]);
			});

			it.each<[string, object]>([
				['what was written last', {}],
				['it, and what was written is from after the first', { check_out: '2026-03-31', adults: 1 }],
			])('and where the desk goes back to %s', async (_, over) => {
				const hotel = await changed({});
				await tell(hotel, report([{ ...moved, adults: 1 }]), written());
				await hotel.send(booked({ event: 'modified', remarks: ['Cot, please'] }, [stay]));
				expect(await hotel.activeBookings()).toMatchObject([{ checkOut: '2026-03-31', adults: 1 }]);
				const back = { ...stay, ...perNight('100', '2026-03-29', '2026-03-30', '2026-03-31') };
				const { warnings } = await tell(hotel, report([back]), written(over));
				expect(warnings.filter(({ code }) => code === 'report_ignored')).toEqual([]);
				expect(await hotel.activeBookings()).toMatchObject([{ checkOut, adults: 2 }]);
				expect(await stored(hotel)).toMatchObject({ remarks: ['Cot, please'] });
			});

			it('also where OPERA has refused it, however often', async () => {
				const hotel = await changed({}, { remarks: ['Cot, please'] });
				const [{ key, position } = { key: '', position: 0 }] = (await hotel.changes('opera')).changes;
				await hotel.acknowledge('opera', [{ key, position, error: 'Opera refused the request' }]);
				expect(await tell(hotel, report([moved]), written())).toMatchObject({ outcome: 'updated' });
				expect(await dates(hotel)).toEqual(['2026-03-29 2026-03-31']);
			});

			it('the people count by themselves', async () => {
				const hotel = await changed({ checkOut: '2026-04-03' });
				const { outcome, warnings } = await tell(hotel, report([{ ...stay, adults: 1 }]), written());
				expect([outcome, warnings.map(({ code }) => code)]).toEqual([
					'updated',
					expect.arrayContaining(['report_ignored']),
				]);
				expect(await hotel.activeBookings()).toMatchObject([{ checkOut: '2026-04-03', adults: 1 }]);
			});

			it.each<[string, Partial<RoomStay>, object]>([
				['both have changed', { checkOut: '2026-04-03' }, {}],
				['the desk has not', { checkOut: '2026-04-03' }, { check_out: '2026-03-31' }],
			])('nights that %s are the channel’s', async (_, room, over) => {
				const hotel = await changed(room);
				expect(await tell(hotel, report([moved]), written(over))).toMatchObject({ outcome: 'stale' });
				expect(await dates(hotel)).toEqual(['2026-03-29 2026-04-03']);
			});

			it('a price that the channel has changed meanwhile stays, on the nights of the desk', async () => {
				const hotel = await changed({ total: moneyFromDecimal('240', 'EUR') });
				await tell(hotel, report([moved]), written());
				expect(await dates(hotel)).toEqual(['2026-03-29 2026-03-31']);
				expect((await stored(hotel))?.room.total?.amount).toBe('240.00');
			});

			it('a cancellation is not undone, and none of the desk’s is taken over', async () => {
				const hotel = await changed({}, { remarks: ['Cot, please'] });
				const gone = report([{ ...stay, status: 'cancelled' }], { status: 'cancelled' });
				expect(await tell(hotel, gone, written())).toMatchObject({ outcome: 'stale' });
				expect(await hotel.activeBookings()).toHaveLength(1);
				const cancelled = await changed({}, { event: 'cancelled', status: 'cancelled' });
				await tell(cancelled, report([moved]), written());
				expect(await cancelled.activeBookings()).toEqual([]);
			});
		});

		it('puts a room away and brings it back, and what the channel says later counts', async () => {
			const hotel = await open();
			await acknowledge(hotel);
			await tell(hotel, report([{ status: 'cancelled' }, {}]));
			expect(await hotel.activeBookings()).toHaveLength(1);
			await acknowledge(hotel);
			await tell(hotel, report([{ status: 'cancelled' }, { status: 'cancelled' }]));
			expect(await hotel.activeBookings()).toEqual([]);
			await acknowledge(hotel);
			await tell(hotel, report([{}, {}]));
			expect(await hotel.activeBookings()).toHaveLength(2);
			expect(await hotel.send(booked({ event: 'modified' }, [{ checkOut: '2026-04-02' }]))).toMatchObject({
				outcome: 'updated',
			});
			expect(await dates(hotel)).toEqual(['2026-03-29 2026-04-02']);
		});

		describe('of rooms with prices', () => {
			const euro = (amount: string) => moneyFromDecimal(amount, 'EUR');
			const priced = async (rooms: Array<Partial<RoomStay>>, total: string) => {
				const hotel = await newHotel({ types: { double: ['101', '102', '103'] } });
				await hotel.changes('opera');
				await hotel.send(booked({ total: euro(total) }, rooms));
				await acknowledge(hotel);
				return hotel;
			};
			/** What each room's booking costs, and the whole, as it is stored. */
			const amounts = async (hotel: TestHotel) => {
				const rows = await hotel.query<{ amount: number; total: string }>(
					`SELECT b."amount", r."reservation"->'total'->>'amount' AS "total" FROM "bookings" b JOIN "booking_reservations" r ON r."hotelSlug" = b."hotelSlug" WHERE b."hotelSlug" = $1 AND b."paymentStatus" <> 'failed' ORDER BY b."bookingNumber"`,
					[hotel.slug],
				);
				return [rows.map(({ amount }) => amount), rows[0]?.total];
			};
			const [day, next, third] = ['2026-03-29', '2026-03-30', '2026-03-31'];
			const two = [{ total: euro('100') }, { total: euro('100') }];

			it.each(['cancelled', 'no_show'] as const)('a room that is %s costs the other one nothing', async (status) => {
				const hotel = await priced(two, '200');
				await tell(hotel, report([{}, { status }]));
				expect(await amounts(hotel)).toEqual([[100], '100.00']);
				await acknowledge(hotel);
				await tell(hotel, report([{}, {}]));
				expect(await amounts(hotel)).toEqual([[100, 100], '200.00']);
			});

			it('a discount on the whole is one on each room, whichever of them is put away', async () => {
				for (const rooms of [
					[{ status: 'cancelled' as const }, {}],
					[{}, { status: 'no_show' as const }],
				]) {
					const hotel = await priced(two, '150');
					expect(await amounts(hotel)).toEqual([[75, 75], '150.00']);
					await tell(hotel, report(rooms));
					expect(await amounts(hotel)).toEqual([[75], '75.00']);
					await acknowledge(hotel);
					await tell(hotel, report([{}, {}]));
					expect(await amounts(hotel)).toEqual([[75, 75], '150.00']);
				}
			});

			it('what the total holds beside the rooms stays due', async () => {
				const hotel = await priced([{ checkIn: day, checkOut: third, total: euro('100') }], '120');
				const shorter = { checkIn: day, checkOut: next, total: euro('50') };
				await tell(hotel, report([{ ...shorter, nightlyRates: [] }]));
				expect(await amounts(hotel)).toEqual([[70], '70.00']);
			});

			it('a room that is moved costs the other one nothing where only the whole has a price', async () => {
				const hotel = await priced([{ total: null }, { total: null }], '200');
				await tell(hotel, report([{ checkIn: day, checkOut: third, total: euro('150') }, {}]));
				expect(await amounts(hotel)).toEqual([[150, 100], '250.00']);
			});

			it('a new total of the channel counts where only the whole has a price, beside the nights of the house', async () => {
				const none = [{ total: null }, { total: null }];
				const hotel = await priced(none, '200');
				await tell(hotel, report([{ checkIn: day, checkOut: third, total: euro('120') }, {}]));
				await acknowledge(hotel);
				await hotel.send(booked({ event: 'modified', total: euro('300') }, none));
				expect(await amounts(hotel)).toEqual([[120, 150], '270.00']);
			});

			it('a room that the channel brings back costs what the channel says, and the other what the house has made of it', async () => {
				const hotel = await priced(two, '200');
				await tell(hotel, report([{ checkIn: day, checkOut: third, total: euro('150') }, { status: 'cancelled' }]));
				expect(await amounts(hotel)).toEqual([[150], '150.00']);
				await acknowledge(hotel);
				await hotel.send(booked({ event: 'modified', total: euro('200'), remarks: ['Late arrival'] }, two));
				expect(await amounts(hotel)).toEqual([[150, 100], '250.00']);
			});
		});

		it('does not bind a guest who has not come to a room because another one of the reservation has', async () => {
			const hotel = await open();
			await acknowledge(hotel);
			await tell(hotel, report([{ status: 'checked_in' }, {}]));
			const rows = await hotel.query<{ roomStayId: string; sent: boolean }>(
				`SELECT "roomStayId", "codeSentAt" IS NOT NULL AS "sent" FROM "booking_external_references" WHERE "hotelSlug" = $1 ORDER BY "roomStayId"`,
				[hotel.slug],
			);
			expect(rows.map(({ sent }) => sent)).toEqual([true, false]);
		});

		it('of one guest who has come does not bring back another room that the desk has deleted', async () => {
			const hotel = await open();
			await acknowledge(hotel);
			const [, second] = await hotel.query<{ id: string }>(
				'SELECT "id" FROM "bookings" WHERE "hotelSlug" = $1 ORDER BY "bookingNumber"',
				[hotel.slug],
			);
			await hotel.frontDesk.deleteBooking(second?.id ?? '');
			await tell(hotel, report([{ status: 'checked_in' }, {}]));
			expect(await hotel.activeBookings()).toHaveLength(1);
		});

		it('is later than a revision of the channel, and a higher one is later still', async () => {
			const hotel = await newHotel();
			const airbnb = { channel: 'airbnb', propertyId: '9', reservationId: 'HMA' };
			await hotel.send(booked({ ...airbnb, revision: '2026-03-11T15:00:00Z' }, [{}]));
			await tell(hotel, report([{ checkOut: '2026-04-01' }], airbnb));
			expect(await dates(hotel)).toEqual(['2026-03-29 2026-04-01']);
			await hotel.send(
				booked({ ...airbnb, event: 'modified', revision: '2026-03-11T15:30:00Z' }, [{ checkOut: '2026-04-05' }]),
			);
			expect(await dates(hotel)).toEqual(['2026-03-29 2026-04-05']);
		});

		describe.each([
			['a revision', { channel: 'airbnb', propertyId: '9', reservationId: 'HMA' }, '2026-03-11T15:00:00Z', 'Z'],
			['none', {}, null, null],
		])('of a stay whose channel sends %s', (_, stay, revision, later) => {
			const booking = (over: Partial<Reservation> = {}, room: Partial<RoomStay> = {}) =>
				booked({ ...stay, revision, ...over }, [{ checkOut: '2026-04-03', ...room }]);
			const next = later === null ? null : '2026-03-11T15:30:00Z';
			const changed = (room: Partial<RoomStay>, over: Partial<Reservation> = {}) =>
				booking({ event: 'modified', revision: next, ...over }, room);
			const reported = async (room: Partial<RoomStay>) => {
				const hotel = await newHotel({ types: { double: ['101', '102', '103'] } });
				await hotel.changes('opera');
				await hotel.send(booking());
				await acknowledge(hotel);
				expect(await tell(hotel, report([{ checkOut: '2026-04-03', ...room }], stay))).toMatchObject({
					outcome: 'updated',
				});
				return hotel;
			};
			const state = async (hotel: TestHotel) => {
				const [row] = await hotel.query<{ status: string; rooms: string }>(
					`SELECT "status", "reservation"->'rooms'->0->>'status' AS "rooms" FROM "booking_reservations" WHERE "hotelSlug" = $1`,
					[hotel.slug],
				);
				return [row?.status, row?.rooms, ...(await dates(hotel))];
			};

			const reports: Array<[string, Partial<RoomStay>]> = [
				['the guest has left', { status: 'checked_out', checkOut: '2026-03-31' }],
				['the guest is there', { status: 'checked_in' }],
				['the guest has not come', { status: 'no_show' }],
				['the desk has moved the stay', { checkIn: '2026-03-30', checkOut: '2026-04-01' }],
			];
			const noteworthy = ({ outcome, warnings }: Success) => [
				outcome,
				...warnings.map(({ code }) => code).filter((code) => code !== 'identity_missing'),
			];
			const totalOf = async (hotel: TestHotel) => {
				const [row] = await hotel.query<{ total: string }>(
					`SELECT "reservation"->'total'->>'minor' AS "total" FROM "booking_reservations" WHERE "hotelSlug" = $1`,
					[hotel.slug],
				);
				return row?.total;
			};

			it.each([...reports, ['the desk has put the room away', { status: 'cancelled' }] as (typeof reports)[number]])(
				'that %s outlasts the repeats of what the channel had said',
				async (_, room) => {
					const hotel = await reported(room);
					const before = await state(hotel);
					for (const event of ['new', 'modified'] as const) {
						expect(noteworthy(await hotel.send(booking({ event })))).toEqual(['unchanged']);
						expect(await state(hotel)).toEqual(before);
					}
					expect(hotel.errors).toEqual([]);
				},
			);

			it.each(reports)(
				'that %s outlasts a change of the price, which counts, and the repeats of that',
				async (_, room) => {
					const hotel = await reported(room);
					const before = await state(hotel);
					const price = { total: moneyFromDecimal('777', 'EUR') };
					expect(await hotel.send(changed({}, price))).toMatchObject({ outcome: 'updated' });
					expect(await totalOf(hotel)).toBe('77700');
					expect(noteworthy(await hotel.send(changed({}, price)))).toEqual(['unchanged']);
					expect([await totalOf(hotel), ...(await state(hotel))]).toEqual(['77700', ...before]);
				},
			);

			it('keeps the price and the people of the nights that it has reported, if the channel changes neither', async () => {
				const total = moneyFromDecimal('120', 'EUR');
				const hotel = await reported({ checkOut: '2026-03-31', adults: 3, total, nightlyRates: [] });
				const before = [await totalOf(hotel), ...(await state(hotel))];
				expect(await hotel.send(changed({}, { remarks: ['late'] }))).toMatchObject({ outcome: 'updated' });
				expect([await totalOf(hotel), ...(await state(hotel))]).toEqual(before);
				expect(await hotel.activeBookings()).toMatchObject([{ adults: 3 }]);
			});

			it('loses no change that comes under the same order', async () => {
				const hotel = await reported({ status: 'checked_in' });
				const same = booking({ event: 'modified' }, { checkOut: '2026-04-06' });
				expect(noteworthy(await hotel.send(same))).toEqual(['updated']);
				expect(await state(hotel)).toEqual(['checked_in', 'checked_in', '2026-03-29 2026-04-06']);
			});

			it('is not undone by an older message that comes late, after a repeat', async () => {
				const hotel = await reported({ status: 'checked_in' });
				const late = changed({ checkOut: '2026-04-09' });
				const again = booking({ revision: next === null ? null : '2026-03-11T15:40:00Z' });
				const before = await state(hotel);
				await hotel.send(again);
				expect(await hotel.send(late)).toMatchObject({ outcome: 'stale' });
				expect(await state(hotel)).toEqual(before);
			});

			it('gives way to other nights of the channel’s, but who is there is there', async () => {
				const hotel = await reported({ status: 'checked_in', checkOut: '2026-04-01' });
				await hotel.send(changed({ checkOut: '2026-04-05' }));
				expect(await state(hotel)).toEqual(['checked_in', 'checked_in', '2026-03-29 2026-04-05']);
				const moved = await reported({ status: 'no_show' });
				await moved.send(changed({ checkOut: '2026-04-05' }));
				expect(await state(moved)).toEqual(['confirmed', 'confirmed', '2026-03-29 2026-04-05']);
			});
		});

		it('is over once the channel has cancelled the stay: reinstated, it is as the channel says', async () => {
			const hotel = await newHotel();
			const airbnb = { channel: 'airbnb', propertyId: '9', reservationId: 'HMA' };
			const send = (revision: string, over: Partial<Reservation> = {}) =>
				hotel.send(booked({ ...airbnb, revision, event: 'modified', ...over }, [{}]));
			await send('2026-03-11T15:00:00Z');
			await tell(hotel, report([{ checkOut: '2026-04-01' }], airbnb));
			await send('2026-03-11T15:10:00Z', { event: 'cancelled', status: 'cancelled' });
			expect(await hotel.activeBookings()).toEqual([]);
			await send('2026-03-11T15:20:00Z');
			expect(await hotel.activeBookings()).toHaveLength(1);
		});

		it('brings nothing back that the channel has cancelled', async () => {
			const hotel = await open();
			await hotel.send(booked({ event: 'cancelled', status: 'cancelled' }));
			await acknowledge(hotel);
			await tell(hotel, report([{}, {}]));
			expect(await hotel.activeBookings()).toEqual([]);
		});

		describe('of a stay that OPERA was told is cancelled, and that the desk has reinstated there', () => {
			const cancelledRoom = { status: 'cancelled' as const };
			const codes = ({ outcome, warnings }: Success) => [
				outcome,
				...warnings.flatMap(({ code, roomStayId }) => (code === 'report_stands' ? [roomStayId] : [])),
			];
			const legs = ROOMS.map((id) => String(legOf(id)));

			it('is told, and a repeat of it too, and nothing is written or passed on', async () => {
				const hotel = await open();
				await hotel.send(booked({ event: 'cancelled', status: 'cancelled' }));
				await acknowledge(hotel);
				const reinstated = report([{}, cancelledRoom]);
				expect(codes(await tell(hotel, reinstated))).toEqual(['conflict', legs[0]]);
				expect(codes(await tell(hotel, reinstated))).toEqual(['conflict', legs[0]]);
				expect(codes(await tell(hotel, report([{ status: 'checked_in' }, {}])))).toEqual(['conflict', ...legs]);
				expect(await hotel.activeBookings()).toEqual([]);
				expect((await hotel.changes('opera')).changes).toEqual([]);
			});

			it('is told of a room that its channel has taken out of the reservation, and of one that the desk has deleted', async () => {
				const hotel = await open();
				await hotel.send(booked({ event: 'modified' }, [{}]));
				await acknowledge(hotel);
				expect(codes(await tell(hotel, report([{}, {}])))).toEqual(['conflict', legs[1]]);
				const deleted = await open();
				const [{ id } = { id: '' }] = await deleted.query<{ id: string }>(
					'SELECT "id" FROM "bookings" WHERE "hotelSlug" = $1 ORDER BY "bookingNumber"',
					[deleted.slug],
				);
				await deleted.frontDesk.deleteBooking(id);
				await acknowledge(deleted);
				expect(codes(await tell(deleted, report([{}, {}])))).toEqual(['conflict', legs[0]]);
			});

			it.each<[string, Partial<RoomStay>]>([
				['cancelled', cancelledRoom],
				['a no-show', { status: 'no_show' }],
				['over', { status: 'checked_out' }],
			])('is no longer told once the stay is %s there too', async (_, room) => {
				const hotel = await open();
				await hotel.send(booked({ event: 'cancelled', status: 'cancelled' }));
				await acknowledge(hotel);
				expect(codes(await tell(hotel, report([room, room])))).toEqual(['unchanged']);
			});

			it('is not told while OPERA has still to hear of the cancellation', async () => {
				const hotel = await open();
				await acknowledge(hotel);
				await hotel.send(booked({ event: 'cancelled', status: 'cancelled' }));
				expect(codes(await tell(hotel, report([{}, {}])))).toEqual(['unchanged']);
			});

			it('is not told of a stay that stands here too, where OPERA’s entry has no number that says which it is', async () => {
				const unnumbered = { roomStayId: '0' };
				const two = await open();
				await acknowledge(two);
				expect(codes(await tell(two, report([unnumbered])))).toEqual(['unchanged']);
				expect(codes(await tell(two, report([{}, unnumbered])))).toEqual(['unchanged']);
				const one = await newHotel();
				await one.changes('opera');
				await one.send(booked({}, [{}]));
				await acknowledge(one);
				// The one room that stands has its own entry: the other is one too many.
				expect(codes(await tell(one, report([{}, unnumbered])))).toEqual(['conflict', '0']);
				// Where nothing stands here, it is one that was given up, whichever it is.
				await two.send(booked({ event: 'cancelled', status: 'cancelled' }));
				await acknowledge(two);
				expect(codes(await tell(two, report([unnumbered])))).toEqual(['conflict', '0']);
			});

			it('is told with what to do: to enter it again, OPERA’s own is cancelled, since SelfKey’s comes there too', async () => {
				const hotel = await open();
				await hotel.send(booked({ event: 'cancelled', status: 'cancelled' }));
				await acknowledge(hotel);
				const advice = async (status: RoomStay['status']) =>
					(await tell(hotel, report([{ status }]))).warnings[0]?.message;
				expect(await advice('confirmed')).toMatch(
					/Cancel it in Opera\. If the guest comes, enter the stay in SelfKey by hand as well: that one comes to Opera/,
				);
				expect(await advice('checked_in')).toMatch(
					/close the room in SelfKey .* would be made in Opera as a second one$/,
				);
			});

			it('is told of SelfKey’s own sale too', async () => {
				const hotel = await newHotel();
				await hotel.changes('opera');
				const sale = await hotel.frontDesk.directSale({ room: '101', checkIn: '2026-03-29', checkOut: '2026-03-30' });
				await acknowledge(hotel);
				await hotel.frontDesk.deleteBooking(sale);
				const own = { channel: 'selfkey', propertyId: hotel.slug, reservationId: sale };
				expect(codes(await tell(hotel, report([{}], own)))).toEqual(['unchanged']);
				await acknowledge(hotel);
				expect(codes(await tell(hotel, report([{}], own)))).toEqual(['conflict', null]);
			});
		});

		it.each([
			['a reservation that was never written', { reservationId: 'unknown' }, 'conflict'],
			[
				'SelfKey’s own sale that does not take place',
				{ channel: 'selfkey', event: 'cancelled' as const, status: 'cancelled' as const },
				'conflict',
			],
			['SelfKey’s own sale that is over', { channel: 'selfkey', status: 'checked_out' as const }, 'unchanged'],
		])('of %s is written nowhere', async (_, over, outcome) => {
			const hotel = await newHotel();
			const { warnings, ...answer } = await tell(
				hotel,
				report([{ ...('status' in over ? { status: over.status } : {}) }], over),
			);
			expect(answer).toMatchObject({ outcome, bookings: [] });
			expect(warnings.map(({ code }) => code)).toEqual(outcome === 'conflict' ? ['report_unknown'] : []);
			expect(await hotel.activeBookings()).toEqual([]);
		});

		it('of SelfKey’s own sale with other dates or people is told, and written nowhere', async () => {
			const hotel = await newHotel();
			await hotel.changes('opera');
			const sale = await hotel.frontDesk.directSale({ room: '101', checkIn: '2026-03-29', checkOut: '2026-03-30' });
			const own = { channel: 'selfkey', propertyId: hotel.slug, reservationId: sale };
			const [{ adults, children } = {}] = await hotel.query<{ adults: number; children: number }>(
				'SELECT "adults", "children" FROM "bookings" WHERE "id" = $1',
				[sale],
			);
			const told = async (room: Partial<RoomStay>, over: Partial<Reservation> = {}, last?: object) => {
				const written = last && [{ room_stay_id: '460', check_in: '2026-03-29', adults, children, ...last }];
				const { outcome, warnings } = await tell(hotel, report([room], { ...own, ...over }), written);
				return [outcome, ...warnings.map(({ code }) => code)];
			};
			// SelfKey's own change is still on its way, and wins, unless it is about something else.
			expect(await told({ checkOut: '2026-04-01' })).toEqual(['unchanged']);
			expect(await told({ checkOut: '2026-04-01' }, {}, { check_out: '2026-04-01' })).toEqual(['unchanged']);
			expect(await told({ checkOut: '2026-04-01' }, {}, { check_out: '2026-03-30' })).toEqual([
				'conflict',
				'report_differs',
			]);
			await acknowledge(hotel);
			const same = { checkIn: '2026-03-29', checkOut: '2026-03-30', adults: adults ?? 0, children: children ?? 0 };
			expect(await told(same)).toEqual(['unchanged']);
			expect(await told({ ...same, status: 'checked_in' }, { status: 'checked_in' })).toEqual(['unchanged']);
			expect(await told({ ...same, checkOut: '2026-04-01' })).toEqual(['conflict', 'report_differs']);
			expect(await told({ ...same, adults: same.adults + 1 })).toEqual(['conflict', 'report_differs']);
			expect(await told({ ...same, checkOut: '2026-03-31' }, { status: 'checked_out' })).toEqual([
				'conflict',
				'report_differs',
			]);
			expect(await dates(hotel)).toEqual(['2026-03-29 2026-03-30']);
			expect((await hotel.changes('opera')).changes).toEqual([]);
			expect(hotel.errors).toEqual([]);
		});

		it('must come from a system that is known', async () => {
			const hotel = await newHotel();
			const { status, body } = await hotel.post(
				JSON.stringify({
					event_type: 'modified_reservation',
					data: { reservation: report([{}]), reported_by: 'nobody' },
				}),
			);
			expect([status, body.fields]).toEqual([400, ['data.reported_by']]);
		});
	});
}
