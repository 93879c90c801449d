/** What has to be ended again, while it is still coming up too. */

export class Closers {
	private readonly open: Array<() => Promise<unknown>> = [];
	private isClosed = false;

	/** What comes up after everything was ended is ended at once. */
	async add(closer: () => Promise<unknown>): Promise<void> {
		if (this.isClosed) await closer().catch(() => undefined);
		else this.open.push(closer);
	}

	/** The last one first; what cannot be ended holds up no other. */
	async close(): Promise<void> {
		this.isClosed = true;
		for (const closer of this.open.splice(0).reverse()) await closer().catch(() => undefined);
	}
}

/**
 * What comes up, or `'stopped'` where somebody stops it before: then all that has come up so far is ended.
 * @throws Error of what comes up
 */
export async function unlessStopped<T>(
	comingUp: Promise<T>,
	closers: Closers,
	stopped: Promise<'stopped'>,
): Promise<T | 'stopped'> {
	const first = await Promise.race([comingUp, stopped]);
	if (first !== 'stopped') return first;
	// It fails for what is taken away from it, and nobody waits for it any more.
	comingUp.catch(() => undefined);
	await closers.close();
	return 'stopped';
}
