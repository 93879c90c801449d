/** The credential `signedWebhookApi`: how a sender signs, and what is wrong with the settings. */
import {
	type ICredentialDataDecryptedObject,
	type ICredentialsDecrypted,
	type ICredentialTestFunctions,
	type IHookFunctions,
	type INodeCredentialTestResult,
	type IWebhookFunctions,
} from 'n8n-workflow';
import {
	DEFAULT_TOLERANCE_SECONDS,
	SCHEME_NAMES,
	validateNewSecret,
	validateSecret,
	type SignatureScheme,
} from '../../../core/webhook/schemes';
import type { WebhookConnection } from './receive-signed-webhook';

/** RFC 9110, 5.6.2. */
const HEADER_NAME = /^[!#$%&'*+\-.^_`|~0-9a-z]*$/;

/**
 * How the sender signs, by the credential's fields.
 * @throws RangeError if it names no scheme
 */
export function connectionOf(data: ICredentialDataDecryptedObject): WebhookConnection {
	const name = SCHEME_NAMES.find((scheme) => scheme === (data.scheme ?? 'hex'));
	if (!name) throw new RangeError('Choose one of the signature schemes');
	const seconds = Number(data.toleranceSeconds ?? DEFAULT_TOLERANCE_SECONDS);
	const scheme: SignatureScheme = {
		name,
		header: headerOf(data.signatureHeader),
		idHeader: name === 'standard' ? '' : headerOf(data.deliveryIdHeader),
		toleranceSeconds: Number.isFinite(seconds) && seconds >= 1 ? seconds : DEFAULT_TOLERANCE_SECONDS,
	};
	return { scheme, secrets: [String(data.secret ?? ''), ...previousSecrets(data)] };
}

/** What is wrong with the credential and what to do, or `null`. Never quotes a secret. */
export function validateCredential(data: ICredentialDataDecryptedObject): string | null {
	try {
		const { scheme, secrets } = connectionOf(data);
		if (!HEADER_NAME.test(scheme.header))
			return 'Signature Header: enter the name of the header alone, such as x-signature';
		if (!HEADER_NAME.test(scheme.idHeader))
			return 'Delivery ID Header: enter the name of the header alone, such as x-delivery-id';
		return validateConnection({ scheme, secrets });
	} catch (error) {
		return error instanceof RangeError ? error.message : 'The credential cannot be read; save it again';
	}
}

/**
 * What is wrong with one of the secrets and what to do, or `null`. One that is being replaced may be short: that may be
 * why.
 */
export function validateConnection({ scheme, secrets: [current = '', ...previous] }: WebhookConnection): string | null {
	const reasons = previous.flatMap((secret, index) => {
		const reason = validateSecret(scheme.name, secret);
		return reason === null ? [] : [`Previous Secrets, number ${index + 1}: ${reason}`];
	});
	return validateNewSecret(scheme.name, current) ?? reasons[0] ?? null;
}

/** For the triggers' `connection`. */
export async function signedWebhookConnection(context: IWebhookFunctions): Promise<WebhookConnection> {
	return connectionOf(await context.getCredentials('signedWebhookApi'));
}

/** For the triggers' `methods.credentialTest`: there is no system to ask, so it checks the secrets themselves. */
export async function testSignedWebhook(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const reason = validateCredential(credential.data ?? {});
	return reason === null
		? {
				status: 'OK',
				message: 'The secret can be used. The first delivery will show whether the sender signs with it.',
			}
		: { status: 'Error', message: reason };
}

/** For the triggers' `checkExists`, with `refuseUnusable`. */
export async function validateSignedWebhook(context: IHookFunctions): Promise<string | null> {
	return validateCredential(await context.getCredentials('signedWebhookApi'));
}

function previousSecrets({ previousSecrets: text }: ICredentialDataDecryptedObject): string[] {
	return String(text ?? '')
		.split(/\r?\n/)
		.filter((line) => line !== '');
}

function headerOf(name: unknown): string {
	return String(name ?? '')
		.trim()
		.toLowerCase();
}
