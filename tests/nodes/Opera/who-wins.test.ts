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
	guests: () => ({ change: { rooms: [{ id: '460', adults: 1 }] }, isWritten: () => first().adults === 1 }),
	cancellation: () => ({
		change: { event: 'cancelled', status: 'cancelled' },
		isWritten: () => first().status === 'Cancelled',
	}),
	noShow: () => ({
		change: { event: 'modified', status: 'no_show' },
		isWritten: () => !['Reserved', 'InHouse', 'NoShow'].includes(first().status),
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

test.each(fields)('%s, once the guest is there', async (field) => {
	// Who did not come is the only one of whom a no-show is no news.
	const status = field === 'noShow' ? 'NoShow' : 'InHouse';
	expect(await play(field, { status })).toBe(WHO_WINS[field].begun.difference);
});

test('a rate plan is told in words', async () => {
	await upsert({});
	edit({ status: 'InHouse' });
	const { warnings } = await upsert({}, { ratePlan: 'NRF' });
	expect(warnings).toEqual([expect.stringMatching(/the rate plan is NRF instead of OTA/)]);
});
