/** Airbnb's sandbox with one node connected to it. */
import type { IDataObject, INodeExecutionData, INodeType } from 'n8n-workflow';
import { AirbnbApi } from '../../credentials/AirbnbApi.credentials';
import { Airbnb } from '../../nodes/Airbnb/Airbnb.node';
import type { AirbnbSandbox } from '../../sandbox/airbnb';
import { fakeContext, type FakeContext, type FakeContextOptions } from './fake-context';
import { expectOutput } from './output-schema';

export const airbnbApplication = {
	clientId: 'application',
	clientSecret: 'client-secret-never-to-be-seen',
	refreshToken: 'refresh-token-never-to-be-seen',
};

/** Parts of each secret; none may ever be in an output, an error or a log. */
export const airbnbSecrets = ['never-to-be-seen', 'Basic '];

export function airbnbCredential(
	{ url, host }: Pick<AirbnbSandbox, 'url' | 'host'>,
	over: Record<string, string> = {},
): NonNullable<FakeContextOptions['credentials']> {
	const data = { ...airbnbApplication, hostId: host.id, accessToken: '', baseUrl: url, ...over };
	return { airbnbApi: { type: new AirbnbApi(), data } };
}

export function airbnbTriggerContext(
	sandbox: Pick<AirbnbSandbox, 'url' | 'host'>,
	options: FakeContextOptions = {},
): FakeContext {
	return fakeContext({
		credentials: airbnbCredential(sandbox),
		...options,
		parameters: { source: 'partnerApi', listingIds: '', options: { longestStay: 730 }, ...options.parameters },
	});
}

/** The node with the defaults of its fields, as a person finds them. */
export function airbnbNodeContext(
	sandbox: Pick<AirbnbSandbox, 'url' | 'host'>,
	resource: string,
	operation: string,
	options: FakeContextOptions = {},
): FakeContext {
	const defaults = new Airbnb().description.properties
		.filter(
			({ displayOptions }) =>
				displayOptions?.show?.resource?.includes(resource) && displayOptions.show.operation?.includes(operation),
		)
		.map(({ name, default: value }): [string, unknown] => [name, value]);
	return fakeContext({
		credentials: airbnbCredential(sandbox),
		...options,
		parameters: { resource, operation, ...Object.fromEntries(defaults), ...options.parameters } as IDataObject,
	});
}

export async function runAirbnb(context: FakeContext): Promise<INodeExecutionData[]> {
	const [output = []] = await new Airbnb().execute.call(context.execute);
	expectOutput('Airbnb', context.execute, output);
	return output;
}

/** Polls once. @returns what the trigger passed on */
export async function pollAirbnb(trigger: INodeType, context: FakeContext): Promise<IDataObject[]> {
	const before = context.emitted.length;
	await trigger.poll?.call(context.poll);
	return context.emitted.slice(before).flatMap(({ items }) => items.map(({ json }) => json));
}
