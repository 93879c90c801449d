import type { Resource } from '../../../shared/operations/resources';
import { replace } from './replace.operation';

export const roomClosure: Resource = {
	name: 'Room Closure',
	value: 'roomClosure',
	operations: [
		{
			name: 'Replace',
			value: 'replace',
			action: 'Replace room closures',
			description: 'Tell SelfKey of all rooms that another system, such as Opera, has out of order',
			...replace,
		},
	],
};
