/** What all operations that write to SelfKey do the same way: in as few requests as can be, an answer for each item. */
import { sleep, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import type { ItemResult } from '../../shared/operations';
import { canonicalJson } from '../../../core/reservation/fingerprint';
import { MAX_WAIT_SECONDS, selfKeyPost } from '../transport';
import { writeEvents, type EventKind, type Post } from './write-events';

const ATTEMPTS = 4;

/** One item's event, with what holds for the whole request that it goes in. */
export interface Addressed<E> {
	hotelSlug: string;
	/** Further fields of the body; events with the same ones go together. */
	shared: Readonly<Record<string, unknown>>;
	event: E;
}

interface Group<E> extends Omit<Addressed<E>, 'event'> {
	entries: Array<{ index: number; event: E }>;
}

/**
 * Writes an event for each item. The items pass on with SelfKey's answer added under `selfKey`; an item that
 * has no event, or whose event was not written, is an error.
 * @param read makes the item's event; what it throws fails the item alone
 */
export async function writeItems<E extends object>(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
	kind: EventKind<E>,
	read: (item: INodeExecutionData, index: number) => Addressed<E>,
): Promise<ItemResult[]> {
	const results: ItemResult[] = [];
	const groups = new Map<string, Group<E>>();
	for (const [index, item] of items.entries()) {
		try {
			const { event, ...address } = read(item, index);
			const key = `${address.hotelSlug}\n${canonicalJson(address.shared)}`;
			const group = groups.get(key) ?? { ...address, entries: [] };
			group.entries.push({ index, event });
			groups.set(key, group);
		} catch (error) {
			results[index] = error as Error;
		}
	}
	let attempts = ATTEMPTS;
	for (const { hotelSlug, shared, entries } of groups.values()) {
		const post: Post<E> = async (events) =>
			await selfKeyPost(context, hotelSlug, { events, ...shared }, events.flatMap(kind.privateIn));
		const { outcomes, failure } = await writeEvents(
			entries.map(({ event }) => event),
			kind,
			post,
			{ attempts, wait: sleep, longestWait: MAX_WAIT_SECONDS },
		);
		for (const { index, event } of entries) {
			const outcome = outcomes.get(event);
			results[index] = outcome instanceof Error ? outcome : { ...items[index]?.json, selfKey: outcome };
		}
		// Where SelfKey is down for one hotel, the next has its chance, but is not waited for as long.
		if (failure) attempts = 1;
	}
	return results;
}

/** SelfKey's id of the integration, as the credential has it; SelfKey knows it by the address in any case. */
export async function integrationOf(context: IExecuteFunctions): Promise<string> {
	const { integrationId } = await context.getCredentials('selfKeyApi');
	return String(integrationId ?? '').trim();
}
