/** Who made a change to a booking. Pure. */
import { channelById } from './channels';

/** Changes that do not come from a channel's message. */
export type HouseKind =
	/** SelfKey's own sale: paid, refunded or deleted. */
	| 'direct'
	/** A person in SelfKey. */
	| 'frontDesk'
	/** The handler moved a stay, found a conflict, or found that one had ended. */
	| 'roomMove';

/** `channel` is the channel of the reservation; `channel:opera` another one that has reported something of it. */
export type OriginKind = 'channel' | `channel:${string}` | HouseKind;

/** `channel` names the channel whose message was written. */
export type Origin = { kind: 'channel'; channel: string } | { kind: HouseKind };

/** `choice` is the option's value in saved workflows, so it never changes. */
export const HOUSE_ORIGINS: Readonly<Record<HouseKind, { displayName: string; choice: string }>> = {
	direct: { displayName: 'Direct Sales', choice: 'direct' },
	frontDesk: { displayName: 'Front Desk', choice: 'desk' },
	roomMove: { displayName: 'Room Moves', choice: 'rooms' },
};

const REPORTED = 'channel:';

/** @param channel the channel of the reservation that was changed */
export function originOf(kind: OriginKind, channel: string): Origin {
	if (kind === 'channel') return { kind, channel };
	return isReported(kind) ? { kind: 'channel', channel: kind.slice(REPORTED.length) } : { kind };
}

/** As it is stored where another channel than the reservation's own has reported the change. */
export function reportedBy(channel: string): OriginKind {
	return `${REPORTED}${channel}`;
}

function isReported(kind: OriginKind): kind is `channel:${string}` {
	return kind.startsWith(REPORTED);
}

/** For people: the display name of the channel or kind; for an unregistered channel, its own name. */
export function originName(origin: Origin): string {
	return origin.kind === 'channel'
		? (channelById(origin.channel)?.displayName ?? origin.channel)
		: HOUSE_ORIGINS[origin.kind].displayName;
}

/** Reads an origin sent by another system; `null` if it is not one. */
export function readOrigin(value: unknown): Origin | null {
	const { kind, channel } = (value ?? {}) as { kind?: unknown; channel?: unknown };
	if (kind === 'channel') return typeof channel === 'string' && channel !== '' ? { kind, channel } : null;
	return isHouseKind(kind) ? { kind } : null;
}

function isHouseKind(kind: unknown): kind is HouseKind {
	return typeof kind === 'string' && Object.hasOwn(HOUSE_ORIGINS, kind);
}
