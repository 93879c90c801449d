/** The secret that signs an integration's requests, where SelfKey's own row of the integration holds it. */
import type { BookingStore } from '../ports/booking-store';
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

/** Where the secrets come from: from the app, or else from the integration's own row. */
export interface SecretSource {
	store: Pick<BookingStore, 'integration'>;
	secretFor?:
		| ((
				hotelSlug: string,
				integrationId: string,
		  ) => string | readonly string[] | null | Promise<string | readonly string[] | null>)
		| undefined;
}

/** The integration's secrets, the current one first; `null` if there are none. */
export async function secretsOf(
	{ store, secretFor }: SecretSource,
	hotelSlug: string,
	integrationId: string,
): Promise<readonly string[] | null> {
	if (!secretFor) {
		const secrets = secretsIn((await store.integration(hotelSlug, integrationId))?.configuration);
		return secrets.length > 0 ? secrets : null;
	}
	const secret = await secretFor(hotelSlug, integrationId);
	return typeof secret === 'string' ? [secret] : secret;
}
