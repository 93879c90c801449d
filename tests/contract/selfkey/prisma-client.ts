/**
 * A real Prisma client without anything downloaded: since 6.16 Prisma can do without its native engine, over a
 * driver adapter. The CLI asks for two native engines all the same before it starts; nothing here uses them.
 */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PrismaPg } from '@prisma/adapter-pg';
import type { PrismaLike } from '../../../selfkey';

const ROOT = join(__dirname, '../../..');
const CLI = join(ROOT, 'node_modules/prisma/build/index.js');
export const FRAGMENT = join(ROOT, 'selfkey/prisma/hotel.prisma');

const APP_SCHEMA = `generator client {
  provider   = "prisma-client-js"
  output     = "../client"
  engineType = "client"
}

datasource db {
  provider = "postgresql"
  url      = "postgresql://not-used"
}
`;

/**
 * The CLI connects before it makes SQL of a schema, only to learn the server's version. This tells it one, in the
 * way of a driver adapter (Boolean, Text, Int32).
 */
const CONFIG = `const version = { columnNames: ['exists', 'version', 'number'], columnTypes: [5, 7, 0], rows: [[true, 'PostgreSQL 15.0', 150000]] };
const refuse = () => { throw new Error('Only the version was to be asked'); };
const connection = {
	provider: 'postgres', adapterName: 'none', queryRaw: async () => version, executeRaw: refuse, executeScript: refuse, startTransaction: refuse,
	getConnectionInfo: () => ({ schemaName: 'public', supportsRelationJoins: true }), dispose: async () => {},
};
const connect = async () => connection;
export default {
	schema: 'schema', engine: 'js', experimental: { adapter: true },
	adapter: async () => ({ provider: 'postgres', adapterName: 'none', connect, connectToShadowDb: connect }),
};
`;

export interface PrismaClient extends PrismaLike {
	$disconnect(): Promise<void>;
	/** Two models of `hotel.prisma`, for what an app may do with them. */
	bookingExternalReference: {
		create(query: object): Promise<Record<string, unknown>>;
		findMany(query: object): Promise<Array<Record<string, unknown>>>;
	};
	bookingChange: { create(query: object): Promise<Record<string, unknown>> };
}

/** A folder with an app's Prisma schema in it, ours beside it. */
export class PrismaProject {
	private constructor(readonly folder: string) {}

	static async create(): Promise<PrismaProject> {
		// Prisma's generator looks for @prisma/client upwards from the schema.
		const cache = join(ROOT, 'node_modules/.cache');
		await mkdir(cache, { recursive: true });
		const project = new PrismaProject(await mkdtemp(join(cache, 'n8n-nodes-hotel-prisma-')));
		await mkdir(join(project.folder, 'schema'));
		await writeFile(join(project.folder, 'schema/app.prisma'), APP_SCHEMA);
		await writeFile(join(project.folder, 'prisma.config.mjs'), CONFIG);
		await cp(FRAGMENT, join(project.folder, 'schema/hotel.prisma'));
		return project;
	}

	/** Runs Prisma's CLI here; rejects with what it wrote. */
	async run(...args: string[]): Promise<string> {
		const env = {
			...process.env,
			CHECKPOINT_DISABLE: '1',
			PRISMA_HIDE_UPDATE_MESSAGE: '1',
			// Any file will do: it is looked for and never run. Without, the CLI tries to download the real one.
			PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
			PRISMA_QUERY_ENGINE_LIBRARY: process.execPath,
		};
		const { stdout } = await promisify(execFile)(process.execPath, [CLI, ...args], { cwd: this.folder, env });
		return stdout;
	}

	generate(): Promise<string> {
		return this.run('generate', '--no-hints');
	}

	/** What Prisma would make of the schema in an empty database. */
	sql(): Promise<string> {
		return this.run('migrate', 'diff', '--from-empty', '--to-schema-datamodel', 'schema', '--script');
	}

	/** @param schema where its tables are: the adapter's own setting is for models, raw queries go by the search path */
	open(url: string, schema: string, connections: number): PrismaClient {
		// eslint-disable-next-line @typescript-eslint/no-require-imports -- It does not exist before the test runs.
		const { PrismaClient: Client } = require(join(this.folder, 'client')) as {
			PrismaClient: new (options: object) => PrismaClient;
		};
		return new Client({
			adapter: new PrismaPg(
				{ connectionString: url, max: connections, options: `-c search_path=${schema}` },
				{ schema },
			),
		});
	}

	remove(): Promise<void> {
		return rm(this.folder, { recursive: true, force: true });
	}
}
