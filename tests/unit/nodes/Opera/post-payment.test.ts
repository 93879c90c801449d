/** A posting of which OPERA does not show all: posted again it might be there twice, and left off not at all. */
import { postPayment } from '../../../../nodes/Opera/payments/post-payment';
import { ApiError } from '../../../../nodes/shared/request/api-error';
import type { OperaStay } from '../../../../nodes/Opera/reservations/opera-stay';
import { operaRequest, type OperaRequest } from '../../../../nodes/Opera/transport';

jest.mock('n8n-workflow', () => ({ ...jest.requireActual('n8n-workflow'), sleep: jest.fn(async () => undefined) }));
jest.mock('../../../../nodes/Opera/transport', () => ({ operaRequest: jest.fn() }));

const hotel = { hotelId: 'P', externalSystem: 'SELFKEY', isGateway: false };
const stay = { reservationId: '5', state: 'in_house' } as OperaStay;

const lost = new ApiError({ kind: 'server', message: 'Gateway Timeout', advice: '' });

/**
 * @param posted the folio's lines, and those that are there once something was sent; `null` where that cannot be read
 * @param error what the answer is then
 * @returns what is done, and how often something was posted
 */
async function pay(
	posted: object[],
	over: object = {},
	then: object[] | null = posted,
	error: Error | null = null,
): Promise<{ done: object; posts: number }> {
	let posts = 0;
	jest.mocked(operaRequest).mockImplementation(async (_, { method, path = [] }: OperaRequest) => {
		if (method === 'POST') {
			posts++;
			if (error !== null) throw error;
			return { body: {} } as never;
		}
		const lines = posts > 0 ? then : posted;
		if (lines === null) throw lost;
		const folios = [{ postings: lines }];
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

describe('a refund that does not bear the reference', () => {
	const line = (transactionNo: number, amount: number, over: object = {}) => ({
		...{ transactionNo, creditAmount: { amount, currencyCode: 'CHF' } },
		...over,
	});
	const paid = (over: object = {}) => line(7, 100, { reference: 'POS-1', ...over });
	const other = line(6, 100, { reference: 'POS-0' });
	const refund = { amount: 100, refundId: 'R-1' };

	it.each<[string, object[]]>([
		['it names the payment', [paid(), line(8, -100, { reversePaymentTransactionNo: 7 })]],
		['the payment names it', [paid({ reversePaymentTransactionNo: '8' }), line(8, -100)]],
	])('is known where %s', async (_, posted) => {
		expect(await pay(posted, refund)).toMatchObject({ done: { outcome: 'unchanged', transactionNo: 8 }, posts: 0 });
	});

	it.each<[string, object[]]>([
		['nothing', [paid(), line(8, -100)]],
		['nothing, and has no number', [paid(), line(0, -100)]],
		['a text of the desk', [paid(), line(8, -100, { reference: 'Refund Ms Favre' })]],
		['what is not there', [paid(), line(8, -100, { reversePaymentTransactionNo: 99 })]],
		['nothing, and another payment has the same sum', [other, paid(), line(8, -100)]],
		['the payment, and is not shown itself', [paid({ reversePaymentTransactionNo: 8 })]],
	])('is for people where the same sum names %s, and nothing is taken back', async (_, posted) => {
		const { done, posts } = await pay(posted, refund);
		expect(done).toMatchObject({ outcome: 'conflict', warnings: [expect.stringContaining('look first')] });
		expect(posts).toBe(0);
	});

	it.each<[string, object[]]>([
		['of another payment by its number', [other, paid(), line(8, -100, { reversePaymentTransactionNo: 6 })]],
		['of another payment by its reference', [other, paid(), line(8, -100, { reference: 'POS-0' })]],
		['of another sum', [paid(), line(8, -30)]],
	])('is sent, once, where one is %s', async (_, posted) => {
		const then = [...posted, line(9, -100)];
		expect(await pay(posted, refund, then)).toMatchObject({ done: { outcome: 'created', transactionNo: 9 }, posts: 1 });
	});

	it.each<[string, object[] | null]>([
		['is not shown', [paid()]],
		['cannot be looked up', null],
	])('is done where Opera has said so, also if it %s afterwards', async (_, then) => {
		const { done, posts } = await pay([paid()], refund, then);
		expect(done).toMatchObject({ outcome: 'created', transactionNo: null, warnings: [] });
		expect(posts).toBe(1);
	});

	it('is sent once and then for people where the answer was lost and it is not shown', async () => {
		const { done, posts } = await pay([paid()], refund, [paid()], lost);
		expect(done).toMatchObject({ outcome: 'conflict', warnings: [expect.stringContaining('look first')] });
		expect(posts).toBe(1);
	});

	it('is there where the answer was lost and the sum is shown', async () => {
		const then = [paid(), line(8, -100)];
		expect(await pay([paid()], refund, then, lost)).toMatchObject({ done: { outcome: 'created' }, posts: 1 });
	});

	it('is offered again where Opera has refused it, or does not take it for now', async () => {
		const refused = new ApiError({ kind: 'refused', message: 'No', advice: '' });
		const busy = new ApiError({ kind: 'rate_limited', message: 'Slow down', advice: '' });
		for (const error of [refused, busy]) await expect(pay([paid()], refund, [paid()], error)).rejects.toBe(error);
	});
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
