/** What the credentials with addresses have in common: their keys go to the address that was entered, and nowhere else. */
import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { validateWebAddress } from '../../core/text/web-address';

export const allowHttpProperty: INodeProperties = {
	displayName: 'Allow Unencrypted HTTP',
	name: 'allowHttp',
	type: 'boolean',
	default: false,
	description:
		"Whether addresses may begin with http://, for a test system in a network that you trust. Keys and guests' data can then be read on their way. Addresses of this machine, such as http://localhost, need no permission.",
};

/**
 * @param label as the editor shows the field
 * @throws RangeError unless it is empty, https, on this machine, or allowed by the credential
 */
export function refuseUnsafeAddress(
	label: string,
	address: unknown,
	credentials: ICredentialDataDecryptedObject,
): void {
	const text = String(address ?? '').trim();
	const reason = text === '' ? null : validateWebAddress(text, credentials.allowHttp === true);
	if (reason !== null) throw new RangeError(`The ${label} ${reason}`);
}

/** The same of where a request goes. n8n's HTTP Request node, which may use the credential too, says it in `uri`. */
export function refuseUnsafeRequest(
	{ baseURL, url, uri }: IHttpRequestOptions & { uri?: string },
	credentials: ICredentialDataDecryptedObject,
): void {
	refuseUnsafeAddress('address of the request', baseURL ?? (url || uri), credentials);
}

/** For a credential's test, which does not follow redirects: its key would go wherever they point. */
export const refusesRedirects = [301, 302, 303, 307, 308].map((value) => ({
	type: 'responseCode' as const,
	properties: {
		value,
		message: `The base URL leads to another address (HTTP ${value}): enter the address that the browser shows in the end, often https instead of http`,
	},
})) satisfies ICredentialTestRequest['rules'];
