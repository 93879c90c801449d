/** What the channels were told of rooms to sell, read back from n8n, from SelfKey's database, and from what the stand-ins have answered. */
import type { SandboxEnvironment } from './environment';

export interface AvailabilitySummary {
	/** Room types of a channel that took what they were sent. */
	pushed: number;
	/** Ranges of nights in them. */
	ranges: number;
	/** Requests that the channels have answered. */
	calls: number;
	/** Stays that have no room, or share one. */
	conflicts: number;
	/** From the first change in SelfKey until a channel has confirmed that it sells fewer rooms; `null` where none did. */
	closureSeconds: { p50: number | null; p99: number | null };
}

interface ToldItem {
	raises?: boolean;
	nights?: unknown[];
	error?: unknown;
	selfKey?: { availability?: { acknowledgement?: string; seconds?: number | null } };
}

const ACKNOWLEDGE = 'Acknowledge to SelfKey';

export async function availabilitySummary(environment: SandboxEnvironment): Promise<AvailabilitySummary> {
	const { bookingCom, airbnb, selfKey } = environment;
	const told = (await toldItems(environment)).filter(
		({ selfKey: of }) => of?.availability?.acknowledgement === 'acknowledged',
	);
	const seconds = told
		.filter(({ raises }) => raises !== true)
		.flatMap(({ selfKey: of }) => of?.availability?.seconds ?? [])
		.sort((one, other) => one - other);
	const [conflicts] = await selfKey.db<{ count: number }>('SELECT count(*)::int AS "count" FROM "booking_conflicts"');
	return {
		pushed: told.length,
		ranges: told.reduce((sum, { nights }) => sum + (nights?.length ?? 0), 0),
		calls:
			bookingCom.log.entries.filter(({ route }) => route === 'availability').length +
			airbnb.log.filter(({ path }) => path.startsWith('/v2/calendar_operations')).length,
		conflicts: conflicts?.count ?? 0,
		closureSeconds: { p50: percentile(seconds, 0.5), p99: percentile(seconds, 0.99) },
	};
}

async function toldItems({ n8n, templates }: SandboxEnvironment): Promise<ToldItem[]> {
	const items: ToldItem[] = [];
	for (const { id } of await n8n.api.executions({ workflowId: templates.availability })) {
		const { data } = await n8n.api.execution(id);
		for (const run of data.resultData.runData[ACKNOWLEDGE] ?? [])
			items.push(...(run.data?.main?.flat() ?? []).map((item) => (item?.json ?? {}) as ToldItem));
	}
	return items;
}

/** @param sorted ascending */
function percentile(sorted: readonly number[], share: number): number | null {
	const found = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
	return found === undefined ? null : Math.round(found * 10) / 10;
}
