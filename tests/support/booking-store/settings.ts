/** The hotel's settings: kept in its integration, changed by a signed call, and asked at every write. */
import { eventFor, type NewHotel, type TestHotel } from './test-hotel';
import { reservation } from './reservations';

interface Settings {
	hotelSlug: string;
	revision: number;
	settings: Record<string, unknown>;
	rooms: Array<{ id: string; name: string }>;
	roomTypes: unknown[];
}

const CONFIGURATION = {
	secret: 'shown to nobody',
	changeFeed: true,
	roomMap: { double: ['101'] },
	currency: 'EUR',
};

async function read(hotel: TestHotel): Promise<Settings> {
	const { status, body } = await hotel.get('settings', {});
	expect(status).toBe(200);
	return body as unknown as Settings;
}

function save(hotel: TestHotel, body: unknown, signature?: string | null) {
	const path = `/api/webhooks/integrations/${hotel.slug}/${hotel.integrationId}/settings`;
	return hotel.post(JSON.stringify(body), { path, ...(signature === undefined ? {} : { signature }) });
}

async function configurationOf(hotel: TestHotel): Promise<unknown> {
	const [row] = await hotel.query<{ configuration: unknown }>(
		'SELECT "configuration" FROM "integrations" WHERE "id" = $1',
		[hotel.integrationId],
	);
	return row?.configuration;
}

export function describeSettings(newHotel: NewHotel): void {
	describe('the hotel settings', () => {
		it('are given with their revision and the rooms there are, and nothing else of the integration', async () => {
			const hotel = await newHotel({ configuration: CONFIGURATION });
			await hotel.query('UPDATE "rooms" SET "isActive" = FALSE WHERE "id" = $1', [hotel.room('201')]);
			expect(await read(hotel)).toEqual({
				status: 'success',
				hotelSlug: hotel.slug,
				revision: 0,
				now: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
				settings: {
					roomMap: { double: ['101'] },
					properties: {},
					timeZone: 'Europe/Zurich',
					availability: {},
					rates: [],
					registrationRetentionMonths: null,
				},
				rooms: [
					{ id: hotel.room('101'), name: '101' },
					{ id: hotel.room('102'), name: '102' },
				],
				roomTypes: [],
				ratePlans: [],
			});
		});

		it('are given with the time zone that counts, also where another integration says it: the form stores it again', async () => {
			const hotel = await newHotel({ configuration: CONFIGURATION });
			await hotel.query(`UPDATE "integrations" SET "configuration" = "configuration" - 'timeZone' WHERE "id" = $1`, [
				hotel.integrationId,
			]);
			await hotel.query(
				`INSERT INTO "integrations" ("id", "establishmentSlug", "type", "name", "status", "configuration", "isActive")
				SELECT 'z-' || "id", "establishmentSlug", "type", "name", "status",
					'{"timeZone": "Pacific/Honolulu", "settingsRevision": 1}', TRUE FROM "integrations" WHERE "id" = $1`,
				[hotel.integrationId],
			);
			expect(await read(hotel)).toMatchObject({ settings: { timeZone: 'Pacific/Honolulu' } });
			await save(hotel, { revision: 0, settings: { roomMap: { double: ['102'] } } });
			const late = await save(hotel, { revision: 0, settings: { roomMap: { double: ['101'] } } });
			expect(late).toMatchObject({ status: 409, body: { settings: { timeZone: 'Pacific/Honolulu' } } });
		});

		it('are given with the room types that guests have booked, and whether the hotel has a room for each', async () => {
			const hotel = await newHotel({ configuration: { ...CONFIGURATION, roomMap: { double: ['101'] } } });
			await hotel.send(reservation({ id: '1', rooms: [{ type: 'double' }] }));
			await hotel.send(reservation({ id: '2', rooms: [{ type: 'tent' }] }));
			await hotel.send(reservation({ id: '3', rooms: [{ type: 'tent' }] }));
			await hotel.send(reservation({ id: '4', channel: 'airbnb', rooms: [{ type: '201' }] }));
			expect((await read(hotel)).roomTypes).toMatchObject([
				{ roomType: 'airbnb/201', stays: 1, isServed: true, rooms: ['201'] },
				{ roomType: 'booking.com/tent', stays: 2, isServed: false, rooms: [] },
				{ roomType: 'double', stays: 1, isServed: true, rooms: ['101'] },
			]);
		});

		it('are changed one by one, and the rest of the configuration stays', async () => {
			const hotel = await newHotel({ configuration: CONFIGURATION });
			const before = (await configurationOf(hotel)) as object;
			const first = {
				roomMap: { double: ['102'], 'airbnb/loft': ['201'] },
				properties: { 'booking.com': ['8011855'] },
			};
			expect((await save(hotel, { revision: 0, settings: first })).body).toMatchObject({ revision: 1 });
			expect((await save(hotel, { revision: 1, settings: { timeZone: 'Pacific/Auckland' } })).status).toBe(200);
			expect(await configurationOf(hotel)).toEqual({
				...before,
				...first,
				timeZone: 'Pacific/Auckland',
				settingsRevision: 2,
			});
			expect(await read(hotel)).toMatchObject({ revision: 2, settings: { ...first, timeZone: 'Pacific/Auckland' } });
			const logged = await hotel.query<{ message: string }>(
				'SELECT "message" FROM "integration_logs" WHERE "integrationId" = $1 ORDER BY "message"',
				[hotel.integrationId],
			);
			expect(logged.map(({ message }) => message)).toEqual([
				'settings: revision 1 (roomMap, properties)',
				'settings: revision 2 (timeZone)',
			]);
		});

		it('are not overwritten by somebody who has not seen the last change, who is shown it instead', async () => {
			const hotel = await newHotel({ configuration: CONFIGURATION });
			await save(hotel, { revision: 0, settings: { roomMap: { double: ['102'] } } });
			const { status, body } = await save(hotel, { revision: 0, settings: { roomMap: { double: ['101'] } } });
			expect(status).toBe(409);
			expect(body).toMatchObject({ fields: ['revision'], revision: 1, settings: { roomMap: { double: ['102'] } } });
			expect(await read(hotel)).toMatchObject({ revision: 1, settings: { roomMap: { double: ['102'] } } });
		});

		it('are saved by one of two who save at the same time', async () => {
			const hotel = await newHotel({ configuration: CONFIGURATION });
			const answers = await Promise.all(
				['101', '102'].map((room) => save(hotel, { revision: 0, settings: { roomMap: { double: [room] } } })),
			);
			expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
			expect((await read(hotel)).revision).toBe(1);
		});

		it.each([
			['a configuration that is no object', '[]'],
			['a revision that is no number', '{"settingsRevision": "three"}'],
		])('begin at revision 0 with %s', async (_, configuration) => {
			const hotel = await newHotel();
			await hotel.query('UPDATE "integrations" SET "configuration" = $2::text::jsonb WHERE "id" = $1', [
				hotel.integrationId,
				configuration,
			]);
			expect(await hotel.store.saveSettings(hotel.slug, hotel.integrationId, 0, { timeZone: 'Asia/Tokyo' })).toBe(true);
			expect(await configurationOf(hotel)).toEqual({ timeZone: 'Asia/Tokyo', settingsRevision: 1 });
		});

		it.each([
			['no JSON', 'x', []],
			['no revision', { settings: {} }, ['revision']],
			['a negative revision', { revision: -1, settings: {} }, ['revision']],
			['no settings', { revision: 0 }, ['settings']],
			['a setting that is not one', { revision: 0, settings: { changeFeed: true } }, ['settings.changeFeed']],
			['a secret', { revision: 0, settings: { secret: 'x' } }, ['settings.secret']],
			['a revision as a setting', { revision: 0, settings: { settingsRevision: 9 } }, ['settings.settingsRevision']],
			['a time zone that does not exist', { revision: 0, settings: { timeZone: 'Mars/Base' } }, ['settings.timeZone']],
			['rooms that are no list', { revision: 0, settings: { roomMap: { double: '101' } } }, ['settings.roomMap']],
			[
				'a retention of half a month',
				{ revision: 0, settings: { registrationRetentionMonths: 0.5 } },
				['settings.registrationRetentionMonths'],
			],
			[
				'a retention before the departure',
				{ revision: 0, settings: { registrationRetentionMonths: -1 } },
				['settings.registrationRetentionMonths'],
			],
			['a room that is no text', { revision: 0, settings: { roomMap: { double: [101] } } }, ['settings.roomMap']],
			['an empty room type', { revision: 0, settings: { roomMap: { ' ': ['101'] } } }, ['settings.roomMap']],
			['a NUL', { revision: 0, settings: { roomMap: { double: ['1\u000001'] } } }, ['settings.roomMap']],
			['half a character', { revision: 0, settings: { roomMap: { 'a\ud800': ['101'] } } }, ['settings.roomMap']],
			['a list of properties', { revision: 0, settings: { properties: ['1'] } }, ['settings.properties']],
		])('refuse %s with the place, and change nothing', async (_, body, fields) => {
			const hotel = await newHotel({ configuration: CONFIGURATION });
			const before = await configurationOf(hotel);
			const answer = body === 'x' ? await saveRaw(hotel, '{') : await save(hotel, body);
			expect(answer).toMatchObject({ status: 400, body: { fields } });
			expect(await configurationOf(hotel)).toEqual(before);
		});

		it('are for those only who sign and who may read bookings', async () => {
			const hotel = await newHotel({ configuration: CONFIGURATION });
			const change = { revision: 0, settings: { timeZone: 'Asia/Tokyo' } };
			expect((await save(hotel, change, null)).status).toBe(401);
			expect((await save(hotel, change, '0'.repeat(64))).status).toBe(401);
			expect((await hotel.get('settings', {}, { secret: 'another' })).status).toBe(401);
			const sender = await newHotel({ configuration: { ...CONFIGURATION, changeFeed: false } });
			expect((await save(sender, change)).status).toBe(403);
			expect((await sender.get('settings', {})).status).toBe(403);
			expect((await read(hotel)).revision).toBe(0);
		});

		it('place at once who could not be placed before', async () => {
			const hotel = await newHotel({ configuration: { ...CONFIGURATION, roomMap: {} } });
			await hotel.send(reservation({ rooms: [{ type: 'tent' }] }));
			expect(await hotel.activeBookings()).toMatchObject([{ roomId: null }]);
			await save(hotel, { revision: 0, settings: { roomMap: { 'booking.com/tent': ['201'] } } });
			expect(await hotel.activeBookings()).toMatchObject([{ roomId: hotel.room('201') }]);
		});

		it('may differ by channel and by property', async () => {
			const roomMap = { double: ['101'], 'airbnb/double': ['102'], 'booking.com/8011855/double': ['201'] };
			const hotel = await newHotel({ configuration: { roomMap } });
			for (const [channel, property, room] of [
				['booking.com', '8011855', '201'],
				['airbnb', '8011855', '102'],
				['booking.com', '99', '101'],
			] as const) {
				const { bookings } = await hotel.send(
					reservation({ id: `${channel}-${property}`, channel, propertyId: property }),
				);
				expect(bookings).toMatchObject([{ roomName: room }]);
			}
		});

		it('keep out what is for a property of another hotel, and the rest of the batch goes on', async () => {
			const hotel = await newHotel({
				configuration: {
					...CONFIGURATION,
					roomMap: { double: ['101', '102'] },
					properties: { 'booking.com': ['8011855'] },
				},
			});
			const other = reservation({ id: 'other', propertyId: '99' });
			const { status, body } = await hotel.sendAll([
				other,
				reservation({ id: 'own' }),
				reservation({ id: 'x', channel: 'airbnb', propertyId: '99' }),
			]);
			expect(status).toBe(200);
			expect(body.results.map((result) => result.status)).toEqual(['error', 'success', 'success']);
			expect(body.results[0]).toMatchObject({ retryable: false, fields: ['data.reservation.propertyId'] });
			expect(JSON.stringify(body.results[0])).toContain('Property 99 of booking.com');
			expect(await hotel.activeBookings()).toHaveLength(2);
		});

		it('are no part of a request: what one says of room types is ignored', async () => {
			const hotel = await newHotel({ configuration: { ...CONFIGURATION, roomMap: { double: ['101'] } } });
			const body = JSON.stringify({ ...eventFor(reservation()), room_map: { double: ['201'] } });
			expect((await hotel.post(body)).body).toMatchObject({ bookings: [{ roomName: '101' }] });
		});
	});
}

function saveRaw(hotel: TestHotel, body: string) {
	return hotel.post(body, { path: `/api/webhooks/integrations/${hotel.slug}/${hotel.integrationId}/settings` });
}
