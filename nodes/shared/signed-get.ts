/** Reads what only an integration itself may read in SelfKey: signed with its secret. */
import { signGet } from '../../core/webhook/signed-get';
import type { RemoteSystem } from './request/error-for-status';
import { remoteRequest, type RemoteAnswer, type RequestContext } from './request/request';

/** Of the SelfKey credential. */
export interface Integration {
	/** Checked by `safeAddress`. */
	baseUrl: string;
	webhookSecret: string;
	hotelSlug: string;
	integrationId: string;
}

/** Where the integration's handler is, as segments; below it the resources. */
export function integrationPath({
	hotelSlug,
	integrationId,
}: Omit<Integration, 'baseUrl' | 'webhookSecret'>): string[] {
	return ['api', 'webhooks', 'integrations', hotelSlug, integrationId];
}

export function pathText(segments: readonly string[]): string {
	return `/${segments.map(encodeURIComponent).join('/')}`;
}

/**
 * Asked once; the time is part of what is signed.
 * @param options of the request besides, such as `timeout` in milliseconds
 * @throws as `remoteRequest`
 */
export async function signedGet(
	context: RequestContext,
	system: RemoteSystem,
	integration: Integration,
	resource: string,
	parameters: Record<string, string>,
	options: Pick<Parameters<typeof remoteRequest>[3], 'timeout' | 'hasNoToken'> = {},
): Promise<RemoteAnswer> {
	const path = [...integrationPath(integration), resource];
	const { query, signature } = signGet(integration.webhookSecret, path, parameters, new Date());
	return await remoteRequest(context, system, 'selfKeyApi', {
		...options,
		method: 'GET',
		url: `${integration.baseUrl}${pathText(path)}?${query.toString()}`,
		headers: { Accept: 'application/json', 'x-signature': signature },
	});
}
