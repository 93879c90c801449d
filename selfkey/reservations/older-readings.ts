/** Calendars that an earlier version has read: it gave a reading the time itself for a revision, as a channel's own would be. Pure. */
import { channelById } from '../../core/channel/channels';
import type { MergeHistory, MessageStamp, Reservation } from '../../core/reservation/model';
import { readRevision, revisionOfReading } from '../../core/reservation/revision';

/**
 * What is stored, with such revisions as those of readings. They are known by being the very moment at which the message was
 * seen, to the millisecond, which the time of a change at the channel is not.
 */
export function withReadings(stored: Reservation): Reservation {
	const channel = channelById(stored.channel);
	if (channel?.hasCalendars !== true || channel.order !== 'revision') return stored;
	const { history } = stored;
	const stamps = [stored, history?.latest, history?.content, history?.cancelled, history?.card];
	const older = new Set(stamps.flatMap((stamp) => (stamp && isOlderReading(stamp) ? [stamp.revision] : [])));
	if (older.size === 0) return stored;
	const asReading = (revision: string) => (older.has(revision) ? revisionOfReading(new Date(revision)) : revision);
	const read = <T extends Pick<MessageStamp, 'revision' | 'afterRevision'>>(stamp: T): T => ({
		...stamp,
		revision: stamp.revision === null ? null : asReading(stamp.revision),
		...(stamp.afterRevision === undefined ? {} : { afterRevision: asReading(stamp.afterRevision) }),
	});
	return history === undefined ? read(stored) : { ...read(stored), history: readHistory(history, read) };
}

function readHistory(
	{ latest, content, cancelled, card, fees, ...rest }: MergeHistory,
	read: <T extends MessageStamp>(stamp: T) => T,
): MergeHistory {
	return {
		...rest,
		latest: read(latest),
		content: read(content),
		cancelled: cancelled && read(cancelled),
		card: card && read(card),
		...(fees && {
			fees: {
				cancellation: fees.cancellation && read(fees.cancellation),
				noShow: fees.noShow && read(fees.noShow),
				standing: fees.standing && read(fees.standing),
				...(fees.back ? { back: read(fees.back) } : {}),
			},
		}),
	};
}

function isOlderReading({ revision, observedAt }: Pick<MessageStamp, 'revision' | 'observedAt'>): boolean {
	return revision !== null && readRevision(revision)?.kind === 'instant' && observedAt.split('#')[0] === revision;
}
