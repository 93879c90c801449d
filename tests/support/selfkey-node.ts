/** SelfKey's sandbox with our node connected to it. */
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { SelfKeyApi } from '../../credentials/SelfKeyApi.credentials';
import { SelfKey } from '../../nodes/SelfKey/SelfKey.node';
import type { SelfKeyHotel, SelfKeyOptions } from '../../sandbox/selfkey';
import { fakeContext, type FakeContextOptions } from './fake-context';
import { expectOutput } from './output-schema';

export const selfKeyAccount = {
	apiKey: 'api-key-never-to-be-seen',
	hotelSlug: 'hotel-paradise',
	integrationId: 'n8n',
	webhookSecret: 'webhook-secret-never-to-be-seen',
};

export const paradise: SelfKeyHotel = {
	slug: 'hotel-paradise',
	name: 'Hôtel Paradise',
	city: 'Montreux',
	country: 'CH',
	currency: 'CHF',
	timeZone: 'Europe/Zurich',
	rooms: [
		{ name: '101', price: 145, roomTypeId: 'double' },
		{ name: '102', price: 145, roomTypeId: 'double' },
		{ name: '201', price: 320, roomTypeId: 'suite' },
	],
};
export const auberge: SelfKeyHotel = {
	...paradise,
	slug: 'auberge',
	name: 'Auberge du Lac',
	city: 'Vevey',
	country: 'FR',
};

/** Two hotels, the integration is the first one's. */
export const selfKeyOptions: SelfKeyOptions = {
	hotel: paradise,
	hotels: [auberge],
	apiKey: selfKeyAccount.apiKey,
	integrations: [{ id: selfKeyAccount.integrationId, secret: selfKeyAccount.webhookSecret, type: 'booking-com' }],
	requestsPerMinute: 10_000,
};

export interface SelfKeyRun {
	resource: string;
	operation: string;
	parameters?: IDataObject;
	items?: IDataObject[];
	/** What the workflow's trigger gave out for each of them. */
	givenOut?: IDataObject[];
	/** The node's setting "On Error". */
	onError?: 'stopWorkflow' | 'continueRegularOutput' | 'continueErrorOutput';
	credential?: Record<string, string>;
	/** Of SelfKey's credential, as n8n tells it in the node; not known to it otherwise. */
	credentialId?: string;
}

/** Runs the node with the defaults of its fields, as a person finds them. */
export async function runSelfKey(url: string, run: SelfKeyRun): Promise<INodeExecutionData[]> {
	const { resource, operation, parameters, items, givenOut, onError = 'stopWorkflow', credential, credentialId } = run;
	const defaults = new SelfKey().description.properties
		.filter(
			({ displayOptions }) =>
				displayOptions?.show?.resource?.includes(resource) && displayOptions.show.operation?.includes(operation),
		)
		.map(({ name, default: value }): [string, unknown] => [name, value]);
	const options: FakeContextOptions = {
		nodeName: 'SelfKey',
		credentials: { selfKeyApi: { type: new SelfKeyApi(), data: { baseUrl: url, ...selfKeyAccount, ...credential } } },
		parameters: { resource, operation, ...Object.fromEntries(defaults), ...parameters } as IDataObject,
		continueOnFail: onError !== 'stopWorkflow',
		...(items ? { items } : {}),
		...(givenOut ? { givenOut } : {}),
	};
	const { execute } = fakeContext(options);
	execute.getNode().onError = onError;
	if (credentialId !== undefined)
		execute.getNode().credentials = { other: { id: 'other', name: '' }, selfKeyApi: { id: credentialId, name: '' } };
	const [output = []] = await new SelfKey().execute.call(execute);
	expectOutput('SelfKey', execute, output);
	return output;
}

/** Everything that n8n could store of an error: own fields, hidden ones, causes, to the bottom. */
export function everythingIn(value: unknown, seen = new Set<unknown>()): string {
	if (typeof value !== 'object' || value === null) return `${String(value)}\n`;
	if (seen.has(value)) return '';
	seen.add(value);
	return Reflect.ownKeys(value)
		.map((key) => `${String(key)}: ${everythingIn((value as Record<PropertyKey, unknown>)[key], seen)}`)
		.join('');
}
