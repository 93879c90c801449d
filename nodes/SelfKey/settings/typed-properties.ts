/** The hotel's properties as a person types them: `12345` at Booking.com, `airbnb/987654` at any other channel. Pure. */
import { channelById, OWN_CHANNEL, type ChannelId } from '../../../core/channel/channels';
import { isChannelName } from '../../../core/channel/reserved-names';
import type { ListsByName } from '../../../core/payload/lists-by-name';
import type { Words } from '../words/words';

/** The one whose IDs stand without its name: most hotels have no others. */
const BOOKING_COM = 'booking.com' satisfies ChannelId;

interface TypedProperty {
	text: string;
	/** `null` for what is no channel. */
	channel: string | null;
	id: string;
}

export function propertyMistakes(typed: string, say: Words['mistakes']): string[] {
	return propertiesIn(typed).flatMap(({ text, channel, id }) => {
		if (channel === null || id === '') return [say.propertyOfChannel(text)];
		return channel === BOOKING_COM && !/^\d{1,12}$/.test(id) ? [say.propertyId(text)] : [];
	});
}

/** As SelfKey stores them. What cannot be typed, and so is not shown, stays as it was. */
export function toStoredProperties(typed: string, before: ListsByName): ListsByName {
	const stored = new Map<string, string[]>();
	const add = (channel: string, id: string) => {
		const ids = stored.get(channel) ?? [];
		stored.set(channel, ids.includes(id) ? ids : [...ids, id]);
	};
	for (const { channel, id } of entriesOf(before)) if (typedForm(channel, id) === null) add(channel, id);
	for (const { channel, id } of propertiesIn(typed)) if (channel !== null) add(channel, id);
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
	return typed
		.split(/[\s,;]+/)
		.filter((text) => text !== '')
		.map((text) => {
			const slash = text.indexOf('/');
			if (slash === -1) return { text, channel: BOOKING_COM, id: text };
			const name = text.slice(0, slash).toLowerCase();
			return { text, channel: isName(name) ? name : null, id: text.slice(slash + 1) };
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
