/** Booking.com's sandbox with one node connected to it. */
import type { IDataObject, INodeExecutionData, NodeApiError } from 'n8n-workflow';
import { BookingComApi } from '../../credentials/BookingComApi.credentials';
import { BookingCom } from '../../nodes/BookingCom/BookingCom.node';
import type { BookingComSandbox } from '../../sandbox/booking-com';
import { fakeContext, type FakeContext, type FakeContextOptions } from './fake-context';
import { expectOutput } from './output-schema';

export const bookingComAccount = {
	clientId: 'hotel-paradise',
	clientSecret: 'client-secret-never-to-be-seen',
	username: 'machine',
	password: 'basic-password-never-to-be-seen',
	apiKey: { value: 'gateway-key-never-to-be-seen' },
};

/** Parts of each secret; none may ever be in an output, an error or a log. */
export const bookingComSecrets = ['never-to-be-seen', 'Bearer ', 'Basic '];

export function bookingComCredential(sandbox: BookingComSandbox, over: Record<string, string> = {}) {
	return {
		bookingComApi: {
			type: new BookingComApi(),
			data: {
				authentication: 'token',
				clientId: bookingComAccount.clientId,
				clientSecret: bookingComAccount.clientSecret,
				username: bookingComAccount.username,
				password: bookingComAccount.password,
				headerName: 'X-API-Key',
				apiKey: bookingComAccount.apiKey.value,
				sessionToken: '',
				baseUrl: sandbox.url,
				ariBaseUrl: sandbox.url,
				tokenUrl: `${sandbox.authUrl}/token-based-authentication/exchange`,
				...over,
			},
		},
	};
}

export function triggerContext(sandbox: BookingComSandbox, options: FakeContextOptions = {}): FakeContext {
	return fakeContext({
		credentials: bookingComCredential(sandbox),
		parameters: { events: ['new', 'modified'], propertyIds: '', options: {}, ...options.parameters },
		...options,
	});
}

/** The node with the defaults of its fields, as a person finds them. */
export function nodeContext(
	sandbox: BookingComSandbox,
	resource: string,
	operation: string,
	options: FakeContextOptions = {},
): FakeContext {
	const defaults = new BookingCom().description.properties
		.filter(
			({ displayOptions }) =>
				displayOptions?.show?.resource?.includes(resource) && displayOptions.show.operation?.includes(operation),
		)
		.map(({ name, default: value }): [string, unknown] => [name, value]);
	return fakeContext({
		credentials: bookingComCredential(sandbox),
		...options,
		parameters: { resource, operation, ...Object.fromEntries(defaults), ...options.parameters } as IDataObject,
	});
}

/** Runs the node: what it gives out, or what it throws. */
export async function runNode(context: FakeContext): Promise<INodeExecutionData[]> {
	const [output = []] = await new BookingCom().execute.call(context.execute);
	expectOutput('BookingCom', context.execute, output);
	return output;
}

/** The error that the node throws. */
export async function failureOf(context: FakeContext): Promise<NodeApiError> {
	return await runNode(context).then(
		() => {
			throw new Error('The node was expected to fail');
		},
		(error: NodeApiError) => error,
	);
}

/** What waits in the queues, as the trigger would hand it over. */
export async function fetchedItems(sandbox: BookingComSandbox): Promise<IDataObject[]> {
	return (await runNode(nodeContext(sandbox, 'reservation', 'getAll', { parameters: { limit: 200 } }))).map(
		({ json }) => json,
	);
}

/** Every text in an object: hidden properties, causes, contexts, stacks, keys, maps. */
export function allTexts(value: unknown, seen = new Set<unknown>()): string[] {
	if (typeof value === 'string') return [value];
	if (typeof value !== 'object' || value === null || seen.has(value)) return [];
	seen.add(value);
	const entries = value instanceof Map || value instanceof Set ? [...value.entries()].flat() : [];
	const keys = Reflect.ownKeys(value);
	return [
		...keys.map(String),
		...[...entries, ...keys.map((key) => (value as Record<PropertyKey, unknown>)[key])].flatMap((part) =>
			allTexts(part, seen),
		),
	];
}

/** @throws where anything in it holds a part of a credential */
export function expectNothingSecret(value: unknown): void {
	const leaks = allTexts(value).filter(
		(text) => bookingComSecrets.some((secret) => text.includes(secret)) || /eyJ[\w-]{10,}\./.test(text),
	);
	expect(leaks).toEqual([]);
}
