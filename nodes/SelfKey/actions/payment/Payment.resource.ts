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
			description: 'Add a payment or refund to a booking; adding the same one again changes nothing',
			...create,
		},
	],
};
