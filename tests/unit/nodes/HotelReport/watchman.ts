/** The workflow of the alerts, check after check, and what people are told. */
import { alertItems, type AlertSources } from '../../../../nodes/HotelReport/alerts/alert-items';
import { PATIENCE } from '../../../../nodes/HotelReport/alerts/find-faults';
import { NOTHING_UNWRITTEN } from '../../../../nodes/HotelReport/alerts/unwritten';
import { readFacts, type Json } from '../../../../nodes/HotelReport/facts/read-facts';
import type { Language } from '../../../../core/text/language';
import type { PollsSeen } from '../../../../nodes/shared/polling/polls-seen';
import { logRow, NOW } from './sample';

export const MINUTE = 60_000;
export const WELL: AlertSources = {
	...{ log: [{}], subscribers: [{}], frontDesk: [{ arrivals: [], conflicts: [] }] },
	...{ failures: [{}], alerts: [{}], unacknowledged: [], recent: [{}] },
};

/** The workflow, check after check: what it remembers is what the table would hold. */
export class Watchman {
	now = NOW;

	/** What the process has seen of triggers. */
	polls: PollsSeen | null = null;

	/** Whether no message gets through. */
	unsent = false;

	/** What its table did not take. */
	unwritten = NOTHING_UNWRITTEN;

	/** When this process has made its last check. */
	lastCheck: number | undefined;

	constructor(
		/** As the form of 00 says it at this moment. */
		public language: Language = 'en',
		/** Of each copy of the workflow, where several share the table. */
		private readonly hotel = '',
		private readonly table = new Map<string, Json>(),
	) {}

	/** Another copy, in the same n8n. */
	copyFor(hotel: string): Watchman {
		return new Watchman(this.language, hotel, this.table);
	}

	/** What the table holds at this moment: what a check that begins now reads. */
	rows(): Json[] {
		return [...this.table.values()];
	}

	/** As somebody who deletes them, or a table that keeps nothing. */
	forgetAll(): void {
		this.table.clear();
	}

	/** @param alerts what the check has read; otherwise the table as it is */
	check(sources: Partial<AlertSources>, alerts = this.rows()): Json[] {
		const { messages, silent } = this.decided(sources, alerts);
		this.remember(silent);
		if (!this.unsent) this.remember(messages);
		return messages;
	}

	remember(rows: readonly Json[]): void {
		for (const row of rows) this.table.set(String(row['fault']), row);
	}

	/** Without remembering anything. */
	decided(sources: Partial<AlertSources>, alerts = this.rows()): { messages: Json[]; silent: Json[] } {
		const all = { ...WELL, ...sources, alerts };
		const facts = readFacts(all, this.now, 'UTC');
		const { messages, silent } = alertItems(all, facts, 'https://n8n.example', {
			language: this.language,
			hotel: this.hotel,
			polls: this.polls,
			patience: PATIENCE,
			repeatAfterMs: 60 * MINUTE,
			lastCheck: this.lastCheck,
			unwritten: this.unwritten,
		});
		if (silent.length > 0) this.lastCheck = this.now;
		return { messages, silent };
	}

	/** As rows are that an earlier version has written. */
	forgetMembers(): void {
		for (const [fault, row] of this.table)
			if (!fault.startsWith('watch:')) this.table.set(fault, { ...row, watched: '' });
	}

	after(minutes: number, sources: Partial<AlertSources> = {}): Json[] {
		this.now += minutes * MINUTE;
		return this.check(sources);
	}

	ago(minutes: number): string {
		return new Date(this.now - minutes * MINUTE).toISOString();
	}
}

export const told = (messages: readonly Json[]) =>
	messages.map(({ kind, subject }) => `${String(kind)}: ${String(subject)}`);

export const broken = (message = 'Opera is down (503)', changes: Json = {}) =>
	logRow({ integration: 'SelfKey → Opera', status: 'error', outcome: 'not written', message, ...changes });
