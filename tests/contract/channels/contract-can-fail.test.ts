/** The channel contract against channels that are wrong in one thing each: every check has to notice its own. */
import type { ICredentialType, IDataObject } from 'n8n-workflow';
import { refuseUnsafeRequest } from '../../../credentials/shared/addresses';
import { reservation, roomStay } from '../../../core/reservation/build';
import { CHECKS, type ChannelSetup, type Connection, type Received, type Told } from '../../support/channel-contract';

const SECRET = 'toy-secret-never-to-be-seen';

/** What a channel does wrong; nothing of it for a right one. */
interface Wrong {
	map?: (item: IDataObject, told: Told, poll: number) => IDataObject;
	/** Does not look into what the guest wrote. */
	keepsCard?: true;
	/** Says of the fault what it was. */
	error?: (told: Told | null) => unknown;
	/** What a poll gives back where there is nothing. */
	quiet?: Received;
	/** Whether the cursor moves at the end of a run; else already with the poll. */
	movesAtOnce?: true;
	neverMoves?: true;
	/** Its source sends no card at all. */
	sendsNoCard?: true;
	givesItemsInSpite?: true;
	credential?: Partial<ICredentialType> | null;
	declares?: Partial<{ id: string; order: 'revision' | 'observed'; mayReinstate: boolean }>;
}

/** A channel in memory: one source, one cursor. */
function toy(wrong: Wrong = {}): ChannelSetup {
	const channel = { id: 'toy', order: 'revision' as const, mayReinstate: true, ...wrong.declares };
	const credential = wrong.credential === null ? {} : { credential: { ...CREDENTIAL, ...wrong.credential } };
	return {
		channel,
		adds: 'toy',
		secrets: [SECRET],
		polls: true,
		...credential,
		connect: async () => connection(wrong),
	};
}

const CREDENTIAL: ICredentialType = {
	name: 'toyApi',
	displayName: 'Toy API',
	properties: [],
	authenticate: async (credentials, request) => {
		refuseUnsafeRequest(request, credentials);
		return request;
	},
	test: { request: { url: '/', disableFollowRedirect: true } },
};

function connection(wrong: Wrong): Connection {
	const source: Told[] = [];
	let [cursor, next, polls, isDown] = [0, 0, 0, false];
	return {
		tell: (told) => void source.push(told),
		async receive() {
			polls += 1;
			if (isDown) {
				const items = wrong.givesItemsInSpite ? [itemOf(source[0]!, polls, wrong)] : [];
				return {
					items,
					errors: [wrong.error ? wrong.error(source[0] ?? null) : new Error('The toy cannot be reached')],
				};
			}
			const items = source.slice(cursor).map((told) => itemOf(told, polls, wrong));
			next = source.length;
			if (wrong.movesAtOnce) cursor = next;
			return items.length === 0 && wrong.quiet ? wrong.quiet : { items, errors: [], returned: null };
		},
		async end(status) {
			if (status === 'success' && !wrong.neverMoves) cursor = next;
		},
		wire: () => source.map((told) => (wrong.sendsNoCard ? told.event : JSON.stringify(told))).join('\n'),
		faults: {
			down: () => {
				isDown = true;
			},
		},
	};
}

function itemOf(told: Told, poll: number, wrong: Wrong): IDataObject {
	const { event, reservationId, checkIn, checkOut, place, wish } = told;
	const item = reservation({
		...{ channel: 'toy', propertyId: '77', reservationId, event, revision: String(place) },
		observedAt: `2027-01-01T00:00:${String(poll).padStart(2, '0')}.000Z#1`,
		rooms: [roomStay({ roomStayId: '1', roomTypeId: 'double', checkIn, checkOut })],
		remarks: [wish],
	});
	// Inside the reservation it could not be kept.
	const whole = { ...(item as unknown as IDataObject), toy: wrong.keepsCard ? { said: wish } : {} };
	return wrong.map ? wrong.map(whole, told, poll) : whole;
}

/** By their names' beginnings, what each check has to notice. */
const BROKEN: ReadonlyArray<[check: string, what: string, wrong: Wrong]> = [
	['each message', 'leaves a field out', { map: ({ total: _, ...item }) => item }],
	['each message', 'adds a field to the model', { map: (item) => ({ ...item, extra: 1 }) }],
	[
		'each message',
		'speaks as another channel',
		{ map: (item) => ({ ...item, channel: 'other', key: 'other/77/4705950059' }) },
	],
	['each message', 'has an empty text for the unknown', { map: (item) => ({ ...item, expectedArrival: '' }) }],
	['each message', 'adds nothing of its own', { map: ({ toy: _, ...item }) => item }],
	['what happened', 'calls every message new', { map: (item) => ({ ...item, event: 'new' }) }],
	['what happened', 'keeps a cancelled stay confirmed', { map: (item) => ({ ...item, status: 'confirmed' }) }],
	[
		'what happened',
		'counts the day of departure as a night',
		{ map: (item) => ({ ...item, nights: Number(item['nights']) + 1 }) },
	],
	[
		'the same message',
		'has the moment in its content',
		{ map: (item, _, poll) => ({ ...item, fingerprint: `sha256:${poll}`, remarks: [String(poll)] }) },
	],
	[
		'messages in any order',
		'numbers its messages backwards',
		{ map: (item, { place }) => ({ ...item, revision: String(9 - place) }) },
	],
	[
		'messages in any order',
		'has revisions and is registered without',
		{ declares: { order: 'observed', mayReinstate: false } },
	],
	['messages in any order', 'has none and is registered with', { map: (item) => ({ ...item, revision: null }) }],
	[
		'messages in any order',
		'says of each message that it is the first',
		{
			map: (item) => ({
				...item,
				revision: '1',
				observedAt: '2027-01-01T00:00:00.000Z#1',
				fingerprint: `sha256:${String(item['checkOut']) < '2027-04-02'}`,
			}),
		},
	],
	['a cancelled stay', 'brings stays back though it is registered not to', { declares: { mayReinstate: false } }],
	[
		'a cancelled stay',
		'never brings one back though it is registered to',
		{ map: (item) => ({ ...item, revision: null }) },
	],
	[
		'a cancelled stay',
		'lets a late message bring it back',
		{ map: (item, { place }) => ({ ...item, revision: String(place === 4 ? 0 : place) }) },
	],
	['no card number', 'passes on what the guest wrote', { keepsCard: true }],
	[
		'no card number',
		'shows the message in its error',
		{ error: (told) => new Error(`Cannot read ${JSON.stringify(told)}`) },
	],
	[
		'no card number',
		'hides it in the error’s cause',
		{ error: (told) => new Error('Cannot read', { cause: { request: told?.wish } }) },
	],
	['no card number', 'was never sent one', { sendsNoCard: true }],
	[
		'a failure',
		'shows its credential',
		{ error: () => ({ message: 'Refused', config: { auth: `Bearer ${SECRET}` } }) },
	],
	['a failure', 'gives an item in spite of it', { givesItemsInSpite: true }],
	['the credential', 'names none', { credential: null }],
	['the credential', 'adds its key to every request', { credential: { authenticate: async (_, request) => request } }],
	[
		'the credential',
		'adds its key by the generic form',
		{ credential: { authenticate: { type: 'generic', properties: { headers: { 'X-API-Key': SECRET } } } } },
	],
	['the credential', 'follows redirects in its test', { credential: { test: { request: { url: '/' } } } }],
	['a quiet poll', 'starts an empty run', { quiet: { items: [], errors: [], returned: [[]] } }],
	['a quiet poll', 'starts a run of nothing', { quiet: { items: [{}], errors: [], returned: null } }],
	['a quiet poll', 'complains', { quiet: { items: [], errors: [new Error('Nothing new')], returned: null } }],
	['what a run', 'moves its cursor before the run has ended', { movesAtOnce: true }],
	['what a run', 'never moves its cursor', { neverMoves: true }],
];

const verdict = async (check: (typeof CHECKS)[number], setup: ChannelSetup) =>
	await check
		.run(setup, () => setup.connect())
		.then(
			() => 'passed',
			() => 'failed',
		);
const checkOf = (beginning: string) => CHECKS.find(({ name }) => name.startsWith(beginning))!;

it.each(CHECKS)('a right channel passes: $name', async (check) => {
	await check.run(toy(), async () => connection({}));
});

it.each(BROKEN)('%s …: fails for a channel that %s', async (beginning, _, wrong) => {
	expect(await verdict(checkOf(beginning), toy(wrong))).toBe('failed');
});

it('a channel without a fault to try, and one that swallows it, fail too', async () => {
	const check = checkOf('a failure');
	const without = async (): Promise<Connection> => ({ ...connection({}), faults: {} });
	const silent = async (): Promise<Connection> => {
		const right = connection({});
		return { ...right, receive: async () => ({ ...(await right.receive()), errors: [] }) };
	};
	for (const connect of [without, silent]) expect(await verdict(check, { ...toy(), connect })).toBe('failed');
});

it('every check has a channel that fails it', () => {
	const tried = new Set(BROKEN.map(([beginning]) => checkOf(beginning).name));
	expect(CHECKS.filter(({ name }) => !tried.has(name))).toEqual([]);
});
