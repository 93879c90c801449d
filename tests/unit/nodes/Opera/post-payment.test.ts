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
