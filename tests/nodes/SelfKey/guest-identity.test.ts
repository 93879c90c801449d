/** SelfKey node: whose documents are missing, and what the desk has asked a guest for, in the sandbox's SelfKey. */
import { createHmac } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { startSelfKey, type SelfKeySandbox } from '../../../sandbox/selfkey';
import { everythingIn, runSelfKey, selfKeyAccount, selfKeyOptions, type SelfKeyRun } from '../../support/selfkey-node';

jest.mock('n8n-workflow', () => ({ ...jest.requireActual('n8n-workflow'), sleep: jest.fn(async () => undefined) }));

let selfKey: SelfKeySandbox;
let bookingNumber: number;
const ARRIVALS = { from: '2027-03-01', until: '2027-04-01' };
const DOCUMENTS = {
	birthDate: '1985-07-14',
	idNumber: 'C01X00T47',
	idType: 'Passport',
	address: 'Rue du Lac 1',
	postalCode: '1201',
	city: 'Genève',
	country: 'Suisse',
};

const run = async (operation: string, over: Partial<SelfKeyRun> = {}) =>
	(await runSelfKey(selfKey.url, { resource: 'guestIdentity', operation, ...over })).map(({ json }) => json);
const enter = async (item: IDataObject, over: Partial<SelfKeyRun> = {}) =>
	await run('update', { items: [item], ...over });
const missing = async () => await run('getAll', { parameters: ARRIVALS });
const rows = async () =>
	await selfKey.db(
		`SELECT "clientBirthDate"::date::text AS "birthDate", "clientIdNumber", "clientIdType", "clientCity", "clientEmail" FROM "bookings"`,
	);

beforeAll(async () => {
	selfKey = await startSelfKey(selfKeyOptions);
}, 60_000);
afterAll(async () => selfKey.close());

/** The only booking in the house. */
beforeEach(async () => {
	for (const table of ['bookings', 'booking_external_references', 'booking_reservations'])
		await selfKey.db(`DELETE FROM "${table}"`);
	const reservation = {
		external_id: 'B-1',
		channel: 'booking.com',
		property_id: '8011855',
		room_type: 'double',
		guest: { last_name: 'Dupont' },
		check_in: '2027-03-29',
		check_out: '2027-03-30',
		total_amount: 100,
		guest_count: 2,
		observed_at: '2027-03-01T10:00:00.000Z#0',
	};
	const body = JSON.stringify({ event_type: 'new_reservation', data: reservation });
	const answer = await fetch(
		`${selfKey.url}/api/webhooks/integrations/hotel-paradise/${selfKeyAccount.integrationId}`,
		{
			method: 'POST',
			body,
			headers: { 'x-signature': createHmac('sha256', selfKeyAccount.webhookSecret).update(body).digest('hex') },
		},
	);
	const { bookings } = (await answer.json()) as { bookings: [{ bookingNumber: number }] };
	bookingNumber = bookings[0].bookingNumber;
});

it('lists who has still to be asked, with nothing of the guest', async () => {
	expect(await missing()).toEqual([
		{
			bookingId: expect.any(String) as string,
			bookingNumber,
			roomName: '101',
			checkIn: '2027-03-29',
			checkOut: '2027-03-30',
			key: 'booking.com/8011855/B-1',
			missing: expect.arrayContaining(['clientBirthDate', 'clientIdNumber']) as string[],
		},
	]);
	expect(everythingIn(await missing())).not.toContain('Dupont');
	expect(await run('getAll', { parameters: { from: '2027-04-01', until: '2027-05-01' } })).toEqual([]);
	await expect(run('getAll', { parameters: { from: 'soon', until: '2027-05-01' } })).rejects.toThrow(/"Arrival From"/);
	await expect(run('getAll', { parameters: { from: '', until: '2027-05-01' } })).rejects.toThrow(
		/Fill in "Arrival From"/,
	);
});

it('lists the guests in the house and those of the next days by the hotel’s own date, unless dates are given', async () => {
	const stay = async (from: number, to: number) =>
		await selfKey.db(
			`UPDATE "bookings" SET "checkInDate" = now()::date + ${from}, "checkOutDate" = now()::date + ${to}`,
		);
	const listed: number[] = [];
	for (const [from, to] of [
		[-5, -2],
		[-5, 2],
		[1, 2],
		[12, 14],
	] as const) {
		await stay(from, to);
		listed.push((await run('getAll', { parameters: { from: '', until: '' } })).length);
	}
	expect(listed).toEqual([0, 1, 1, 0]);
});

it('enters what a form gives, and passes none of it on', async () => {
	// A form gives every field, empty ones too, and all as text.
	const form = { bookingNumber: String(bookingNumber), ...DOCUMENTS, email: '', phone: '', submittedAt: '2027-03-01' };
	const output = await enter(form);
	expect(output).toEqual([
		{
			selfKey: {
				outcome: 'updated',
				booking: { id: expect.any(String) as string, bookingNumber },
				missing: [],
			},
		},
	]);
	expect(everythingIn(output)).not.toMatch(/1985|C01X00T47|Rue du Lac|Genève/);
	expect(await rows()).toMatchObject([
		{ birthDate: '1985-07-14', clientIdNumber: 'C01X00T47', clientIdType: 'Passport', clientCity: 'Genève' },
	]);
	expect(await missing()).toEqual([]);
	expect(await enter(form)).toMatchObject([{ selfKey: { outcome: 'unchanged' } }]);
});

it('takes a date as n8n’s own, and changes only what is filled in', async () => {
	await enter({ bookingNumber, ...DOCUMENTS });
	await enter({ bookingNumber, birthDate: '1986-07-14T00:00:00.000+01:00', email: 'zoe@example.com' });
	expect(await rows()).toMatchObject([
		{ birthDate: '1986-07-14', clientIdNumber: 'C01X00T47', clientEmail: 'zoe@example.com' },
	]);
});

it.each<[string, IDataObject, RegExp]>([
	['a date of another form', { birthDate: '14.07.1985' }, /"Birth Date" must be a date written YYYY-MM-DD/],
	['a birth date to come', { birthDate: '2999-01-01' }, /birth_date \(YYYY-MM-DD, from \d{4}-\d\d-\d\d to/],
	['an address that is none', { email: 'zoe(at)example.com' }, /email \(an e-mail address\)/],
	['nothing', {}, /birth_date \(or any other field of the guest\)/],
	['a booking that is not there', { bookingNumber: 999_999, idNumber: 'C01X00T47' }, /no active booking/],
	['no booking', { bookingNumber: '', idNumber: 'C01X00T47' }, /booking_number \(or booking_id\)/],
])('says what is wrong with %s, and none of what was typed', async (_, fields, said) => {
	const before = await rows();
	const [output] = await enter({ bookingNumber, ...fields }, { onError: 'continueErrorOutput' });
	expect(String(output?.['error'])).toMatch(said);
	expect(everythingIn(output)).not.toMatch(/C01X00T47|zoe|14\.07|2999-01-01/);
	expect(await rows()).toEqual(before);
});

it('tries again after what passes; an answer that was lost changes nothing', async () => {
	selfKey.faults.tooMany(2);
	expect(await enter({ bookingNumber, idNumber: 'C01X00T47' })).toMatchObject([{ selfKey: { outcome: 'updated' } }]);
	selfKey.faults.dropAnswers(1);
	expect(await enter({ bookingNumber, idNumber: 'C01X00T48' })).toMatchObject([{ selfKey: { outcome: 'unchanged' } }]);
	expect(await rows()).toMatchObject([{ clientIdNumber: 'C01X00T48' }]);
});

it('needs an integration that may read bookings', async () => {
	await selfKey.db(`UPDATE "integrations" SET "configuration" = "configuration" || '{"changeFeed": false}'`);
	await expect(enter({ bookingNumber, ...DOCUMENTS })).rejects.toThrow(/changeFeed/);
});
