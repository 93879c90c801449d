/**
 * Keeps requests apart. OPERA Cloud allows 50 a second for the whole environment and delays what is above; all items
 * and workflows of this n8n together stay well below, so that the hotel's other systems have room.
 */
import { sleep } from 'n8n-workflow';

/** n8n loads the node and the trigger separately, so they cannot share one pace: 40 and 9 requests a second. */
const APART_MS = { node: 25, trigger: 110 } as const;
const MAX_ENVIRONMENTS = 100;

/** When the next request may go to each environment, in epoch milliseconds. */
const nextTurn = new Map<string, number>();

/** Waits for this environment's next turn. */
export async function takeTurn(environment: string, asker: keyof typeof APART_MS): Promise<void> {
	const now = Date.now();
	const turn = Math.max(now, nextTurn.get(environment) ?? 0);
	if (nextTurn.size >= MAX_ENVIRONMENTS && !nextTurn.has(environment)) nextTurn.clear();
	nextTurn.set(environment, turn + APART_MS[asker]);
	if (turn > now) await sleep(turn - now);
}
