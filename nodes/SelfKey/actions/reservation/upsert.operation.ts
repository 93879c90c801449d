import { sleep, type INodeProperties } from 'n8n-workflow';
import { shownFor, type ItemResult, type Operation } from '../../../shared/n8n/operations';
import { canonicalJson } from '../../../shared/reservation/fingerprint';
import { readRoomMap, type RoomMapEntries } from '../../roomMap';
import { reservationOf, toSelfKeyEvent, type SelfKeyEvent } from '../../selfKey.mapper';
import { LONGEST_WAIT, selfKeyPost } from '../../transport';
import { writeEvents, type Post } from '../../writer';
import { hotelProperty, hotelSlugOf } from '../hotel';

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

/** What can go in one request: it names one hotel and holds one room map. */
interface Group {
	hotelSlug: string;
	roomMap: RoomMapEntries;
	entries: Array<{ index: number; event: SelfKeyEvent }>;
}

/**
 * Writes reservations to SelfKey, whatever happened to them: new, changed or cancelled. Writing the same one
 * again changes nothing, so it may be repeated after any fault. The items pass on with `selfKey` added.
 */
export const upsert: Operation = {
	description: shownFor('reservation', 'upsert', properties),
	async execute(items) {
		const { integrationId } = await this.getCredentials('selfKeyApi');
		const results: ItemResult[] = [];
		const groups = new Map<string, Group>();
		for (const [index, { json }] of items.entries()) {
			try {
				const reservation = reservationOf(json);
				const hotelSlug = hotelSlugOf(this, index);
				const roomMap = readRoomMap(this.getNodeParameter('roomMap', index, ''));
				const event = toSelfKeyEvent(reservation, hotelSlug, String(integrationId ?? '').trim());
				const key = `${hotelSlug}\n${canonicalJson(roomMap)}`;
				const group = groups.get(key) ?? { hotelSlug, roomMap, entries: [] };
				group.entries.push({ index, event });
				groups.set(key, group);
			} catch (error) {
				results[index] = error as Error;
			}
		}
		let attempts = ATTEMPTS;
		for (const { hotelSlug, roomMap, entries } of groups.values()) {
			const post: Post = async (events) => await selfKeyPost(this, hotelSlug, { events, room_map: roomMap });
			const { outcomes, failure } = await writeEvents(entries.map(({ event }) => event), post, { attempts, wait: sleep, longestWait: LONGEST_WAIT });
			for (const { index, event } of entries) {
				const outcome = outcomes.get(event);
				results[index] = outcome instanceof Error ? outcome : { ...items[index]?.json, selfKey: outcome };
			}
			// Where SelfKey is down for one hotel, the next has its chance, but is not waited for as long.
			if (failure) attempts = 1;
		}
		return results;
	},
};
