/**
 * What every channel has to do, whatever it speaks. A contract file connects a channel's own node to something that
 * speaks like its source; the rest is here. Each check can fail: see tests/contract/channels/contract-can-fail.test.ts.
 */
import type { ICredentialType, IDataObject, IHttpRequestOptions } from 'n8n-workflow';
import { channelById, type Channel, type ChannelId } from '../../core/channel/channels';
import { isActive } from '../../core/reservation/active';
import { merge } from '../../core/reservation/merge';
import type { Reservation, ReservationEvent } from '../../core/reservation/model';
import { allTexts } from './booking-com-node';
import { shapeProblems } from './reservation-shape';

/** What the source has to say, for the connection to put into the source's own words. */
export interface Told {
	event: ReservationEvent;
	reservationId: string;
	/** `YYYY-MM-DD`, of the one room; `checkOut` is exclusive. */
	checkIn: string;
	checkOut: string;
	/** How often this reservation was told of before: a source with revisions counts them up. */
	place: number;
	/** The guest's, where the source sends cards. */
	cardNumber: string;
	/** What the guest wrote, with the card number in it. */
	wish: string;
}

/** What came of one poll, or of one call. */
export interface Received {
	items: IDataObject[];
	/** Everything that was said of failures: errors, log lines, answers to the sender. */
	errors: unknown[];
	/** What the node's `poll` gave back. */
	returned?: unknown;
}

/** One node of a channel, connected to its source. */
export interface Connection {
	tell(told: Told): void | Promise<void>;
	/** Polls once, or delivers what was told last. */
	receive(): Promise<Received>;
	/** Of a node that polls: the run that its last items started has ended; in success with all that belongs to it. */
	end?(status: 'success' | 'error'): Promise<void>;
	/** All that the source has sent so far, as text. */
	wire(): string;
	/** By name, what makes the next `receive` fail. */
	faults: Record<string, () => void | Promise<void>>;
	close?(): void | Promise<void>;
}

export interface ChannelSetup {
	/** As it is registered; a webhook's sender is described. */
	channel: ChannelId | Omit<Channel, 'displayName'>;
	/** The name under which the node adds what is its own. */
	adds: string;
	/** Parts of the credential that must never be seen. */
	secrets: readonly string[];
	/** The node asks the source, which offers again what was not dealt with. */
	polls: boolean;
	/** What the node asks the source with. */
	credential?: ICredentialType;
	connect(): Promise<Connection>;
}

interface Check {
	name: string;
	ofPolling?: true;
	run(setup: ChannelSetup, connect: () => Promise<Connection>): Promise<void>;
}

const CARD = '4111111111111111';
const STAY = { reservationId: '4705950059', checkIn: '2027-03-29', checkOut: '2027-03-31' };

function told(event: ReservationEvent, place: number, over: Partial<Told> = {}): Told {
	const card = { cardNumber: CARD, wish: 'Please take 4111 1111 1111 1111, it works' };
	return { ...STAY, ...card, event, place, ...over };
}

const STORY = [
	told('new', 1),
	told('modified', 2, { checkOut: '2027-04-01' }),
	told('modified', 3, { checkOut: '2027-04-02' }),
	told('cancelled', 4, { checkOut: '2027-04-02' }),
];

export const CHECKS: readonly Check[] = [
	{
		name: 'each message is one item: a whole reservation under the channel’s own name',
		async run(setup, connect) {
			const { id } = registered(setup);
			for (const { reservation, item } of await received(setup, await connect(), STORY)) {
				expect(shapeProblems(reservation)).toEqual([]);
				expect(reservation).toMatchObject({ channel: id, reservationId: STAY.reservationId });
				expect(reservation.key.startsWith(`${id}/`)).toBe(true);
				expect(item[setup.adds]).toEqual(expect.any(Object));
			}
		},
	},
	{
		name: 'what happened is told as new, modified or cancelled, with the dates of the stay',
		async run(setup, connect) {
			const reservations = await received(setup, await connect(), STORY);
			expect(reservations.map(({ reservation: { event, status } }) => [event, status])).toEqual([
				['new', 'confirmed'],
				['modified', 'confirmed'],
				['modified', 'confirmed'],
				['cancelled', 'cancelled'],
			]);
			const dates = reservations
				.slice(0, 3)
				.map(({ reservation: { checkIn, checkOut, nights } }) => [checkIn, checkOut, nights]);
			expect(dates).toEqual([
				['2027-03-29', '2027-03-31', 2],
				['2027-03-29', '2027-04-01', 3],
				['2027-03-29', '2027-04-02', 4],
			]);
		},
	},
	{
		name: 'the same message once more changes nothing',
		async run(setup, connect) {
			for (const message of [told('new', 1), told('cancelled', 1)]) {
				const connection = await connect();
				const [first] = await received(setup, connection, [message]);
				const [again] = await received(setup, connection, [message]);
				const stored = merge(null, first!.reservation).reservation;
				expect(merge(stored, again!.reservation).outcome).toBe('unchanged');
			}
		},
	},
	{
		name: 'messages in any order end in the same state, which is the last one',
		async run(setup, connect) {
			const messages = (await received(setup, await connect(), STORY)).map(({ reservation }) => reservation);
			const usesRevisions = messages.map(({ revision }) => revision !== null);
			expect(usesRevisions).toEqual(STORY.map(() => registered(setup).order === 'revision'));
			for (const count of [3, 4]) {
				const ends = permutations(messages.slice(0, count)).map(stateAfter);
				expect(new Set(ends.map((end) => JSON.stringify(contentOf(end)))).size).toBe(1);
				expect(ends[0]).toMatchObject({ status: count === 4 ? 'cancelled' : 'confirmed', checkOut: '2027-04-02' });
			}
		},
	},
	{
		name: 'a cancelled stay comes back only where the channel may bring it back, and never by a message that is late',
		async run(setup, connect) {
			const again = told('modified', 5, { checkOut: '2027-04-02' });
			const messages = (await received(setup, await connect(), [...STORY, again])).map(
				({ reservation }) => reservation,
			);
			const late = [messages[3]!, ...messages.slice(0, 3)];
			expect(isActive(stateAfter(late))).toBe(false);
			expect(isActive(stateAfter(messages))).toBe(registered(setup).mayReinstate);
		},
	},
	{
		name: 'no card number gets into an item or an error',
		async run(setup, connect) {
			const connection = await connect();
			const seen: unknown[] = (await received(setup, connection, STORY)).map(({ item }) => item);
			expect(withoutSigns(connection.wire())).toContain(CARD);
			for (const fault of Object.keys(connection.faults)) seen.push(await failure(await connect(), fault));
			expect(allTexts(seen).filter((text) => withoutSigns(text).includes(CARD))).toEqual([]);
		},
	},
	{
		name: 'a failure is told, gives no item, and shows nothing of the credential',
		async run(setup, connect) {
			const faults = Object.keys((await connect()).faults);
			expect(faults.length).toBeGreaterThan(0);
			for (const fault of faults) {
				const { items, errors } = await failure(await connect(), fault);
				expect({ fault, items, isTold: errors.length > 0 }).toEqual({ fault, items: [], isTold: true });
				const leaks = allTexts(errors).filter((text) => setup.secrets.some((secret) => text.includes(secret)));
				expect({ fault, leaks }).toEqual({ fault, leaks: [] });
			}
		},
	},
	{
		name: 'the credential adds its key to no request over http, and its test follows no redirect',
		ofPolling: true,
		async run({ credential }) {
			const { authenticate, test } = credential ?? {};
			const add = async (request: Partial<IHttpRequestOptions>) =>
				// The generic form adds it to whatever it is given.
				typeof authenticate === 'function' ? await authenticate({}, request as IHttpRequestOptions) : request;
			for (const request of [{ url: 'http://a.example/x' }, { baseURL: 'http://a.example', url: '/x' }])
				await expect(add(request)).rejects.toThrow(/must begin with https/);
			expect(test?.request.disableFollowRedirect).toBe(true);
		},
	},
	{
		name: 'a quiet poll gives null and starts nothing',
		ofPolling: true,
		async run(_setup, connect) {
			expect(await (await connect()).receive()).toEqual({ items: [], errors: [], returned: null });
		},
	},
	{
		name: 'what a run did not bring to its end is offered again, and nothing after that',
		ofPolling: true,
		async run(_setup, connect) {
			const connection = await connect();
			await connection.tell(told('new', 1));
			for (const status of ['error', 'error', 'success'] as const) {
				expect((await connection.receive()).items).toMatchObject([{ reservationId: STAY.reservationId }]);
				await connection.end?.(status);
			}
			expect((await connection.receive()).items).toEqual([]);
		},
	},
];

export function describeChannel(setup: ChannelSetup): void {
	const open: Connection[] = [];
	const connect = async () => {
		const connection = await setup.connect();
		open.push(connection);
		return connection;
	};
	afterEach(async () => {
		for (const connection of open.splice(0)) await connection.close?.();
	});
	it.each(CHECKS.filter(({ ofPolling }) => setup.polls || !ofPolling))('$name', async ({ run }) => {
		await run(setup, connect);
	});
}

function registered({ channel }: ChannelSetup): Omit<Channel, 'displayName'> {
	const found = typeof channel === 'string' ? channelById(channel) : channel;
	if (!found) throw new Error('No such channel is registered in core/channel/channels.ts');
	return found;
}

/** Each message as the item that it became, and the reservation in that. */
async function received(
	{ adds }: ChannelSetup,
	connection: Connection,
	messages: readonly Told[],
): Promise<Array<{ item: IDataObject; reservation: Reservation }>> {
	const found = [];
	for (const message of messages) {
		await connection.tell(message);
		const { items, errors } = await connection.receive();
		expect({ errors, items: items.length }).toEqual({ errors: [], items: 1 });
		const { [adds]: _, ...reservation } = items[0]!;
		found.push({ item: items[0]!, reservation: reservation as unknown as Reservation });
		await connection.end?.('success');
	}
	return found;
}

async function failure(connection: Connection, fault: string): Promise<Received> {
	await connection.tell(told('new', 1));
	await connection.faults[fault]?.();
	return await connection.receive();
}

function stateAfter(messages: readonly Reservation[]): Reservation {
	let state: Reservation | null = null;
	for (const message of messages) state = merge(state, message).reservation;
	return state!;
}

function contentOf({ history: _, ...content }: Reservation): Partial<Reservation> {
	return content;
}

function permutations<T>(list: readonly T[]): T[][] {
	if (list.length <= 1) return [[...list]];
	return list.flatMap((first, index) =>
		permutations(list.filter((_, place) => place !== index)).map((rest) => [first, ...rest]),
	);
}

const withoutSigns = (text: string): string => text.replace(/[\s.,:;_/-]/g, '');
