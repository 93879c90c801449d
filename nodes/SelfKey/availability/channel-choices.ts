/** The channels whose nodes can be told of nights. */
import type { INodePropertyOptions } from 'n8n-workflow';
import { CHANNELS, type ChannelId } from '../../../core/channel/channels';

const WITH_CALENDAR: readonly string[] = ['airbnb', 'booking.com'] satisfies ChannelId[];

export const calendarChannels: INodePropertyOptions[] = CHANNELS.filter(({ id }) => WITH_CALENDAR.includes(id))
	.map(({ id, displayName }) => ({ name: displayName, value: id }))
	.sort((a, b) => (a.name < b.name ? -1 : 1));
