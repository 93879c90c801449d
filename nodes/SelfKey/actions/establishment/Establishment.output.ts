/** What each operation gives out, for the editor. */
import { list, number, object, text, withFields, yesOrNo } from '../../../shared/operations/output-schema';

const establishment = object({
	id: text,
	slug: text,
	name: text,
	city: text,
	country: text,
	checkinTime: text,
	checkoutTime: text,
});

export const outputs = {
	get: withFields(establishment, {
		rooms: list(object({ id: text, name: text, price: number, allowDogs: yesOrNo })),
		pricingOptions: list(object({})),
	}),
	getAll: establishment,
};
