/**
 * The channels known by name, one line each. Reserved names, the SelfKey Trigger's options and the checks on
 * templates are derived from it. Reservation systems that send webhooks choose their own names and are not listed.
 */

export interface Channel {
	/** Part of the key of every reservation, so it never changes. */
	id: string;
	displayName: string;
	/** How messages are ordered: by a `revision` of the channel's own, or only by when each was `observed`. */
	order: 'revision' | 'observed';
	/** Whether a later message can reinstate a cancelled stay. Needs revisions: see `merge`. */
	mayReinstate: boolean;
	/**
	 * No node supports it yet. Its name is reserved anyway, so that no other sender's reservations can use its keys.
	 */
	announced?: true;
	/** It offers the calendar of each room (iCal), which the Airbnb nodes read. */
	hasCalendars?: true;
	/** A node of ours can tell it which nights are sold, and at what price. */
	takesNights?: true;
	/** It restricts arrival, departure and length of stay, of a room type's rate plans. */
	hasRatePlans?: true;
	/** What was not acknowledged waits there, and can be asked for. */
	keepsQueue?: true;
}

const lines = {
	airbnb: { displayName: 'Airbnb', order: 'revision', mayReinstate: true, hasCalendars: true, takesNights: true },
	'booking.com': {
		displayName: 'Booking.com',
		order: 'observed',
		mayReinstate: false,
		hasCalendars: true,
		takesNights: true,
		keepsQueue: true,
		hasRatePlans: true,
	},
	opera: { displayName: 'Opera', order: 'revision', mayReinstate: true },
	selfkey: { displayName: 'SelfKey', order: 'revision', mayReinstate: true },
	vrbo: { displayName: 'Vrbo', order: 'revision', mayReinstate: true, hasCalendars: true },
} as const satisfies Record<string, Omit<Channel, 'id'>>;

export type ChannelId = keyof typeof lines;

/** SelfKey's own sales are reservations too, identified by this channel, the hotel's slug and the booking's id. */
export const OWN_CHANNEL = 'selfkey' satisfies ChannelId;

export const CHANNELS: readonly Channel[] = Object.entries(lines).map(([id, line]) => ({ id, ...line }));

export const CALENDAR_CHANNELS = CHANNELS.filter(({ hasCalendars }) => hasCalendars);

/** In the order of their names. */
export const NIGHT_CHANNELS = CHANNELS.filter(({ takesNights }) => takesNights).sort((a, b) =>
	a.displayName < b.displayName ? -1 : 1,
);

/** `null` for a name that is not in the registry, such as a webhook sender's. */
export function channelById(id: string): Channel | null {
	return CHANNELS.find((channel) => channel.id === id) ?? null;
}
