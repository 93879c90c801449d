/** Deposits and folio postings as OPERA lists them. Pure. Source: Oracle's cashiering API, 25.5. */
import type { Fields } from '../../../core/payload/field-reader';
import { canonicalJson } from '../../../core/reservation/fingerprint';
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
	return listOf(body['maturedDeposits'], 'transaction', 'guestCreditAmount').flatMap((deposit) => {
		const number = Number(textIn(inside(deposit, 'transaction', 'transactionNo'), 'code'));
		return posting(number, deposit, inside(deposit, 'guestCreditAmount'));
	});
}

/** A page of one window of a folio. */
export interface FolioWindow {
	/** `null` where the answer does not say. */
	number: number | null;
	/** What each line of it is known by, charges too. */
	lines: string[];
	/** Those that are credits. */
	postings: Posting[];
	hasMore: boolean;
}

export function readFolioWindows(body: Fields): FolioWindow[] {
	return listOf(inside(body, 'reservationFolioInformation')['folioWindows'], 'folios', 'folioWindowNo').map(
		(window) => {
			const lines = listOf(window['folios'], 'postings').flatMap((folio) =>
				listOf(folio['postings'], 'transactionNo', 'creditAmount'),
			);
			return {
				number: numberIn(window, 'folioWindowNo'),
				lines: lines.map((line) => textIn(line, 'transactionNo') ?? canonicalJson(line)),
				postings: lines.flatMap((line) =>
					posting(Number(textIn(line, 'transactionNo')), line, inside(line, 'creditAmount')),
				),
				hasMore: window['hasMore'] === true,
			};
		},
	);
}

function posting(transactionNo: number, fields: Fields, money: Fields): Posting[] {
	const amount = numberIn(money, 'amount');
	if (!Number.isSafeInteger(transactionNo) || transactionNo === 0 || amount === null) return [];
	return [{ transactionNo, reference: textIn(fields, 'reference'), amount, currency: textIn(money, 'currencyCode') }];
}
