/** The desk enters a guest's documents: SelfKey's own application cannot change them. */
import { signHex } from '../../../core/webhook/sign';
import { createSelfKeyHandler, IDENTITY_SENTINEL } from '../../../selfkey';
import { cancellation, reservation } from './reservations';
import type { NewHotel, TestHotel } from './test-hotel';

const NOW = '2026-03-01T08:00:00.000Z';
const DOCUMENTS = {
	birth_date: '1985-07-14',
	id_number: 'C01X00T47',
	address: 'Rue du Lac 1',
	postal_code: '1201',
	city: 'Genève',
	country: 'Suisse',
};
const ALL = ['clientBirthDate', 'clientIdNumber', 'clientAddress', 'clientPostalCode', 'clientCity', 'clientCountry'];

export function describeIdentity(newHotel: NewHotel): void {
	describe('identity documents that the desk enters', () => {
		async function enter(hotel: TestHotel, fields: Record<string, unknown>) {
			return hotel.post(JSON.stringify({ at: NOW, ...fields }), {
				path: `/api/webhooks/integrations/${hotel.slug}/${hotel.integrationId}/identity`,
			});
		}
		async function arrived(configuration: Record<string, unknown> = {}) {
			const hotel = await newHotel({ configuration });
			const { bookings } = await hotel.send(reservation());
			return { hotel, ...bookings[0]! };
		}

		it('end the placeholders, wherever these are asked for, and are the desk’s from then on', async () => {
			const { hotel, id, bookingNumber } = await arrived();
			expect(await hotel.hooks.mayReportCompleted(id)).toBe(false);
			expect(await enter(hotel, { booking_number: bookingNumber, ...DOCUMENTS, id_type: 'Passport' })).toMatchObject({
				status: 200,
				body: { status: 'success', outcome: 'updated', booking: { id, bookingNumber }, missing: [] },
			});
			expect(await hotel.bookings()).toMatchObject([
				{ birthDate: '1985-07-14', clientIdNumber: 'C01X00T47', clientCity: 'Genève', clientIdType: 'Passport' },
			]);
			expect(await hotel.hooks.mayReportCompleted(id)).toBe(true);
			expect(await hotel.hooks.identityMissingBookings(hotel.slug, '2026-03-01', '2026-04-01')).toEqual([]);
			await hotel.send(
				reservation({ event: 'modified', seen: 1, price: '130', booker: { address: 'Elsewhere 9', country: 'FR' } }),
			);
			expect(await hotel.bookings()).toMatchObject([
				{ amount: 130, clientAddress: 'Rue du Lac 1', clientCountry: 'Suisse', birthDate: '1985-07-14' },
			]);
		});

		it('may come one by one, correct one another, and change nothing the second time', async () => {
			const { hotel, id } = await arrived();
			const { birth_date, ...others } = DOCUMENTS;
			expect((await enter(hotel, { booking_id: id, ...others })).body).toMatchObject({ missing: ['clientBirthDate'] });
			expect((await enter(hotel, { booking_id: id, birth_date })).body).toMatchObject({ missing: [] });
			expect((await enter(hotel, { booking_id: id, birth_date: '1986-07-14' })).body).toMatchObject({
				outcome: 'updated',
			});
			expect((await enter(hotel, { booking_id: id, birth_date: '1986-07-14' })).body).toMatchObject({
				outcome: 'unchanged',
			});
			expect(await hotel.bookings()).toMatchObject([{ birthDate: '1986-07-14', clientIdNumber: 'C01X00T47' }]);
		});

		it('may be any guest’s, with what SelfKey lets nobody change any more: name and contact', async () => {
			const hotel = await newHotel();
			await hotel.sellDirectly('101', '2026-03-29', '2026-03-30');
			const { bookingNumber } = (await hotel.bookings())[0]!;
			const fields = {
				first_name: 'Anaïs',
				last_name: 'O’Neil-Łukasz',
				email: 'anais@example.com',
				phone: '+41 21 000',
			};
			expect((await enter(hotel, { booking_number: String(bookingNumber), ...fields })).status).toBe(200);
			expect(await hotel.bookings()).toMatchObject([
				{
					clientFirstName: 'Anaïs',
					clientLastName: 'O’Neil-Łukasz',
					clientEmail: 'anais@example.com',
					birthDate: '1980-05-05',
				},
			]);
		});

		it('are the desk’s change in the feed, in which they are not', async () => {
			const { hotel, id } = await arrived();
			const subscriber = await hotel.subscribe();
			await enter(hotel, { booking_id: id, ...DOCUMENTS });
			const changes = await hotel.readAll(subscriber);
			expect(changes).toMatchObject([{ origin: { kind: 'frontDesk' }, event: 'updated' }]);
			expect(JSON.stringify(changes)).not.toMatch(/1985-07-14|C01X00T47|Rue du Lac/);
		});

		it.each<[string, Record<string, unknown>, string[]]>([
			['no booking', { ...DOCUMENTS }, ['booking_number']],
			['a booking number that is none', { ...DOCUMENTS, booking_number: 'ten' }, ['booking_number']],
			['nothing to enter', { booking_number: 1 }, ['birth_date']],
			['only empty fields', { booking_number: 1, birth_date: '', id_number: null }, ['birth_date']],
			['a day that is none', { booking_number: 1, birth_date: '1985-02-30' }, ['birth_date']],
			['another form of date', { booking_number: 1, birth_date: '14.07.1985' }, ['birth_date']],
			['a guest who is not born yet', { booking_number: 1, birth_date: '2026-03-02' }, ['birth_date']],
			['a guest of two hundred years', { booking_number: 1, birth_date: '1826-03-01' }, ['birth_date']],
			['blanks', { booking_number: 1, id_number: '  ' }, ['id_number']],
			['a line break', { booking_number: 1, address: 'Rue 1\nGenève' }, ['address']],
			['a whole novel', { booking_number: 1, address: 'x'.repeat(201) }, ['address']],
			['a list', { booking_number: 1, city: ['Genève'] }, ['city']],
			['no e-mail address', { booking_number: 1, email: 'zoe@' }, ['email']],
			[
				'the placeholders themselves',
				{
					booking_number: 1,
					birth_date: IDENTITY_SENTINEL.clientBirthDate,
					id_number: IDENTITY_SENTINEL.clientIdNumber,
					city: IDENTITY_SENTINEL.clientCity,
					email: IDENTITY_SENTINEL.clientEmail,
				},
				['birth_date', 'id_number', 'city', 'email'],
			],
		])('are refused with what belongs there: %s', async (_, fields, wrong) => {
			const { hotel } = await arrived();
			const before = await hotel.bookings();
			const { status, body } = await enter(hotel, fields);
			expect([status, (body as { fields?: string[] }).fields]).toEqual([400, wrong]);
			for (const field of wrong) expect(String((body as { error?: string }).error)).toContain(`${field} (`);
			expect(await hotel.bookings()).toEqual(before);
		});

		it('are of an active booking of this hotel, and of one only', async () => {
			const { hotel, id, bookingNumber } = await arrived();
			const other = await arrived();
			for (const reference of [
				{ booking_id: 'nobody' },
				{ booking_id: other.id },
				{ booking_number: other.bookingNumber },
				{ booking_id: id, booking_number: bookingNumber + 1000 },
			])
				expect((await enter(hotel, { ...reference, ...DOCUMENTS })).status).toBe(404);
			await hotel.send(cancellation({ seen: 1 }));
			expect((await enter(hotel, { booking_id: id, ...DOCUMENTS })).status).toBe(404);
			expect(await other.hotel.bookings()).toMatchObject([{ clientIdNumber: IDENTITY_SENTINEL.clientIdNumber }]);
		});

		it('are entered only by who may read bookings, signs, and signs now', async () => {
			const deliverer = await arrived({ changeFeed: false });
			expect((await enter(deliverer.hotel, { booking_id: deliverer.id, ...DOCUMENTS })).status).toBe(403);
			const { hotel, id } = await arrived();
			const path = `/api/webhooks/integrations/${hotel.slug}/${hotel.integrationId}/identity`;
			const body = JSON.stringify({ at: NOW, booking_id: id, ...DOCUMENTS });
			for (const signature of [null, signHex('another', body), signHex(hotel.secret, `${body} `)])
				expect((await hotel.post(body, { path, signature })).status).toBe(401);
			for (const at of ['2026-03-01T07:54:59.000Z', '2026-03-01T08:05:01.000Z', 'now', undefined])
				expect((await enter(hotel, { at, booking_id: id, ...DOCUMENTS })).status).toBe(401);
			expect((await hotel.request(`http://selfkey.test${path}`)).status).toBe(405);
			expect(await hotel.bookings()).toMatchObject([{ clientIdNumber: IDENTITY_SENTINEL.clientIdNumber }]);
		});

		it('leave only the names of columns in the log', async () => {
			const { hotel, id } = await arrived();
			await enter(hotel, { booking_id: id, ...DOCUMENTS, last_name: 'Dupont-Kaya' });
			await enter(hotel, { booking_id: id, email: 'zoe(at)example.com' });
			await enter(hotel, { booking_id: 'nobody', ...DOCUMENTS });
			const logs = await hotel.query(
				`SELECT l."status", l."message", l."data"::text AS "data" FROM "integration_logs" l JOIN "integrations" i ON i."id" = l."integrationId" WHERE i."establishmentSlug" = $1`,
				[hotel.slug],
			);
			const told = JSON.stringify(logs);
			expect(told).not.toMatch(/1985|C01X00T47|Rue du Lac|1201|Genève|Suisse|Dupont-Kaya|zoe/);
			expect(told).toMatch(/clientBirthDate, .*clientCountry/);
			expect(told).toContain('identity: email');
			expect(told).toContain('no such active booking');
		});

		it('are a moment to report the stay once none of a channel’s guest is missing, until that has worked', async () => {
			const { hotel, id } = await arrived();
			await hotel.sellDirectly('102', '2026-03-29', '2026-03-30');
			const direct = (await hotel.bookings())[1]!;
			const told: unknown[] = [];
			const errors: unknown[] = [];
			const handler = createSelfKeyHandler({
				store: hotel.store,
				secretFor: () => hotel.secret,
				clock: () => new Date(NOW),
				onIdentityComplete: (booking) => {
					told.push(booking);
					if (told.length === 1) throw new Error('the police are down');
				},
				onError: (error) => errors.push(error),
			});
			const statuses: number[] = [];
			for (const fields of [
				{ booking_id: id, id_number: DOCUMENTS.id_number },
				{ booking_id: id, ...DOCUMENTS },
				{ booking_id: id, ...DOCUMENTS },
				{ booking_id: id, ...DOCUMENTS, city: 'Vevey' },
				{ booking_id: direct.id, ...DOCUMENTS },
			]) {
				const body = JSON.stringify({ at: NOW, ...fields });
				const url = `http://selfkey.test/api/webhooks/integrations/${hotel.slug}/${hotel.integrationId}/identity`;
				const headers = { 'x-signature': signHex(hotel.secret, body) };
				statuses.push((await handler(new Request(url, { method: 'POST', body, headers }))).status);
			}
			expect(statuses).toEqual([200, 500, 200, 200, 200]);
			expect(told).toEqual(Array.from({ length: 3 }, () => ({ hotelSlug: hotel.slug, bookingId: id })));
			expect(errors).toHaveLength(1);
		});

		it('are all of these columns', async () => {
			const { hotel } = await arrived();
			expect(await hotel.hooks.identityMissingBookings(hotel.slug, '2026-03-01', '2026-04-01')).toMatchObject([
				{ missing: ALL },
			]);
		});
	});
}
