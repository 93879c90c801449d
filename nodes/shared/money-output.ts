/** Amounts in an item, for the editor's preview. */
import type { Balance } from '../../core/payment/payment-event';
import type { Money } from '../../core/reservation/model';
import { number, object, text, yesOrNoOrNull } from './operations/output-schema';

export const moneyOutput = object<Money>({
	minor: number,
	exponent: number,
	currency: text,
	amount: text,
	taxIncluded: yesOrNoOrNull,
});

/** A booking's account. */
export const balanceOutput = object<Balance>({
	currency: text,
	exponent: number,
	total: moneyOutput,
	prepaid: moneyOutput,
	paid: moneyOutput,
	refunded: moneyOutput,
	due: moneyOutput,
});
