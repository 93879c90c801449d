/** A folio that breaks off: what is not seen would be posted again. */
import { readFolio } from '../../../../nodes/Opera/payments/read-folio';
import { operaRequest } from '../../../../nodes/Opera/transport';

jest.mock('../../../../nodes/Opera/transport', () => ({ operaRequest: jest.fn() }));

const lines = (from: number, count: number) =>
	Array.from({ length: count }, (_, index) => ({ transactionNo: from + index, debitAmount: { amount: 7 } }));
const window = (postings: object[], over: object = {}) => ({ folioWindowNo: 1, folios: [{ postings }], ...over });

/** @param pages the windows of each answer, one after the other */
function folioOf(pages: object[][]): void {
	const left = [...pages];
	jest
		.mocked(operaRequest)
		.mockImplementation(
			async () => ({ body: { reservationFolioInformation: { folioWindows: left.shift() ?? [] } } }) as never,
		);
}
const read = async () => await readFolio({} as never, '1');

it('is read to its end', async () => {
	folioOf([[window(lines(1, 200), { hasMore: true })], [window(lines(201, 5))]]);
	expect(await read()).toEqual([]);
});

it.each<[string, object[][]]>([
	['does not come back', [[window(lines(1, 200), { hasMore: true })], []]],
	[
		'comes back without a line, and has more',
		[[window(lines(1, 200), { hasMore: true })], [window([], { hasMore: true })]],
	],
	['has more, and none from the beginning', [[window([], { hasMore: true })], [window([], { hasMore: true })]]],
	[
		'has more, and several have no number',
		[[window(lines(1, 200), { hasMore: true, folioWindowNo: null }), window([], { folioWindowNo: null })]],
	],
])('is not taken for whole where a window %s', async (_, pages) => {
	folioOf(pages);
	await expect(read()).rejects.toThrow('cannot be told whether the payment is among them');
});
