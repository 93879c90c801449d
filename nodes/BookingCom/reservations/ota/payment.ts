/**
 * Who pays, and what is left of the card. Pure.
 * Source: developers.booking.com/connectivity/docs/api-reference/paymentcard.
 */
import { calendarDate } from '../../../../core/reservation/dates';
import type { CardSummary, Money, Payment } from '../../../../core/reservation/model';
import { childOf, descendantsOf, elementsAt, type XmlElement } from '../../../../core/xml/read';
import { paidByChannel } from '../payment-sentences';
import { brandOf } from '../../responses/card-data';
import { textOf, wholeNumber } from '../../../../core/text/read-text';
import { moneyOf } from './amounts';

/**
 * A virtual card, a rate plan marked for one, or a comment about one means that Booking.com pays by card; a comment
 * that says "pre-paid" means that it pays in another way; otherwise the guest pays at the hotel. The guest's own
 * card decides nothing: it is in the messages only until the first acknowledgement, so the reservation would seem to
 * change. `null` if a message without rooms says nothing about payment.
 */
export function paymentOf(message: XmlElement): Payment {
	const global = childOf(message, 'ResGlobalInfo');
	const element = descendantsOf(childOf(global, 'Guarantee'), 'PaymentCard')[0];
	const card = element ? cardOf(element, textOf(childOf(global, 'Total')?.attributes.CurrencyCode)) : null;
	const said = elementsAt(global, 'Comments/Comment').flatMap((comment) => [
		comment.text,
		...elementsAt(comment, 'Text').map(({ text }) => text),
	]);
	const plans = elementsAt(message, 'RoomStays/RoomStay/RoomRates/RoomRate').map(
		(rate) => rate.attributes.RatePlanCode ?? '',
	);
	const model = card?.virtual ? 'virtual_card' : paidByChannel(said, plans);
	if (model !== null) return { model, card };
	return { model: elementsAt(message, 'RoomStays/RoomStay').length > 0 ? 'hotel_collect' : null, card };
}

/** From what `withoutCardData` has left of the element. */
function cardOf({ attributes }: XmlElement, currency: string | null): CardSummary {
	const virtual = attributes.Virtual === 'true';
	return {
		brand: brandOf(attributes.CardCode),
		last4: textOf(attributes.Last4),
		virtual,
		activeFrom: calendarDate(attributes.EffectiveDate),
		balance: virtual ? balanceOf(attributes, currency) : null,
	};
}

/** Without `DecimalPlaces`, a whole number is ambiguous, and the hotel could charge a wrong amount. */
function balanceOf(
	{ CurrentBalance, CurrencyCode, DecimalPlaces }: Record<string, string>,
	currency: string | null,
): Money | null {
	if (wholeNumber(DecimalPlaces) === null && !CurrentBalance?.includes('.')) return null;
	const attributes = {
		Amount: CurrentBalance ?? '',
		CurrencyCode: textOf(CurrencyCode) ?? currency ?? '',
		DecimalPlaces: DecimalPlaces ?? '',
	};
	return moneyOf({ name: 'Balance', attributes, children: [], text: '' });
}
