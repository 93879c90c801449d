/**
 * Payments: deposits before arrival, postings on the folio in house, and reversals. The posting reference is only a
 * text: the same one twice is two payments. Source: Oracle's description of the cashiering API, 25.5.
 */
import type { HttpAnswer, HttpRequest } from '../http/server';
import { answer, asJson, created, noContent, pageOf, pagingOf, Refusal, refused, type Json } from './answers';
import type { Configuration } from './configuration';
import type { Stay } from './stay';

export interface Posting {
	transactionNo: number;
	reservationId: string;
	kind: 'deposit' | 'payment';
	amount: number;
	currency: string;
	method: string;
	reference: string | null;
	remark: string | null;
	/** The transaction that it takes back. */
	reverses: number | null;
	date: string;
	/** The window of the folio. */
	window: number;
}

/** What the guest has consumed. */
interface Charge {
	transactionNo: number;
	reservationId: string;
	amount: number;
	date: string;
	window: number;
}

/** Lines of a window in one answer, whatever is asked for. */
const FOLIO_PAGE = 200;

export class Cashiering {
	readonly postings: Posting[] = [];
	private readonly charges: Charge[] = [];
	private next = 9_000_001;

	constructor(
		private readonly configuration: Configuration,
		private readonly stay: (id: string) => Stay | undefined,
		private readonly businessDate: () => string,
		private readonly url: () => string,
		private readonly isStuck: () => boolean,
	) {}

	/** `POST …/reservations/{id}/depositPayments` before arrival, `…/payments` in house. */
	post(kind: Posting['kind'], reservationId: string, { body }: HttpRequest): HttpAnswer {
		const stay = this.stay(reservationId);
		if (!stay) throw new Refusal(refused('Reservation does not exist.', 'CSH00010'));
		const isHere = stay.status === 'InHouse';
		if (kind === 'payment' ? !isHere : stay.status !== 'Reserved')
			throw new Refusal(refused(`This cannot be posted to a reservation that is ${stay.status}.`, 'CSH00012'));
		const criteria = asJson(asJson(JSON.parse(body.toString('utf8')))['criteria']);
		const { amount, currencyCode } = asJson(criteria['postingAmount']);
		const method = String(asJson(criteria['paymentMethod'])['paymentMethod'] ?? '');
		if (criteria['hotelId'] !== this.configuration.hotelId) throw new Refusal(refused('Wrong hotelId.', 'CSH00001'));
		if (!(Number(amount) > 0)) throw new Refusal(refused('The amount must be above zero.', 'CSH00002'));
		if (!this.configuration.paymentMethods.some(({ code }) => code === method))
			throw new Refusal(refused('Payment method is not valid.', 'CSH00003', 'criteria.paymentMethod'));
		const posting = this.add({
			reservationId,
			kind,
			amount: Number(amount),
			currency: String(currencyCode ?? this.configuration.currency),
			method,
			reference: textOf(criteria['postingReference']),
			remark: textOf(criteria['postingRemark']),
			reverses: null,
		});
		const operation = kind === 'deposit' ? 'postDepositPayment' : 'postBillingPayment';
		return created(`${this.url()}/csh/v1/transactions/${posting.transactionNo}`, operation, {
			[kind === 'deposit' ? 'deposits' : 'postings']: [shown(posting)],
		});
	}

	/** `POST …/transactions/{id}/reversePayments`. */
	reverse(transactionId: string, _request: HttpRequest): HttpAnswer {
		const original = this.postings.find(({ transactionNo }) => String(transactionNo) === transactionId);
		if (
			!original ||
			original.reverses !== null ||
			this.postings.some(({ reverses }) => reverses === original.transactionNo)
		)
			throw new Refusal(refused('The payment cannot be reversed.', 'CSH00020'));
		const { reservationId, kind, amount, currency, method, window, transactionNo: reverses } = original;
		// Oracle's request names neither reference nor remark.
		const words = { reference: null, remark: null };
		this.add({ ...{ reservationId, kind, currency, method, window }, ...words, amount: -amount, reverses });
		return created(`${this.url()}/csh/v1/transactions/${transactionId}`, 'postReversePayment');
	}

	/** `GET …/reservations/{id}/depositPayments`. */
	deposits(reservationId: string): HttpAnswer {
		const maturedDeposits = this.of(reservationId, 'deposit').map(
			({ transactionNo, date, amount, currency, remark, reference }) => ({
				transaction: { transactionNo: { code: String(transactionNo) }, transactionDate: date },
				guestCreditAmount: { amount, currencyCode: currency },
				...(remark === null ? {} : { remark }),
				...(reference === null ? {} : { reference }),
			}),
		);
		return maturedDeposits.length === 0 ? noContent() : answer(200, { maturedDeposits });
	}

	/**
	 * `GET …/reservations/{id}/folios`: its windows with charges and payments, only if asked for. Each has pages of its
	 * own: the first `limit` and `offset` are for the first window that is named, or for all where none is.
	 */
	folios(reservationId: string, { query }: HttpRequest): HttpAnswer {
		if (!this.stay(reservationId)) return noContent();
		const [limits, offsets] = [query.getAll('limit'), query.getAll('offset')];
		const named = query.getAll('folioWindowNo').map(Number);
		const isWanted = query.getAll('fetchInstructions').includes('Postings');
		const lines = isWanted ? this.linesOf(reservationId) : [];
		const windows = named.length > 0 ? named : [...new Set([1, ...lines.map(({ window }) => window)])].sort();
		const folioWindows = windows.map((folioWindowNo, index) => {
			const place = named.length > 0 ? index : 0;
			const given = new URLSearchParams({
				limit: limits[place] ?? '0',
				offset: this.isStuck() ? '0' : (offsets[place] ?? '0'),
			});
			const page = pageOf(given, FOLIO_PAGE);
			const all = lines.filter(({ window }) => window === folioWindowNo);
			const postings = all.slice(page.offset, page.offset + page.limit).map(({ line }) => line);
			const { hasMore } = pagingOf(all.length, page);
			return { folioWindowNo, folios: [{ postings }], ...(hasMore === true ? { hasMore } : {}) };
		});
		return answer(200, { reservationFolioInformation: { folioWindows } });
	}

	private linesOf(reservationId: string): Array<{ window: number; line: Json; transactionNo: number }> {
		const { currency: currencyCode } = this.configuration;
		const payments = this.of(reservationId, 'payment').map((posting) => ({ ...posting, line: shown(posting) }));
		const charges = this.charges
			.filter((charge) => charge.reservationId === reservationId)
			.map(({ transactionNo, date, amount, window }) => {
				const debitAmount = { amount, currencyCode };
				return { window, transactionNo, line: { transactionNo, transactionDate: date, debitAmount } };
			});
		return [...payments, ...charges].sort((a, b) => a.transactionNo - b.transactionNo);
	}

	/** By a person in OPERA. */
	addByHand(reservationId: string, reference: string, window = 1): void {
		const [{ code: method } = { code: '' }] = this.configuration.paymentMethods;
		const { currency } = this.configuration;
		const posting = { reservationId, amount: 10, currency, method, reference, remark: null, reverses: null };
		this.add({ ...posting, kind: 'payment', window });
	}

	/** What the guest consumes. */
	charge(reservationId: string, amount: number, window = 1): void {
		this.charges.push({ transactionNo: this.next++, reservationId, amount, date: this.businessDate(), window });
	}

	private add({
		window = 1,
		...posting
	}: Omit<Posting, 'transactionNo' | 'date' | 'window'> & { window?: number }): Posting {
		const added = { ...posting, transactionNo: this.next++, date: this.businessDate(), window };
		this.postings.push(added);
		return added;
	}

	private of(reservationId: string, kind: Posting['kind']): Posting[] {
		return this.postings.filter((posting) => posting.reservationId === reservationId && posting.kind === kind);
	}
}

/** A folio names what was taken back; a list of deposits has no field for it. */
function shown({ transactionNo, date, amount, currency, remark, reference, reverses }: Posting): Json {
	return {
		transactionNo,
		transactionDate: date,
		creditAmount: { amount, currencyCode: currency },
		...(reverses === null ? {} : { reversePaymentTransactionNo: reverses }),
		...(remark === null ? {} : { remark }),
		...(reference === null ? {} : { reference }),
	};
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
