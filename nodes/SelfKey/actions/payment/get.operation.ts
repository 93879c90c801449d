import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { recordOf } from '../../../../core/payload/field-reader';
import { concernsContentUnless } from '../../../shared/batch';
import { eachItemUntil } from '../../../shared/operations/item-loop';
import type { Operation } from '../../../shared/operations/operation';
import { optionalText } from '../../../shared/parameters';
import { ApiError } from '../../../shared/request/api-error';
import { unreadable } from '../../rest-api/responses';
import { integrationOf, NotInSelfKey, selfKeySignedGet } from '../../transport';

const fields: INodeProperties[] = [
	{
		displayName: 'Type',
		name: 'kind',
		description: 'Payments and refunds have numbers of their own, so the same number may be one of each',
		type: 'options',
		options: [
			{
				name: 'As in the Item',
				value: 'item',
				description: 'As received by the Cash System Trigger, from the field "event"',
			},
			{ name: 'Payment', value: 'payment' },
			{ name: 'Refund', value: 'refund' },
		],
		default: 'item',
	},
	{
		displayName: 'Payment or Refund ID',
		name: 'id',
		type: 'string',
		required: true,
		default: '={{ $json.refundId || $json.paymentId }}',
		placeholder: 'e.g. pay-2026-0042',
		description: "The cash register's ID: of a refund its own, or the payment's if it has none",
	},
	{
		displayName: 'Register ID',
		name: 'registerId',
		type: 'string',
		default: '={{ $json.registerId }}',
		placeholder: 'e.g. bar',
		description: 'Which cash register gave out the ID, if it was sent with the payment',
	},
];

/**
 * Where a payment or refund stands in SelfKey now. The items pass on with `selfKey: { hotelSlug, reservationKey, problem }`
 * added; `reservationKey` is `null` while the booking is not there yet, and `problem` says what the desk has to look at.
 */
export const get: Operation = {
	fields,
	execute: eachItemUntil(isAboutAll, async function (index, { json }) {
		const { hotelSlug } = await integrationOf(this);
		const id = optionalText(this, 'id', index);
		if (id === null) throw new RangeError('Fill in "Payment or Refund ID"');
		const kind = kindOf(this.getNodeParameter('kind', index, 'item'), json);
		const register = optionalText(this, 'registerId', index);
		const which = { [kind]: id, ...(register === null ? {} : { register }) };
		const answer = await selfKeySignedGet(this, 'payments', which).catch((error: unknown) => {
			throw error instanceof NotInSelfKey ? notThere(error) : error;
		});
		const payment = recordOf(recordOf(answer)['payment']);
		if (!('reservationKey' in payment)) throw unreadable("SelfKey's answer does not say where the payment stands");
		const { reservationKey, problem } = payment as IDataObject;
		return { ...json, selfKey: { hotelSlug, reservationKey, problem } };
	}),
};

/**
 * Whether SelfKey is away, refuses the credential or lacks the handler. Each payment would wait for that as long as the
 * first, four minutes and more, so a list of them for days. A 500 alone may be about the one payment.
 */
function isAboutAll(error: Error, before: Error | null): boolean {
	if (isAboutOne(error)) return false;
	return before !== null || !(error instanceof ApiError && error.status === 500);
}

const isAboutOne = concernsContentUnless('forbidden', 'not_found');

/** Not a matter of the setup, as without the handler: to ask again changes nothing. */
function notThere({ message, status }: ApiError): ApiError {
	const advice = 'SelfKey has never taken it, or no longer has it. Check the ID, the type and the register';
	return new ApiError({ kind: 'refused', retryable: false, status, message, advice });
}

function kindOf(chosen: unknown, { event }: IDataObject): 'payment' | 'refund' {
	return chosen === 'refund' || (chosen === 'item' && event === 'refund_processed') ? 'refund' : 'payment';
}
