/**
 * What `npm start` tells while it runs: each thing that can be looked at once, what fails at once, and for the rest one
 * line a minute. Pure.
 */
export interface EndedRun {
	id: string;
	workflow: string;
	/** Where its executions are listed. */
	address: string;
	succeeded: boolean;
	at: Date;
}

/** How many lines of the log say what, such as `created`, by execution. */
export type Logged = ReadonlyMap<string, Readonly<Record<string, number>>>;

export interface AnsweredWebhook {
	/** What was sent, such as `forged`. */
	kind: string;
	/** `accepted`: it started an execution. */
	what: 'accepted' | 'repeated' | 'refused';
	reason: string;
	at: Date;
}

export class Story {
	/** Workflows that have run, and kinds of webhooks that were refused or repeated: told already. */
	private readonly known = new Set<string>();

	/** Since the last summary. */
	private runs: EndedRun[] = [];
	private webhooks: Record<string, number> = {};

	/** Whether a run of this workflow has been told. */
	knows(workflow: string): boolean {
		return this.known.has(workflow);
	}

	/** @returns a line, if it is the first of its workflow or has failed */
	run(run: EndedRun, logged: Logged): string | null {
		const { id, workflow, address, succeeded, at } = run;
		this.runs.push(run);
		if (!succeeded) return `${clock(at)}  "${workflow}" failed: execution ${id}, ${address}`;
		if (!this.isFirst(workflow)) return null;
		const counts = listed(logged.get(id) ?? {});
		return `${clock(at)}  "${workflow}" has run${counts && `: ${counts}`}  ${address}`;
	}

	/** @returns a line, if it is the first of its kind that started no execution */
	webhook({ kind, what, reason, at }: AnsweredWebhook): string | null {
		this.webhooks[what] = (this.webhooks[what] ?? 0) + 1;
		if (what === 'accepted' || !this.isFirst(what === 'refused' ? `refused ${kind}` : what)) return null;
		return what === 'refused'
			? `${clock(at)}  a webhook (${kind}) was refused: ${reason}`
			: `${clock(at)}  a webhook came again and was not run again`;
	}

	/** What has happened since the last time; `null` for nothing. */
	summary(at: Date, logged: Logged): string | null {
		const failed = this.runs.filter(({ succeeded }) => !succeeded).length;
		const outcomes: Record<string, number> = {};
		for (const { id } of this.runs)
			for (const [outcome, count] of Object.entries(logged.get(id) ?? {}))
				outcomes[outcome] = (outcomes[outcome] ?? 0) + count;
		const parts = [
			this.runs.length > 0 ? `${this.runs.length} executions${failed > 0 ? `, ${failed} failed` : ''}` : '',
			listed(outcomes),
			Object.keys(this.webhooks).length > 0 ? `webhooks: ${listed(this.webhooks)}` : '',
		].filter((part) => part !== '');
		this.runs = [];
		this.webhooks = {};
		return parts.length > 0 ? `${clock(at)}  ${parts.join('; ')}` : null;
	}

	private isFirst(name: string): boolean {
		if (this.known.has(name)) return false;
		this.known.add(name);
		return true;
	}
}

function listed(counts: Readonly<Record<string, number>>): string {
	return Object.entries(counts)
		.map(([name, count]) => `${count} ${name}`)
		.join(', ');
}

function clock(at: Date): string {
	return at.toLocaleTimeString('en-GB');
}
