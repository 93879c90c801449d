import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';
import { PollLock } from '../shared/polling/poll-lock';
import { pollOnce } from '../shared/polling/poll-once';
import { fetchEvents, triggerProperties } from './events/trigger';

/** A run longer than this is taken for dead. */
const MAX_RUN_MS = 60 * 60_000;

const lock = new PollLock(MAX_RUN_MS);

/** Starts with what the hotel does in OPERA: its own bookings, and changes of those that others have made. */
export class OperaTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Opera Trigger',
		name: 'operaTrigger',
		icon: { light: 'file:opera.svg', dark: 'file:opera.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: 'new, modified and cancelled',
		description: 'Starts when reservations are made, changed, checked in or cancelled in Opera, one item each',
		eventTriggerDescription: 'Waiting for changes in Opera',
		defaults: { name: 'Opera Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'operaApi', required: true }],
		properties: triggerProperties,
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await pollOnce(this, lock, async () => await fetchEvents(this));
	}
}
