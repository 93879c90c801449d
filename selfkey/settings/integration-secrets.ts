/** The secret that signs an integration's requests, where SelfKey's own row of the integration holds it. */
import { isRecord } from '../../core/payload/field-reader';

/**
 * `webhookSecret` in `integrations.configuration`: a text, or a list of them while one is being replaced.
 * @returns none where nothing usable is set: then nobody can sign
 */
export function secretsIn(configuration: unknown): string[] {
	const { webhookSecret } = isRecord(configuration) ? configuration : {};
	return (Array.isArray(webhookSecret) ? webhookSecret : [webhookSecret]).filter(
		(secret): secret is string => typeof secret === 'string' && secret.trim() !== '',
	);
}
