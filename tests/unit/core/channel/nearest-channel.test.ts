/** Which channel somebody has meant who has mistyped one, and whose name is somebody else's. */
import { CHANNELS, OWN_CHANNEL } from '../../../../core/channel/channels';
import { nearestChannel } from '../../../../core/channel/nearest-channel';

const OTHERS = CHANNELS.filter(({ id }) => id !== OWN_CHANNEL);

it.each(OTHERS.map((channel) => [channel.id, channel]))(
	'%s is meant by its own names in any spelling',
	(_, channel) => {
		const { id, displayName } = channel;
		for (const name of [id, displayName, id.toUpperCase(), ` ${id} `, id.replace('.', '-'), id.replace('.com', '')])
			expect(nearestChannel(name)).toBe(channel);
	},
);

it.each([
	['bokking.com', 'booking.com'],
	['boking.com', 'booking.com'],
	['bookign.com', 'booking.com'],
	['booking.con', 'booking.com'],
	['ｂｏｏｋｉｎｇ．ｃｏｍ', 'booking.com'],
	['aribnb', 'airbnb'],
	['air-bnb.com', 'airbnb'],
	['opear', 'opera'],
	['vrob', 'vrbo'],
])('%s is a mistyped %s', (typed, id) => {
	expect(nearestChannel(typed)?.id).toBe(id);
});

it.each([
	'expedia',
	'my-pms',
	'opera2',
	'opera-house',
	'hotel',
	'webhook',
	'mews',
	'com',
	'',
	'...',
	'ホテル',
	'selfkey',
])('%j is nobody of ours', (name) => {
	expect(nearestChannel(name)).toBeNull();
});
