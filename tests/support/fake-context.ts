/**
 * n8n's side of a node, as far as our nodes use it: parameters, input, and HTTP with a credential, renewed and
 * asked once more after a 401, as n8n does it (n8n-core, httpRequestWithAuthentication). Workflows are tested
 * in a real n8n; this is for one node at a time.
 */
import axios, { type AxiosError } from 'axios';
import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	INode,
	INodeExecutionData,
	IPollFunctions,
	IRun,
} from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';

export interface FakeContextOptions {
	nodeName?: string;
	parameters?: IDataObject;
	items?: IDataObject[];
	/** What the workflow's trigger gave out for each of them, where n8n can tell. */
	givenOut?: IDataObject[];
	credentials?: Record<string, { type: ICredentialType; data: ICredentialDataDecryptedObject }>;
	continueOnFail?: boolean;
	/** What each expression comes to that a node evaluates by itself; any other cannot be evaluated. */
	expressions?: Record<string, unknown>;
	mode?: 'manual' | 'trigger';
	activationMode?: string;
	/** What the workflow remembers; a node of another context with the same one goes on where it stopped. */
	staticData?: IDataObject;
	/** The workflow's. */
	timeZone?: string;
	/** Milliseconds; shortens the node's own time-out, so that a test need not wait for it. */
	timeoutMs?: number;
}

export interface FakeContext {
	execute: IExecuteFunctions;
	poll: IPollFunctions;
	/** What the trigger handed over, each with the promise that ends its run. */
	emitted: Array<{
		items: INodeExecutionData[];
		end: (status?: 'success' | 'error' | 'waiting') => void;
		fail: (error: Error) => void;
		neverBegan: () => void;
	}>;
	emittedErrors: Error[];
	/** What the node told the editor beside its output. */
	hints: string[];
	/** Warnings in the log of n8n. */
	logged: string[];
	/** Token renewals, as n8n asks for them. */
	renewals: number;
}

let nodes = 0;

export function fakeContext(options: FakeContextOptions): FakeContext {
	const {
		parameters = {},
		items = [{}],
		credentials = {},
		continueOnFail = false,
		mode = 'trigger',
		activationMode = 'activate',
		staticData = {},
	} = options;
	const node = {
		id: `node-${++nodes}`,
		name: options.nodeName ?? 'Node under test',
		type: 'test',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	} as INode;
	const fake: Omit<FakeContext, 'execute' | 'poll'> = {
		emitted: [],
		emittedErrors: [],
		hints: [],
		logged: [],
		renewals: 0,
	};
	const input: INodeExecutionData[] = items.map((json, item) => ({ json, pairedItem: { item } }));

	async function preAuthenticate(name: string, force: boolean): Promise<void> {
		const entry = credentials[name];
		const expirable = entry?.type.properties.find((property) => property.typeOptions?.expirable === true)?.name;
		if (!entry?.type.preAuthentication || !expirable || !(force || entry.data[expirable] === '')) return;
		fake.renewals++;
		const helpers = { httpRequest: async (request: IHttpRequestOptions) => (await send(request)).body };
		Object.assign(entry.data, await entry.type.preAuthentication.call({ helpers } as never, { ...entry.data }));
	}

	async function authenticated(name: string, request: IHttpRequestOptions): Promise<IHttpRequestOptions> {
		const entry = credentials[name];
		const { authenticate } = entry?.type ?? {};
		// A copy, but for the bytes of the body: copied, they would be more than the body. A signal has no copy.
		const { body, abortSignal, ...copied } = request;
		if (typeof authenticate === 'function')
			return { ...(await authenticate({ ...entry?.data }, structuredClone(copied))), body, abortSignal };
		const headers = Object.entries((authenticate?.properties.headers ?? {}) as Record<string, string>).map(
			([header, expression]) => {
				const property = /\$credentials\.(\w+)/.exec(expression)?.[1] ?? '';
				return [header, String(entry?.data[property])];
			},
		);
		return { ...request, headers: { ...request.headers, ...Object.fromEntries(headers) } };
	}

	async function httpRequestWithAuthentication(name: string, request: IHttpRequestOptions): Promise<unknown> {
		try {
			await preAuthenticate(name, false);
			return await answer(await authenticated(name, request), options.timeoutMs);
		} catch (error) {
			if ((error as AxiosError).response?.status !== 401) throw new NodeApiError(node, error as never);
			try {
				await preAuthenticate(name, true);
				return await answer(await authenticated(name, request), options.timeoutMs);
			} catch (second) {
				throw new NodeApiError(node, second as never);
			}
		}
	}

	const common = {
		getNode: () => node,
		logger: { warn: (line: string) => fake.logged.push(line) },
		getWorkflow: () => ({ id: 'workflow', name: 'Workflow', active: true }),
		getMode: () => mode,
		getTimezone: () => options.timeZone ?? 'Etc/UTC',
		continueOnFail: () => continueOnFail,
		getWorkflowStaticData: () => staticData,
		getCredentials: async (name: string) => ({ ...credentials[name]?.data }),
		helpers: {
			httpRequestWithAuthentication(this: Partial<IExecuteFunctions>, name: string, request: IHttpRequestOptions) {
				// As n8n-core does it: a context's own signal comes before the request's.
				const abortSignal = this.getExecutionCancelSignal ? this.getExecutionCancelSignal() : request.abortSignal;
				return httpRequestWithAuthentication(name, abortSignal ? { ...request, abortSignal } : request);
			},
			createDeferredPromise: () => {
				let resolve: (value: unknown) => void = () => undefined;
				let reject: (error: Error) => void = () => undefined;
				const promise = new Promise((onValue, onError) => ((resolve = onValue), (reject = onError)));
				return { promise, resolve, reject };
			},
		},
	};
	/** A parameter by its path; a text that begins with `={{ $json.` is read from the item, as n8n would. */
	const parameter = (name: string, index: number, fallback?: unknown): unknown => {
		const held = name
			.split('.')
			.reduce<unknown>((object, key) => (object as IDataObject | undefined)?.[key], parameters);
		const isLocator = typeof held === 'object' && held !== null && 'mode' in held && 'value' in held;
		const value = isLocator ? held.value : held;
		const field = typeof value === 'string' ? /^=\{\{ \$json\.(\w+) \}\}$/.exec(value)?.[1] : undefined;
		const read = (field ? input[index]?.json[field] : value) ?? fallback;
		return isLocator ? { ...held, value: read } : read;
	};
	const execute = {
		...common,
		getInputData: () => input,
		getNodeParameter: parameter,
		evaluateExpression: (expression: string, index: number) => {
			const { expressions = {} } = options;
			// As n8n-core does it.
			const whole = `=${expression}`;
			if (whole in expressions) return expressions[whole];
			throw new Error(`${expression} means nothing for item ${index}`);
		},
		getParentNodes: (name: string) => (name === node.name ? [{ name: 'Trigger', type: 'test' }] : []),
		getWorkflowDataProxy: () => ({
			$: () => ({
				isExecuted: true,
				itemMatching: (index: number) => {
					if (!options.givenOut) throw new Error('No path back to node');
					return { json: options.givenOut[index] };
				},
			}),
		}),
		addExecutionHints: (...hints: Array<{ message: string }>) =>
			fake.hints.push(...hints.map(({ message }) => message)),
	} as unknown as IExecuteFunctions;
	const poll = {
		...common,
		getActivationMode: () => activationMode,
		getNodeParameter: (name: string, fallback?: unknown) => parameter(name, 0, fallback),
		__emit: (
			data: INodeExecutionData[][],
			_response: unknown,
			done?: { resolve: (run: IRun | undefined) => void; reject: (error: Error) => void },
		) => {
			if (mode === 'manual') throw new Error('Overwrite PollContext.__emit function');
			fake.emitted.push({
				items: data[0] ?? [],
				end: (status = 'success') => done?.resolve({ status } as IRun),
				fail: (error) => done?.reject(error),
				neverBegan: () => done?.resolve(undefined),
			});
		},
		__emitError: (error: Error) => {
			if (mode === 'manual') throw new Error('Overwrite PollContext.__emitError function');
			fake.emittedErrors.push(error);
		},
	} as unknown as IPollFunctions;
	return Object.assign(fake, { execute, poll });
}

async function answer(request: IHttpRequestOptions, timeoutMs?: number): Promise<unknown> {
	const response = await send(request, timeoutMs);
	return request.returnFullResponse ? response : response.body;
}

async function send(
	request: IHttpRequestOptions,
	timeoutMs?: number,
): Promise<{ statusCode: number; headers: unknown; body: unknown }> {
	const ignore = request.ignoreHttpStatusErrors;
	const response = await axios.request({
		method: request.method,
		url: request.url,
		params: request.qs,
		headers: request.headers as Record<string, string>,
		data: request.body,
		timeout: timeoutMs ?? request.timeout,
		...(request.abortSignal ? { signal: request.abortSignal } : {}),
		maxRedirects: request.disableFollowRedirect ? 0 : 5,
		responseType: request.encoding === 'text' || request.encoding === 'arraybuffer' ? request.encoding : 'json',
		// axios parses JSON out of any text otherwise
		...(request.encoding === 'text' ? { transformResponse: (body: unknown) => body } : {}),
		validateStatus: (status) =>
			(status >= 200 && status < 300) ||
			ignore === true ||
			(typeof ignore === 'object' && !ignore.except.includes(status)),
	});
	return { statusCode: response.status, headers: response.headers, body: response.data as unknown };
}
