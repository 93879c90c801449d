/**
 * The left sides of a room map, as people type them: `roomTypeId`, `channel/roomTypeId` or `channel/propertyId/roomTypeId`.
 * SelfKey compares them sign by sign with what guests book, so one that is mistyped would never serve anybody. Pure.
 */
import { channelById, CHANNELS, OWN_CHANNEL, type ChannelId } from '../../../core/channel/channels';
import { nearestChannel } from '../../../core/channel/nearest-channel';
import { isChannelName } from '../../../core/channel/reserved-names';
import type { Words } from '../words/words';

const BOOKING_COM = 'booking.com' satisfies ChannelId;

/** A type that stands alone is Booking.com's if it is a number, as all of Booking.com's are. */
export function isBookingComNumber(roomType: string): boolean {
	return /^\d+$/.test(roomType);
}

/**
 * What can never be what a channel calls a room type, in a sentence with what to write; `null` where nothing is wrong.
 * @param channels those whose guests have booked: a sender's name may resemble a channel's
 */
export function roomTypeMistake(
	roomType: string,
	channels: ReadonlySet<string>,
	say: Words['mistakes']['roomTypes'],
): string | null {
	const parts = partsOf(roomType);
	const [channel = '', ...rest] = parts;
	const isAlone = rest.length === 0;
	if ((isAlone && channelById(channel) !== null) || channel === '' || parts.at(-1) === '') return say.form(roomType);
	const written = isAlone || channels.has(channel) ? channel : meantBy(channel);
	if (written === null) return say.noChannel(channel, NAMES);
	const meant = [written, ...rest].join('/');
	return meant === roomType ? null : say.write(meant, roomType);
}

/** One and the same for all ways to write a room type. */
export function roomTypeSpelling(roomType: string): string {
	const parts = partsOf(roomType).map((part) => part.normalize('NFKC').toLowerCase().replace(/\s+/g, ' '));
	const spelling = parts.join('/');
	return isBookingComNumber(spelling) ? `${BOOKING_COM}/${spelling}` : spelling;
}

/** Those of reservations; SelfKey's own sales have rooms already. */
const NAMES = CHANNELS.map(({ id }) => id)
	.filter((id) => id !== OWN_CHANNEL)
	.join(', ');

/** `null` for a name that nobody's reservations may have. */
function meantBy(channel: string): string | null {
	return nearestChannel(channel)?.id ?? (isChannelName(channel) ? channel : null);
}

/** Without what nobody sees and what stands around a slash; numbers in plain digits. */
function partsOf(roomType: string): string[] {
	return roomType.split(/[/／]/).map((part) => {
		const visible = part.replace(/[\p{Cc}\p{Cf}]/gu, '').trim();
		return isBookingComNumber(visible.normalize('NFKC')) ? visible.normalize('NFKC') : visible;
	});
}
