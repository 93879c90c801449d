import type { Resource } from '../../../shared/operations/resources';
import { check } from './check.operation';

export const code: Resource = {
	name: 'Code',
	value: 'code',
	operations: [
		{
			name: 'Check',
			value: 'check',
			action: 'Check codes',
			description: 'Find out which rooms and room types have no code in Opera, before a reservation fails for it',
			...check,
		},
	],
};
