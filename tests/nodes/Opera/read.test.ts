/** What the node reads from OPERA: reservations, guests, rooms with their closures, inventory; and what a person cancels. */
import type { IDataObject } from 'n8n-workflow';
import { startOpera, type OperaSandbox } from '../../../sandbox/opera';
import { chosenCodes, operaOptions, runOpera } from '../../support/opera-node';
import { changedItem } from '../../support/opera-reservations';

let opera: OperaSandbox;

beforeAll(async () => {
	opera = await startOpera({ ...operaOptions, pageSize: 3 });
	const items = Array.from({ length: 7 }, (_, n) =>
		changedItem({ reservationId: String(n + 1), booker: { email: `guest${n}@example.com`, lastName: `Guest${n}` } }),
	);
	await runOpera(opera.url, { resource: 'reservation', operation: 'upsert', items, parameters: chosenCodes });
});

afterAll(async () => {
	await opera.close();
});

const run = async (resource: string, operation: string, parameters: IDataObject = {}) =>
	(await runOpera(opera.url, { resource, operation, parameters })).map(({ json }) => json);
const failure = async (...of: Parameters<typeof run>) =>
	await run(...of).then(
		() => '',
		(error: Error) => error.message,
	);

test('all reservations, over several pages; as many as wanted; none is no failure', async () => {
	expect(await run('reservation', 'getAll', { returnAll: true })).toHaveLength(7);
	expect(await run('reservation', 'getAll', { returnAll: false, limit: 4 })).toHaveLength(4);
	expect(await run('reservation', 'getAll', { returnAll: true, filters: { arrivalStartDate: '2028-01-01' } })).toEqual(
		[],
	);
	expect(await run('reservation', 'getAll', { returnAll: true, filters: { surname: 'Guest3' } })).toMatchObject([
		{ status: 'Reserved', arrival: '2027-06-01', guest: { lastName: 'Guest3' }, references: [{ leg: 460 }] },
	]);
});

test('one reservation, with its nights', async () => {
	const [stay] = opera.stays();
	expect(await run('reservation', 'get', { reservationId: stay?.id ?? '' })).toMatchObject([
		{ reservationId: stay?.id, nights: [{ date: '2027-06-01', amount: 145, currency: 'CHF' }, { date: '2027-06-02' }] },
	]);
	expect(await failure('reservation', 'get', { reservationId: '1' })).toBe('Opera has no reservation 1');
	expect(await failure('reservation', 'get', { reservationId: '../1' })).toMatch(/Fill in "Reservation ID"/);
});

test('a reservation is cancelled once, with the reason', async () => {
	const id = opera.stays().at(-1)?.id ?? '';
	const parameters = { reservationId: id, cancellationReason: 'DUPL', description: 'Twice' };
	expect(await run('reservation', 'cancel', parameters)).toMatchObject([{ opera: { outcome: 'cancelled' } }]);
	expect(await run('reservation', 'cancel', parameters)).toMatchObject([{ opera: { outcome: 'unchanged' } }]);
	expect(opera.stays().at(-1)).toMatchObject({
		status: 'Cancelled',
		cancellation: { code: 'DUPL', description: 'Twice' },
	});
	expect(await failure('reservation', 'cancel', { reservationId: id })).toMatch(/Choose a cancellation reason/);
});

test.each(['InHouse', 'CheckedOut', 'NoShow'] as const)(
	'a reservation that is %s in OPERA is not cancelled',
	async (status) => {
		const { id = '' } = opera.stays().at(-1) ?? {};
		opera.deskEdit(id, { status });
		const [done] = await run('reservation', 'cancel', { reservationId: id, cancellationReason: 'DUPL' });
		expect(done).toMatchObject({
			opera: { outcome: 'conflict', warnings: [expect.stringContaining('Decide in Opera')] },
		});
		expect(opera.stays().at(-1)).toMatchObject({ status });
	},
);

test('guests: found by their ID, never merged on a name alone; searched, with and without contact data', async () => {
	const guest = (externalId: string, email = '') =>
		run('guest', 'upsert', { externalId, lastName: 'Favre', additionalFields: { email, firstName: 'Anne' } });
	expect(await guest('G-1', 'favre@example.com')).toMatchObject([{ opera: { outcome: 'created' } }]);
	expect(await guest('G-1')).toMatchObject([{ opera: { outcome: 'unchanged' } }]);
	expect(await guest('G-2', 'favre@example.com')).toMatchObject([{ opera: { outcome: 'unchanged' } }]);
	expect(await guest('G-3')).toMatchObject([{ opera: { outcome: 'created' } }]);
	const filters = { profileName: 'Favre' };
	const found = await run('guest', 'getAll', { returnAll: true, filters });
	expect(found.map(({ firstName, lastName }) => [firstName, lastName])).toEqual([
		['Anne', 'Favre'],
		['Anne', 'Favre'],
	]);
	expect(await run('guest', 'getAll', { returnAll: true, filters, contactData: true })).toMatchObject([
		{ emails: ['favre@example.com'] },
		{ emails: [] },
	]);
	expect(await run('guest', 'get', { profileId: found[0]?.['profileId'] ?? '' })).toMatchObject([
		{ lastName: 'Favre' },
	]);
	expect(await failure('guest', 'get', { profileId: '1' })).toBe('Opera has no guest 1');
	expect(await failure('guest', 'upsert', { externalId: '', lastName: 'Favre' })).toMatch(/needs an external ID/);
});

test('rooms with their types and the nights on which they are closed, which reduce what is sold', async () => {
	const closure = { start: '2027-02-01', end: '2027-02-03', reasonCode: 'AC', reasonDescription: 'Air conditioning' };
	opera.closeRoom({ ...closure, roomId: '102', status: 'OutOfOrder' });
	opera.closeRoom({ ...closure, roomId: '103', status: 'OutOfService' });
	const rooms = await run('room', 'getAll', { returnAll: true });
	expect(rooms).toHaveLength(opera.configuration.rooms.length);
	const of = (roomId: string) => rooms.find((room) => room['roomId'] === roomId);
	expect(of('101')).toMatchObject({ roomType: 'CLA1', status: 'Clean', closures: [] });
	expect(of('102')).toMatchObject({
		closures: [{ status: 'OutOfOrder', from: '2027-02-01', to: '2027-02-03', reason: 'Air conditioning' }],
	});
	expect(of('103')).toMatchObject({ closures: [{ status: 'OutOfService' }] });
	const nights = await run('inventory', 'getAll', { returnAll: true, from: '2027-02-03', to: '2027-02-04' });
	expect(nights).toHaveLength(8);
	const left = nights.filter(({ roomType }) => roomType === 'CLA1').map(({ date, figures }) => [date, figures]);
	expect(left).toEqual([
		['2027-02-03', { PhysicalRooms: 10, OutOfOrderRooms: 1, RoomsSold: 0, AvailableRooms: 9 }],
		['2027-02-04', { PhysicalRooms: 10, OutOfOrderRooms: 0, RoomsSold: 0, AvailableRooms: 10 }],
	]);
	expect(await failure('inventory', 'getAll', { from: '2027-02-04', to: '2027-02-03' })).toMatch(/"To" must not be/);
});

test('a page of the own bookings that are still to come, in the form SelfKey takes; what was written here is left out', async () => {
	const own = [0, 1, 2].map((n) =>
		opera.deskBook({
			givenName: 'Ada',
			surname: `Desk${n}`,
			arrival: `2027-09-0${n + 1}`,
			departure: `2027-09-0${n + 2}`,
			roomType: opera.configuration.roomTypes[0]?.code ?? '',
		}),
	);
	const found: string[] = [];
	let begin = '';
	for (let pages = 0; pages < 9; pages++) {
		const [page] = await run('reservation', 'getPage', { pageSize: 4, begin });
		expect(page).toMatchObject({ isFirst: pages === 0, unreadable: [] });
		found.push(...(page?.reservations as IDataObject[]).map(({ key }) => String(key)));
		if (page?.isLast === true) break;
		begin = String(page?.next);
	}
	expect(found.sort()).toEqual(own.map(({ id }) => `opera/PARADISE/${id}`).sort());
	expect(await failure('reservation', 'getPage', { begin: 'soon' })).toContain('Begin At');
	expect(await failure('reservation', 'getPage', { begin: '2027-02-30/4' })).toContain('Begin At');
});

test('a page goes on behind the reservation that was read last, wherever that is by now; begins anew where it is gone', async () => {
	for (const day of [1, 2, 3, 4])
		opera.deskBook({
			...{ givenName: 'Ada', surname: `Moved${day}`, arrival: `2027-09-0${day}`, departure: '2027-09-09' },
			roomType: opera.configuration.roomTypes[0]?.code ?? '',
		});
	const page = async (begin: string, pageSize = 100) => {
		const [json] = await run('reservation', 'getPage', { pageSize, begin });
		return { ...json, keys: (json?.reservations as IDataObject[]).map(({ key }) => String(key)) };
	};
	const all: string[] = [];
	const places: number[] = [];
	const since = '2027-01-31';
	for (let begin = `${since}/0`; begin !== '';) {
		const { keys, next } = (await page(begin, 1)) as unknown as { keys: string[]; next: string };
		all.push(...keys);
		places.push(Number(next.split('/')[1]));
		begin = next;
	}
	const own = all.slice(-4);
	const idOf = (key = '') => key.split('/').at(-1) ?? '';
	const [first, second, third] = own;
	// Behind the second of the four.
	const place = places.at(-3) ?? 0;
	for (const moved of [place - 2, place, place + 3]) {
		const { keys, isFirst } = (await page(`${since}/${moved}/${idOf(second)}`)) as IDataObject & { keys: string[] };
		expect([isFirst, keys]).toEqual([false, own.slice(2)]);
	}
	const found: string[] = [];
	for (let begin = `${since}/${place}/${idOf(first)}`; begin !== '';) {
		const { keys, next } = (await page(begin, 1)) as unknown as { keys: string[]; next: string };
		found.push(...keys);
		begin = next;
	}
	expect(found).toEqual(own.slice(1));
	const anew = (await page(`${since}/${place}/gone`)) as IDataObject & { keys: string[] };
	expect([anew['isFirst'], anew.keys.includes(third ?? '')]).toEqual([true, true]);
});

test('all pages count from the same day, although the day in Opera ends between them', async () => {
	const before = opera.log.length;
	const [page] = await run('reservation', 'getPage', { pageSize: 1, begin: '2027-01-31/0' });
	const asked = opera.log.slice(before).filter(({ path }) => path.includes('departureStartDate'));
	expect(asked.map(({ path }) => /departureStartDate=([\d-]+)/.exec(path)?.[1])).toEqual(['2027-01-31']);
	expect(page).toMatchObject({ isFirst: false });
	opera.deskBook({
		...{ givenName: 'Ada', surname: 'Favre', arrival: '2027-09-01', departure: '2027-09-02' },
		roomType: opera.configuration.roomTypes[0]?.code ?? '',
	});
	const [full] = await run('reservation', 'getPage', { pageSize: 1, begin: '2027-01-31/0' });
	expect(full).toMatchObject({ next: expect.stringMatching(/^2027-01-31\/1\/\w+$/) as string, isLast: false });
});
