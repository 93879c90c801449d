/** An n8n of the pool, which this test file has for itself until it gives it back, empty. */
import axios from 'axios';
import { N8nHost, SANDBOX_OWNER, type N8nHostOptions } from '../../../sandbox/n8n/host';
import { N8nApi } from '../../../sandbox/n8n/host/api';
import { N8nSession } from '../../../sandbox/n8n/host/session';
import { ensureN8n } from '../../../sandbox/n8n/install';
import { empty } from './empty';
import type { Place } from './pool';

const OTHERS_USE_IT =
	"Other test files use this n8n too: take one of the file's own with openTestEnvironment({ ownN8n: true }).";

export class SharedN8n extends N8nHost {
	private constructor(
		options: N8nHostOptions,
		private readonly client: N8nApi,
	) {
		super(options, { name: '', version: '' }, undefined);
	}

	override get url(): string {
		return this.client.session.url;
	}

	override get api(): N8nApi {
		return this.client;
	}

	/** The next one that is free; it holds no workflow, no credential, no table and no execution. */
	static async take(): Promise<SharedN8n> {
		const install = await ensureN8n(() => undefined);
		const { url, userFolder } = (await ask('take')) as Place;
		const session = new N8nSession(url);
		await session.open(SANDBOX_OWNER);
		return new SharedN8n({ install, packageTarball: '', userFolder }, new N8nApi(session, install));
	}

	/** Empties it for the next file. One that cannot be emptied is stopped. */
	async giveBack(): Promise<void> {
		try {
			await empty(this.api);
		} catch (error) {
			await ask('stop', this.url);
			throw error;
		}
		await ask('give-back', this.url);
	}

	override get isRunning(): boolean {
		return true;
	}

	override logs(): string {
		throw new Error(OTHERS_USE_IT);
	}

	override async start(): Promise<void> {
		throw new Error(OTHERS_USE_IT);
	}

	override async stop(): Promise<void> {
		throw new Error(OTHERS_USE_IT);
	}

	override async crash(): Promise<void> {
		throw new Error(OTHERS_USE_IT);
	}

	override kill(): void {
		throw new Error(OTHERS_USE_IT);
	}
}

/** Without a limit: the first one that asks waits until n8n is installed, which takes minutes. */
async function ask(what: 'take' | 'give-back' | 'stop', url = ''): Promise<unknown> {
	const { status, data } = await axios.post<unknown>(`${process.env.N8N_POOL}/${what}`, url, {
		headers: { 'content-type': 'text/plain' },
		validateStatus: () => true,
	});
	if (status !== 200) throw new Error(`The pool of n8n's answered ${what} with ${status}: ${JSON.stringify(data)}`);
	return data;
}
