/** Shows what the workflows do while they run. */
import { setTimeout as wait } from 'node:timers/promises';
import type { ExecutionStatus, ExecutionSummary, Report } from '../n8n/host/types';
import type { SandboxEnvironment } from './environment';
import { isDuplicate, isRejected, outcomesOf, reasonOf } from './webhooks';

const LOOK_EVERY_MS = 1_000;
const TELL_EVERY_MS = 15_000;
/** Far longer than a poll, or a second try. */
const PATIENCE_MS = 5 * 60_000;

/**
 * Waits until Booking.com, Airbnb and SelfKey's change feed have nothing left to deliver and n8n has nothing left to do.
 * @param acting what people and systems are still doing; the wait does not end before it
 * @throws Error if there was no progress for five minutes
 */
export async function untilDone(
	house: SandboxEnvironment,
	say: Report,
	acting: Promise<unknown> = Promise.resolve(),
): Promise<void> {
	let isActing = true;
	const acted = acting.then(() => {
		isActing = false;
	});
	await Promise.all([acted, untilQuiet(house, say, () => isActing)]);
}

async function untilQuiet(house: SandboxEnvironment, say: Report, isActing: () => boolean): Promise<void> {
	let moved = { done: -1, at: Date.now() };
	let saidAt = 0;
	for (;;) {
		const wasActing = isActing();
		const { acknowledged, pending, unreleased } = house.bookingCom.statistics();
		const busy = (await executionsOf(house, ['new', 'running', 'waiting'])).length;
		const { acknowledged: told, waiting } = (await house.selfKey.statistics()).deliveries;
		const answered = outcomesOf(house).length;
		if (
			!wasActing &&
			house.bookingCom.drained &&
			house.airbnb.drained &&
			house.calendars.drained &&
			house.opera.waitingEvents === 0 &&
			waiting === 0 &&
			busy === 0
		)
			return;
		const done =
			acknowledged +
			told +
			answered -
			house.opera.waitingEvents +
			Number(house.airbnb.drained) +
			house.calendars.requests.length;
		if (done !== moved.done) moved = { done, at: Date.now() };
		if (Date.now() - moved.at > PATIENCE_MS) {
			throw new Error(
				`Nothing has moved for ${PATIENCE_MS / 60_000} minutes; ${pending + unreleased} messages and ${waiting} changes wait. The last lines of n8n:\n${house.n8n.logs().split('\n').slice(-15).join('\n')}`,
			);
		}
		if (Date.now() - saidAt >= TELL_EVERY_MS) {
			saidAt = Date.now();
			say(
				`${acknowledged} of ${acknowledged + pending + unreleased} messages acknowledged, ${answered} webhooks answered, ${told} changes acknowledged and ${waiting} waiting ... (the workflows poll every 20 seconds)`,
			);
		}
		await wait(LOOK_EVERY_MS);
	}
}

/** Reports each execution as it ends, and each webhook that starts none; never returns. */
export async function follow(house: SandboxEnvironment, say: Report): Promise<never> {
	const told = new Set<string>();
	let answered = 0;
	for (;;) {
		const outcomes = outcomesOf(house);
		for (const answer of outcomes.slice(answered)) {
			const what = isDuplicate(answer)
				? 'came again, not run again'
				: isRejected(answer)
					? `rejected: ${reasonOf(answer)}`
					: null;
			if (what) say(`${answer.at.toLocaleTimeString()}  webhook ${answer.id} (${answer.kind}): ${what}`);
		}
		answered = outcomes.length;
		for (const { id, status, startedAt, workflowName } of await executionsOf(house)) {
			if (told.has(id) || status === 'running' || status === 'new') continue;
			told.add(id);
			say(
				`${new Date(startedAt).toLocaleTimeString()}  execution ${id} of "${workflowName ?? ''}": ${status}  ${await outcomesInLog(house, id)}`,
			);
		}
		await wait(LOOK_EVERY_MS);
	}
}

async function outcomesInLog(house: SandboxEnvironment, executionId: string): Promise<string> {
	const rows = (await house.n8n.api.dataTableRows('hotel_integration_log')) ?? [];
	const counts = new Map<string, number>();
	for (const { outcome, executionId: of } of rows)
		if (of === executionId) counts.set(String(outcome), (counts.get(String(outcome)) ?? 0) + 1);
	return [...counts].map(([outcome, count]) => `${count} ${outcome}`).join(', ');
}

/** Of the workflows that reservations, changes and payments start, oldest first. */
export async function executionsOf(
	{ n8n, templates }: SandboxEnvironment,
	status?: ExecutionStatus[],
): Promise<ExecutionSummary[]> {
	const { bookingCom, airbnb, calendars, changes, opera, payments, reservations, availability } = templates;
	const found = await Promise.all(
		[bookingCom, airbnb, calendars, changes, opera, payments, reservations, availability].map((workflowId) =>
			n8n.api.executions({ workflowId, ...(status && { status }) }),
		),
	);
	return found.flat().sort((a, b) => Number(a.id) - Number(b.id));
}
