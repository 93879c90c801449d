/** Which changes can start a workflow, by who made them: the editor's options, and the option for each change. */
import type { INodePropertyOptions } from 'n8n-workflow';
import { channelById, CHANNELS, OWN_CHANNEL } from '../../../core/channel/channels';
import { HOUSE_ORIGINS, type HouseKind, type Origin } from '../../../core/channel/origin';

/** Every channel without an option of its own: another reservation system's webhook. */
const OTHER_CHANNELS = 'webhook';

const DESCRIPTIONS: Readonly<Record<HouseKind, string>> = {
	direct: "SelfKey's own bookings",
	frontDesk: 'Edits by people in SelfKey',
	roomMove: 'Stays moved to another room after an overlap',
};

/** The values are part of saved workflows. SelfKey's own channel is not an option: its sales are direct ones. */
export const originChoices: INodePropertyOptions[] = [
	...CHANNELS.filter(({ id }) => id !== OWN_CHANNEL).map(({ id, displayName }) => ({ name: displayName, value: id })),
	...Object.entries(HOUSE_ORIGINS).map(([kind, { displayName, choice }]) => ({
		name: displayName,
		value: choice,
		description: DESCRIPTIONS[kind as HouseKind],
	})),
	{ name: 'Webhook', value: OTHER_CHANNELS, description: 'Other reservation systems' },
].sort((a, b) => (a.name < b.name ? -1 : 1));

/** The option that a change belongs to. */
export function choiceOf(origin: Origin): string {
	if (origin.kind !== 'channel') return HOUSE_ORIGINS[origin.kind].choice;
	return channelById(origin.channel)?.id ?? OTHER_CHANNELS;
}
