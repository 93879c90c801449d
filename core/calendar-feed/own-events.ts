/** The events that this package writes into calendars for channels, so that they are known when they come back. */
import { createHash } from 'node:crypto';

export const OWN_PRODUCT = '-//n8n-nodes-hotel//Calendar feed//EN';
export const OWN_SUMMARY = 'SelfKey (Not available)';

const OWN_DOMAIN = '@calendar-feed.n8n-nodes-hotel';

/** Says nothing of the booking, and is the same for as long as these parts are. */
export function ownUid(parts: readonly string[]): string {
	const hash = createHash('sha256').update(JSON.stringify(parts), 'utf8').digest('hex');
	return hash.slice(0, 32) + OWN_DOMAIN;
}

/** With words of the channel's before and behind it; no guest is called so. */
const OWN_TITLE = /(?<![\p{L}\p{N}])SelfKey\s+\(Not available\)/iu;

/** Also where a channel has added something of its own to the UID or the text, or kept only the text. */
export function isOwnEvent({ uid, summary }: { uid: string; summary: string }): boolean {
	return uid.includes(OWN_DOMAIN) || OWN_TITLE.test(summary);
}
