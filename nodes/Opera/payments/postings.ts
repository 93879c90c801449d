/** Deposits and folio postings as OPERA lists them. Pure. Source: Oracle's cashiering API, 25.5. */
import type { Fields } from '../../../core/payload/field-reader';
import { canonicalJson } from '../../../core/reservation/fingerprint';
import { inside, isTrue, listOf, numberIn, textIn } from '../responses/lists';

export interface Posting {
	/** `null` where the answer does not say. */
	transactionNo: number | null;
	/** Ours, where we have posted it. */
	reference: string | null;
	/** Major units; negative where it takes a payment back. `null` where the answer shows none that can be read. */
	amount: number | null;
	currency: string | null;
	/** The number of what it takes back, or of what took it back; `null` where the answer does not say. */
	linkedTo: number | null;
}

export function readDeposits(body: Fields): Posting[] {
	return listOf(body['maturedDeposits'], 'transaction', 'guestCreditAmount').flatMap((deposit) => {
		const number = textIn(inside(deposit, 'transaction', 'transactionNo'), 'code');
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
				// A charge is no payment, whatever its reference is.
				postings: lines
					.filter((line) => amountIn(line, 'debitAmount') === null || amountIn(line, 'creditAmount') !== null)
					.flatMap((line) => posting(textIn(line, 'transactionNo'), line, inside(line, 'creditAmount'))),
				hasMore: isTrue(window['hasMore']),
			};
		},
	);
}

function amountIn(line: Fields, name: string): number | null {
	return numberIn(inside(line, name), 'amount');
}

function posting(number: string | null, fields: Fields, money: Fields): Posting[] {
	const reference = textIn(fields, 'reference');
	const amount = numberIn(money, 'amount');
	// Neither what it is for nor how much it is.
	if (reference === null && amount === null) return [];
	const [transactionNo, link] = [numbered(number), numbered(textIn(fields, 'reversePaymentTransactionNo'))];
	const linkedTo = link === transactionNo ? null : link;
	return [{ transactionNo, reference, amount, currency: textIn(money, 'currencyCode'), linkedTo }];
}

function numbered(text: string | null): number | null {
	const number = Number(text);
	return Number.isSafeInteger(number) && number !== 0 ? number : null;
}
