/**
 * Posts a payment to OPERA once: as a deposit before arrival, on the folio in house. OPERA's posting reference is only
 * a text, so what is there already is looked up by it first. A refund takes the payment back.
 */
import { NOT_POSTED } from '../../../core/reservation/people-decide';
import { isTransient } from '../../shared/request/api-error';
import type { RequestContext } from '../../shared/request/request';
import { byPrecedence } from '../reservations/plan';
import type { OperaStay } from '../reservations/opera-stay';
import { operaRequest, type OperaHotel } from '../transport';
import { failureOf, waitBefore, WRITE_ATTEMPTS } from '../write-attempts';
import { isSameCurrency, isSameSum, paymentIn, perhapsRefundIn, refundIn, type OperaPayment } from './known-postings';
import { readDeposits, type Posting } from './postings';
import { readFolio } from './read-folio';

export interface PostedPayment {
	outcome: 'created' | 'unchanged' | 'conflict';
	reservationId: string | null;
	transactionNo: number | null;
	postedAs: 'deposit' | 'folio' | null;
	/** For people: what they have to post themselves, and why. */
	warnings: string[];
}

type Place = 'deposit' | 'folio';
type Placed = Posting & { place: Place };

/** @throws ApiError */
export async function postPayment(
	context: RequestContext,
	hotel: OperaHotel,
	stays: readonly OperaStay[],
	payment: OperaPayment,
): Promise<PostedPayment> {
	const active = stays.filter(({ state }) => state !== 'cancelled').sort(byPrecedence);
	const accounts: Account[] = [];
	let other: PostedPayment | null = null;
	// What was posted to a room stays with it, though the room was cancelled since.
	for (const stay of [...active, ...stays.filter(({ state }) => state === 'cancelled')]) {
		const postings = await readPostings(context, stay);
		accounts.push({ stay, postings });
		const known = payment.refundId === null ? paymentIn(postings, payment) : refundIn(postings, payment);
		if (known === null) continue;
		if (isSameSum(known, payment)) {
			// Of two refunds of a part, the one that is there may be the other one.
			const original = payment.refundId === null ? null : paymentIn(postings, payment);
			return original?.amount == null || isSameSum(original, payment)
				? done(stay, known, 'unchanged')
				: toPeople(stay, `${IN_PART}, so ${LOOK_FIRST}`);
		}
		// Posted again it might be there twice, and left off not at all.
		const what = known.amount === null ? 'shows its number without an amount' : `has ${sumOf(known)} under its number`;
		other ??= toPeople(stay, `Opera ${what}, so ${LOOK_FIRST}`);
	}
	if (other !== null) return other;
	if (payment.refundId !== null) return await refund(context, hotel, accounts, payment);
	const stay = active.find(({ state }) => state === 'open' || state === 'in_house');
	if (!stay) return toPeople(accounts[0]?.stay ?? null, `there is no reservation in Opera that it can be posted to`);
	const find = async () => paymentIn(await readPostings(context, stay), payment);
	await untilThere(find, async () => await send(context, hotel, stay, payment));
	return done(stay, await find(), 'created');
}

interface Account {
	stay: OperaStay;
	postings: Placed[];
}

/**
 * The whole payment is taken back where OPERA has it; anything else is for people. Oracle describes no reference on what
 * takes a payment back. So what may be that is for people before, and taken for it after; and it is sent once only.
 */
async function refund(
	context: RequestContext,
	hotel: OperaHotel,
	accounts: readonly Account[],
	payment: OperaPayment,
): Promise<PostedPayment> {
	for (const { stay, postings } of accounts) {
		const original = paymentIn(postings, payment);
		if (original?.amount == null) continue;
		if (!isSameCurrency(original, payment))
			return toPeople(stay, `it is in ${payment.currency}, and the payment that it takes back in ${original.currency}`);
		if (!isSameSum(original, payment)) return toPeople(stay, IN_PART);
		const { transactionNo } = original;
		if (transactionNo === null)
			return toPeople(stay, 'Opera does not show the number of the payment that it takes back');
		if (original.linkedTo !== null)
			return toPeople(stay, `Opera says that the payment was taken back, and does not show by what, so ${LOOK_FIRST}`);
		if (perhapsRefundIn(postings, payment) !== null)
			return toPeople(stay, `Opera has a refund of the same sum and does not say of which payment, so ${LOOK_FIRST}`);
		const body = { payment: { hotelId: hotel.hotelId, transactionNo } };
		const path = ['transactions', String(transactionNo), 'reversePayments'];
		const failure = await failureOf(operaRequest(context, { method: 'POST', module: 'cashiering', path, body }));
		if (failure !== null) {
			const { error } = failure;
			if (!isTransient(error) || error.kind === 'rate_limited') throw error;
			await failureOf(waitBefore(1, error));
		}
		// What cannot be looked up must not be sent again with the next offer either.
		const after = await readPostings(context, stay).catch((): Placed[] => []);
		const found = refundIn(after, payment) ?? perhapsRefundIn(after, payment);
		const isShown = found !== null && isSameSum(found, payment);
		// OPERA has said so, though it may show it nowhere: somebody who is asked to look would give the money back again.
		if (failure === null || isShown) return done(stay, isShown ? found : null, 'created');
		return toPeople(stay, `Opera did not say whether it has taken it back, so ${LOOK_FIRST}`);
	}
	return toPeople(accounts[0]?.stay ?? null, 'Opera does not have the payment that it takes back');
}

async function send(context: RequestContext, { hotelId }: OperaHotel, stay: OperaStay, payment: OperaPayment) {
	const { reservationId } = stay;
	const criteria = {
		hotelId,
		reservationId: { id: reservationId, type: 'Reservation' },
		paymentMethod: { paymentMethod: payment.method },
		postingAmount: { amount: payment.amount, currencyCode: payment.currency },
		postingReference: payment.paymentId,
		postingRemark: `Cash register ${payment.paymentId}`,
	};
	const operation = placeOf(stay) === 'deposit' ? 'depositPayments' : 'payments';
	const path = ['reservations', reservationId, operation];
	await operaRequest(context, { method: 'POST', module: 'cashiering', path, body: { criteria } });
}

/** Posts until it has gone through; an answer that was lost is looked up before it is posted again. */
async function untilThere(find: () => Promise<unknown>, post: () => Promise<void>): Promise<void> {
	for (let attempt = 1; ; attempt++) {
		const failure = await failureOf(post());
		if (failure === null) return;
		const { error } = failure;
		if (!isTransient(error)) throw error;
		await waitBefore(attempt, error);
		if ((await find()) !== null) return;
		if (attempt >= WRITE_ATTEMPTS) throw error;
	}
}

/** All that is on the reservation's account. @throws ApiError */
async function readPostings(context: RequestContext, { reservationId }: OperaStay): Promise<Placed[]> {
	const path = ['reservations', reservationId, 'depositPayments'];
	const deposits = await operaRequest(context, { method: 'GET', module: 'cashiering', path });
	return [
		...readDeposits(deposits.body).map((posting) => ({ ...posting, place: 'deposit' as const })),
		...(await readFolio(context, reservationId)).map((posting) => ({ ...posting, place: 'folio' as const })),
	];
}

const IN_PART = 'it is for a part of the payment, which Opera can only take back as a whole';
const LOOK_FIRST = 'look first whether it is there';

function sumOf({ amount, currency }: Posting): string {
	return [amount, currency].filter((part) => part !== null).join(' ');
}

const placeOf = ({ state }: OperaStay): Place => (state === 'in_house' ? 'folio' : 'deposit');

function done({ reservationId }: OperaStay, posting: Placed | null, outcome: 'created' | 'unchanged'): PostedPayment {
	const { transactionNo = null, place = null } = posting ?? {};
	return { outcome, reservationId, transactionNo, postedAs: place, warnings: [] };
}

function toPeople(stay: OperaStay | null, why: string): PostedPayment {
	return {
		outcome: 'conflict',
		reservationId: stay?.reservationId ?? null,
		transactionNo: null,
		postedAs: null,
		warnings: [`${NOT_POSTED}: ${why}. Post it in Opera by hand`],
	};
}
