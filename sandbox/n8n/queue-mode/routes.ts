/** Which requests go to which processes, as the Caddyfile of `deploy/` says. */

export type Upstream = 'main' | 'webhooks';

export interface Route {
	/** As Caddy writes them: `*` is one part of a path, or the rest at the end. None: everything else. */
	paths: string[];
	upstream: Upstream;
}

const UPSTREAMS: Record<string, Upstream> = { N8N_MAIN: 'main', N8N_WEBHOOKS: 'webhooks' };

/**
 * The routes in their order.
 * @throws Error for a Caddyfile whose `handle` blocks name no matcher or upstream that is known here
 */
export function readRoutes(caddyfile: string): Route[] {
	const matchers = new Map(
		[...caddyfile.matchAll(/^\s*@(\w+) path (.+)$/gm)].map(([, name = '', paths = '']) => [
			name,
			paths.trim().split(/\s+/),
		]),
	);
	const blocks = [...caddyfile.matchAll(/^\s*handle (?:@(\w+) )?\{[\s\S]*?reverse_proxy \{\$(\w+)/gm)];
	const routes = blocks.map(([, matcher, variable = '']) => {
		const paths = matcher === undefined ? [] : matchers.get(matcher);
		const upstream = UPSTREAMS[variable];
		if (!paths || !upstream)
			throw new Error(`The Caddyfile has a block that is not understood: ${matcher ?? variable}`);
		return { paths, upstream };
	});
	if (routes.at(-1)?.paths.length !== 0) throw new Error('The Caddyfile does not say where everything else goes');
	return routes;
}

/** @param path without its query */
export function upstreamFor(routes: readonly Route[], path: string): Upstream {
	const route = routes.find(({ paths }) => paths.length === 0 || paths.some((pattern) => matches(pattern, path)));
	return route?.upstream ?? 'main';
}

function matches(pattern: string, path: string): boolean {
	if (pattern.endsWith('*') && pattern.indexOf('*') === pattern.length - 1)
		return path.startsWith(pattern.slice(0, -1));
	const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
	return new RegExp(`^${parts.join('[^/]*')}$`).test(path);
}
