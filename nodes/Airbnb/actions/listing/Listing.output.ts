/** What each operation gives out, for the editor: the fields of Airbnb’s own that most hotels need. */
import { object, text, yesOrNo } from '../../../shared/operations/output-schema';

export const outputs = {
	getAll: object({ listingId: text, name: text, listing_currency: text, has_availability: yesOrNo }),
};
