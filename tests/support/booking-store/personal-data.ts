/** A person's data are exported and erased: nothing of the person is left anywhere, and everything of the stay is. */
import * as build from '../../../core/reservation/build';
import type { Reservation } from '../../../core/reservation/model';
import { cancellation, reservation, type Wish } from './reservations';
import type { NewHotel, TestHotel } from './test-hotel';

const DAY_MS = 86_400_000;

interface Result {
	outcome: string;
	key: string;
	bookings: Array<{ id: string; bookingNumber: number }>;
	keptUntil: string | null;
	reason: string;
}

let people = 0;

export function describePersonalData(newHotel: NewHotel): void {
	describe('personal data', () => {
		/** A hotel whose clock can be moved, and a guest whose name nobody else in the database has. */
		async function house(configuration: Record<string, unknown> = { registrationRetentionMonths: 0 }) {
			people += 1;
			const letters = `qx${[...String(people)].map((digit) => 'abcdefghij'[Number(digit)]).join('')}zq`;
			const clock = { now: new Date('2026-03-01T08:00:00.000Z') };
			const hotel = await newHotel({ configuration, clock: () => clock.now });
			const guest = {
				firstName: `Anaïs${letters}`,
				lastName: `Müllerová${letters}`,
				email: `anais.${letters}.${process.pid}@guest.example`,
				phone: `+41 79 ${String(1_000_000 + people)}`,
				address: `Rue${letters} 7`,
				country: 'CH',
				language: 'fr',
			};
			const stay = (wish: Wish = {}): Reservation => {
				const plain = reservation({ ...wish, booker: { ...guest, ...wish.booker } });
				return withExtras(plain, `${guest.firstName} ${guest.lastName}`);
			};
			return {
				hotel,
				guest,
				stay,
				clock,
				send: async (message: Reservation) => ({ ...(await hotel.send(message)), key: message.key }),
				/** What nobody may find afterwards. */
				planted: [letters, guest.phone.replace(/\D/g, ''), guest.phone],
				at: (date: string) => (clock.now = new Date(`${date}T08:00:00.000Z`)),
				ask: (what: 'export' | 'erase', body: Record<string, unknown>) =>
					hotel.ask(`personal-data/${what}`, { at: clock.now.toISOString(), ...body }),
			};
		}
		type House = Awaited<ReturnType<typeof house>>;

		/** With a fellow traveller, wishes, children's ages and a card, as a channel may send them. */
		function withExtras(plain: Reservation, name: string): Reservation {
			const { key, nights, fingerprint, history, ...facts } = plain;
			return build.reservation({
				...facts,
				expectedArrival: `18:00 for ${name}`,
				remarks: [`${name} has a nut allergy`],
				rooms: plain.rooms.map((room) => ({
					...room,
					guests: [{ name: `${name} junior` }],
					remarks: [`Cot for ${name}`],
				})),
				payment: {
					model: 'hotel_collect',
					card: { brand: 'VI', last4: '1111', virtual: false, activeFrom: null, balance: null },
				},
			});
		}

		async function erase(house: House, ...keys: string[]): Promise<Result[]> {
			const { status, body } = await house.ask('erase', { keys });
			expect(status).toBe(200);
			return body['results'] as Result[];
		}

		/** The values that are still somewhere in the database, in any table, with the table. */
		async function found({ hotel, planted }: House): Promise<string[]> {
			const tables = await hotel.query<{ name: string }>(
				`SELECT table_name AS "name" FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'`,
			);
			expect(tables.map(({ name }) => name)).toEqual(
				expect.arrayContaining(['bookings', 'booking_reservations', 'integration_logs']),
			);
			const hits: string[] = [];
			for (const { name } of tables)
				for (const value of planted) {
					const [row] = await hotel.query<{ count: string }>(
						`SELECT count(*)::text AS "count" FROM "${name}" t WHERE strpos(lower(to_jsonb(t)::text), lower($1)) > 0`,
						[value],
					);
					if (row?.count !== '0') hits.push(`${name}: ${value}`);
				}
			return hits;
		}

		/** All that the hotel is run by: rooms, nights, money, ids. */
		async function facts(hotel: TestHotel) {
			const bookings = await hotel.query(
				`SELECT "id", "bookingNumber", "roomId", "amount", "ownerAmount", "currency", "guests", "adults", "children", "checkInDate"::text, "checkOutDate"::text,
					"paymentStatus", "bookingType", "bookingLocale", "touristTaxTotal", "stripePaymentIntentId" FROM "bookings" WHERE "hotelSlug" = $1 ORDER BY "bookingNumber"`,
				[hotel.slug],
			);
			const references = await hotel.query(
				`SELECT "channel", "propertyId", "reservationId", "roomStayId", "bookingId" FROM "booking_external_references" WHERE "hotelSlug" = $1`,
				[hotel.slug],
			);
			const money = (await hotel.ledger()).map(({ note, ...entry }) => entry);
			const totals = await hotel.query(
				`SELECT "reservation"->'total' AS "total", "reservation"->'rooms'->0->'checkIn' AS "checkIn" FROM "booking_reservations" WHERE "hotelSlug" = $1`,
				[hotel.slug],
			);
			return { bookings, references, money, totals };
		}

		/** Plants the person wherever people and other systems can have put one. */
		async function everywhere(home: House) {
			const { hotel, guest, stay } = home;
			const { key, bookings } = await home.send(stay());
			const [booking] = bookings;
			const name = `${guest.firstName} ${guest.lastName}`;
			await hotel.ask('identity', {
				at: home.clock.now.toISOString(),
				booking_id: booking!.id,
				birth_date: '1985-07-14',
				id_number: `ID-${guest.firstName}`,
				id_type: 'Passport',
				birth_place: guest.lastName,
				vehicle_number: `GE ${guest.lastName}`,
				city: `Ville ${guest.lastName}`,
			});
			await hotel.query(`UPDATE "bookings" SET "internalNote" = "internalNote" || $2 WHERE "id" = $1`, [
				booking!.id,
				` call ${name}`,
			]);
			await hotel.query(
				`UPDATE "booking_external_references" SET "overwritten" = $2::text::jsonb WHERE "bookingId" = $1`,
				[booking!.id, JSON.stringify({ clientFirstName: guest.firstName, checkInDate: '2026-03-28' })],
			);
			await hotel.pay({ booking_number: booking!.bookingNumber, note: `paid by ${name}` });
			await hotel.pay({ payment_id: 'P-2', booking_number: 999_999, note: `for ${guest.email}` });
			// SelfKey's own application and other integrations write what they like.
			await hotel.query(
				`INSERT INTO "integration_logs" ("id", "integrationId", "action", "status", "message", "data") VALUES ($1, $2, 'sync', 'success', $3, $4::text::jsonb)`,
				[
					`log-${hotel.slug}`,
					hotel.integrationId,
					`Booking of ${name} received`,
					JSON.stringify({ client: { email: guest.email.toUpperCase(), phones: [guest.phone] }, nights: 1 }),
				],
			);
			const subscriber = await hotel.subscribe('everything');
			const { changes } = await hotel.changes(subscriber);
			await hotel.acknowledge(
				subscriber,
				changes.map(({ key: changed, position }) => ({
					key: changed,
					position,
					error: `No profile for ${guest.lastName} `,
				})),
			);
			return { key, booking: booking!, subscriber };
		}

		it('of a guest are found by what the guest knows, and exported whole', async () => {
			const home = await house();
			const { key, booking } = await everywhere(home);
			const { guest, hotel } = home;
			await hotel.send(reservation({ id: 'other', rooms: [{ type: 'suite' }] }));
			const searches = [
				{ email: ` ${guest.email.toUpperCase()} ` },
				{ phone: `0${guest.phone.slice(4)}` },
				{ phone: `0041 ${guest.phone.slice(4)}` },
				{ name: `${guest.lastName.toUpperCase()} ${guest.firstName}`, booking_number: String(booking.bookingNumber) },
				{ name: guest.lastName.replace('ü', 'u').replace('á', 'a'), arrival: '2026-03-29' },
				{ name: `${guest.firstName} junior`, arrival: '2026-03-29' },
			];
			for (const search of searches) {
				const { status, body } = await home.ask('export', search);
				expect({
					search,
					status,
					keys: (body['records'] as Array<{ key: string }>).map((record) => record.key),
				}).toEqual({ search, status: 200, keys: [key] });
			}
			const { body } = await home.ask('export', { email: guest.email });
			expect(body['records']).toMatchObject([
				{
					key,
					guest: `${guest.firstName} ${guest.lastName}`,
					arrival: '2026-03-29',
					departure: '2026-03-30',
					rooms: ['101'],
					bookings: [{ bookingNumber: booking.bookingNumber }],
					isKept: true,
					reason: 'The stay is not over: it ends on 2026-03-30',
					data: {
						reservation: {
							booker: { email: guest.email, phone: guest.phone },
							remarks: [expect.stringContaining('nut allergy')],
						},
						bookings: [
							{
								clientIdNumber: `ID-${guest.firstName}`,
								clientBirthPlace: guest.lastName,
								replacedByChannel: { clientFirstName: guest.firstName },
							},
						],
						payments: [{ note: `paid by ${guest.firstName} ${guest.lastName}` }],
						reasons: [{ reason: expect.any(String) as string }],
					},
				},
			]);
		});

		it('are not given to who knows too little, and everything that is given has to fit', async () => {
			const home = await house();
			const { booking } = await everywhere(home);
			const { firstName, email, phone } = home.guest;
			for (const [search, fields] of [
				[{}, ['email']],
				[{ name: firstName }, ['booking_number']],
				[{ booking_number: booking.bookingNumber }, ['email']],
				[{ arrival: '2026-03-29' }, ['email']],
				[{ phone: '12' }, ['phone']],
				[{ email: 'nobody' }, ['email']],
				[{ email, arrival: '29.3.2026' }, ['arrival']],
			] as const) {
				expect(await home.ask('export', search)).toMatchObject({ status: 400, body: { fields } });
			}
			for (const search of [
				{ email, arrival: '2026-03-28' },
				{ email, booking_number: booking.bookingNumber + 1 },
				{ phone, name: 'Somebody' },
				{ name: 'Somebody', booking_number: booking.bookingNumber },
			])
				expect(await home.ask('export', search)).toMatchObject({ status: 200, body: { records: [] } });
			const late = await home.hotel.ask('personal-data/export', { at: '2026-03-01T07:00:00.000Z', email });
			expect(late.status).toBe(401);
		});

		it('are erased from every table, and nights, money and ids stay as they are', async () => {
			const home = await house();
			home.at('2026-03-28');
			const { key, booking, subscriber } = await everywhere(home);
			const before = await facts(home.hotel);
			expect((await found(home)).map((hit) => hit.split(':')[0])).toEqual(
				expect.arrayContaining([
					'bookings',
					'booking_reservations',
					'booking_external_references',
					'booking_payments',
					'integration_logs',
				]),
			);
			home.at('2026-03-31');
			expect(await erase(home, key)).toEqual([
				{
					outcome: 'erased',
					key,
					bookings: [{ id: booking.id, bookingNumber: booking.bookingNumber }],
					isKept: false,
					keptUntil: null,
					reason: '',
				},
			]);
			expect(await found(home)).toEqual([]);
			expect(await facts(home.hotel)).toEqual(before);
			const [row] = await home.hotel.bookings();
			expect(row).toMatchObject({
				birthDate: '1800-01-01',
				clientIdType: null,
				clientBirthPlace: null,
				internalNote: 'booking.com 4705950059',
			});
			expect(await home.hotel.hooks.mayReportCompleted(booking.id)).toBe(false);
			const logged = await home.hotel.query(
				`SELECT "data"->>'nights' AS "nights" FROM "integration_logs" WHERE "id" = $1`,
				[`log-${home.hotel.slug}`],
			);
			expect(logged).toEqual([{ nights: '1' }]);
			expect(await erase(home, key)).toMatchObject([{ outcome: 'unchanged' }]);
			// What was due before is still due, and nothing else is.
			home.at('2026-04-02');
			const due = await home.hotel.changes(subscriber);
			expect(due.changes.map(({ key: changed }) => changed)).toEqual([key]);
			expect(JSON.stringify(due)).not.toContain(home.guest.lastName);
		});

		it('tell no destination anything', async () => {
			const home = await house();
			const { key } = await home.send(home.stay());
			const subscriber = await home.hotel.subscribe();
			home.at('2026-04-01');
			await erase(home, key);
			expect((await home.hotel.changes(subscriber)).changes).toEqual([]);
			expect(home.hotel.errors).toEqual([]);
		});

		it.each([
			['alone', async ({ hotel }: House, message: Reservation) => (await hotel.send(message)).outcome],
			[
				'in a batch',
				async ({ hotel }: House, message: Reservation) => {
					const { body } = await hotel.sendAll([
						message,
						reservation({ id: 'another', checkIn: '2026-06-01', checkOut: '2026-06-02' }),
					]);
					return body.results[0]?.status === 'success' ? body.results[0].outcome : JSON.stringify(body);
				},
			],
		])('do not come back with a message that is sent again, %s', async (_, send) => {
			const home = await house();
			const { key } = await home.send(home.stay());
			await home.hotel.send(home.stay({ event: 'modified', seen: 1, price: '120' }));
			home.at('2026-04-01');
			await erase(home, key);
			const before = await facts(home.hotel);
			expect(await send(home, home.stay({ event: 'modified', seen: 1, price: '120' }))).toBe('unchanged');
			expect(await send(home, home.stay())).toBe('stale');
			// Read once more: the same, seen later.
			expect(await send(home, home.stay({ event: 'modified', seen: 20, price: '120' }))).toBe('unchanged');
			expect(await found(home)).toEqual([]);
			expect(await facts(home.hotel)).toMatchObject({
				...before,
				bookings: expect.arrayContaining(before.bookings) as unknown,
				totals: expect.anything() as unknown,
				references: expect.anything() as unknown,
			});
		});

		it('do not come back with a later change of the price, which counts all the same', async () => {
			const home = await house();
			const { key } = await home.send(home.stay());
			home.at('2026-04-01');
			await erase(home, key);
			const answer = await home.hotel.send(home.stay({ event: 'modified', seen: 30, price: '80' }));
			expect(answer).toMatchObject({ outcome: 'updated', guestsErased: true });
			expect(await home.hotel.bookings()).toMatchObject([{ amount: 80 }]);
			expect(await found(home)).toEqual([]);
			expect((await home.hotel.send(cancellation({ booker: home.guest }))).outcome).toBe('cancelled');
			expect(await found(home)).toEqual([]);
		});

		it('come back with a stay that is still to come', async () => {
			const home = await house();
			const { key } = await home.send(home.stay());
			home.at('2026-04-01');
			await erase(home, key);
			const moved = home.stay({ event: 'modified', seen: 30, checkIn: '2026-05-01', checkOut: '2026-05-03' });
			const answer = await home.hotel.send(moved);
			expect(answer.outcome).toBe('updated');
			expect(answer).not.toHaveProperty('guestsErased');
			expect(await home.hotel.bookings()).toMatchObject([
				{ checkIn: '2026-05-01', clientLastName: home.guest.lastName },
			]);
			expect(await erase(home, key)).toMatchObject([{ outcome: 'kept' }]);
			// And the desk may leave them there for as long as it likes.
			home.at('2026-05-04');
			expect(await erase(home, key)).toMatchObject([{ outcome: 'erased' }]);
			expect(await found(home)).toEqual([]);
		});

		it('of a cancelled reservation go at once, whatever is to be kept, and stay gone when the reservation is sent again', async () => {
			const home = await house({ registrationRetentionMonths: 120 });
			const { key } = await home.send(home.stay());
			await home.hotel.send(cancellation({ booker: home.guest, seen: 5 }));
			expect(await erase(home, key)).toMatchObject([{ outcome: 'erased', keptUntil: null }]);
			expect(await found(home)).toEqual([]);
			expect((await home.hotel.send(home.stay({ seen: 9 }))).outcome).toBe('stale');
			expect(await found(home)).toEqual([]);
			expect(await home.hotel.activeBookings()).toEqual([]);
		});

		it('of SelfKey’s own sale go too', async () => {
			const home = await house();
			const { hotel, guest } = home;
			await hotel.sellDirectly('101', '2026-03-10', '2026-03-12');
			await hotel.query(
				`UPDATE "bookings" SET "clientFirstName" = $2, "clientLastName" = $3, "clientEmail" = $4, "clientPhone" = $5, "internalNote" = $3 WHERE "hotelSlug" = $1`,
				[hotel.slug, guest.firstName, guest.lastName, guest.email, guest.phone],
			);
			home.at('2026-03-20');
			const before = await facts(hotel);
			const { body } = await home.ask('export', { email: guest.email });
			const [record] = body['records'] as Array<{ key: string; guest: string }>;
			expect(record).toMatchObject({ guest: `${guest.firstName} ${guest.lastName}`, isKept: false });
			const subscriber = await hotel.subscribe();
			expect(await erase(home, record!.key)).toMatchObject([{ outcome: 'erased' }]);
			expect(await found(home)).toEqual([]);
			expect(await facts(hotel)).toEqual(before);
			expect((await hotel.changes(subscriber)).changes).toEqual([]);
		});

		it('are found and erased though SelfKey has deleted the booking', async () => {
			const home = await house();
			const { key, booking } = await everywhere(home);
			home.at('2026-04-01');
			await home.hotel.query(`DELETE FROM "bookings" WHERE "id" = $1`, [booking.id]);
			const { body } = await home.ask('export', { email: home.guest.email });
			expect(body['records']).toMatchObject([{ key, bookings: [], isKept: false }]);
			expect(await erase(home, key)).toMatchObject([{ outcome: 'erased' }]);
			expect(await found(home)).toEqual([]);
		});

		it('are kept as long as registration demands, which holds up no other', async () => {
			const home = await house({ registrationRetentionMonths: 12 });
			const kept = await home.send(home.stay());
			const free = await home.send(
				home.stay({ id: '2', checkIn: '2025-01-30', checkOut: '2025-01-31', rooms: [{ type: 'suite' }] }),
			);
			home.at('2026-04-01');
			expect(await erase(home, kept.key, 'booking.com/8011855/nobody', free.key)).toMatchObject([
				{
					outcome: 'kept',
					key: kept.key,
					keptUntil: '2027-03-30',
					reason: 'Registration data have to be kept until 2027-03-30: 12 months after the departure',
				},
				{ outcome: 'not_found' },
				{ outcome: 'erased', key: free.key },
			]);
			expect((await home.hotel.bookings()).map(({ clientLastName }) => clientLastName)).toEqual([
				home.guest.lastName,
				'-',
			]);
			home.at('2027-03-29');
			expect(await erase(home, kept.key)).toMatchObject([{ outcome: 'kept' }]);
			home.at('2027-03-30');
			expect(await erase(home, kept.key)).toMatchObject([{ outcome: 'erased' }]);
			expect(await found(home)).toEqual([]);
		});

		it('of a stay are kept as long as the hotel has not said for how long they have to be', async () => {
			const home = await house({});
			const { key } = await home.send(home.stay());
			home.clock.now = new Date(home.clock.now.getTime() + 5_000 * DAY_MS);
			expect(await erase(home, key)).toMatchObject([
				{ outcome: 'kept', keptUntil: null, reason: expect.stringContaining('has not said') as string },
			]);
			const { body } = await home.hotel.get('settings', {});
			const saved = await home.hotel.ask('settings', {
				revision: body['revision'],
				settings: { registrationRetentionMonths: 0 },
			});
			expect(saved.status).toBe(200);
			expect(await erase(home, key)).toMatchObject([{ outcome: 'erased' }]);
		});

		it('of another hotel are out of reach', async () => {
			const [home, other] = [await house(), await house()];
			const { key } = await home.send(home.stay());
			home.at('2026-04-01');
			other.at('2026-04-01');
			expect((await other.ask('export', { email: home.guest.email })).body).toMatchObject({ records: [] });
			expect(await erase(other, key)).toMatchObject([{ outcome: 'not_found' }]);
			expect(await home.hotel.bookings()).toMatchObject([{ clientLastName: home.guest.lastName }]);
		});

		it('are for nobody who cannot sign, and for no integration that may not read bookings', async () => {
			const home = await house({ changeFeed: false });
			for (const what of ['export', 'erase'] as const) {
				expect(await home.ask(what, { email: 'a@b.c', keys: ['a/b/c'] })).toMatchObject({ status: 403 });
				expect((await home.hotel.ask(`personal-data/${what}`, {}, 'sha256=00')).status).toBe(401);
				expect((await home.hotel.get(`personal-data/${what}`, {})).status).toBe(405);
			}
		});
	});
}
