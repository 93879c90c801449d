/**
 * Keeps requests apart. OPERA Cloud allows 50 a second for the whole environment and delays what is above; all items
 * and workflows of this n8n process together stay a little below their share, which the credential says: several
 * processes cannot know of each other. Source: Oracle's page on throttling.
 */
import { sleep } from 'n8n-workflow';
import { ApiError } from '../shared/request/api-error';

/** What OPERA allows all systems of an environment together, in requests per second. */
export const OPERA_LIMIT = 50;
/** n8n loads the node and the trigger separately, so they cannot share one pace: of 50 they take 40 and 9. */
const PART = { node: 0.8, trigger: 0.18 } as const;
const MAX_ENVIRONMENTS = 100;
/** A run waits so long at most, in seconds; what OPERA wants later than that is handed back to its source. */
export const MAX_WAIT_SECONDS = 60;
/** OPERA's limit is one of seconds: a date far ahead is a slip, and would hold up everything until n8n is started again. */
const MAX_HOLD_MS = 86_400_000;

/** When the next request may go to each environment, and until when it wants none; epoch milliseconds. */
const nextTurn = new Map<string, number>();
const heldUntil = new Map<string, number>();

/**
 * Waits for this environment's next turn.
 * @param share the requests per second that this process may send, 1 to 50
 * @throws ApiError `rate_limited`, with the seconds that are left, where OPERA wants no request within a minute
 */
export async function takeTurn(environment: string, asker: keyof typeof PART, share: number): Promise<void> {
	const apart = 1000 / (share * PART[asker]);
	for (let turn = 0; ;) {
		const now = Date.now();
		refuseWhileHeld(environment);
		turn = Math.max(now, nextTurn.get(environment) ?? 0, heldUntil.get(environment) ?? 0);
		if (nextTurn.size >= MAX_ENVIRONMENTS && !nextTurn.has(environment)) forget();
		nextTurn.set(environment, turn + apart);
		if (turn > now) await sleep(turn - now);
		// OPERA may have refused another request meanwhile.
		if ((heldUntil.get(environment) ?? 0) <= turn) return;
	}
}

/** @throws ApiError as `takeTurn` */
export function refuseWhileHeld(environment: string): void {
	const until = heldUntil.get(environment) ?? 0;
	const seconds = Math.ceil((until - Date.now()) / 1000);
	if (seconds <= MAX_WAIT_SECONDS) return;
	// The same words for all that it concerns, so that it is one fault for people.
	throw new ApiError({
		kind: 'rate_limited',
		status: 429,
		retryAfter: seconds,
		message: `Opera asks for no request before ${new Date(until).toISOString().slice(0, 19)}Z`,
		advice: 'Nothing is lost: it is tried again later. OPERA limits the requests of all its systems together',
	});
}

/** After a 429, which says that the environment has had too many requests: everybody here waits, not only who was refused. */
export function holdBack(environment: string, seconds: number): void {
	const until = Date.now() + Math.min(seconds * 1000, MAX_HOLD_MS);
	heldUntil.set(environment, Math.max(until, heldUntil.get(environment) ?? 0));
}

/** The share in a credential; the whole limit where it says none that can be. */
export function shareOf(value: unknown): number {
	const share = Number(value);
	return Number.isFinite(share) && share >= 1 && share <= OPERA_LIMIT ? share : OPERA_LIMIT;
}

function forget(): void {
	nextTurn.clear();
	heldUntil.clear();
}
