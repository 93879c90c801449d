/** Each cell of the table of who wins (docs/opera.md), played with the node: what stands in OPERA, and what is told. */
import type { IDataObject } from 'n8n-workflow';
import { WHO_WINS, type Field, type Rule } from '../../../nodes/Opera/reservations/who-wins';
import { startOpera, type OperaSandbox, type Stay } from '../../../sandbox/opera';
import { chosenCodes, operaOptions, runOpera } from '../../support/opera-node';
import { changedItem, type Given } from '../../support/opera-reservations';

let opera: OperaSandbox;

beforeEach(async () => {
	opera = await startOpera(operaOptions);
});

afterEach(async () => {
	await opera.close();
});

async function upsert(given: Given, parameters: IDataObject = {}): Promise<{ outcome: string; warnings: string[] }> {
	const run = { resource: 'reservation', operation: 'upsert', items: [changedItem(given)] };
	const [output] = await runOpera(opera.url, { ...run, parameters: { ...chosenCodes, ...parameters } });
	return output?.json['opera'] as unknown as { outcome: string; warnings: string[] };
}

interface Played {
	before?: Given;
	/** What the desk does in OPERA. */
	desk?: () => void;
	/** What comes from the source then. */
	change?: Given;
	choices?: IDataObject;
	/** Whether OPERA holds it as its source says. */
	isWritten: () => boolean;
}

const first = (): Stay => opera.stays()[0] as Stay;
const twoRooms = [{ id: '460' }, { id: '461', roomName: '102' }];
const edit = (changes: Partial<Stay>) => opera.deskEdit(first().id, changes);

const PLAYED: Record<Exclude<Field, 'ownSales'>, () => Played> = {
	dates: () => ({
		change: { rooms: [{ id: '460', checkOut: '2027-06-05' }] },
		isWritten: () => first().departure === '2027-06-05',
	}),
	rooms: () => ({
		before: { rooms: twoRooms },
		change: { rooms: [{ id: '460', status: 'cancelled' }, ...twoRooms.slice(1)] },
		isWritten: () => first().status === 'Cancelled',
	}),
	roomType: () => ({
		change: { rooms: [{ id: '460', roomTypeId: '801185504', roomName: '401' }] },
		isWritten: () => first().roomTypeCharged === 'SUI4',
	}),
	roomTypeGiven: () => ({
		desk: () => edit({ roomType: 'SUI4' }),
		isWritten: () => first().roomType !== 'SUI4',
	}),
	roomNumber: () => ({ desk: () => edit({ roomId: '105' }), isWritten: () => first().roomId !== '105' }),
	price: () => ({
		change: { rooms: [{ id: '460', nightly: 12_000 }] },
		isWritten: () => first().nights[0]?.amount === 120,
	}),
	ratePlan: () => ({ choices: { ratePlan: 'NRF' }, isWritten: () => first().ratePlan === 'NRF' }),
	bookingCodes: () => ({
		desk: () => edit({ market: 'DIR', source: 'TEL', guarantee: '6PM' }),
		isWritten: () => first().market !== 'DIR' || first().source !== 'TEL' || first().guarantee !== '6PM',
	}),
	guests: () => ({ change: { rooms: [{ id: '460', adults: 1 }] }, isWritten: () => first().adults === 1 }),
	deskStay: () => ({
		desk: () => edit({ departure: '2027-06-05', adults: 1 }),
		change: { remarks: ['Cot, please'] },
		isWritten: () => first().departure !== '2027-06-05' || first().adults !== 1,
	}),
	waitingList: () => ({ desk: () => edit({ status: 'Waitlisted' }), isWritten: () => first().status === 'Reserved' }),
	cancellation: () => ({
		change: { event: 'cancelled', status: 'cancelled' },
		isWritten: () => first().status === 'Cancelled',
	}),
	noShow: () => ({
		change: { event: 'modified', status: 'no_show' },
		isWritten: () => !['Reserved', 'InHouse', 'CheckedOut', 'NoShow'].includes(first().status),
	}),
	guestName: () => ({
		desk: () => {
			const [profile] = opera.profiles();
			if (profile) profile.surname = 'Dupond';
		},
		change: { booker: { phone: '+41 79 111 11 11' } },
		isWritten: () => opera.profiles()[0]?.surname !== 'Dupond' || opera.profiles().length > 1,
	}),
	notes: () => ({
		change: { remarks: ['Cot, please'] },
		isWritten: () => first().notes.some(({ text }) => text === 'Cot, please'),
	}),
};

async function play(field: keyof typeof PLAYED, desk: Partial<Stay> | null): Promise<Rule['difference']> {
	const { before = {}, desk: edited, change = before, choices = {}, isWritten } = PLAYED[field]();
	await upsert(before);
	edited?.();
	if (desk !== null) edit(desk);
	const { outcome, warnings } = await upsert(change, choices);
	expect(warnings.length > 0).toBe(outcome === 'conflict');
	return isWritten() ? 'written' : outcome === 'conflict' ? 'conflict' : 'nothing';
}

const fields = Object.keys(PLAYED) as Array<keyof typeof PLAYED>;

test('every field of the table is played, or is one of SelfKey', () => {
	expect(Object.keys(WHO_WINS).sort()).toEqual([...fields, 'ownSales'].sort());
});

test.each(fields)('%s, until the guest arrives', async (field) => {
	expect(await play(field, null)).toBe(WHO_WINS[field].open.difference);
});

const BEGUN = ['InHouse', 'CheckedOut', 'NoShow'] as const;
/** What the table says in words beside. */
const EXCEPT: Partial<Record<Field, Partial<Record<(typeof BEGUN)[number], Rule['difference']>>>> = {
	rooms: { NoShow: 'nothing' },
	cancellation: { NoShow: 'nothing' },
	// Who did not come is the only one of whom a no-show is no news.
	noShow: { InHouse: 'conflict', CheckedOut: 'conflict' },
};

describe.each(BEGUN)('in OPERA it is %s', (status) => {
	test.each(fields)('%s', async (field) => {
		expect(await play(field, { status })).toBe(EXCEPT[field]?.[status] ?? WHO_WINS[field].begun.difference);
	});
});

const givenUp: ReadonlyArray<keyof typeof PLAYED> = ['rooms', 'cancellation', 'noShow'];

test.each(fields.filter((field) => !givenUp.includes(field)))(
	'%s, of a stay that the desk has cancelled in OPERA: it stands at its source, and people are told',
	async (field) => {
		expect(await play(field, { status: 'Cancelled' })).toBe('conflict');
	},
);

describe('what the desk has changed in OPERA, before SelfKey has heard of it', () => {
	const stayOf = ({ arrival, departure, adults }: Stay) => [arrival, departure, adults];
	const later = (room: object = {}, over: Given = {}): Given => ({ rooms: [{ id: '460', ...room }], ...over });

	test.each<[string, Partial<Stay>, RegExp]>([
		['the dates', { departure: '2027-06-05' }, /2027-06-01 to 2027-06-03 instead of 2027-06-01 to 2027-06-05/],
		['the people', { adults: 1 }, /there are 2 adults and 0 children/],
	])('%s: what its source changes beside is told, and nothing is undone', async (_, desk, words) => {
		await upsert({});
		edit(desk);
		const before = stayOf(first());
		const { outcome, warnings } = await upsert(later({}, { remarks: ['Cot, please'] }));
		expect([outcome, warnings]).toEqual(['conflict', [expect.stringMatching(words)]]);
		expect(warnings[0]).toMatch(/is reserved and was left as it is, but the desk has changed it since it was written/);
		expect(warnings[0]).toMatch(/there is a new note\. Decide in Opera/);
		expect(stayOf(first())).toEqual(before);
		expect(first().changedBy).not.toBe('SELFKEY');
		// Once SelfKey has taken it over, all is written, and then nothing more.
		const taken: Given = later(
			{ adults: desk.adults ?? 2, ...(desk.departure === undefined ? {} : { checkOut: desk.departure }) },
			{ remarks: ['Cot, please'] },
		);
		expect(await upsert(taken)).toMatchObject({ outcome: 'updated', warnings: [] });
		expect(await upsert(taken)).toMatchObject({ outcome: 'unchanged', warnings: [] });
		expect(stayOf(first())).toEqual(before);
	});

	test('and its source too: the source is written, and people hear what was there', async () => {
		await upsert({});
		edit({ departure: '2027-06-05' });
		const { outcome, warnings } = await upsert(later({ checkOut: '2027-06-04' }));
		expect([outcome, first().departure]).toEqual(['updated', '2027-06-04']);
		expect(warnings).toEqual([
			expect.stringMatching(/the desk had changed confirmation \d+, which was 2027-06-01 to 2027-06-05/),
		]);
	});

	test('in what the source says nothing new of: the source is written as ever', async () => {
		await upsert({});
		edit({ roomId: '105', adults: 1 });
		expect(await upsert(later({ adults: 1, checkOut: '2027-06-04' }))).toMatchObject({
			outcome: 'updated',
			warnings: [],
		});
	});

	test('of the people, and the source has never said how many: what it changes beside is written, and they stay', async () => {
		const unknown = (checkOut: string): Given => ({ rooms: [{ id: '460', adults: null, checkOut }] });
		await upsert(unknown('2027-06-03'));
		expect(first().adults).toBe(1);
		edit({ adults: 2 });
		expect(await upsert(unknown('2027-06-05'))).toMatchObject({ outcome: 'updated', warnings: [] });
		expect(stayOf(first())).toEqual(['2027-06-01', '2027-06-05', 2]);
		edit({ adults: 3, customReference: 'VIP' });
		expect(await upsert(unknown('2027-06-06'))).toMatchObject({
			warnings: [expect.not.stringContaining('adults')],
		});
		expect(stayOf(first())).toEqual(['2027-06-01', '2027-06-06', 3]);
		edit({ adults: 1, status: 'InHouse' });
		expect(await upsert(unknown('2027-06-06'))).toMatchObject({ outcome: 'unchanged', warnings: [] });
	});

	test('where OPERA no longer shows what was written: the source is written, and people hear what was there', async () => {
		await upsert({});
		edit({ departure: '2027-06-05', customReference: 'VIP' });
		const { outcome, warnings } = await upsert({});
		expect([outcome, first().departure]).toEqual(['updated', '2027-06-03']);
		expect(warnings).toEqual([expect.stringMatching(/which was 2027-06-01 to 2027-06-05/)]);
		expect(first().customReference).toBe('SelfKey 71 2027-06-01/2027-06-03 2+0');
	});
});

test('a stay without a night, as OPERA itself has reported it, is not cancelled there', async () => {
	const leaves = (departure: string, over: Given = {}): Given => ({
		rooms: [{ id: '460', checkOut: departure }],
		...over,
	});
	await upsert({});
	const { outcome, warnings } = await upsert(leaves('2027-06-01'));
	expect([outcome, first().status]).toEqual(['conflict', 'Reserved']);
	expect(warnings).toEqual([
		expect.stringMatching(/from 2027-06-01 to 2027-06-03 and was left as it is.*without a night/),
	]);
	edit({ departure: '2027-06-01' });
	expect(await upsert(leaves('2027-06-01', { remarks: ['Cot'] }))).toMatchObject({
		outcome: 'unchanged',
		warnings: [],
	});
	expect(first()).toMatchObject({ status: 'Reserved', departure: '2027-06-01' });
	const cancelled = await upsert(leaves('2027-06-01', { event: 'cancelled', status: 'cancelled' }));
	expect([cancelled.outcome, first().status]).toEqual(['cancelled', 'Cancelled']);
});

test('a rate plan is told in words', async () => {
	await upsert({});
	edit({ status: 'InHouse' });
	const { warnings } = await upsert({}, { ratePlan: 'NRF' });
	expect(warnings).toEqual([expect.stringMatching(/the rate plan is NRF instead of OTA/)]);
});
