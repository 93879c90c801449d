/** The secret that signs an integration's requests, where SelfKey's own row of the integration holds it. */
import type { BookingStore } from '../ports/booking-store';
import { isRecord } from '../../core/payload/field-reader';

/**
 * `webhookSecret` in `integrations.configuration`: a text, or a list of them while one is being replaced.
 * @returns none where nothing usable is set: then nobody can sign
 */
export function secretsIn(configuration: unknown): string[] {
	return textsIn(isRecord(configuration) ? configuration['webhookSecret'] : null);
}

/** What an app that keeps the secrets elsewhere may say of an integration; nothing, too, if it knows none. */
export type Secrets = string | readonly string[] | null | undefined;

function textsIn(secrets: unknown): string[] {
	return [secrets].flat().filter((secret): secret is string => typeof secret === 'string' && secret.trim() !== '');
}

/** Where the secrets come from: from the app, or else from the integration's own row. */
export interface SecretSource {
	store: Pick<BookingStore, 'integration'>;
	secretFor?: ((hotelSlug: string, integrationId: string) => Secrets | Promise<Secrets>) | undefined;
}

/** The integration's secrets, the current one first; `null` if there are none. */
export async function secretsOf(
	{ store, secretFor }: SecretSource,
	hotelSlug: string,
	integrationId: string,
): Promise<readonly string[] | null> {
	const secrets = secretFor
		? textsIn(await secretFor(hotelSlug, integrationId))
		: secretsIn((await store.integration(hotelSlug, integrationId))?.configuration);
	return secrets.length > 0 ? secrets : null;
}
