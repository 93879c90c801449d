/** SelfKey node, payment: create, with the items of the Cash System Trigger, against a server that records what it is sent. */
import { createHmac } from 'node:crypto';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { create } from '../../../nodes/SelfKey/actions/payment/create.operation';
import { startHttp, type HttpReply, type HttpRequest, type HttpService } from '../../../sandbox/http/server';
import { everythingIn, runSelfKey, selfKeyAccount, type SelfKeyRun } from '../../support/selfkey-node';

jest.mock('n8n-workflow', () => ({ ...jest.requireActual('n8n-workflow'), sleep: jest.fn(async () => undefined) }));

interface SentEvent {
	event_type: string;
	data: Record<string, unknown>;
}

let server: HttpService;
let requests: Array<{ path: string; isSigned: boolean; events: SentEvent[] }>;
let answer: (events: SentEvent[], attempt: number) => HttpReply;

const json = (status: number, body: unknown): HttpReply => ({
	status,
	body: JSON.stringify(body),
	headers: { 'Content-Type': 'application/json' },
});
const written = ({ data }: SentEvent) => ({
	status: 'success',
	outcome: 'created',
	payment: { id: data['payment_id'], kind: 'payment' },
	balance: {
		currency: 'EUR',
		exponent: 2,
		due: { minor: 0, exponent: 2, currency: 'EUR', amount: '0.00', taxIncluded: null },
	},
	bookings: [{ id: 'b1', bookingNumber: 17 }],
	warnings: [],
});

beforeAll(async () => {
	server = await startHttp({
		handler: (request: HttpRequest) => {
			const { events } = JSON.parse(request.body.toString('utf8')) as { events: SentEvent[] };
			const isSigned =
				request.headers['x-signature'] ===
				createHmac('sha256', selfKeyAccount.webhookSecret).update(request.body).digest('hex');
			requests.push({ path: request.path, isSigned, events });
			return answer(events, requests.length);
		},
	});
});
afterAll(async () => server.close());
beforeEach(() => {
	requests = [];
	answer = (events) => json(200, { results: events.map(written) });
});

/** As the Cash System Trigger gives it. */
const payment = (over: IDataObject = {}): IDataObject => ({
	event: 'payment_received',
	paymentId: 'p-1',
	refundId: null,
	bookingNumber: 17,
	bookingId: null,
	reservationKey: null,
	amount: { minor: 13350, exponent: 2, currency: 'EUR', amount: '133.50', taxIncluded: null },
	method: 'card',
	occurredAt: '2027-01-31T14:30:00.000Z',
	note: null,
	webhook: { deliveryId: 'evt-1', receivedAt: '2027-01-31T14:30:01.000Z', signedAt: null, orderUnknown: false },
	...over,
});

/** The fake context reads plain fields only; the two that look into the amount are read here, as n8n would. */
const AMOUNT = /^=\{\{ \$json\.amount\?\.(\w+) \}\}$/;
const pay = async (
	items: IDataObject[],
	{ parameters, ...over }: Partial<SelfKeyRun> = {},
): Promise<INodeExecutionData[]> => {
	const ofAmount = create.fields.flatMap(({ name, default: value }) => {
		const field = AMOUNT.exec(String(value))?.[1];
		return field ? [{ name, field }] : [];
	});
	expect(ofAmount).toEqual([
		{ name: 'amount', field: 'amount' },
		{ name: 'currency', field: 'currency' },
	]);
	const prepared = items.map((item) => ({
		...item,
		...Object.fromEntries(
			ofAmount.map(({ name, field }) => [`test_${name}`, (item['amount'] as IDataObject | undefined)?.[field]]),
		),
	}));
	const reads = Object.fromEntries(ofAmount.map(({ name }) => [name, `={{ $json.test_${name} }}`]));
	const output = await runSelfKey(server.url, {
		resource: 'payment',
		operation: 'create',
		items: prepared,
		parameters: { ...reads, ...parameters },
		...over,
	});
	return output.map(({ json: { test_amount: amount, test_currency: currency, ...rest }, ...item }) => ({
		...item,
		json: rest,
	}));
};
const sent = () => requests.flatMap(({ events }) => events);
const errors = (output: INodeExecutionData[]) =>
	output.map(({ json: { error, selfKey } }) => error ?? (selfKey as IDataObject).outcome);
const failures = async (items: IDataObject[], over: Partial<SelfKeyRun> = {}) =>
	errors(await pay(items, { onError: 'continueRegularOutput', ...over }));

it('writes the item of the Cash System Trigger as it comes, and passes it on with what SelfKey said', async () => {
	const item = payment();
	const output = await pay([item]);
	const { status, ...said } = written({ event_type: '', data: { payment_id: 'p-1' } });
	expect(output).toEqual([
		{ json: { ...item, selfKey: { hotelSlug: 'hotel-paradise', ...said } }, pairedItem: { item: 0 } },
	]);
	expect(requests).toEqual([
		{
			path: '/api/webhooks/integrations/hotel-paradise/n8n',
			isSigned: true,
			events: [
				{
					event_type: 'payment_received',
					data: {
						integration_id: 'n8n',
						payment_id: 'p-1',
						booking_number: 17,
						amount: '133.50',
						currency: 'EUR',
						method: 'card',
						occurred_at: '2027-01-31T14:30:00.000Z',
					},
				},
			],
		},
	]);
});

it('tells SelfKey nothing of the delivery: a payment is known by its own ID', async () => {
	await pay([payment({ webhook: { deliveryId: 'evt-1', orderUnknown: true } })]);
	expect(Object.keys(sent()[0]?.data ?? {})).toEqual([
		'integration_id',
		'payment_id',
		'booking_number',
		'amount',
		'currency',
		'method',
		'occurred_at',
	]);
});

it('writes a refund by each of the three ways to name a booking', async () => {
	const refund = { event: 'refund_processed', refundId: 'r-1', webhook: null };
	await pay([
		payment({ ...refund, bookingNumber: null, bookingId: 'b1' }),
		payment({ ...refund, bookingNumber: null, reservationKey: 'booking.com/12345/4705950059' }),
		payment({ ...refund, bookingNumber: '17', bookingId: 'b1' }),
	]);
	expect(
		sent().map(({ event_type, data: { payment_id, refund_id, booking_number, booking_id, reservation_key } }) => [
			event_type,
			payment_id,
			refund_id,
			booking_number,
			booking_id,
			reservation_key,
		]),
	).toEqual([
		['refund_processed', 'p-1', 'r-1', undefined, 'b1', undefined],
		['refund_processed', 'p-1', 'r-1', undefined, undefined, 'booking.com/12345/4705950059'],
		['refund_processed', 'p-1', 'r-1', 17, 'b1', undefined],
	]);
});

it('takes everything from the fields, where a person fills them in', async () => {
	const parameters = {
		event: 'refund_processed',
		paymentId: ' 77 ',
		refundId: '78',
		bookingNumber: '',
		bookingId: 'b9',
		reservationKey: '',
		amount: '1500',
		currency: 'jpy',
		method: '',
		occurredAt: '2027-01-31T23:30:00+09:00',
		note: 'Minibar',
	};
	await pay([{}], { parameters, credential: { hotelSlug: 'auberge' } });
	expect(requests[0]?.path).toBe('/api/webhooks/integrations/auberge/n8n');
	expect(sent()).toEqual([
		{
			event_type: 'refund_processed',
			data: {
				integration_id: 'n8n',
				payment_id: '77',
				refund_id: '78',
				booking_id: 'b9',
				amount: '1500',
				currency: 'JPY',
				occurred_at: '2027-01-31T14:30:00.000Z',
				note: 'Minibar',
			},
		},
	]);
});

it('sends many in few requests, in their order', async () => {
	const items = Array.from({ length: 120 }, (_, index) => payment({ paymentId: `p-${index}` }));
	const output = await pay(items);
	expect(requests.map(({ events }) => events.length)).toEqual([50, 50, 20]);
	expect(output.map(({ json: { selfKey } }) => ((selfKey as IDataObject).payment as IDataObject).id)).toEqual(
		items.map(({ paymentId }) => paymentId),
	);
});

it('removes a card number that somebody typed into the note', async () => {
	await pay([payment({ note: 'Card 4111 1111 1111 1111 exp 12/29' })]);
	expect(JSON.stringify(sent())).not.toMatch(/4111 1111/);
});

it.each<[string, IDataObject, RegExp]>([
	['no payment id', { paymentId: null }, /^Fill in or correct: Payment ID\. /],
	['no booking', { bookingNumber: null }, /: one of Booking Number, Booking ID, Reservation Key\. /],
	['no amount', { amount: null }, /: Currency, Amount\. /],
	[
		'nothing at all',
		{ amount: null, paymentId: '', bookingNumber: null, event: 'x' },
		/: Type, Payment ID, Currency, Amount, one of Booking Number, /,
	],
	['an amount of nothing', { amount: { amount: '0.00', currency: 'EUR' } }, /: Amount\. /],
	['an amount below nothing', { amount: { amount: '-5.00', currency: 'EUR' } }, /: Amount\. /],
	[
		'more decimals than the currency has',
		{ amount: { amount: '5.001', currency: 'EUR' } },
		/: Amount\. Amounts have no more decimals than their currency/,
	],
	['a currency that is none', { amount: { amount: '5.00', currency: 'Euro' } }, /: Currency\. /],
	['a booking number that is none', { bookingNumber: '17a' }, /: Booking Number\. /],
	['a reservation key that is none', { reservationKey: '4705950059' }, /: Reservation Key\. /],
	['a time without an offset', { occurredAt: '2027-01-31T14:30:00' }, /: Occurred At\. .*2027-01-31T14:30:00Z/],
	['an event that is none', { event: 'payment_refused' }, /: Type\. /],
	['an event that every object has', { event: 'constructor' }, /: Type\. /],
])('with %s is not sent, and the others are', async (_, wrong, reason) => {
	expect(await failures([payment(wrong), payment({ paymentId: 'p-2' })])).toEqual([
		expect.stringMatching(reason),
		'created',
	]);
	expect(sent().map(({ data }) => data['payment_id'])).toEqual(['p-2']);
});

it.each<[string, IDataObject, Partial<SelfKeyRun>]>([
	['an amount that is none', { amount: null }, {}],
	['a field that reads the wrong part of the item', {}, { parameters: { paymentId: '={{ $json.payment }}' } }],
	['a type that is none', {}, { parameters: { event: 'payment' } }],
])(
	'with %s may be sent again: the trigger took it, so somebody has to mend the fields of the node',
	async (_, wrong, over) => {
		const [output] = await pay([payment(wrong)], { onError: 'continueRegularOutput', ...over });
		expect(output?.json).toMatchObject({
			error: expect.stringMatching(/^Fill in or correct: /) as string,
			details: { retryable: true },
		});
		expect(requests).toEqual([]);
	},
);

it('that SelfKey refuses says why, without quoting what people wrote, and what to do', async () => {
	answer = (events) =>
		json(200, {
			results: events.map(() => ({
				status: 'error',
				error: `The refund is larger than what was paid (Mrs Never-Quoted paid in shells)`,
				retryable: false,
			})),
		});
	const output = await pay([payment({ note: 'Mrs Never-Quoted', method: 'shells' })], {
		onError: 'continueRegularOutput',
	});
	expect(errors(output)).toEqual([
		'SelfKey did not write the payment: The refund is larger than what was paid ([…] paid in […]). Nothing was written. Correct it in the cash register or settle it at the desk',
	]);
	expect(output[0]?.json['details']).toMatchObject({ retryable: false });
	const error = await pay([payment({ note: 'Mrs Never-Quoted' })]).then(
		() => null,
		(reason: Error) => reason,
	);
	expect(everythingIn(error)).not.toMatch(/Never-Quoted|never-to-be-seen/);
});

it('is sent again while SelfKey is down, and may be sent again later by its sender', async () => {
	answer = (events, attempt) =>
		attempt < 3 ? json(503, { error: 'Down' }) : json(200, { results: events.map(written) });
	expect(errors(await pay([payment()]))).toEqual(['created']);
	expect(requests).toHaveLength(3);
	answer = () => json(503, { error: 'Down' });
	const [output] = await pay([payment()], { onError: 'continueRegularOutput' });
	expect(output?.json).toMatchObject({
		paymentId: 'p-1',
		error: expect.stringContaining('SelfKey has a fault at present') as string,
		details: { retryable: true },
	});
});

it('passes its warnings on, such as a booking that is not known yet', async () => {
	answer = (events) =>
		json(200, {
			results: events.map((event) => ({
				...written(event),
				outcome: 'unmatched',
				balance: null,
				bookings: [],
				warnings: [{ code: 'booking_unknown' }],
			})),
		});
	expect((await pay([payment()]))[0]?.json['selfKey']).toMatchObject({
		outcome: 'unmatched',
		balance: null,
		bookings: [],
		warnings: [{ code: 'booking_unknown' }],
	});
});

describe('payment: get', () => {
	const ask = async (items: IDataObject[], over: Partial<SelfKeyRun> = {}) => {
		const asked: string[] = [];
		const service = await startHttp({
			handler: ({ query }: HttpRequest) => {
				const names = ['payment', 'refund', 'register'].filter((name) => query.has(name));
				asked.push(names.map((name) => `${name}=${query.get(name)}`).join('&'));
				const answers: Record<string, HttpReply> = {
					gone: json(404, { error: 'No payment with this id is recorded', fields: ['payment'] }),
					unsigned: json(401, { error: 'Unauthorized' }),
					away: json(503, { error: 'Away' }),
					odd: json(500, { error: 'Fault' }),
					'no handler': { status: 404, body: '<h1>404</h1>', headers: { 'Content-Type': 'text/html' } },
				};
				return (
					answers[query.get('payment') ?? ''] ??
					json(200, { status: 'success', payment: { reservationKey: 'booking.com/1/2', problem: null } })
				);
			},
		});
		// The fake context does not read alternatives, as n8n does.
		const parameters = { id: '={{ $json.idOfEither }}' };
		const either = items.map((item) => ({ ...item, idOfEither: item['refundId'] ?? item['paymentId'] ?? null }));
		const output = await runSelfKey(service.url, {
			...{ resource: 'payment', operation: 'get', items: either as IDataObject[], parameters },
			...over,
		});
		await service.close();
		return { asked, output: output.map(({ json: item }) => item) };
	};

	it('asks for what the item is, and passes it on with the reservation', async () => {
		const { asked, output } = await ask([
			payment({ note: 'kept' }),
			payment({ event: 'refund_processed', refundId: 'r-1', registerId: 'bar' }),
			payment({ event: 'refund_processed' }),
		]);
		expect(asked).toEqual(['payment=p-1', 'refund=r-1&register=bar', 'refund=p-1']);
		expect(output[0]).toMatchObject({
			note: 'kept',
			selfKey: { hotelSlug: selfKeyAccount.hotelSlug, reservationKey: 'booking.com/1/2', problem: null },
		});
	});

	it('fails for what SelfKey does not know, and for nothing else', async () => {
		const { output } = await ask([{ paymentId: 'gone' }, { paymentId: 'p-1' }], {
			onError: 'continueRegularOutput',
		});
		expect(output[0]?.['error']).toContain('No payment with this id is recorded');
		expect(output[0]?.['details']).toEqual({ status: 404, retryable: false });
		expect(output[1]).toMatchObject({ selfKey: { reservationKey: 'booking.com/1/2' } });
	});

	it.each([
		['unsigned', 1, 'SelfKey did not accept the signature', { status: 401, retryable: true }],
		['away', 4, 'SelfKey has a fault at present (HTTP 503)', { status: 503, retryable: true }],
		['no handler', 1, 'SelfKey needs the route handler', { status: 404, retryable: true }],
	])('asks no more once an answer says that none would be answered: %s', async (paymentId, times, says, details) => {
		const items = [{ paymentId: 'p-1' }, { paymentId }, { paymentId: 'p-2' }, { paymentId: 'p-3' }];
		const { asked, output } = await ask(items, { onError: 'continueRegularOutput' });
		expect(asked).toEqual(['payment=p-1', ...new Array<string>(times).fill(`payment=${paymentId}`)]);
		expect(output[0]).toMatchObject({ selfKey: { reservationKey: 'booking.com/1/2' } });
		for (const [place, item] of items.entries())
			if (place > 0)
				expect(output[place]).toMatchObject({
					...{ paymentId: item.paymentId, details },
					error: expect.stringContaining(says) as string,
				});
	});

	it('asks on behind one that SelfKey has a fault with, and no more behind two', async () => {
		const ids = ['odd', 'p-1', 'odd', 'odd', 'p-2'];
		const { asked, output } = await ask(
			ids.map((paymentId) => ({ paymentId })),
			{ onError: 'continueRegularOutput' },
		);
		expect(asked.filter((each) => each !== 'payment=odd')).toEqual(['payment=p-1']);
		expect(output.map(({ error }) => error === undefined)).toEqual([false, true, false, false, false]);
	});
});
