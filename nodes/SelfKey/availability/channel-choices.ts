/** The channels whose nodes can be told of nights. */
import type { INodePropertyOptions } from 'n8n-workflow';
import { NIGHT_CHANNELS } from '../../../core/channel/channels';

export const calendarChannels: INodePropertyOptions[] = NIGHT_CHANNELS.map(({ id, displayName }) => ({
	name: displayName,
	value: id,
}));
