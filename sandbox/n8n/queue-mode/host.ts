/**
 * n8n in queue mode, as `deploy/` runs it: main polls and has the editor, workers run the executions, webhook processors
 * receive; PostgreSQL and Redis between them, and one address in front of all.
 */
import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { N8nHost, type N8nHostOptions } from '../host';
import { placePackage, type CommunityPackage } from '../host/community-package';
import { freePorts } from '../host/ports';
import { startFront, type Front } from './front';
import { Member } from './member';
import { Postgres } from './postgres';
import { startServers, type Servers } from './servers';
import { ownSettings, sharedSettings, WEBHOOK_PROCESSORS, WORKERS } from './settings';

export interface QueueModeOptions extends Pick<N8nHostOptions, 'install' | 'owner' | 'report'> {
	/** Our package, made by `npm pack`. */
	packageTarball: string;
	/** Holds a folder for each process. */
	folder: string;
	/** IANA. */
	timeZone: string;
	/** On top of `deploy/n8n.env`, for every process. */
	env?: Record<string, string>;
}

interface Parts {
	servers: Servers;
	front: Front;
	workers: Member[];
	webhookProcessors: Member[];
}

export class QueueModeHost extends N8nHost {
	private constructor(
		options: N8nHostOptions,
		manifest: CommunityPackage,
		private readonly parts: Parts,
	) {
		super(options, manifest, options.port);
	}

	/**
	 * Prepares all processes; `start` starts them.
	 * @returns the reason instead, where PostgreSQL or Redis is not installed
	 */
	static async prepare(options: QueueModeOptions): Promise<QueueModeHost | { reason: string }> {
		const servers = await startServers();
		if ('reason' in servers) return servers;
		try {
			return await QueueModeHost.between(servers, options);
		} catch (error) {
			await servers.stop();
			throw error;
		}
	}

	private static async between(servers: Servers, options: QueueModeOptions): Promise<QueueModeHost> {
		const { install, packageTarball, folder, timeZone, owner, report } = options;
		const placed = async (name: string) => {
			const userFolder = path.resolve(folder, name);
			await mkdir(path.join(userFolder, '.n8n'), { recursive: true });
			return { userFolder, manifest: await placePackage(packageTarball, path.join(userFolder, '.n8n')) };
		};
		const kinds = [...Array<'worker'>(WORKERS).fill('worker'), ...Array<'webhook'>(WEBHOOK_PROCESSORS).fill('webhook')];
		const [mainPort = 0, ...ports] = await freePorts(1 + 2 * kinds.length);
		const main = await placed('main');
		const webhookPorts = kinds.flatMap((kind, n) => (kind === 'webhook' ? [ports[2 * n] ?? 0] : []));
		const front = await startFront({ main: [mainPort], webhooks: webhookPorts });
		const env = {
			...(await sharedSettings()),
			...ownSettings({ servers, encryptionKey: randomBytes(32).toString('hex'), address: front.url, timeZone }),
			...options.env,
		};
		const members = await Promise.all(
			kinds.map(async (kind, n) => {
				const { userFolder } = await placed(`${kind}-${kinds.slice(0, n + 1).filter((each) => each === kind).length}`);
				return new Member({
					...{ kind, install, userFolder, env },
					...{ port: ports[2 * n] ?? 0, brokerPort: ports[2 * n + 1] ?? 0 },
				});
			}),
		);
		return new QueueModeHost(
			{
				...{ install, packageTarball, userFolder: main.userFolder, port: mainPort, env },
				...{ owner, report, database: new Postgres(servers.postgres.url) },
			},
			main.manifest,
			{ servers, front, workers: members.slice(0, WORKERS), webhookProcessors: members.slice(WORKERS) },
		);
	}

	/** The address in front of all processes. */
	override get url(): string {
		return this.parts.front.url;
	}

	get workers(): readonly Member[] {
		return this.parts.workers;
	}

	get webhookProcessors(): readonly Member[] {
		return this.parts.webhookProcessors;
	}

	/** Main first, which prepares the database; then whatever else does not run. */
	override async start(): Promise<void> {
		await super.start();
		await Promise.all(this.members.filter(({ isRunning }) => !isRunning).map((member) => member.start()));
	}

	/** All of it. It cannot be started again. */
	async close(): Promise<void> {
		await Promise.all([this.stop(), ...this.members.map((member) => member.stop())]);
		await this.parts.front.close();
		await this.parts.servers.stop();
	}

	private get members(): Member[] {
		return [...this.parts.workers, ...this.parts.webhookProcessors];
	}
}
