/**
 * n8n's side of one webhook call, as far as our triggers use it: the request with its raw body, the response as
 * Express has it, the log. What n8n itself does before and after is tested in a real n8n.
 */
import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	INodeType,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { fakeContext, type FakeContextOptions } from './fake-context';

export interface WebhookCall {
	headers?: Record<string, string | string[] | undefined>;
	body?: string | Buffer;
	/** Default `POST`. */
	method?: string;
	query?: Record<string, string>;
	/** Of the address, such as `:code`. */
	params?: Record<string, string>;
	/** Of the trigger, by path; what is not there has its default, as in n8n. */
	parameters?: IDataObject;
	/** `null`: n8n cannot read it. */
	credential?: ICredentialDataDecryptedObject | null;
	/** In place of `credential`, for a trigger that asks a remote system. */
	credentials?: FakeContextOptions['credentials'];
	mode?: 'webhook' | 'manual';
	/** Deliveries are remembered for each workflow and node. */
	workflowId?: string;
	nodeId?: string;
	/** Why the body cannot be read to its end. */
	unreadable?: Error;
}

export interface WebhookAnswer {
	/** `null` where the flow is to answer. */
	status: number | null;
	json: unknown;
	/** What is not JSON, such as a page. */
	text: string;
	headers: Record<string, string>;
	/** What starts the flow; empty where nothing does. */
	items: IDataObject[];
	logs: string[];
	/** Whether the body was read at all. */
	isRead: boolean;
	/** Whether n8n was asked for the credential. */
	isCredentialRead: boolean;
	/** What n8n does at the end of the flow, and at once in the mode for that; also where the sender has hung up. */
	end(status: number): void;
}

let workflows = 0;

/** A workflow of its own, so that what one test has delivered is unknown to the next. */
export const newWorkflow = (): string => `workflow-${++workflows}`;

/** Delivers one call to a trigger. */
export async function callWebhook(trigger: INodeType, call: WebhookCall): Promise<WebhookAnswer> {
	const {
		headers = {},
		body = '',
		method = 'POST',
		query = {},
		params = {},
		parameters = {},
		credential = {},
		credentials,
		mode = 'webhook',
		workflowId = newWorkflow(),
		nodeId = 'node',
		unreadable,
	} = call;
	const logs: string[] = [];
	const answer: WebhookAnswer = {
		status: null,
		json: undefined,
		text: '',
		headers: {},
		items: [],
		logs,
		isRead: false,
		isCredentialRead: false,
		end: (status) => void response.status(status).end(),
	};
	const response = {
		statusCode: 200,
		headersSent: false,
		status(status: number) {
			response.statusCode = status;
			return response;
		},
		setHeader(name: string, value: string) {
			answer.headers[name.toLowerCase()] = value;
		},
		json(json: unknown) {
			if (response.headersSent) throw new Error('Headers were sent already');
			answer.json = json;
			answer.status = response.statusCode;
			return response.end(JSON.stringify(json));
		},
		end(chunk?: unknown) {
			if (typeof chunk === 'string' && answer.json === undefined) {
				answer.text = chunk;
				answer.status = response.statusCode;
			}
			response.headersSent = true;
			return response;
		},
	};
	const request = {
		method,
		query,
		rawBody: undefined as Buffer | undefined,
		readRawBody: async () => {
			if (unreadable) throw unreadable;
			answer.isRead = true;
			request.rawBody = Buffer.from(body);
		},
	};
	const { poll } = fakeContext({ parameters, ...(credentials === undefined ? {} : { credentials }) });
	const context = {
		...poll,
		getNode: () => ({ ...poll.getNode(), id: nodeId }),
		getWorkflow: () => ({ id: workflowId, name: 'Workflow', active: true }),
		getMode: () => mode,
		getRequestObject: () => request,
		getResponseObject: () => response,
		getHeaderData: () => headers,
		getQueryData: () => query,
		getParamsData: () => params,
		getCredentials: async (name: string) => {
			answer.isCredentialRead = true;
			if (credentials !== undefined) return await poll.getCredentials(name);
			if (credential === null) throw new Error('Credential with secret-never-to-be-seen was deleted');
			return credential;
		},
		logger: {
			warn: (line: string, ...more: unknown[]) =>
				logs.push([line, ...more.map((value) => JSON.stringify(value))].join(' ')),
		},
	} as unknown as IWebhookFunctions;
	const { workflowData, noWebhookResponse } = (await trigger.webhook!.call(context)) as IWebhookResponseData;
	const items = (workflowData?.[0] ?? []).map(({ json }) => json);
	// Either n8n starts the flow and answers, or the trigger has answered; never both, never neither.
	if ((noWebhookResponse === true) !== (answer.status !== null) || (noWebhookResponse === true) === items.length > 0) {
		throw new Error(
			`Not one answer: ${JSON.stringify({ noWebhookResponse, status: answer.status, items: items.length })}`,
		);
	}
	return Object.assign(answer, { items });
}
