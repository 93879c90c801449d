/** SelfKey node: what SelfKey holds about a guest, exported and erased in the sandbox's SelfKey. */
import { createHmac } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { labelOf } from '../../../nodes/SelfKey/personal-data/label';
import { startSelfKey, type SelfKeySandbox } from '../../../sandbox/selfkey';
import { everythingIn, runSelfKey, selfKeyAccount, selfKeyOptions, type SelfKeyRun } from '../../support/selfkey-node';

jest.mock('n8n-workflow', () => ({ ...jest.requireActual('n8n-workflow'), sleep: jest.fn(async () => undefined) }));

let selfKey: SelfKeySandbox;
const KEY = 'booking.com/8011855/B-1';
const run = async (operation: string, over: Partial<SelfKeyRun> = {}) =>
	(await runSelfKey(selfKey.url, { resource: 'personalData', operation, ...over })).map(({ json }) => json);
const find = async (item: IDataObject, over: Partial<SelfKeyRun> = {}) =>
	await run('export', { items: [item], ...over });
const erase = async (item: IDataObject, over: Partial<SelfKeyRun> = {}) =>
	await run('erase', { items: [item], ...over });

beforeAll(async () => {
	selfKey = await startSelfKey(selfKeyOptions);
}, 60_000);
afterAll(async () => selfKey.close());

/** A stay of last year, and no other. */
beforeEach(async () => {
	for (const table of ['bookings', 'booking_external_references', 'booking_reservations'])
		await selfKey.db(`DELETE FROM "${table}"`);
	await keepMonths(0);
	const reservation = {
		external_id: 'B-1',
		channel: 'booking.com',
		property_id: '8011855',
		room_type: 'double',
		guest: { first_name: 'Zoë', last_name: 'Dupont', email: 'zoe@guest.example', phone: '+41 79 123 45 67' },
		check_in: '2025-03-29',
		check_out: '2025-03-30',
		total_amount: 100,
		guest_count: 2,
		observed_at: '2025-03-01T10:00:00.000Z#0',
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
	expect(answer.status).toBe(200);
});

async function keepMonths(months: number | null): Promise<void> {
	await selfKey.db(
		`UPDATE "integrations" SET "configuration" = "configuration" || jsonb_build_object('registrationRetentionMonths', $1::text::int)`,
		[months === null ? null : String(months)],
	);
}

test('an item for each reservation, with a line to tick and everything that is held', async () => {
	const [record, ...others] = await find({ email: 'zoe@guest.example' });
	expect(others).toEqual([]);
	expect(record).toMatchObject({
		key: KEY,
		label: expect.stringMatching(
			/^Zoë Dupont · 2025-03-29 to 2025-03-30 · room 10\d · booking \d+ · booking\.com\/8011855\/B-1$/,
		) as string,
		isKept: false,
		data: { bookings: [{ clientEmail: 'zoe@guest.example' }], reservation: { booker: { lastName: 'Dupont' } } },
	});
	expect(await find({ phone: '079 123 45 67' })).toMatchObject([{ key: KEY }]);
	expect(await find({ name: 'dupont zoe', arrival: '2025-03-29T00:00:00.000+01:00' })).toMatchObject([{ key: KEY }]);
	expect(await find({ email: 'nobody@guest.example' })).toEqual([]);
});

test('nothing about the person is in an error', async () => {
	const [failed] = await find({ name: 'Zoë Dupont' }, { onError: 'continueRegularOutput' });
	expect(String(failed?.['error'])).toMatch(/booking_number \(or arrival, or email, or phone/);
	const error: unknown = await find({ name: 'Zoë Dupont', bookingNumber: 'Dupont' }).catch((thrown: unknown) => thrown);
	expect(error).toBeInstanceOf(Error);
	expect(everythingIn(error)).not.toContain('Dupont');
	expect(everythingIn(error)).not.toContain(selfKeyAccount.webhookSecret);
});

test('erases by key, says so, and may be run again', async () => {
	expect(await erase({ key: KEY })).toMatchObject([{ outcome: 'erased', key: KEY, keptUntil: null }]);
	expect(await selfKey.db(`SELECT "clientLastName", "clientEmail", "amount" FROM "bookings"`)).toEqual([
		{ clientLastName: '-', clientEmail: 'unknown@guest.invalid', amount: 100 },
	]);
	expect(await erase({ key: KEY })).toMatchObject([{ outcome: 'unchanged' }]);
	expect(await find({ email: 'zoe@guest.example' })).toEqual([]);
});

test('takes lists, and one that is kept holds up no other', async () => {
	await keepMonths(600);
	const unknown = Array.from({ length: 150 }, (_, index) => `booking.com/8011855/none-${index}`);
	const results = await erase({}, { parameters: { keys: [KEY, ...unknown] as never } });
	expect(results).toHaveLength(151);
	expect(results[0]).toMatchObject({ outcome: 'kept', keptUntil: '2075-03-30' });
	expect(new Set(results.slice(1).map(({ outcome }) => outcome))).toEqual(new Set(['not_found']));
	await keepMonths(null);
	expect(await erase({}, { parameters: { keys: `${KEY}\n\n${KEY} ` } })).toMatchObject([
		{ outcome: 'kept', keptUntil: null, reason: expect.stringContaining('00 Hotel settings') as string },
	]);
});

test.each([[{ key: '' }], [{}]])('erases nothing where no key is given', async (item) => {
	await expect(erase(item)).rejects.toThrow('"Reservation Keys" is empty: nothing was erased');
	expect(await selfKey.db(`SELECT 1 FROM "bookings" WHERE "clientLastName" = 'Dupont'`)).toHaveLength(1);
});

test('a line to tick holds nothing that n8n’s form cannot show', () => {
	const guest = `O'Neil, "Bob" <b> & Söhne`;
	expect(
		labelOf({ key: 'a/b/c', guest, arrival: '2026-01-01', departure: '2026-01-02', rooms: ['1', '2'], bookings: [] }),
	).toBe('O Neil Bob b Söhne · 2026-01-01 to 2026-01-02 · room 1 + 2 · a/b/c');
	expect(labelOf({ key: 'a/b/c' })).toBe('(no name) · ? to ? · a/b/c');
});
