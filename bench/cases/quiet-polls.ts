/** What a minute costs n8n in which nothing happens: our polls, beside its own schedule. */
import { setTimeout as wait } from 'node:timers/promises';
import type { WorkflowFile } from '../../sandbox/n8n/host/types';
import { openSandbox } from '../../sandbox/start/environment';
import { timingOf } from '../measure';
import { cpuSeconds } from '../n8n-load';
import { atMost, type Case } from '../report';

const MINUTE_MS = 60_000;

const schedule: WorkflowFile = {
	name: 'Every minute, nothing',
	nodes: [
		{
			id: 'schedule',
			name: 'Every minute',
			type: 'n8n-nodes-base.scheduleTrigger',
			typeVersion: 1.2,
			position: [0, 0],
			parameters: { rule: { interval: [{ field: 'minutes', minutesInterval: 1 }] } },
		},
		{ id: 'nothing', name: 'Nothing', type: 'n8n-nodes-base.noOp', typeVersion: 1, position: [208, 0], parameters: {} },
	],
	connections: { 'Every minute': { main: [[{ node: 'Nothing', type: 'main', index: 0 }]] } },
};

/** @param minutes of each kind */
export async function quietPolls({ minutes = 5 } = {}): Promise<Case> {
	const house = await openSandbox({ pollSeconds: 60 });
	const { n8n, templates, bookingCom } = house;
	try {
		const scheduled = await n8n.api.createWorkflow(schedule);
		const spent = { nothing: [] as number[], schedule: [] as number[], poll: [] as number[] };
		const minuteOf = async (kind: keyof typeof spent, workflow: string | null) => {
			if (workflow) await n8n.activate(workflow);
			// Switching on costs something too, which no quiet minute does.
			await wait(5_000);
			const before = cpuSeconds(n8n.pid);
			await wait(MINUTE_MS);
			spent[kind].push((cpuSeconds(n8n.pid) - before) * 1_000);
			if (workflow) await n8n.deactivate(workflow);
		};
		const executions = async () => (await n8n.api.executions({ workflowId: templates.bookingCom })).length;
		const before = await executions();
		let requests = 0;
		for (let minute = 0; minute < minutes; minute++) {
			await minuteOf('nothing', null);
			await minuteOf('schedule', scheduled);
			const asked = bookingCom.log.entries.length;
			await minuteOf('poll', templates.bookingCom);
			requests += bookingCom.log.entries.length - asked;
		}
		const [nothing, own, poll] = [timingOf(spent.nothing), timingOf(spent.schedule), timingOf(spent.poll)];
		return {
			name: 'quiet polls',
			about: "n8n's processor time in a minute in which nothing happens",
			figures: [
				{ what: 'nothing is active', timing: nothing },
				{ what: "a schedule of n8n's own and an empty node", timing: own },
				atMost(1, own, { what: 'ours, 10 Booking.com to SelfKey', timing: poll }),
			],
			notes: {
				'requests to Booking.com': requests,
				'executions stored by ours': (await executions()) - before,
			},
		};
	} finally {
		await house.close();
	}
}
