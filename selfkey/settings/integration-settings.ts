/** The hotel's choices for one integration, out of the JSON in `integrations.configuration`. */
import { isRecord } from '../../core/payload/field-reader';
import { isTimeZone } from '../../core/reservation/dates';

/**
 * What `ownerAmount` means for a stay that a channel sold: `none` nothing, because SelfKey's payment report adds it up
 * as money that was collected through Stripe and has to be passed on; `gross` all of it; `net` without the channel's
 * commission.
 */
export type OwnerAmountRule = 'gross' | 'net' | 'none';

/**
 * Which of a channel's stays SelfKey takes for paid. Its application knows no other sign of that than a payment intent,
 * and sends the confirmation with the door code only to who has paid: `always` for every stay, `channelCollect` for
 * those whose guest has paid the channel, `never` for none.
 */
export type MarkAsPaidRule = 'always' | 'channelCollect' | 'never';

export interface IntegrationSettings {
	/** Whether a room type without a room is noted as a new, inactive room. */
	createMissingRooms: boolean;
	/** Whether the hotel, not the channel, collects the tourist tax. */
	collectsTouristTax: boolean;
	ownerAmount: OwnerAmountRule;
	markAsPaid: MarkAsPaidRule;
	/** Whether who holds its secret may read every booking of the hotel: the change feed, the list of missing documents, and what was paid. */
	changeFeed: boolean;
	/** For amounts that come without a currency; ISO 4217. */
	currency: string;
	/** Where the hotel is, IANA: what is today, and who has arrived, is said by its own clock. */
	timeZone: string;
}

/** SelfKey's own default. */
const DEFAULT_CURRENCY = 'CHF';

/** SelfKey has no column for it. Its hotels are Swiss unless they say otherwise: country and currency default to that, too. */
export const DEFAULT_TIME_ZONE = 'Europe/Zurich';

/** Reads the settings; what is missing or of the wrong type has its safe default. */
export function readSettings(configuration: unknown): IntegrationSettings {
	const values = isRecord(configuration) ? configuration : {};
	const { ownerAmount, markAsPaid, currency, timeZone } = values;
	return {
		createMissingRooms: values['createMissingRooms'] === true,
		collectsTouristTax: values['collectsTouristTax'] === true,
		changeFeed: values['changeFeed'] === true,
		ownerAmount: ownerAmount === 'net' || ownerAmount === 'gross' ? ownerAmount : 'none',
		markAsPaid: markAsPaid === 'channelCollect' || markAsPaid === 'never' ? markAsPaid : 'always',
		currency: typeof currency === 'string' && /^[A-Z]{3}$/.test(currency) ? currency : DEFAULT_CURRENCY,
		timeZone: isTimeZone(timeZone) ? timeZone : DEFAULT_TIME_ZONE,
	};
}
