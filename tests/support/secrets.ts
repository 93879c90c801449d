import type { Secrets } from '../../sandbox/start/credentials';

/** Every text of an environment that must be found nowhere. Airbnb's client ID is a name, and no secret. */
export function secretTexts({ airbnb, ...others }: Secrets): string[] {
	return [...Object.values(others), airbnb.clientSecret, airbnb.refreshToken];
}
