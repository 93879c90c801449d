/** The hotel's properties as a person types them: `12345` at Booking.com, `airbnb/987654` at any other channel. Pure. */
import { channelById, OWN_CHANNEL, type ChannelId } from '../../../core/channel/channels';
import { isChannelName } from '../../../core/channel/reserved-names';
import type { ListsByName } from '../../../core/payload/lists-by-name';
import type { Words } from '../words/words';
import { isFor } from './found-types';

/** The one whose IDs stand without its name: most hotels have no others. */
const BOOKING_COM = 'booking.com' satisfies ChannelId;

/** The one whose property is surely none of its listings: at Vrbo, they may be one and the same. */
const AIRBNB = 'airbnb' satisfies ChannelId;

interface TypedProperty {
	text: string;
	/** `null` for what is no channel. */
	channel: string | null;
	/** `''` where the channel stands alone, which takes its IDs away. */
	id: string;
	/** More text stands behind it, with nothing but white space between. */
	isFollowed: boolean;
}

interface Known {
	/** The room types that are mapped, booked or offered, as a room map names them. */
	roomTypes: readonly string[];
	saved: ListsByName;
}

export function propertyMistakes(typed: string, { roomTypes, saved }: Known, say: Words['mistakes']): string[] {
	return propertiesIn(typed).flatMap(({ text, channel, id, isFollowed }) => {
		if (channel === null) return [say.propertyOfChannel(text)];
		// `airbnb/ 987654` would take Airbnb's IDs away, and be a number of Booking.com's.
		if (id === '') return isFollowed ? [say.propertyOfChannel(text)] : [];
		if (channel === BOOKING_COM) return /^\d{1,12}$/.test(id) ? [] : [say.propertyId(text)];
		// In a calendar's credential, anything may stand as the property: what was saved goes on.
		const isListing = channel === AIRBNB && roomTypes.some((key) => isFor(key, AIRBNB, id));
		return isListing && !(saved[AIRBNB] ?? []).includes(id) ? [say.listingForHost(text)] : [];
	});
}

/**
 * As SelfKey stores them. Apart from Booking.com's, only those of channels that are named change: a flow or a form of a
 * version that knew Booking.com's alone must not take away the limits of the others without a word. What cannot be typed,
 * and so is not shown, stays too, until its channel is named alone.
 */
export function toStoredProperties(typed: string, before: ListsByName): ListsByName {
	const stored = new Map<string, string[]>();
	const add = (channel: string, id: string) => {
		const ids = stored.get(channel) ?? [];
		stored.set(channel, ids.includes(id) ? ids : [...ids, id]);
	};
	const read = propertiesIn(typed);
	const named = new Set<string | null>([BOOKING_COM, ...read.map(({ channel }) => channel)]);
	const alone = new Set(read.filter(({ id }) => id === '').map(({ channel }) => channel));
	for (const { channel, id } of entriesOf(before)) {
		const stays = !named.has(channel) || typedForm(channel, id) === null;
		if (stays && !alone.has(channel)) add(channel, id);
	}
	for (const { channel, id } of read) if (channel !== null && id !== '') add(channel, id);
	return Object.fromEntries(stored);
}

/** As the form shows them, Booking.com's first. */
export function toTypedProperties(stored: ListsByName): string {
	const entries = entriesOf(stored);
	const [own, others] = [true, false].map((isOwn) =>
		entries.filter(({ channel }) => (channel === BOOKING_COM) === isOwn),
	) as [typeof entries, typeof entries];
	return [...own, ...others].flatMap(({ channel, id }) => typedForm(channel, id) ?? []).join(', ');
}

function propertiesIn(typed: string): TypedProperty[] {
	return [...typed.matchAll(/([^\s,;]+)(?=(\s+[^\s,;])?)/g)].map(([, text = '', next]) => {
		const isFollowed = next !== undefined;
		const slash = text.indexOf('/');
		if (slash === -1) return { text, channel: BOOKING_COM, id: text, isFollowed };
		const name = text.slice(0, slash).toLowerCase();
		return { text, channel: isName(name) ? name : null, id: text.slice(slash + 1), isFollowed };
	});
}

function entriesOf(lists: ListsByName): Array<{ channel: string; id: string }> {
	return Object.entries(lists).flatMap(([channel, ids]) => ids.map((id) => ({ channel, id })));
}

/** `null` where reading it again would make something else of it. */
function typedForm(channel: string, id: string): string | null {
	const text = channel === BOOKING_COM ? id : `${channel}/${id}`;
	const [read, ...more] = propertiesIn(text);
	return more.length === 0 && id !== '' && read?.channel === channel && read.id === id ? text : null;
}

function isName(name: string): boolean {
	if (name === OWN_CHANNEL) return false;
	return channelById(name) !== null || (/^[a-z0-9][a-z0-9._-]{0,49}$/.test(name) && isChannelName(name));
}
