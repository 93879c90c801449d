import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { sanitizeRow } from '../../../../core/reservation/sanitize-row';
import { eachItem } from '../../../shared/operations/item-loop';
import type { Operation } from '../../../shared/operations/operation';
import { optionalText } from '../../../shared/parameters';
import { simplifiedRow, simplifyProperty } from '../../../shared/simplify';
import { ApiError } from '../../../shared/request/api-error';
import { dataOf, unreadable } from '../../rest-api/responses';
import { hasSignature, hotelOf, selfKeyGet, selfKeySignedGet } from '../../transport';
import { BOOKING } from './simplified';

const fields: INodeProperties[] = [
	{
		displayName: 'Booking ID',
		name: 'bookingId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. clx3f9a2b0001',
		description: "SelfKey's ID of the booking",
	},
	simplifyProperty,
];

/** One booking by its id, with what is paid and due where SelfKey runs the route handler of this package. */
export const get: Operation = {
	fields,
	execute: eachItem(async function (index) {
		const id = optionalText(this, 'bookingId', index) ?? '';
		// `.` or `..` would request another address than a booking's.
		if (!/^[\w-]{1,100}$/.test(id))
			throw new RangeError('Fill in the booking ID as SelfKey gives it: letters and digits');
		const booking = dataOf(await selfKeyGet(this, `/api/v1/bookings/${id}`, {}));
		const payments = await paymentsOf(this, booking, id);
		const shown = simplifiedRow(this, index, booking, BOOKING);
		return payments ? { ...shown, payments } : shown;
	}),
};

/** The paid and due amounts; `null` if SelfKey, or this credential, cannot tell. */
async function paymentsOf(
	context: IExecuteFunctions,
	{ hotelSlug }: IDataObject,
	id: string,
): Promise<IDataObject | null> {
	// Another hotel's payments are for another credential.
	if (!(await hasSignature(context)) || hotelSlug !== (await hotelOf(context))) return null;
	const answer = await selfKeySignedGet(context, 'payments', { booking: id }).catch((error: unknown) =>
		withoutPayments(context, error),
	);
	if (answer === null) return null;
	const { status, ...payments } = answer as IDataObject;
	if (status !== 'success' || typeof payments.balance !== 'object' || !Array.isArray(payments.entries))
		throw unreadable("SelfKey's answer does not say what is paid");
	return { ...payments, entries: payments.entries.map(withoutCardNumbersInTexts) };
}

/** What the cash register's people write; everything else is numbers and ids of the ledger. */
function withoutCardNumbersInTexts(entry: unknown): IDataObject {
	const { note = null, method = null, ...others } = (entry ?? {}) as IDataObject;
	return { ...others, ...sanitizeRow({ method, note }) };
}

/**
 * The booking is there all the same: for a SelfKey without the handler nothing is said, and for an integration
 * that is another hotel's or switched off, why the payments are missing. @throws what passes, such as a SelfKey that is down
 */
function withoutPayments(context: IExecuteFunctions, error: unknown): null {
	const { kind, status, message, advice } = error instanceof ApiError ? error : ({} as Partial<ApiError>);
	if (kind === 'not_found' || status === 405) return null;
	if (kind !== 'unauthorized' && kind !== 'forbidden') throw error;
	context.addExecutionHints({
		message: `The payments of the booking are left out: ${message}. ${advice}`,
		type: 'warning',
		location: 'outputPane',
	});
	return null;
}
