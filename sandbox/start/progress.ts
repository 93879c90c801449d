/** Shows what the workflows do while they run. */
import { UNFINISHED } from '../n8n/host/api';
import { setTimeout as wait } from 'node:timers/promises';
import type { ExecutionStatus, ExecutionSummary, Report } from '../n8n/host/types';
import type { SandboxEnvironment } from './environment';
import type { Answer } from '../http/webhook-sender';
import { InOrder } from './in-order';
import { Story, type AnsweredWebhook } from './story';
import { isDuplicate, isRejected, outcomesOf, reasonOf } from './webhooks';

const LOOK_EVERY_MS = 1_000;
const TELL_EVERY_MS = 15_000;
const SUMMARY_EVERY_MS = 60_000;
/** Far longer than a poll, or a second try. */
const PATIENCE_MS = 5 * 60_000;

/**
 * Waits until Booking.com, Airbnb and SelfKey's change feed have nothing left to deliver and n8n has nothing left to do.
 * @param acting what people and systems are still doing; the wait does not end before it
 * @throws Error if there was no progress for five minutes
 */
export async function untilDone(
	environment: SandboxEnvironment,
	say: Report,
	acting: Promise<unknown> = Promise.resolve(),
): Promise<void> {
	let isActing = true;
	const acted = acting.then(() => {
		isActing = false;
	});
	await Promise.all([acted, untilQuiet(environment, say, () => isActing)]);
}

async function untilQuiet(environment: SandboxEnvironment, say: Report, isActing: () => boolean): Promise<void> {
	let moved = { done: -1, at: Date.now() };
	let saidAt = 0;
	for (;;) {
		const wasActing = isActing();
		const { acknowledged, pending, unreleased } = environment.bookingCom.statistics();
		const busy = (await executionsOf(environment, UNFINISHED)).length;
		const { acknowledged: told, waiting } = (await environment.selfKey.statistics()).deliveries;
		const answered = outcomesOf(environment).length;
		if (
			!wasActing &&
			environment.bookingCom.drained &&
			environment.airbnb.drained &&
			environment.calendars.drained &&
			environment.opera.waitingEvents === 0 &&
			waiting === 0 &&
			busy === 0
		)
			return;
		const done =
			acknowledged +
			told +
			answered -
			environment.opera.waitingEvents +
			Number(environment.airbnb.drained) +
			environment.calendars.requests.length;
		if (done !== moved.done) moved = { done, at: Date.now() };
		if (Date.now() - moved.at > PATIENCE_MS) {
			throw new Error(
				`Nothing has moved for ${PATIENCE_MS / 60_000} minutes; ${pending + unreleased} messages and ${waiting} changes wait. The last lines of n8n:\n${environment.n8n.logs().split('\n').slice(-15).join('\n')}`,
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

/** Tells what happens, in the order of time; never returns. */
export async function follow(environment: SandboxEnvironment, say: Report): Promise<never> {
	const story = new Story();
	const ended = new Set<string>();
	let answered = 0;
	let saidAt = Date.now();
	const lines = new InOrder();
	for (;;) {
		const look = new Date();
		const outcomes = outcomesOf(environment);
		for (const answer of outcomes.slice(answered)) lines.add(answer.at, story.webhook(webhookOf(answer)));
		answered = outcomes.length;
		const fresh = (await executionsOf(environment)).filter(
			({ id, status }) => !ended.has(id) && status !== 'running' && status !== 'new',
		);
		const isDue = Date.now() - saidAt >= SUMMARY_EVERY_MS;
		// The log grows: it is read only for what is told.
		const isTold = isDue || fresh.some(({ workflowName }) => !story.knows(workflowName ?? ''));
		const logged = isTold ? await outcomesInLog(environment) : new Map<string, Record<string, number>>();
		for (const { id, status, startedAt, stoppedAt, workflowId, workflowName } of fresh) {
			ended.add(id);
			const at = new Date(stoppedAt ?? startedAt);
			const address = `${environment.n8n.url}/workflow/${workflowId}/executions`;
			const run = { id, at, address, workflow: workflowName ?? '', succeeded: status === 'success' };
			lines.add(at, story.run(run, logged));
		}
		if (isDue) {
			saidAt = look.getTime();
			lines.add(look, story.summary(look, logged));
		}
		for (const line of lines.until(look)) say(line);
		await wait(LOOK_EVERY_MS);
	}
}

function webhookOf(answer: Answer): AnsweredWebhook {
	const what = isDuplicate(answer) ? 'repeated' : isRejected(answer) ? 'refused' : 'accepted';
	return { kind: answer.kind, what, reason: reasonOf(answer), at: answer.at };
}

/** How many lines of the log say what, by execution. */
async function outcomesInLog(environment: SandboxEnvironment): Promise<Map<string, Record<string, number>>> {
	const rows = (await environment.n8n.api.dataTableRows('hotel_integration_log')) ?? [];
	const counts = new Map<string, Record<string, number>>();
	for (const { outcome, executionId } of rows) {
		const of = counts.get(String(executionId)) ?? {};
		of[String(outcome)] = (of[String(outcome)] ?? 0) + 1;
		counts.set(String(executionId), of);
	}
	return counts;
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
