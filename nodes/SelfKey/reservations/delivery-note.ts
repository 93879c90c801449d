/** Which delivery of a webhook an item came from, as the package's webhook triggers note it under `webhook`. Pure. */
import { recordOf } from '../../../core/payload/field-reader';

export interface DeliveryNote {
	/** The sender's id of the delivery, by which SelfKey knows a repeat for one. */
	delivery_id?: string;
	/** The sender said nothing by which its messages could be put in order. */
	order_unknown?: true;
}

/** SelfKey takes no longer ones. */
const MAX_ID_LENGTH = 255;

/** What SelfKey is told of the delivery; nothing for an item that came in another way. */
export function deliveryOf(item: Readonly<Record<string, unknown>>): DeliveryNote {
	const { deliveryId, orderUnknown } = recordOf(item.webhook);
	const id = typeof deliveryId === 'string' ? deliveryId.trim() : '';
	return {
		// A longer one is left out, not cut: two that begin the same would be taken for one.
		...(id !== '' && id.length <= MAX_ID_LENGTH ? { delivery_id: id } : {}),
		...(orderUnknown === true ? { order_unknown: true as const } : {}),
	};
}
