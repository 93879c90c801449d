/** What a synchronisation did, read back from n8n, the sandbox and SelfKey's database; nothing is counted while sending. */
import { CHANNELS } from '../../core/channel/channels';
import { CALENDAR_HOST } from '../ical';
import { availabilitySummary, type AvailabilitySummary } from './availability';
import type { SandboxEnvironment } from './environment';
import { executionsOf } from './progress';
import type { TemplateIds } from './templates';
import { isDuplicate, isRejected, outcomesOf } from './webhooks';

/** What a workflow receives, by its trigger. */
export interface Source {
	channel: string;
	/** In the summary. */
	name: string;
	template: keyof TemplateIds;
	trigger: string;
}

/** Airbnb's calendars are of another account than its interface. */
const CALENDARS: Source = { channel: 'airbnb', name: 'airbnb-ical', template: 'calendars', trigger: 'Airbnb Trigger' };
const WEBHOOKS: Source = {
	...{ channel: 'webhook', name: 'webhook' },
	...{ template: 'reservations', trigger: 'Reservation Webhook Trigger' },
};

/** Each channel with a template named after it, and what comes in other ways. */
export function sourcesOf(templates: Partial<TemplateIds>): Source[] {
	const channels = CHANNELS.map(({ id, displayName }): Source => {
		const template = id.replace(/[^a-z0-9]+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
		return { channel: id, name: id, template: template as keyof TemplateIds, trigger: `${displayName} Trigger` };
	});
	return [...channels, CALENDARS, WEBHOOKS].filter(({ template }) => template in templates);
}

export interface ChannelSummary {
	/** Items that the trigger emitted. */
	received: number;
	created: number;
	updated: number;
	cancelled: number;
	unchanged: number;
	conflict: number;
}

export interface Summary {
	reservations: Record<string, ChannelSummary>;
	/** What became of payments and refunds in SelfKey; `unmatched` named no known booking. */
	payments: { created: number; unchanged: number; unmatched: number; refused: number };
	/** Signed webhooks: executions that they started, and answers without one. */
	webhooks: { accepted: number; rejected: number; duplicate: number };
	/** Messages that Booking.com took off its queues. */
	acknowledged: number;
	/** Of all workflows that reservations, changes and payments start. */
	executions: { success: number; error: number };
	/** Rows in SelfKey's table of bookings. */
	bookings: number;
	/** Changes in SelfKey's feed, by who made them. */
	changes: { emitted: number; byOrigin: Record<string, number> };
	/** Reservations that subscribers of the feed have acknowledged, that wait for them, and that they have handed back. */
	deliveries: { acknowledged: number; waiting: number; retried: number };
	/** What became of reservations, guests and payments in OPERA; `conflicts` are left to people there. */
	opera: { created: number; updated: number; cancelled: number; guests: number; payments: number; conflicts: number };
	/** What the channels were told of rooms to sell. */
	availability: AvailabilitySummary;
	seconds: number;
}

/** @param seconds how long the synchronisation took */
export async function summarise(environment: SandboxEnvironment, seconds: number): Promise<Summary> {
	const { bookingCom, selfKey, templates } = environment;
	const executions = await executionsOf(environment);
	const { bookings, outcomes, outcomesByProperty, changes, deliveries, payments } = await selfKey.statistics();
	const reservations: Summary['reservations'] = {};
	for (const source of sourcesOf(templates)) {
		const { channel, name, template, trigger } = source;
		const ofCalendars = outcomesByProperty[`${channel}/${CALENDAR_HOST}`];
		const count = (outcome: string) => {
			const some = ofCalendars?.[outcome] ?? 0;
			return source === CALENDARS ? some : (outcomes[channel]?.[outcome] ?? 0) - some;
		};
		reservations[name] = {
			received: await receivedBy(environment, templates[template], trigger),
			created: count('created'),
			updated: count('updated'),
			cancelled: count('cancelled'),
			unchanged: count('unchanged') + count('stale'),
			conflict: count('conflict'),
		};
	}
	const answers = outcomesOf(environment);
	return {
		reservations,
		payments,
		webhooks: {
			// Not what the clock starts, such as the hourly look of 40 at what is to be posted.
			accepted: executions.filter(
				({ workflowId, mode }) =>
					mode === 'webhook' && [templates.payments, templates.reservations].includes(workflowId),
			).length,
			rejected: answers.filter(isRejected).length,
			duplicate: answers.filter(isDuplicate).length,
		},
		acknowledged: bookingCom.statistics().acknowledged,
		executions: {
			success: executions.filter(({ status }) => status === 'success').length,
			error: executions.filter(({ status }) => ['error', 'crashed', 'canceled'].includes(status)).length,
		},
		bookings,
		changes,
		deliveries,
		opera: await operaSummary(environment),
		availability: await availabilitySummary(environment),
		seconds: Math.round(seconds * 10) / 10,
	};
}

const INTO_OPERA = ['SelfKey → Opera', 'Cash register → Opera'];

async function operaSummary({ opera, n8n }: SandboxEnvironment): Promise<Summary['opera']> {
	const { created, updated, cancelled, guests, payments } = opera.statistics();
	const rows = (await n8n.api.dataTableRows('hotel_integration_log')) ?? [];
	const conflicts = rows.filter(
		({ integration, outcome }) => INTO_OPERA.includes(String(integration)) && outcome === 'conflict',
	).length;
	return { created, updated, cancelled, guests, payments, conflicts };
}

async function receivedBy({ n8n }: SandboxEnvironment, workflowId: string, trigger: string): Promise<number> {
	let received = 0;
	for (const { id } of await n8n.api.executions({ workflowId })) {
		const { data } = await n8n.api.execution(id);
		received += data.resultData.runData[trigger]?.[0]?.data?.main?.[0]?.length ?? 0;
	}
	return received;
}
