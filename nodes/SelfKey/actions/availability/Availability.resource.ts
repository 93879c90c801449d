import type { Resource } from '../../../shared/operations/resources';
import { acknowledge } from './acknowledge.operation';
import { getAll } from './getAll.operation';
import { getHeld } from './getHeld.operation';
import { holdBack } from './holdBack.operation';

export const availability: Resource = {
	name: 'Availability',
	value: 'availability',
	operations: [
		{
			name: 'Acknowledge',
			value: 'acknowledge',
			action: 'Acknowledge availability',
			description: 'Tell SelfKey what the channels have accepted, or hand it back with its reason',
			...acknowledge,
		},
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many available rooms',
			description: 'The rooms that are free for a whole stay',
			...getAll,
		},
		{
			name: 'Get Rooms Held',
			value: 'getHeld',
			action: 'Get rooms held',
			description:
				'Stays that wait for a room of their type, rooms that are out of order, stop sells, and rooms that no channel sells, for a calendar feed',
			...getHeld,
		},
		{
			name: 'Hold Back',
			value: 'holdBack',
			action: 'Hold back more rooms',
			description: 'Put no more rooms on sale, at any channel, if SelfKey has counted them anew meanwhile',
			...holdBack,
		},
	],
};
