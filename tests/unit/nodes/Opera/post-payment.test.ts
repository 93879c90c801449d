/** A posting of which OPERA does not show all: posted again it might be there twice, and left off not at all. */
import { postPayment } from '../../../../nodes/Opera/payments/post-payment';
import type { OperaStay } from '../../../../nodes/Opera/reservations/opera-stay';
import { operaRequest, type OperaRequest } from '../../../../nodes/Opera/transport';

jest.mock('../../../../nodes/Opera/transport', () => ({ operaRequest: jest.fn() }));

const hotel = { hotelId: 'P', externalSystem: 'SELFKEY', isGateway: false };
const stay = { reservationId: '5', state: 'in_house' } as OperaStay;

/** @param posted the folio's lines. @returns what is done, and how often something was posted */
async function pay(posted: object[], over: object = {}): Promise<{ done: object; posts: number }> {
	let posts = 0;
	jest.mocked(operaRequest).mockImplementation(async (_, { method, path = [] }: OperaRequest) => {
		if (method === 'POST') posts++;
		const folios = [{ postings: posted }];
		const body = path.at(-1) === 'folios' ? { reservationFolioInformation: { folioWindows: [{ folios }] } } : {};
		return { body } as never;
	});
	const payment = { paymentId: 'POS-1', refundId: null, amount: 145.5, currency: 'CHF', method: 'CA', ...over };
	return { done: await postPayment({} as never, hotel, [stay], payment), posts };
}

it.each<[string, object]>([
	['no amount', { transactionNo: 7, reference: 'POS-1' }],
	['an amount that nobody can read', { transactionNo: 7, reference: 'POS-1', creditAmount: { amount: '1,450.50' } }],
	['neither number nor amount', { reference: 'POS-1', creditAmount: null }],
])('a posting with its number and %s is left to people', async (_, line) => {
	const { done, posts } = await pay([line]);
	expect(done).toMatchObject({
		outcome: 'conflict',
		warnings: [expect.stringContaining('Opera shows its number without an amount, so look first whether it is there')],
	});
	expect(posts).toBe(0);
});

it('one without a transaction number is there all the same, and is taken back by a person', async () => {
	const line = { reference: 'POS-1', creditAmount: { amount: '145.50', currencyCode: 'CHF' } };
	expect(await pay([line])).toMatchObject({ done: { outcome: 'unchanged', transactionNo: null }, posts: 0 });
	expect(await pay([line], { refundId: 'R-1' })).toMatchObject({ done: { outcome: 'conflict' }, posts: 0 });
});

it('a charge of the same number is no payment', async () => {
	const charge = { transactionNo: 7, reference: 'POS-1', debitAmount: { amount: 145.5 } };
	for (const line of [charge, { ...charge, creditAmount: null }, { ...charge, creditAmount: { amount: 0 } }])
		expect(await pay([line])).toMatchObject({ done: { outcome: 'created' }, posts: 1 });
});

describe('another sum under its number', () => {
	const line = (amount: number, currencyCode: string | null = 'CHF') => ({
		...{ transactionNo: 7, reference: 'POS-1' },
		creditAmount: { amount, ...(currencyCode === null ? {} : { currencyCode }) },
	});
	const paid = { amount: 100 };
	const refund = (amount: number, refundId = 'R-2') => ({ amount, refundId });

	it.each<[string, object[], object, RegExp]>([
		['a payment of less', [line(80)], paid, /Opera has 80 CHF under its number/],
		['a payment in another currency', [line(100, 'EUR')], paid, /Opera has 100 EUR under its number/],
		['a payment of less, in a currency that Opera does not name', [line(80, null)], paid, /Opera has 80 under/],
		['a refund beside a smaller one', [line(100), line(-30)], refund(100), /Opera has -30 CHF under its number/],
		['a refund of the rest beside that', [line(100), line(-30)], refund(70), /Opera has -30 CHF under its number/],
		['a refund beside one in another currency', [line(100), line(-100, 'EUR')], refund(100), /-100 EUR/],
		[
			'the second half of a payment, the first of which the desk has posted',
			[line(100), line(-50)],
			refund(50),
			/part/,
		],
	])('%s is for people, and nothing is posted', async (_, posted, over, why) => {
		const { done, posts } = await pay(posted, over);
		expect(done).toMatchObject({ outcome: 'conflict', warnings: [expect.stringMatching(why)] });
		expect(posts).toBe(0);
	});

	it.each<[string, object[], object]>([
		['a payment beside one of less', [line(80), line(100)], paid],
		['a payment whose currency Opera does not name', [line(100, null)], paid],
		['a payment whose currency Opera writes small', [line(100, 'chf')], paid],
		['a refund beside a smaller one', [line(100), line(-30), line(-100)], refund(100)],
	])('%s is known where it is there itself', async (_, posted, over) => {
		expect(await pay(posted, over)).toMatchObject({ done: { outcome: 'unchanged' }, posts: 0 });
	});
});
