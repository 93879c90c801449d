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
import { readDeposits, type Posting } from './postings';
import { readFolio } from './read-folio';

export interface OperaPayment {
	/** The cash register's ID of the payment. */
	paymentId: string;
	/** Set if it takes that payment back. */
	refundId: string | null;
	/** Major units, above zero. */
	amount: number;
	currency: string;
	/** OPERA's code. */
	method: string;
}

export interface PostedPayment {
	outcome: 'created' | 'unchanged' | 'conflict';
	reservationId: string | null;
	transactionNo: number | null;
	postedAs: 'deposit' | 'folio' | null;
	/** For people: what they have to post themselves, and why. */
	warnings: string[];
}

type Place = 'deposit' | 'folio';

/** @throws ApiError */
export async function postPayment(
	context: RequestContext,
	hotel: OperaHotel,
	stays: readonly OperaStay[],
	payment: OperaPayment,
): Promise<PostedPayment> {
	const active = stays.filter(({ state }) => state !== 'cancelled').sort(byPrecedence);
	// What was posted to a room stays with it, though the room was cancelled since.
	const looked = [...active, ...stays.filter(({ state }) => state === 'cancelled')];
	let other: PostedPayment | null = null;
	for (const stay of looked) {
		const known = await find(context, stay, payment);
		if (known === null) continue;
		if (isSameSum(known, payment)) {
			// Of two refunds of a part, the one that is there may be the other one.
			const original = payment.refundId === null ? null : await find(context, stay, { ...payment, refundId: null });
			return original?.amount == null || isSameSum(original, payment)
				? done(stay, known, 'unchanged')
				: toPeople(stay, `${IN_PART}, so look first whether it is there`);
		}
		// Posted again it might be there twice, and left off not at all.
		const what = known.amount === null ? 'shows its number without an amount' : `has ${sumOf(known)} under its number`;
		other ??= toPeople(stay, `Opera ${what}, so look first whether it is there`);
	}
	if (other !== null) return other;
	if (payment.refundId !== null) return await refund(context, hotel, looked, payment);
	const stay = active.find(({ state }) => state === 'open' || state === 'in_house');
	if (!stay) return toPeople(looked[0] ?? null, `there is no reservation in Opera that it can be posted to`);
	await untilThere(context, stay, payment, async () => await send(context, hotel, stay, payment));
	return done(stay, await find(context, stay, payment), 'created');
}

/** The whole payment is taken back where OPERA has it; anything else is for people. */
async function refund(
	context: RequestContext,
	hotel: OperaHotel,
	stays: readonly OperaStay[],
	payment: OperaPayment,
): Promise<PostedPayment> {
	for (const stay of stays) {
		const original = await find(context, stay, { ...payment, refundId: null });
		if (original?.amount == null) continue;
		if (!isSameCurrency(original, payment))
			return toPeople(stay, `it is in ${payment.currency}, and the payment that it takes back in ${original.currency}`);
		if (!isSameSum(original, payment)) return toPeople(stay, IN_PART);
		const { transactionNo } = original;
		if (transactionNo === null)
			return toPeople(stay, 'Opera does not show the number of the payment that it takes back');
		const body = { payment: { hotelId: hotel.hotelId, transactionNo } };
		await untilThere(context, stay, payment, async () => {
			const path = ['transactions', String(transactionNo), 'reversePayments'];
			await operaRequest(context, { method: 'POST', module: 'cashiering', path, body });
		});
		return done(stay, await find(context, stay, payment), 'created');
	}
	return toPeople(stays[0] ?? null, 'Opera does not have the payment that it takes back');
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
async function untilThere(
	context: RequestContext,
	stay: OperaStay,
	payment: OperaPayment,
	post: () => Promise<void>,
): Promise<void> {
	for (let attempt = 1; ; attempt++) {
		const failure = await failureOf(post());
		if (failure === null) return;
		const { error } = failure;
		if (!isTransient(error)) throw error;
		await waitBefore(attempt, error);
		if ((await find(context, stay, payment)) !== null) return;
		if (attempt >= WRITE_ATTEMPTS) throw error;
	}
}

/** The payment, or for a refund what took it back: the sum itself before any other under its number. */
async function find(
	context: RequestContext,
	{ reservationId }: OperaStay,
	payment: OperaPayment,
): Promise<(Posting & { place: Place }) | null> {
	const { paymentId, refundId } = payment;
	const at = ['reservations', reservationId];
	const deposits = await operaRequest(context, {
		method: 'GET',
		module: 'cashiering',
		path: [...at, 'depositPayments'],
	});
	const postings = [
		...readDeposits(deposits.body).map((posting) => ({ ...posting, place: 'deposit' as const })),
		...(await readFolio(context, reservationId)).map((posting) => ({ ...posting, place: 'folio' as const })),
	].filter(({ reference }) => reference === paymentId);
	const isIt = (amount: number) => (refundId === null ? amount > 0 : amount < 0);
	const known = postings.filter(({ amount }) => amount !== null && isIt(amount));
	const same = known.find((posting) => isSameSum(posting, payment));
	return same ?? known[0] ?? postings.find(({ amount }) => amount === null) ?? null;
}

const IN_PART = 'it is for a part of the payment, which Opera can only take back as a whole';

/** Whichever way it went. */
function isSameSum(posting: Posting, payment: OperaPayment): boolean {
	const { amount } = posting;
	return amount !== null && Math.abs(Math.abs(amount) - payment.amount) <= 0.000_05 && isSameCurrency(posting, payment);
}

/** The same figure is another sum in another currency; where OPERA names none, nothing speaks against it. */
function isSameCurrency({ currency }: Posting, payment: OperaPayment): boolean {
	return currency === null || currency.toUpperCase() === payment.currency.toUpperCase();
}

function sumOf({ amount, currency }: Posting): string {
	return [amount, currency].filter((part) => part !== null).join(' ');
}

const placeOf = ({ state }: OperaStay): Place => (state === 'in_house' ? 'folio' : 'deposit');

function done(
	{ reservationId }: OperaStay,
	posting: (Posting & { place: Place }) | null,
	outcome: 'created' | 'unchanged',
): PostedPayment {
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
