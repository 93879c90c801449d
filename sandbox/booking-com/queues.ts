/**
 * The message queues of a machine account (Booking.com connectivity docs, reservations API: process, retrieving,
 * acknowledging). New reservations and modifications/cancellations wait in separate queues; a message is offered
 * again until it is acknowledged; a change of a reservation that still has an unacknowledged message replaces that
 * message in its place, so there is never more than one message per reservation.
 */
import type { Step } from '../hotel/booking';
import type { QueueName } from './ota/reservation';

export interface QueuedMessage {
	queue: QueueName;
	step: Step;
	/** Raised by each change of the content. */
	version: number;
	/** The version that was last handed out; 0 if none was. */
	deliveredVersion: number;
	changedAt: number;
	/** A guest's own card is in the messages until one of them was acknowledged. */
	withCard: boolean;
	/** Negative acknowledgements of this message. */
	rejections: number;
}

export interface QueueFilter {
	propertyIds: ReadonlySet<string>;
	reservationId?: string;
	/** Epoch milliseconds. */
	changedSince?: number;
	limit: number;
}

/** Why an acknowledgement is refused, in the wording of the documentation. */
export type AckRefusal = 'wrong_type' | 'not_found' | 'access_denied';
export type AckOutcome = 'acknowledged' | 'repeated' | AckRefusal;

interface Known {
	last: Step;
	/** Acknowledged at least once: the next change is a modification. */
	acknowledged: boolean;
	/** The queue of the last acknowledged message. */
	lastQueue: QueueName;
}

export interface QueueStatistics {
	/** Distinct messages handed out (a changed message counts again). */
	delivered: number;
	/** Messages handed out once more because they had not been acknowledged. */
	redelivered: number;
	/** Distinct reservations handed out. */
	reservations: number;
	/** Messages taken off the queue, by acknowledgement or by B.XML retrieval. */
	acknowledged: number;
	/** Messages that wait for an acknowledgement now. */
	pending: number;
	/** Negative acknowledgements. */
	rejected: number;
	/** Steps of the stream that are not released yet. */
	unreleased: number;
}

export class Queues {
	private readonly pendingMessages = new Map<string, QueuedMessage>();
	private readonly known = new Map<string, Known>();
	private readonly waiting = new Map<string, Step[]>();
	private readonly deliveredIds = new Set<string>();
	private counts = { delivered: 0, redelivered: 0, acknowledged: 0, rejected: 0 };

	constructor(private readonly now: () => number) {}

	/** Feeds a stream: the first step of each reservation is released now, each further one when the previous is acknowledged. */
	feed(steps: Step[]): void {
		for (const step of steps) {
			const before = this.waiting.get(step.reservationId);
			if (before !== undefined) before.push(step);
			else {
				this.waiting.set(step.reservationId, []);
				this.release(step);
			}
		}
	}

	/** Holds a reservation that was made before the connection: no queue has ever offered it. */
	keep(step: Step): void {
		this.known.set(step.reservationId, { last: step, acknowledged: true, lastQueue: 'new' });
	}

	/** Every reservation as the channel holds it now. */
	states(): Step[] {
		return [...this.known.values()].map(({ last }) => last);
	}

	/** Makes a step happen at once, whatever has been acknowledged. */
	release(step: Step): void {
		const known = this.known.get(step.reservationId);
		const pending = this.pendingMessages.get(step.reservationId);
		this.known.set(step.reservationId, {
			last: step,
			acknowledged: known?.acknowledged ?? false,
			lastQueue: known?.lastQueue ?? 'new',
		});
		if (pending !== undefined) {
			pending.step = step;
			pending.version += 1;
			pending.changedAt = this.now();
			return;
		}
		this.offer(step, known?.acknowledged === true ? 'modify' : 'new', known?.acknowledged !== true);
	}

	/** Offers the present state of every reservation once more, as if the last acknowledgements had been lost. */
	offerAgain(): void {
		for (const [reservationId, { last, lastQueue }] of this.known) {
			if (!this.pendingMessages.has(reservationId)) this.offer(last, lastQueue, false);
		}
	}

	/** The messages a retrieval shows, oldest first, without handing them out. */
	peek(queue: QueueName | 'both', filter: QueueFilter): QueuedMessage[] {
		return [...this.pendingMessages.values()]
			.filter((message) => queue === 'both' || message.queue === queue)
			.filter(({ step }) => filter.propertyIds.has(step.booking.propertyId))
			.filter(({ step }) => filter.reservationId === undefined || step.reservationId === filter.reservationId)
			.filter(({ changedAt }) => filter.changedSince === undefined || changedAt >= filter.changedSince)
			.slice(0, filter.limit);
	}

	/** Marks messages as handed out. */
	deliver(messages: QueuedMessage[]): void {
		for (const message of messages) {
			if (message.deliveredVersion === message.version) this.counts.redelivered += 1;
			else this.counts.delivered += 1;
			message.deliveredVersion = message.version;
			this.deliveredIds.add(message.step.reservationId);
		}
	}

	/** What acknowledging the reservation at this queue's endpoint would do. */
	judge(queue: QueueName, reservationId: string, propertyIds: ReadonlySet<string>): AckOutcome {
		const known = this.known.get(reservationId);
		if (known === undefined) return 'not_found';
		if (!propertyIds.has(known.last.booking.propertyId)) return 'access_denied';
		const pending = this.pendingMessages.get(reservationId);
		if (pending === undefined) return known.lastQueue === queue ? 'repeated' : 'wrong_type';
		// The client can only have processed the version that it was given.
		return pending.queue === queue && pending.deliveredVersion === pending.version ? 'acknowledged' : 'wrong_type';
	}

	/** Takes the reservation's message off its queue and releases what follows in the stream. */
	acknowledge(reservationId: string): void {
		const message = this.pendingMessages.get(reservationId);
		const known = this.known.get(reservationId);
		if (message === undefined || known === undefined) return;
		this.pendingMessages.delete(reservationId);
		this.counts.acknowledged += 1;
		known.acknowledged = true;
		known.lastQueue = message.queue;
		const next = this.waiting.get(reservationId)?.shift();
		if (next !== undefined) this.release(next);
	}

	/** A negative acknowledgement: the message stays. */
	reject(reservationId: string): void {
		const message = this.pendingMessages.get(reservationId);
		if (message !== undefined) message.rejections += 1;
		this.counts.rejected += 1;
	}

	isKnown(reservationId: string): boolean {
		return this.known.has(reservationId);
	}

	/** The reservation as the channel holds it now; undefined if it was never released. */
	stateOf(reservationId: string): Step | undefined {
		return this.known.get(reservationId)?.last;
	}

	messageOf(reservationId: string): Readonly<QueuedMessage> | undefined {
		return this.pendingMessages.get(reservationId);
	}

	/** Everything was released and acknowledged. */
	get drained(): boolean {
		return this.pendingMessages.size === 0 && this.unreleased === 0;
	}

	statistics(): QueueStatistics {
		return {
			...this.counts,
			reservations: this.deliveredIds.size,
			pending: this.pendingMessages.size,
			unreleased: this.unreleased,
		};
	}

	private get unreleased(): number {
		return [...this.waiting.values()].reduce((sum, steps) => sum + steps.length, 0);
	}

	private offer(step: Step, queue: QueueName, withCard: boolean): void {
		this.pendingMessages.set(step.reservationId, {
			queue,
			step,
			version: 1,
			deliveredVersion: 0,
			changedAt: this.now(),
			withCard,
			rejections: 0,
		});
	}
}
