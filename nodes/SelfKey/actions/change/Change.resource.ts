import type { Resource } from '../../../shared/operations/resources';
import { acknowledge } from './acknowledge.operation';

export const change: Resource = {
	name: 'Change',
	value: 'change',
	operations: [
		{
			name: 'Acknowledge',
			value: 'acknowledge',
			action: 'Acknowledge change',
			description: 'Take a change off what SelfKey has still to tell, or hand it back with its reason',
			...acknowledge,
		},
	],
};
