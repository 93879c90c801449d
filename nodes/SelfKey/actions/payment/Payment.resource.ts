import type { Resource } from '../../../shared/operations/resources';
import { create } from './create.operation';
import { get } from './get.operation';

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
		{
			name: 'Get',
			value: 'get',
			action: 'Get payment',
			description: 'For which reservation a payment or refund counts, or whether it still waits for its booking',
			...get,
		},
	],
};
