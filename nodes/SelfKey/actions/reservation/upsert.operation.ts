import { sleep, type IDataObject, type INodeExecutionData, type INodeProperties } from 'n8n-workflow';
import { shownFor, type ItemResult, type Operation } from '../../../shared/n8n/operations';
import { isPassing, RemoteProblem } from '../../../shared/n8n/problem';
import { withRetry } from '../../../shared/n8n/retry';
import { canonicalJson } from '../../../shared/reservation/fingerprint';
import { readRoomMap, type RoomMapEntries } from '../../roomMap';
import { reservationOf, toSelfKeyEvent, type SelfKeyEvent } from '../../selfKey.mapper';
import { selfKeyPost } from '../../transport';
import { hotelProperty, hotelSlugOf } from '../hotel';

/** SelfKey's handler takes up to 100 events at a time. */
const BATCH = 50;
const ATTEMPTS = 4;

const properties: INodeProperties[] = [
	hotelProperty(),
	{
		displayName: 'Room Map',
		name: 'roomMap',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '={{ $json.roomMap }}',
		placeholder: '1296364403 = 101, 102, 103',
		description: "Which of SelfKey's rooms serve a room type of the channel, one type a line. Empty: as the integration in SelfKey is set.",
	},
];

interface Entry {
	index: number;
	item: INodeExecutionData;
	event: SelfKeyEvent;
}

/**
 * Writes reservations to SelfKey, whatever happened to them: new, changed or cancelled. Writing the same one
 * again changes nothing, so it may be repeated after any fault. The items pass on with `selfKey` added.
 */
export const upsert: Operation = {
	description: shownFor('reservation', 'upsert', properties),
	async execute(items) {
		const { integrationId } = await this.getCredentials('selfKeyApi');
		const results: ItemResult[] = items.map(() => new Error('Not sent'));
		const groups = new Map<string, { hotelSlug: string; roomMap: RoomMapEntries; entries: Entry[] }>();
		for (const [index, item] of items.entries()) {
			try {
				const hotelSlug = hotelSlugOf(this, index);
				const roomMap = readRoomMap(this.getNodeParameter('roomMap', index, ''));
				const event = toSelfKeyEvent(reservationOf(item.json), hotelSlug, String(integrationId ?? ''));
				const key = `${hotelSlug}\n${canonicalJson(roomMap)}`;
				const group = groups.get(key) ?? { hotelSlug, roomMap, entries: [] };
				group.entries.push({ index, item, event });
				groups.set(key, group);
			} catch (error) {
				results[index] = error as Error;
			}
		}
		for (const { hotelSlug, roomMap, entries } of groups.values()) {
			for (let start = 0; start < entries.length; start += BATCH) {
				const batch = entries.slice(start, start + BATCH);
				const post = async (events: SelfKeyEvent[]) => (await selfKeyPost(this, hotelSlug, { events, room_map: roomMap })).json;
				const outcomes = await writeBatch(batch.map(({ event }) => event), post);
				for (const [place, { index, item }] of batch.entries()) {
					const outcome = outcomes[place] ?? new Error('Not sent');
					results[index] = outcome instanceof Error ? outcome : { ...item.json, selfKey: outcome };
				}
			}
		}
		return results;
	},
};

/**
 * Sends a batch, and those of it that failed for a passing reason again. Those already written are not sent
 * again, so that their outcome stays the one of the first time.
 */
async function writeBatch(events: SelfKeyEvent[], post: (events: SelfKeyEvent[]) => Promise<unknown>): Promise<Array<IDataObject | Error>> {
	const outcomes: Array<IDataObject | Error> = events.map(() => new Error('Not sent'));
	let waiting = events.map((event, place) => ({ event, place }));
	const send = async () => {
		const answers = resultsOf(await post(waiting.map(({ event }) => event)), waiting.length);
		for (const [index, { place }] of waiting.entries()) outcomes[place] = answers[index] ?? new Error('Not sent');
		waiting = waiting.filter((_, index) => isPassing(answers[index]));
		const passing = answers.find(isPassing);
		if (passing) throw passing;
	};
	await withRetry(send, { attempts: ATTEMPTS, wait: sleep }).catch((error: unknown) => {
		const problem = error instanceof Error ? error : new Error('Unknown error');
		for (const { place } of waiting) outcomes[place] = problem;
	});
	return outcomes;
}

/** SelfKey's answer to each event, in order. An answer that cannot be matched counts for none of them. */
function resultsOf(json: unknown, count: number): Array<IDataObject | Error> {
	const { results } = (json ?? {}) as { results?: unknown };
	if (!Array.isArray(results) || results.length !== count) {
		throw new RemoteProblem({
			kind: 'unreadable',
			message: "SelfKey's answer does not say what became of each reservation",
			advice: 'SelfKey must run the route handler that comes with this package; see selfkey/README.md',
		});
	}
	return results.map((result: unknown) => {
		const { status, error, retryable, ...outcome } = (result ?? {}) as IDataObject;
		if (status === 'success' && typeof outcome.outcome === 'string') return outcome;
		return new RemoteProblem({
			kind: retryable === true ? 'server' : 'refused',
			message: `SelfKey did not write the reservation: ${typeof error === 'string' ? error.slice(0, 300) : 'no reason given'}`,
			advice: retryable === true ? 'Nothing is lost: its source offers it again' : 'Correct what it names; its source offers the reservation again',
		});
	});
}
