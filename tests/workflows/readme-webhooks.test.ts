/** What the README and docs/webhooks.md tell people to type works as it stands, against a real n8n. */
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { productionUrl } from '../../sandbox/start/environment';
import type { WorkflowFile } from '../../sandbox/n8n/host/types';
import { createTestN8n, N8N_SETUP_MS, type TestN8n } from '../support/n8n';

const ROOT = path.resolve(__dirname, '../..');
/** By the names that the credential shows, as the README's table has them. */
const SCHEMES: Readonly<Record<string, string>> = {
	'Hex of the Body': 'hex',
	'Base64 of the Body': 'base64',
	'Time and Body': 'timestamped',
	'Standard Webhooks': 'standard',
};

interface Sender {
	url: string;
	secret: string;
}

let n8n: TestN8n;
let readme: string;
let guide: string;
const senders = new Map<string, Sender>();

beforeAll(async () => {
	readme = sectionOf(await readFile(path.join(ROOT, 'README.md'), 'utf8'), 'Signed webhooks');
	guide = await readFile(path.join(ROOT, 'docs/webhooks.md'), 'utf8');
	n8n = await createTestN8n();
	await n8n.host.start();
	for (const scheme of Object.values(SCHEMES)) senders.set(scheme, await senderOf(scheme));
}, N8N_SETUP_MS);

afterAll(async () => {
	await n8n?.remove();
}, 60_000);

/** As the page tells: a credential with a secret, and a workflow with the trigger. */
async function senderOf(scheme: string): Promise<Sender> {
	const { host } = n8n;
	const secret =
		scheme === 'standard' ? `whsec_${randomBytes(32).toString('base64')}` : randomBytes(32).toString('hex');
	const credential = await host.api.createCredential(scheme, 'signedWebhookApi', {
		secret,
		previousSecrets: '',
		scheme,
		signatureHeader: '',
		deliveryIdHeader: '',
		toleranceSeconds: 300,
	});
	const id = await host.api.createWorkflow(workflowFor(scheme, credential));
	await host.activate(id);
	return { url: await productionUrl(host, id), secret };
}

function workflowFor(scheme: string, credential: string): WorkflowFile {
	return {
		name: scheme,
		nodes: [
			{
				name: 'Cash System Trigger',
				type: 'n8n-nodes-hotel.cashSystemTrigger',
				typeVersion: 1,
				position: [0, 0],
				parameters: {},
				webhookId: randomBytes(16).toString('hex'),
				credentials: { signedWebhookApi: { id: credential, name: scheme } },
			},
			{ name: 'Reply', type: 'n8n-nodes-hotel.hotelWebhookReply', typeVersion: 1, position: [200, 0], parameters: {} },
		],
		connections: { 'Cash System Trigger': { main: [[{ node: 'Reply', type: 'main', index: 0 }]] } },
	};
}

function sectionOf(markdown: string, title: string): string {
	const [, section] = markdown.split(new RegExp(`^## ${title}$`, 'm'));
	if (!section) throw new Error(`There is no section "${title}"`);
	return section.split(/^## /m)[0] ?? '';
}

/** The first block of code of a language. */
function blockOf(markdown: string, language: string): string {
	const [, code] = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(markdown) ?? [];
	if (!code) throw new Error(`There is no block of ${language}`);
	return code;
}

/** What a person puts in the place of the example's address and secret. */
function filledIn(code: string, { url, secret }: Sender): string {
	const filled = code
		.replace(/^(\s*(?:const )?URL ?= ?)\S+/m, `$1'${url}'`)
		.replace(/^(\s*(?:const )?SECRET ?= ?)\S+/m, `$1'${secret}'`);
	if (!filled.includes(url) || !filled.includes(secret))
		throw new Error('The example has no line for the address or for the secret');
	return filled;
}

async function run(command: string, args: string[]): Promise<string> {
	const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
	let output = '';
	child.stdout.on('data', (text: Buffer) => (output += text.toString()));
	child.stderr.on('data', (text: Buffer) => (output += text.toString()));
	await new Promise((resolve) => child.once('close', resolve));
	return output;
}

/** The lines of the README's table, by scheme. */
function curlLines(): Map<string, string> {
	const rows = readme.split('\n').filter((line) => line.startsWith('|') && line.includes('`curl '));
	return new Map(
		rows.map((row) => [/^\| \*\*(.+?)\*\*/.exec(row)?.[1] ?? '', /`(curl .+?)` \|$/.exec(row)?.[1] ?? '']),
	);
}

test('the table has a line for each scheme', () => {
	expect([...curlLines().keys()]).toEqual(Object.keys(SCHEMES));
});

test.each(Object.entries(SCHEMES))(
	'%s: the line from the README is accepted, and with another secret it is not',
	async (name, scheme) => {
		const sender = senders.get(scheme);
		if (!sender) throw new Error(`There is no sender for ${scheme}`);
		const line = curlLines().get(name) ?? '';
		const type = (secret: string) =>
			run('bash', ['-c', `${filledIn(blockOf(readme, 'bash'), { ...sender, secret })}\n${line} -s -w ' %{http_code}'`]);
		expect(await type(sender.secret)).toMatch(/^\{"status":"success".*\} 200$/s);
		const other =
			scheme === 'standard' ? `whsec_${randomBytes(32).toString('base64')}` : randomBytes(32).toString('hex');
		expect(await type(other)).toBe('{"error":"Invalid signature"} 401');
	},
);

test('the example in JavaScript is accepted', async () => {
	const [hex] = senders.values();
	if (!hex) throw new Error('There is no sender');
	expect(await run(process.execPath, ['--input-type=module', '-e', filledIn(blockOf(guide, 'js'), hex)])).toMatch(
		/^200 \{"status":"success"/,
	);
});

const hasPython = spawnSync('python3', ['--version']).status === 0;
if (!hasPython) console.warn('The example in Python is not tried: there is no python3 here');

(hasPython ? test : test.skip)('the example in Python is accepted', async () => {
	const [hex] = senders.values();
	if (!hex) throw new Error('There is no sender');
	expect(await run('python3', ['-c', filledIn(blockOf(guide, 'python'), hex)])).toMatch(/^200 \{"status":"success"/);
});
