/** Payments on OPERA's books: each once, as a deposit or on the folio, taken back as a whole, else for people. */
import type { IDataObject } from 'n8n-workflow';
import { startOpera, type OperaSandbox } from '../../../sandbox/opera';
import { chosenCodes, operaOptions, runOpera } from '../../support/opera-node';
import { changedItem } from '../../support/opera-reservations';

// The turns of the rate limit are kept; nobody waits for a second try.
jest.mock('n8n-workflow', () => {
	const actual = jest.requireActual<{ sleep(milliseconds: number): Promise<void> }>('n8n-workflow');
	return {
		...actual,
		sleep: async (milliseconds: number) => await actual.sleep(milliseconds < 1_000 ? milliseconds : 1),
	};
});

let opera: OperaSandbox;
const KEY = 'booking.com/8011855/4705950059';

beforeEach(async () => {
	opera = await startOpera(operaOptions);
	await runOpera(opera.url, {
		resource: 'reservation',
		operation: 'upsert',
		items: [changedItem()],
		parameters: chosenCodes,
	});
});

afterEach(async () => {
	await opera.close();
});

async function pay(over: IDataObject = {}): Promise<IDataObject> {
	const parameters = {
		reservationKey: KEY,
		paymentId: 'POS-1',
		refundId: '',
		amount: '145.50',
		currency: 'CHF',
		paymentMethod: 'VA',
		...over,
	};
	const [output] = await runOpera(opera.url, { resource: 'payment', operation: 'create', parameters });
	return output?.json['opera'] as IDataObject;
}
const books = () => opera.payments().map(({ kind, amount, reference }) => [kind, amount, reference]);
const arrive = (status: 'InHouse' | 'CheckedOut' | 'Cancelled' = 'InHouse') =>
	opera.deskEdit(opera.stays()[0]?.id ?? '', { status });

test('a deposit before arrival, a posting on the folio in house; a second time nothing', async () => {
	expect(await pay()).toMatchObject({ outcome: 'created', postedAs: 'deposit', warnings: [] });
	expect(await pay()).toMatchObject({ outcome: 'unchanged', postedAs: 'deposit' });
	arrive();
	expect(await pay()).toMatchObject({ outcome: 'unchanged', postedAs: 'deposit' });
	expect(await pay({ paymentId: 'POS-2', amount: '9' })).toMatchObject({ outcome: 'created', postedAs: 'folio' });
	expect(books()).toEqual([
		['deposit', 145.5, 'POS-1'],
		['payment', 9, 'POS-2'],
	]);
});

test.each(['serverError', 'lostAnswer', 'gatewayTimeout'] as const)('%s: it is on the books once', async (kind) => {
	opera.faults.next(kind, { method: 'POST', path: /depositPayments/ });
	expect(await pay()).toMatchObject({ outcome: 'created' });
	expect(books()).toEqual([['deposit', 145.5, 'POS-1']]);
});

describe.each(['deposit', 'payment'])('a refund of a %s, of which OPERA copies no reference', (place) => {
	const reversals = () => opera.log.filter(({ path }) => path.endsWith('/reversePayments')).length;
	const paid = [place, 145.5, 'POS-1'];
	const back = [place, -145.5, null];
	const refund = async () => await pay({ refundId: 'R-1' });
	beforeEach(async () => {
		if (place === 'payment') arrive();
		await pay();
	});

	test.each([null, 'lostAnswer', 'gatewayTimeout'] as const)('is sent once, also after %s', async (kind) => {
		if (kind !== null) opera.faults.next(kind, { method: 'POST', path: /reversePayments/ });
		expect(await refund()).toMatchObject({ outcome: 'created', warnings: [] });
		// A list of deposits has no field for what one takes back: then a person looks.
		expect(await refund()).toMatchObject({ outcome: place === 'payment' ? 'unchanged' : 'conflict' });
		expect([reversals(), books()]).toEqual([1, [paid, back]]);
	});

	test('that OPERA fails over is left to people, since nothing tells that it is not there', async () => {
		opera.faults.next('serverError', { method: 'POST', path: /reversePayments/ });
		expect(await refund()).toMatchObject({
			outcome: 'conflict',
			warnings: [expect.stringMatching(/did not say whether it has taken it back, so look first/)],
		});
		expect([reversals(), books()]).toEqual([1, [paid]]);
	});
});

test.each<[string, () => unknown, IDataObject, RegExp]>([
	['a refund of a part', pay, { refundId: 'R-1', amount: '5' }, /for a part of the payment/],
	[
		'a refund in another currency',
		pay,
		{ refundId: 'R-1', currency: 'EUR' },
		/it is in EUR, and the payment that it takes back in CHF/,
	],
	['a refund of what is not there', () => undefined, { refundId: 'R-1' }, /does not have the payment/],
	['a payment after departure', () => arrive('CheckedOut'), {}, /no reservation in Opera that it can be posted to/],
	['a payment for a cancelled stay', () => arrive('Cancelled'), {}, /no reservation in Opera/],
	['a payment for what OPERA never had', () => undefined, { reservationKey: 'booking.com/1/2' }, /no reservation/],
])('%s is for people, who are told', async (_, before, over, why) => {
	await before();
	const known = books();
	expect(await pay(over)).toMatchObject({ outcome: 'conflict', warnings: [expect.stringMatching(why) as string] });
	expect(books()).toEqual(known);
});

test('what was posted to a room that is cancelled since is not posted to another one, and a refund finds it', async () => {
	expect(await pay()).toMatchObject({ outcome: 'created' });
	const [first] = opera.stays();
	await runOpera(opera.url, {
		resource: 'reservation',
		operation: 'upsert',
		items: [
			changedItem({
				rooms: [
					{ id: '460', status: 'cancelled' },
					{ id: '461', roomName: '102' },
				],
			}),
		],
		parameters: chosenCodes,
	});
	expect(opera.stays().map(({ status }) => status)).toEqual(['Cancelled', 'Reserved']);
	expect(await pay()).toMatchObject({ outcome: 'unchanged', reservationId: first?.id });
	expect(await pay({ refundId: 'R-1' })).toMatchObject({ outcome: 'created', reservationId: first?.id });
	expect(books()).toEqual([
		['deposit', 145.5, 'POS-1'],
		['deposit', -145.5, null],
	]);
});

test('a payment on a later page of a long folio is found', async () => {
	arrive();
	const reservationId = opera.stays()[0]?.id ?? '';
	for (let n = 0; n < 450; n++) opera.addPosting(reservationId, `OTHER-${n}`);
	expect(await pay()).toMatchObject({ outcome: 'created', postedAs: 'folio' });
	expect(await pay()).toMatchObject({ outcome: 'unchanged', postedAs: 'folio' });
	expect(books()).toHaveLength(451);
});

describe('a booking that was made in OPERA itself', () => {
	const book = () =>
		opera.deskBook({ givenName: 'Ada', surname: 'Favre', arrival: '2027-06-01', departure: '2027-06-03' }).id;

	test('is found by its own ID, and paid and paid back once', async () => {
		const id = book();
		const reservationKey = `opera/PARADISE/${id}`;
		expect(await pay({ reservationKey })).toMatchObject({ outcome: 'created', postedAs: 'deposit', reservationId: id });
		expect(await pay({ reservationKey })).toMatchObject({ outcome: 'unchanged', reservationId: id });
		expect(await pay({ reservationKey, refundId: 'R-1' })).toMatchObject({ outcome: 'created', reservationId: id });
		expect(books()).toEqual([
			['deposit', 145.5, 'POS-1'],
			['deposit', -145.5, null],
		]);
	});

	test.each([
		['of another hotel', (id: string) => `opera/OTHER/${id}`],
		['that OPERA does not have', () => 'opera/PARADISE/999999'],
		['of another channel with the same number', (id: string) => `airbnb/PARADISE/${id}`],
	])('%s is for people', async (_, keyOf) => {
		expect(await pay({ reservationKey: keyOf(book()) })).toMatchObject({ outcome: 'conflict', reservationId: null });
		expect(books()).toEqual([]);
	});
});

describe('the folio', () => {
	const reservationId = () => opera.stays()[0]?.id ?? '';
	const folioReads = () => opera.log.filter(({ path }) => path.includes('/folios')).length;

	test('of a guest who has only consumed, however much, is read to its end', async () => {
		arrive();
		for (let n = 0; n < 450; n++) opera.addCharge(reservationId(), 7);
		expect(await pay()).toMatchObject({ outcome: 'created', postedAs: 'folio' });
		expect(await pay()).toMatchObject({ outcome: 'unchanged', postedAs: 'folio' });
		expect(books()).toEqual([['payment', 145.5, 'POS-1']]);
	});

	test('is read window by window, each to its end', async () => {
		arrive();
		for (let n = 0; n < 250; n++) opera.addCharge(reservationId(), 7, 1);
		for (let n = 0; n < 430; n++) opera.addCharge(reservationId(), 7, 2);
		// Of 10.
		opera.addPosting(reservationId(), 'POS-1', 2);
		expect(await pay({ amount: '10' })).toMatchObject({ outcome: 'unchanged', postedAs: 'folio' });
		// All windows, then one more page of the first and two of the second.
		expect(folioReads()).toBe(4);
		expect(books()).toHaveLength(1);
	});

	test('that shows the same page again and again is not taken for read: nothing is posted', async () => {
		arrive();
		for (let n = 0; n < 250; n++) opera.addCharge(reservationId(), 7);
		opera.faults.sameFolioPage = true;
		await expect(pay()).rejects.toThrow(
			/shows the same postings again.*cannot be told whether the payment is among them/,
		);
		expect([folioReads(), books()]).toEqual([2, []]);
	});
});

test('what is missing is named before anything is posted', async () => {
	await expect(pay({ amount: '0' })).rejects.toThrow(/number above zero/);
	await expect(pay({ currency: 'francs' })).rejects.toThrow(/three letters/);
	await expect(pay({ paymentMethod: '' })).rejects.toThrow(/Choose a payment method/);
	await expect(pay({ paymentMethod: 'XX' })).rejects.toThrow(/Opera has no payment method "XX"\. It has: CA/);
	await expect(pay({ reservationKey: '' })).rejects.toThrow(/which reservation is paid for/);
	expect(books()).toEqual([]);
});
