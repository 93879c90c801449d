/**
 * The channels that are known by name, one line each. Reserved names, the SelfKey Trigger's choices and the
 * checks on templates follow from it. Reservation systems that send webhooks choose their own names and stand nowhere.
 */

export interface Channel {
	/** In the key of every reservation, so it never changes. */
	id: string;
	displayName: string;
	/**
	 * What tells an earlier message from a later one: a `revision` of the channel's own, or only when the message
	 * was `observed`.
	 */
	order: 'revision' | 'observed';
	/** Whether a later message can bring a cancelled stay back. Needs revisions: see `merge`. */
	mayReinstate: boolean;
	/**
	 * No node speaks for it yet. Its name is kept free all the same, or its reservations would meet a stranger's
	 * under the same keys later.
	 */
	announced?: true;
}

const lines = {
	airbnb: { displayName: 'Airbnb', order: 'revision', mayReinstate: true, announced: true },
	'booking.com': { displayName: 'Booking.com', order: 'observed', mayReinstate: false },
	opera: { displayName: 'Opera', order: 'revision', mayReinstate: true, announced: true },
	selfkey: { displayName: 'SelfKey', order: 'revision', mayReinstate: true },
} as const satisfies Record<string, Omit<Channel, 'id'>>;

export type ChannelId = keyof typeof lines;

/** SelfKey's own sales are reservations too: this channel, the hotel's slug, and the booking's id. */
export const OWN_CHANNEL = 'selfkey' satisfies ChannelId;

export const CHANNELS: readonly Channel[] = Object.entries(lines).map(([id, line]) => ({ id, ...line }));

/** `null` for a name that is not in the registry, such as that of a webhook's sender. */
export function channelById(id: string): Channel | null {
	return CHANNELS.find((channel) => channel.id === id) ?? null;
}
