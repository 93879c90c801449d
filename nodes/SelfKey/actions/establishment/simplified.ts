import type { KeptFields } from '../../../shared/simplify';

export const ESTABLISHMENT: KeptFields = {
	id: true,
	slug: true,
	name: true,
	city: true,
	country: true,
	checkinTime: true,
	checkoutTime: true,
	rooms: { id: true, name: true, price: true, allowDogs: true },
	pricingOptions: true,
};
