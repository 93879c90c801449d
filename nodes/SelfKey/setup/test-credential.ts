/** The test behind the credential's green sign: with the API key, and with a signed call, as the flows make it. */
import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { validateNewSecret } from '../../../core/webhook/schemes';
import type { RequestContext } from '../../shared/request/request';
import { checkAccess, checkSigning } from './connection-checks';
import { wordsIn } from '../words/words';
import { reasonOf, type SetupCheck } from './setup-check';

/** The editor speaks no other. */
const ENGLISH = wordsIn('en');
/** In milliseconds: a person looks at the button. */
const TIMEOUT_MS = 20_000;

/**
 * For the node's `methods.credentialTest`. n8n's own test of a credential is one request whose answer says nothing but
 * its status; whether the secret is right, and why not, takes a signed one whose answer is read.
 */
export async function testSelfKey(
	this: ICredentialTestFunctions,
	{ data = {} }: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	try {
		const mistake = mistakeIn(data);
		if (mistake !== null) return { status: 'Error', message: mistake };
		const context = asRequestContext(this, data);
		const access = await checkAccess(context, ENGLISH);
		const signs = textIn(data, 'webhookSecret') !== '';
		const signing = signs && access.isReached ? (await checkSigning(context, ENGLISH)).checks : [];
		const wrong = firstWrong([access, ...signing], signs);
		return wrong === undefined
			? { status: 'OK', message: [access, ...signing].map(({ says }) => says).join(' ') }
			: { status: 'Error', message: wrong.says };
	} catch (error) {
		return { status: 'Error', message: reasonOf(error, ENGLISH) };
	}
}

/** Who only writes needs no API key, and who only reads no secret; one of them is needed. */
function firstWrong(checks: readonly SetupCheck[], signs: boolean): SetupCheck | undefined {
	return checks.find(({ check, state }) => state === 'bad' || (check === 'access' && state !== 'good' && !signs));
}

/** What can be said without asking SelfKey. */
function mistakeIn(data: ICredentialDataDecryptedObject): string | null {
	const secret = textIn(data, 'webhookSecret');
	if ((secret === '') !== (textIn(data, 'integrationId') === ''))
		return 'Fill in both the integration ID and the webhook secret, or neither: what is written is signed with them';
	return secret === '' ? null : validateNewSecret('hex', secret);
}

function textIn(data: ICredentialDataDecryptedObject, name: string): string {
	return String(data[name] ?? '').trim();
}

/** n8n gives a credential's test one helper, of an older kind than those that nodes have; the rest of our requests stays as it is. */
function asRequestContext({ helpers }: ICredentialTestFunctions, data: ICredentialDataDecryptedObject): RequestContext {
	const httpRequestWithAuthentication = async (_credential: string, options: IHttpRequestOptions) => {
		const answer = (await helpers.request({
			uri: options.url,
			method: options.method ?? 'GET',
			qs: options.qs,
			headers: { ...options.headers, 'X-API-Key': textIn(data, 'apiKey') },
			timeout: TIMEOUT_MS,
			// A redirect would send the key to wherever it points.
			followRedirect: false,
			simple: false,
			resolveWithFullResponse: true,
		})) as IN8nHttpFullResponse;
		const { ignoreHttpStatusErrors: ignored } = options;
		const isThrown = typeof ignored === 'object' && ignored.except.includes(answer.statusCode);
		if (isThrown) throw Object.assign(new Error('Refused'), { httpCode: String(answer.statusCode) });
		return answer;
	};
	const context: Pick<RequestContext, 'getCredentials'> & { helpers: object } = {
		getCredentials: async <T extends object>() => data as T,
		helpers: { httpRequestWithAuthentication },
	};
	return context as RequestContext;
}
