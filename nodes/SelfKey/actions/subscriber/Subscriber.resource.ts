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
			description: 'Who is told of the changes, how many wait, since when and why',
			...getAll,
		},
		{
			name: 'Send Again',
			value: 'sendAgain',
			action: 'Send change again',
			description: 'Offer one reservation to a subscriber once more, now',
			...sendAgain,
		},
	],
};
