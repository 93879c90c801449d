/**
 * jest's set-up for the end-to-end tests: the n8n that test files use one after the other, since to start one takes
 * far longer than to empty it. They belong to jest's main process, as many as files run at a time, and are started
 * when the first file asks.
 */
import { hotelParadise } from '../../../sandbox/hotel';
import { startHttp, type HttpService } from '../../../sandbox/http/server';
import { createTestN8n, type TestN8n } from '../n8n';
import announceSeed from '../property-seed';

/** Where a test file finds its n8n. */
export interface Place {
	url: string;
	userFolder: string;
}

interface Member extends Place {
	n8n: TestN8n;
	isFree: boolean;
}

const ENVIRONMENT = { GENERIC_TIMEZONE: hotelParadise.timeZone };

class Pool {
	private readonly members: Member[] = [];

	private service?: HttpService;

	/** @returns where test files take one, give it back, or have one stopped that is of no use to others */
	async open(): Promise<string> {
		this.service = await startHttp({
			handler: async ({ path, body }) => {
				const place =
					path === '/take' ? await this.take() : await this.takeBack(body.toString(), path === '/give-back');
				return { status: 200, body: JSON.stringify(place ?? null) };
			},
		});
		return this.service.url;
	}

	async close(): Promise<void> {
		await this.service?.close();
		await Promise.all(this.members.splice(0).map(({ n8n }) => n8n.remove()));
	}

	private async take(): Promise<Place> {
		const member = this.members.find(({ isFree }) => isFree) ?? (await this.start());
		member.isFree = false;
		return { url: member.url, userFolder: member.userFolder };
	}

	private async start(): Promise<Member> {
		const n8n = await createTestN8n({ env: ENVIRONMENT });
		try {
			await n8n.host.start();
		} catch (error) {
			await n8n.remove();
			throw error;
		}
		const member = { n8n, url: n8n.host.url, userFolder: n8n.userFolder, isFree: false };
		this.members.push(member);
		return member;
	}

	private async takeBack(url: string, isUsable: boolean): Promise<void> {
		const index = this.members.findIndex((member) => member.url === url);
		const member = this.members[index];
		if (!member) return;
		member.isFree = isUsable;
		if (isUsable) return;
		this.members.splice(index, 1);
		await member.n8n.remove();
	}
}

const shared = globalThis as { n8nPool?: Pool };

export default async function openPool(): Promise<void> {
	announceSeed();
	shared.n8nPool = new Pool();
	process.env.N8N_POOL = await shared.n8nPool.open();
}

export async function closePool(): Promise<void> {
	await shared.n8nPool?.close();
}
