import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { ChannelId } from '../../../../core/channel/channels';
import { readingsOf, type ReservationKey } from '../../../../core/reservation/key';
import { currencyCode } from '../../../../core/reservation/currencies';
import { moneyFromDecimal } from '../../../../core/reservation/money';
import type { Operation } from '../../../shared/operations/operation';
import { optionalText } from '../../../shared/parameters';
import { checkPaymentMethod, type ListedCode } from '../../codes/codes';
import { readList } from '../../codes/read-lists';
import type { OperaPayment } from '../../payments/known-postings';
import { postPayment } from '../../payments/post-payment';
import { findStays, readFullStay } from '../../reservations/find-stays';
import type { OperaStay } from '../../reservations/opera-stay';
import { referenceOf } from '../../reservations/reference';
import { inOrder } from '../../run';
import { operaHotel, type OperaHotel } from '../../transport';

const OPERAS_OWN = 'opera' satisfies ChannelId;

const text = (
	displayName: string,
	name: string,
	value: string,
	placeholder: string,
	description: string,
): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	required: name !== 'refundId',
	default: value,
	placeholder,
	description,
});

const fields: INodeProperties[] = [
	text(
		'Reservation Key',
		'reservationKey',
		'={{ $json.reservationKey }}',
		'e.g. booking.com/8011855/4705950059',
		'Channel, property and ID of the reservation that it pays for',
	),
	text(
		'Payment ID',
		'paymentId',
		'={{ $json.paymentId }}',
		'e.g. pay-2026-0042',
		"The cash register's ID. Opera's posting reference; a payment that is there already is not posted again.",
	),
	text(
		'Refund ID',
		'refundId',
		'={{ $json.refundId }}',
		'e.g. refund-2026-0007',
		'Set if it takes the payment back. Opera takes back whole payments only.',
	),
	text('Amount', 'amount', '={{ $json.amount.amount }}', 'e.g. 133.50', 'With a decimal point, without the currency'),
	text('Currency', 'currency', '={{ $json.amount.currency }}', 'e.g. CHF', 'Three letters'),
	{
		displayName: 'Payment Method Name or ID',
		name: 'paymentMethod',
		type: 'options',
		typeOptions: { loadOptionsMethod: 'getPaymentMethods' },
		default: '',
		description:
			'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
	},
];

/**
 * Posts payments to the reservation in Opera, each once. What cannot be posted, such as a refund of a part, has the
 * outcome `conflict` and is told under `warnings`. The items pass on with `opera` added.
 */
export const create: Operation = {
	fields,
	async execute(items) {
		const hotel = await operaHotel(this);
		if (items.length === 0) return [];
		const methods = await readList(this, 'paymentMethods');
		return await inOrder(this, hotel, items, async ({ json }, index) => {
			const key = optionalText(this, 'reservationKey', index);
			if (key === null) throw new RangeError('The item does not say which reservation is paid for ("Reservation Key")');
			const payment = paymentOf(this, methods, index);
			const stays = await staysOf(this, hotel, key);
			const posted = await postPayment(this, hotel, stays, payment);
			return { ...json, opera: { hotelId: hotel.hotelId, ...posted } as unknown as IDataObject };
		});
	},
};

/** @throws ApiError */
async function staysOf(context: IExecuteFunctions, hotel: OperaHotel, key: string): Promise<OperaStay[]> {
	const isOwn = ({ channel, propertyId }: ReservationKey) => channel === OPERAS_OWN && propertyId === hotel.hotelId;
	const own = readingsOf(key).find(isOwn);
	if (own === undefined) return await findStays(context, hotel, referenceOf(key));
	// What was booked in OPERA itself has no external reference of ours.
	const stay = await readFullStay(context, own.reservationId);
	return stay === null ? [] : [stay];
}

/** @throws RangeError if a field is missing or wrong */
function paymentOf(context: IExecuteFunctions, methods: readonly ListedCode[], index: number): OperaPayment {
	const paymentId = optionalText(context, 'paymentId', index);
	const method = checkPaymentMethod(optionalText(context, 'paymentMethod', index), methods);
	const currency = currencyCode(optionalText(context, 'currency', index));
	const money = moneyFromDecimal(optionalText(context, 'amount', index), currency);
	if (paymentId === null || paymentId.length > 200)
		throw new RangeError('Fill in "Payment ID", 200 characters at most');
	if (money === null || currency === null || money.minor <= 0)
		throw new RangeError(
			'The amount must be a number above zero such as 133.50, the currency three letters such as CHF',
		);
	const refundId = optionalText(context, 'refundId', index);
	return { paymentId, refundId, amount: money.minor / 10 ** money.exponent, currency, method };
}
