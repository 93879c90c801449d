/** Deposits and folio postings as OPERA lists them. Pure. Source: Oracle's cashiering API, 25.5. */
import type { Fields } from '../../../core/payload/field-reader';
import { inside, listOf, numberIn, textIn } from '../responses/lists';

export interface Posting {
	transactionNo: number;
	/** Ours, where we have posted it. */
	reference: string | null;
	/** Major units; negative where it takes a payment back. */
	amount: number;
	currency: string | null;
}

export function readDeposits(body: Fields): Posting[] {
	return listOf(body['maturedDeposits']).flatMap((deposit) => {
		const number = Number(textIn(inside(deposit, 'transaction', 'transactionNo'), 'code'));
		return posting(number, deposit, inside(deposit, 'guestCreditAmount'));
	});
}

/** One page of a folio; each of its windows says whether it has more. */
export function readFolio(body: Fields): { postings: Posting[]; hasMore: boolean } {
	const windows = listOf(inside(body, 'reservationFolioInformation')['folioWindows']);
	const postings = windows
		.flatMap(({ folios }) => listOf(folios))
		.flatMap((folio) => listOf(folio['postings']))
		.flatMap((line) => posting(Number(textIn(line, 'transactionNo')), line, inside(line, 'creditAmount')));
	return { postings, hasMore: windows.some(({ hasMore }) => hasMore === true) };
}

function posting(transactionNo: number, fields: Fields, money: Fields): Posting[] {
	const amount = numberIn(money, 'amount');
	if (!Number.isSafeInteger(transactionNo) || transactionNo === 0 || amount === null) return [];
	return [{ transactionNo, reference: textIn(fields, 'reference'), amount, currency: textIn(money, 'currencyCode') }];
}
