/** OPERA's stand-in with our node connected to it. */
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { OperaApi } from '../../credentials/OperaApi.credentials';
import { Opera } from '../../nodes/Opera/Opera.node';
import type { Account, OperaOptions } from '../../sandbox/opera';
import { fakeContext, type FakeContext, type FakeContextOptions } from './fake-context';
import { expectOutput } from './output-schema';

export const operaAccount: Account = {
	clientId: 'paradise-client',
	clientSecret: 'client-secret-never-to-be-seen',
	appKey: '41ecd082-8997-4c69-af34-2f72b83645ff',
	enterpriseId: 'PARADISE',
	username: 'integration',
	password: 'password-never-to-be-seen',
	externalSystem: 'SELFKEY',
};

/** A day before all stays of the tests. */
export const operaOptions: OperaOptions = {
	account: operaAccount,
	businessDate: '2027-01-15',
	perSecond: 1_000,
	burst: 2_000,
};

export function operaCredential(baseUrl: string, changes: Record<string, string> = {}): Record<string, string> {
	return {
		connection: 'ohip',
		baseUrl,
		hotelId: 'PARADISE',
		externalSystem: operaAccount.externalSystem,
		apiKey: operaAccount.appKey,
		clientId: operaAccount.clientId,
		clientSecret: operaAccount.clientSecret,
		grant: 'client_credentials',
		enterpriseId: operaAccount.enterpriseId,
		scope: 'urn:opc:hgbu:ws:__myscopes__',
		integrationUser: operaAccount.username,
		integrationPassword: operaAccount.password,
		username: operaAccount.username,
		password: operaAccount.password,
		accessToken: '',
		reservationsPath: '/reservations',
		guestsPath: '/guests',
		roomsPath: '/rooms',
		...changes,
	};
}

export interface OperaRun {
	resource: string;
	operation: string;
	parameters?: IDataObject;
	items?: IDataObject[];
	/** The node's setting "On Error". */
	onError?: 'stopWorkflow' | 'continueRegularOutput' | 'continueErrorOutput';
	credential?: Record<string, string>;
	/** What the workflow remembers. */
	staticData?: IDataObject;
	/** What expressions come to that the node evaluates by itself. */
	expressions?: Record<string, unknown>;
}

/** Runs the node with the defaults of its fields, as a person finds them. */
export async function runOpera(url: string, run: OperaRun): Promise<INodeExecutionData[]> {
	const { execute } = operaContext(url, run);
	const [output = []] = await new Opera().execute.call(execute);
	expectOutput('Opera', execute, output);
	return output;
}

export function operaContext(url: string, run: OperaRun): FakeContext {
	const { resource, operation, parameters, items, onError = 'stopWorkflow', credential } = run;
	const { staticData, expressions } = run;
	const defaults = new Opera().description.properties
		.filter(
			({ displayOptions }) =>
				displayOptions?.show?.resource?.includes(resource) && displayOptions.show.operation?.includes(operation),
		)
		.map(({ name, default: value }): [string, unknown] => [name, value]);
	const context = fakeContext({
		nodeName: 'Opera',
		credentials: { operaApi: { type: new OperaApi(), data: operaCredential(url, credential) } },
		parameters: { resource, operation, ...Object.fromEntries(defaults), ...parameters } as IDataObject,
		continueOnFail: onError !== 'stopWorkflow',
		...(items ? { items } : {}),
		...(staticData ? { staticData } : {}),
		...(expressions ? { expressions } : {}),
	});
	context.execute.getNode().onError = onError;
	return context;
}

/** What a person chooses in the node. */
export const chosenCodes: IDataObject = {
	ratePlan: 'OTA',
	cancellationReason: 'CHANNEL',
	options: { market: 'OTA', source: 'WEB', guarantee: 'CCG' },
};

export const operaSecrets: readonly string[] = [operaAccount.clientSecret, operaAccount.password, operaAccount.appKey];

/** The trigger's surroundings, with the defaults of its fields. */
export function operaTriggerContext(url: string, options: Partial<FakeContextOptions> = {}): FakeContext {
	return fakeContext({
		nodeName: 'Opera Trigger',
		credentials: { operaApi: { type: new OperaApi(), data: operaCredential(url) } },
		...options,
	});
}
