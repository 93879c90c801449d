/** What a synchronisation did, read back from n8n, the sandbox and SelfKey's database; nothing is counted while sending. */
import type { House } from './house';

const CHANNEL = 'booking.com';
const TRIGGER = 'Booking.com Trigger';

export interface ChannelSummary {
	/** Items that the trigger gave to its runs. */
	received: number;
	created: number;
	updated: number;
	cancelled: number;
	unchanged: number;
	conflict: number;
}

export interface Summary {
	reservations: Record<string, ChannelSummary>;
	/** Messages that Booking.com took off its queues. */
	acknowledged: number;
	/** Of all workflows that poll. */
	executions: { success: number; error: number };
	/** Rows in SelfKey's table of bookings. */
	bookings: number;
	/** Changes that SelfKey's feed had to tell, by who made them. */
	changes: { emitted: number; byOrigin: Record<string, number> };
	seconds: number;
}

/** @param seconds how long the synchronisation took */
export async function summarise({ n8n, bookingCom, selfKey, templates }: House, seconds: number): Promise<Summary> {
	const fromBookingCom = await n8n.api.executions({ workflowId: templates.bookingCom });
	const executions = [...fromBookingCom, ...(await n8n.api.executions({ workflowId: templates.changes }))];
	let received = 0;
	for (const { id } of fromBookingCom) {
		const { data } = await n8n.api.execution(id);
		received += data.resultData.runData[TRIGGER]?.[0]?.data?.main?.[0]?.length ?? 0;
	}
	const { bookings, outcomes, changes } = await selfKey.statistics();
	const count = (outcome: string) => outcomes[CHANNEL]?.[outcome] ?? 0;
	return {
		reservations: {
			[CHANNEL]: {
				received,
				created: count('created'),
				updated: count('updated'),
				cancelled: count('cancelled'),
				unchanged: count('unchanged') + count('stale'),
				conflict: count('conflict'),
			},
		},
		acknowledged: bookingCom.statistics().acknowledged,
		executions: {
			success: executions.filter(({ status }) => status === 'success').length,
			error: executions.filter(({ status }) => ['error', 'crashed', 'canceled'].includes(status)).length,
		},
		bookings,
		changes,
		seconds: Math.round(seconds * 10) / 10,
	};
}
