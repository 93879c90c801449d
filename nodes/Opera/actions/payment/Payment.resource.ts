import type { Resource } from '../../../shared/operations/resources';
import { create } from './create.operation';

export const payment: Resource = {
	name: 'Payment',
	value: 'payment',
	operations: [
		{
			name: 'Create',
			value: 'create',
			action: 'Create payment',
			description: 'Post a payment as a deposit before arrival or on the folio in house, or take it back',
			...create,
		},
	],
};
