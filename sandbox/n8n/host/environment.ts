/** The environment variables that n8n is started with. Ours are passed on only if they are listed here. */
import path from 'node:path';
import type { N8nInstall } from '../install';

/** Modules that the sandbox never uses: without them, n8n starts faster and makes no outside requests. */
const DISABLED_MODULES = [
	'agent-evals',
	'agents',
	'breaking-changes',
	'chat-hub',
	'dynamic-credentials',
	'engine-v2',
	'external-secrets',
	'insights',
	'instance-ai',
	'instance-reporting',
	'instance-version-history',
	'ldap',
	'log-streaming',
	'mcp',
	'mcp-registry',
	'n8n-packages',
	'oauth-server',
	'otel',
	'policy-infrastructure',
	'promotions',
	'provisioning',
	'quick-connect',
	'source-control',
	'sso-oidc',
	'sso-saml',
	'token-exchange',
	'type-availability-policies',
	'workflow-builder',
	'workflow-reviews',
];

/** The variables of the machine that n8n and its child processes need. Proxies are left out: everything is local. */
const INHERITED = /^(PATH|LANG|LC_.*|TZ|TMPDIR|TEMP|TMP|SYSTEMROOT|WINDIR|COMSPEC|PATHEXT)$/i;

/** Sends nothing to the outside, and listens on this machine only. */
const QUIET = {
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	// Settings > Community nodes asks npm for newer versions, and would wait for minutes without a network.
	npm_config_offline: 'true',
	// Explicit, so that n8n prints no warnings about future defaults.
	N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
	N8N_RUNNERS_MODE: 'internal',
	N8N_RUNNERS_TASK_TIMEOUT: '60',
	N8N_COMPRESSION_NODE_MAX_DECOMPRESSED_SIZE_BYTES: '268435456',
	N8N_COMPRESSION_NODE_MAX_ZIP_ENTRIES: '1000',
	N8N_PYTHON_ENABLED: 'false',
	N8N_LISTEN_ADDRESS: '127.0.0.1',
	N8N_RUNNERS_BROKER_LISTEN_ADDRESS: '127.0.0.1',
	N8N_PROTOCOL: 'http',
	N8N_HOST: '127.0.0.1',
	N8N_SECURE_COOKIE: 'false',
	N8N_DISABLED_MODULES: DISABLED_MODULES.join(','),
};

export interface EnvironmentOptions {
	install: N8nInstall;
	userFolder: string;
	/** Takes precedence over everything else, e.g. `GENERIC_TIMEZONE`, `N8N_LOG_LEVEL`. */
	extra?: Record<string, string>;
	ports?: { web: number; broker: number };
}

/**
 * The complete environment of an n8n process.
 * @param options what differs between instances; without ports: for a command that listens nowhere
 */
export function n8nEnvironment({ install, userFolder, extra, ports }: EnvironmentOptions): NodeJS.ProcessEnv {
	const inherited = Object.entries(process.env).filter(([name]) => INHERITED.test(name));
	const env: NodeJS.ProcessEnv = { ...Object.fromEntries(inherited), ...QUIET };
	env.HOME = userFolder;
	env.N8N_USER_FOLDER = userFolder;
	// n8n starts its task runner as plain `node`, which must be the one that runs n8n.
	const name = Object.keys(env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
	env[name] = [path.dirname(install.node), env[name]].filter(Boolean).join(path.delimiter);
	if (ports) {
		env.N8N_PORT = String(ports.web);
		env.N8N_RUNNERS_BROKER_PORT = String(ports.broker);
		env.N8N_EDITOR_BASE_URL = `http://127.0.0.1:${ports.web}`;
		env.WEBHOOK_URL = `http://127.0.0.1:${ports.web}/`;
	}
	return { ...env, ...extra };
}
