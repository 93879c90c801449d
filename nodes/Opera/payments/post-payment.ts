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
	for (const stay of looked) {
		const known = await find(context, stay, payment);
		// Posted again it might be there twice, and left off not at all.
		if (known?.amount === null)
			return toPeople(stay, 'Opera shows its number without an amount, so look first whether it is there');
		if (known !== null) return done(stay, known, 'unchanged');
	}
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
		// The same figure is another sum in another currency; where OPERA names none, nothing speaks against it.
		if (original.currency !== null && original.currency.toUpperCase() !== payment.currency.toUpperCase())
			return toPeople(stay, `it is in ${payment.currency}, and the payment that it takes back in ${original.currency}`);
		if (Math.abs(original.amount - payment.amount) > 0.000_05)
			return toPeople(stay, 'it is for a part of the payment, which Opera can only take back as a whole');
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

/** The payment, or for a refund what took it back. */
async function find(
	context: RequestContext,
	{ reservationId }: OperaStay,
	{ paymentId, refundId }: OperaPayment,
): Promise<(Posting & { place: Place }) | null> {
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
	const known = postings.find(({ amount }) => amount !== null && isIt(amount));
	return known ?? postings.find(({ amount }) => amount === null) ?? null;
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
