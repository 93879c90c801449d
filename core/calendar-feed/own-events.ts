/** The events that this package writes into calendars for channels, so that they are known when they come back. */
import { createHash } from 'node:crypto';

export const OWN_PRODUCT = '-//n8n-nodes-hotel//Calendar feed//EN';
export const OWN_SUMMARY = 'SelfKey (Not available)';

/** In the UID, and in the description beside it: a channel may keep the one or the other. */
export const OWN_MARK = 'calendar-feed.n8n-nodes-hotel';

/** Says nothing of the booking, and is the same for as long as these parts are. */
export function ownUid(parts: readonly string[]): string {
	const hash = createHash('sha256').update(JSON.stringify(parts), 'utf8').digest('hex');
	return `${hash.slice(0, 32)}@${OWN_MARK}`;
}

/** With words or marks of the channel's around it, or in the other order; no guest is called so. */
const OWN_TITLE =
	/(?<![\p{L}\p{N}])(?:SelfKey[\s\p{P}]+Not[\s\p{P}]+available|Not[\s\p{P}]+available[\s\p{P}]+SelfKey)(?![\p{L}\p{N}])/iu;

/**
 * By any sign that is left of it: a channel may give it a UID or a title of its own, and may leave out what else it had. One of
 * which nothing is left cannot be told from the channel's own, and counts as that: no booking may be lost for it.
 */
export function isOwnEvent({ uid, summary, description, url }: OwnTexts): boolean {
	return [uid, description, url].some((text) => text.toLowerCase().includes(OWN_MARK)) || OWN_TITLE.test(summary);
}

/** Of an event, whatever it is. */
interface OwnTexts {
	uid: string;
	summary: string;
	description: string;
	url: string;
}
