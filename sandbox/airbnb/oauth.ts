/** The tokens: an access token of a day, and a refresh token that stays the same unless a new one is asked for. */
import { randomBytes } from 'node:crypto';

export interface Application {
	clientId: string;
	clientSecret: string;
	/** What the application got when the host connected it. */
	refreshToken: string;
}

/** Milliseconds. */
const LIFETIME = 24 * 3_600_000;

export class OAuth {
	private refreshToken: string;
	/** Expiry by access token, epoch milliseconds. All of them are valid side by side. */
	private readonly live = new Map<string, number>();
	minted = 0;

	constructor(
		private readonly application: Application,
		private readonly hostId: string,
		private readonly now: () => number,
	) {
		this.refreshToken = application.refreshToken;
	}

	/** HTTP Basic with the application's id and secret. */
	isApplication(authorization: string | undefined): boolean {
		const { clientId, clientSecret } = this.application;
		return authorization === `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
	}

	/** @returns the new tokens; `null` for a refresh token that is not valid */
	refresh(given: unknown, reset: boolean): Record<string, unknown> | null {
		if (given !== this.refreshToken) return null;
		if (reset) this.refreshToken = randomBytes(16).toString('hex');
		const token = randomBytes(16).toString('hex');
		const expires = this.now() + LIFETIME;
		this.live.set(token, expires);
		this.minted += 1;
		return {
			access_token: token,
			expires_at: Math.floor(expires / 1000),
			refresh_token: this.refreshToken,
			user_id: Number(this.hostId),
		};
	}

	isValid(token: unknown): boolean {
		return typeof token === 'string' && (this.live.get(token) ?? 0) > this.now();
	}

	revoke(token: string): void {
		this.live.delete(token);
	}

	/** As when the host disconnects the application, or Airbnb changes its keys. */
	revokeAll(): void {
		this.live.clear();
	}
}
