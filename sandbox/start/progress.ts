/** Shows what the synchronisations do, while they do it. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Report } from '../n8n/host/types';
import type { House } from './house';

const LOOK_EVERY_MS = 1_000;
const TELL_EVERY_MS = 15_000;
/** n8n polls once a minute; nothing for so long means that something is wrong. */
const PATIENCE_MS = 5 * 60_000;

/**
 * Waits until Booking.com has nothing left to give and n8n nothing left to do.
 * @throws Error where nothing has moved for five minutes
 */
export async function untilDone(house: House, say: Report): Promise<void> {
	let moved = { acknowledged: -1, at: Date.now() };
	let told = 0;
	for (;;) {
		const { acknowledged, pending, unreleased } = house.bookingCom.statistics();
		const busy = await runningExecutions(house);
		if (house.bookingCom.drained && busy === 0) return;
		if (acknowledged !== moved.acknowledged) moved = { acknowledged, at: Date.now() };
		if (Date.now() - moved.at > PATIENCE_MS) {
			throw new Error(`Nothing was acknowledged for ${PATIENCE_MS / 60_000} minutes; ${pending + unreleased} messages wait. The last lines of n8n:\n${house.n8n.logs().split('\n').slice(-15).join('\n')}`);
		}
		if (Date.now() - told >= TELL_EVERY_MS) {
			told = Date.now();
			say(`${acknowledged} of ${acknowledged + pending + unreleased} messages acknowledged ... (n8n polls once a minute)`);
		}
		await wait(LOOK_EVERY_MS);
	}
}

/** Tells of each execution as it ends; never returns. */
export async function follow(house: House, say: Report): Promise<never> {
	const told = new Set<string>();
	for (;;) {
		const executions = await house.n8n.api.executions({ workflowId: house.templates.bookingCom });
		for (const { id, status, startedAt } of executions.reverse()) {
			if (told.has(id) || status === 'running' || status === 'new') continue;
			told.add(id);
			say(`${new Date(startedAt).toLocaleTimeString()}  execution ${id}: ${status}  ${await outcomesOf(house, id)}`);
		}
		await wait(LOOK_EVERY_MS);
	}
}

async function outcomesOf(house: House, executionId: string): Promise<string> {
	const rows = (await house.n8n.api.dataTableRows('hotel_integration_log')) ?? [];
	const counts = new Map<string, number>();
	for (const { outcome, executionId: of } of rows) if (of === executionId) counts.set(String(outcome), (counts.get(String(outcome)) ?? 0) + 1);
	return [...counts].map(([outcome, count]) => `${count} ${outcome}`).join(', ');
}

async function runningExecutions({ n8n, templates }: House): Promise<number> {
	return (await n8n.api.executions({ workflowId: templates.bookingCom, status: ['new', 'running', 'waiting'] })).length;
}
