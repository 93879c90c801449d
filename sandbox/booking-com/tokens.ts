/**
 * Token-based authentication (Booking.com connectivity docs, token-based-authentication): client id and secret are
 * exchanged for a JWT that is valid for an hour; at most 30 exchanges an hour.
 */
import { createHmac, randomBytes } from 'node:crypto';

export interface TokenOptions {
	/** Lifetime of a token in seconds; default 3600. */
	lifetimeSeconds?: number;
	/** Exchanges within any hour; default 30. */
	perHour?: number;
}

const hourMs = 3_600_000;

export class Tokens {
	private readonly key = randomBytes(32);
	/** Expiry by token, epoch milliseconds. */
	private readonly live = new Map<string, number>();
	private exchanges: number[] = [];
	minted = 0;

	constructor(
		private readonly now: () => number,
		private readonly options: TokenOptions,
	) {}

	/** A new token, or the seconds to wait if the hourly limit is reached. */
	mint(): { jwt: string } | { retryAfterSeconds: number } {
		const now = this.now();
		this.exchanges = this.exchanges.filter((at) => at > now - hourMs);
		const oldest = this.exchanges[0];
		if (oldest !== undefined && this.exchanges.length >= (this.options.perHour ?? 30)) {
			return { retryAfterSeconds: Math.ceil((oldest + hourMs - now) / 1000) };
		}
		this.exchanges.push(now);
		this.minted += 1;
		const issued = Math.floor(now / 1000);
		const expires = issued + (this.options.lifetimeSeconds ?? 3600);
		const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
		const content = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({
			iss: 'urn://connectivity-modern-auth/v1',
			aud: 'urn://connectivity-modern-auth/v1',
			sub: 'connectivity-auth-proxy',
			iat: issued,
			exp: expires,
			jti: String(this.minted),
		})}`;
		const jwt = `${content}.${createHmac('sha256', this.key).update(content).digest('base64url')}`;
		this.live.set(jwt, expires * 1000);
		return { jwt };
	}

	/** True for a token of ours that has neither expired nor been revoked. */
	accepts(jwt: string): boolean {
		return (this.live.get(jwt) ?? 0) > this.now();
	}

	/** Revokes every token, as when the channel rotates its keys. */
	revokeAll(): void {
		this.live.clear();
	}
}
