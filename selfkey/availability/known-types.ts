/** Which room types a restriction may name: one of a type that nobody sells would be kept, and stop nothing. Pure. */
import type { Restriction } from '../../core/availability/restrictions';
import { channelById } from '../../core/channel/channels';
import { ValidationError } from '../../core/payload/field-reader';
import { withoutCardNumbers } from '../../core/text/card-numbers';
import type { SoldRate } from '../ports/availability';
import type { HotelSettings } from '../settings/hotel-settings';
import { typeNamed } from './sold-types';

/** In the error. */
const MAX_NAMED = 20;

/**
 * @param rates that are known; a type that guests have booked may have left the room map
 * @throws ValidationError that names what the channel sells
 */
export function refuseUnknownType(
	{ channel, roomTypeId }: Pick<Restriction, 'channel' | 'roomTypeId'>,
	rates: readonly SoldRate[],
	{ roomMap, properties }: Pick<HotelSettings, 'roomMap' | 'properties'>,
	path: string,
): void {
	if (roomTypeId === null) return;
	const mapped = [...roomMap.keys()].flatMap((entry) => typeNamed(entry, properties) ?? []);
	const sold = [...mapped, ...rates].filter((type) => (channel ?? type.channel) === type.channel);
	if (sold.some((type) => type.roomTypeId === roomTypeId)) return;
	const names = [...new Set(sold.map((type) => type.roomTypeId))];
	// Before the rooms are entered, nobody can say what is sold.
	if (names.length === 0) return;
	const who = channel === null ? 'No channel sells' : `${channelById(channel)?.displayName ?? channel} does not sell`;
	throw new ValidationError(
		`${who} the room type ${withoutCardNumbers(roomTypeId)}: choose one of ${names.slice(0, MAX_NAMED).join(', ')}${names.length > MAX_NAMED ? ', …' : ''}`,
		[`${path}.roomTypeId`],
	);
}
