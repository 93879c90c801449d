import type { Resource } from '../../../shared/operations/resources';
import { getAll } from './getAll.operation';
import { sendAgain } from './sendAgain.operation';

export const subscriber: Resource = {
	name: 'Subscriber',
	value: 'subscriber',
	operations: [
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many subscribers',
			description: 'List the subscribers, with what each has not acknowledged yet, since when and why',
			...getAll,
		},
		{
			name: 'Resend',
			value: 'sendAgain',
			action: 'Resend reservation to subscriber',
			description: 'Offer one reservation, or all active ones, to a subscriber once more',
			...sendAgain,
		},
	],
};
