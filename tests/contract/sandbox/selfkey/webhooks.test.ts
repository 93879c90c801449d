/** The webhooks that the sandbox's SelfKey sends, held to what is known of the real one's. */
import { createHmac } from 'node:crypto';
import { startHttp, type HttpReply, type HttpRequest, type HttpService } from '../../../../sandbox/http/server';
import { startSelfKey, type SelfKeySandbox } from '../../../../sandbox/selfkey';
import { paradise, selfKeyOptions } from '../../../support/selfkey-node';

const SECRET = 'outgoing secret';
const NIGHT = { room: '101', checkIn: '2026-03-29', checkOut: '2026-03-30' };

let selfKey: SelfKeySandbox;
let receiver: HttpService;
let received: HttpRequest[];
let answer: (request: HttpRequest) => HttpReply;

beforeAll(async () => {
	receiver = await startHttp({
		handler: (request) => {
			received.push(request);
			return answer(request);
		},
	});
	selfKey = await startSelfKey({
		...selfKeyOptions,
		clock: () => new Date('2026-03-01T08:00:00.000Z'),
		webhookRetryMs: 20,
	});
});
afterAll(async () => {
	await selfKey?.close();
	await receiver?.close();
});
beforeEach(() => {
	received = [];
	answer = () => ({ status: 200, body: '{"status":"success"}' });
	selfKey.webhooks.attempts.length = 0;
	selfKey.webhooks.configure({ url: receiver.url, secret: SECRET });
});

interface Message {
	event: string;
	timestamp: string;
	data: Record<string, unknown> & { id: string; room: unknown; establishment: unknown };
}

function message(request: HttpRequest | undefined): Message {
	return JSON.parse(request?.body.toString() ?? '') as Message;
}

function signature(body: Buffer | undefined): string {
	return createHmac('sha256', SECRET)
		.update(body ?? '')
		.digest('hex');
}

it('tell of a sale with everything, signed over the raw body', async () => {
	const id = await selfKey.directSale(NIGHT);
	await selfKey.webhooks.settled();
	expect(received).toHaveLength(1);
	expect(received[0]?.headers).toMatchObject({
		'content-type': 'application/json',
		'user-agent': 'SelfKey-Webhook/1.0',
		'x-webhook-event': 'booking.completed',
		'x-webhook-attempt': '1',
		'x-webhook-signature': signature(received[0]?.body),
	});
	expect(message(received[0])).toMatchObject({
		event: 'booking.completed',
		timestamp: '2026-03-01T08:00:00.000Z',
		data: {
			id,
			hotelSlug: paradise.slug,
			amount: 100,
			checkInDate: '2026-03-29T00:00:00.000Z',
			clientIdNumber: 'X1234567',
			room: { name: '101', price: 145, accessCode: 'code-101' },
			establishment: { slug: paradise.slug, name: paradise.name },
		},
	});
	expect(selfKey.webhooks.attempts).toEqual([
		{ event: 'booking.completed', bookingId: id, attempt: 1, status: 200, at: '2026-03-01T08:00:00.000Z' },
	]);
});

it('tell of what the desk changes and of what is given back or deleted, but not of what nobody has paid', async () => {
	const id = await selfKey.directSale(NIGHT);
	await selfKey.directSale({ ...NIGHT, paymentStatus: 'pending' });
	await selfKey.deskEdit(id, { note: 'late' });
	await selfKey.deskEdit(id, { paymentStatus: 'failed' });
	const other = await selfKey.directSale(NIGHT);
	await selfKey.cancelDirect(id);
	await selfKey.deleteBooking(other);
	await selfKey.webhooks.settled();
	const told = received.map(
		(request) => `${message(request).event} ${message(request).data.id === id ? 'one' : 'other'}`,
	);
	expect(told.sort()).toEqual([
		'booking.cancelled one',
		'booking.cancelled one',
		'booking.cancelled other',
		'booking.completed one',
		'booking.completed other',
		'booking.updated one',
	]);
});

it('are a CSV of one booking where that is asked for', async () => {
	selfKey.webhooks.configure({ url: receiver.url, secret: SECRET, format: 'csv', events: ['booking.completed'] });
	const id = await selfKey.directSale({ ...NIGHT, lastName: 'O"Neil, Zoë' });
	await selfKey.cancelDirect(id);
	await selfKey.webhooks.settled();
	expect(received).toHaveLength(1);
	expect(received[0]?.headers).toMatchObject({
		'content-type': 'text/csv',
		'x-webhook-signature': signature(received[0]?.body),
	});
	const [names = '', values = '', ...more] = (received[0]?.body.toString() ?? '').split('\n');
	expect(more).toEqual([]);
	expect(names).toMatch(/^id,bookingNumber,hotelSlug,clientFirstName,.*,confirmationMethod,room,establishment$/);
	expect(values).toContain(`,Dora,O"Neil, Zoë,dora@example.com,`);
	expect(values).toMatch(/,\{"id":"room-[^}]*"accessCode":"code-101"\},\{"id":"establishment-[^}]*\}$/);
	expect(received[0]?.headers).toMatchObject({ 'x-webhook-event': 'booking.completed' });
});

it('are tried three times, the same body each time, until they are taken', async () => {
	answer = () => ({ status: received.length < 3 ? 500 : 204 });
	await selfKey.directSale(NIGHT);
	await selfKey.webhooks.settled();
	expect(selfKey.webhooks.attempts.map(({ attempt, status }) => [attempt, status])).toEqual([
		[1, 500],
		[2, 500],
		[3, 204],
	]);
	expect(received.map(({ headers }) => headers['x-webhook-attempt'])).toEqual(['1', '2', '3']);
	expect(new Set(received.map(({ body }) => body.toString())).size).toBe(1);
});

it('are given up after the third attempt, whatever went wrong', async () => {
	const replies: HttpReply[] = [{ reset: true }, { status: 302, headers: { location: receiver.url } }, { status: 401 }];
	answer = () => replies[received.length - 1] ?? { status: 200 };
	await selfKey.directSale(NIGHT);
	await selfKey.webhooks.settled();
	expect(selfKey.webhooks.attempts.map(({ status }) => status)).toEqual([null, 302, 401]);
	expect(received).toHaveLength(3);
});

it('are switched off after ten failures in a row, until somebody sets them up again', async () => {
	answer = () => ({ status: 500 });
	for (let index = 0; index < 4; index++) {
		await selfKey.directSale(NIGHT);
		await selfKey.webhooks.settled();
	}
	expect([received.length, selfKey.webhooks.isSwitchedOff]).toEqual([10, true]);
	await selfKey.directSale(NIGHT);
	await selfKey.webhooks.settled();
	expect(received).toHaveLength(10);
	answer = () => ({ status: 200 });
	selfKey.webhooks.configure({ url: receiver.url, secret: SECRET });
	await selfKey.directSale(NIGHT);
	await selfKey.webhooks.settled();
	expect(received).toHaveLength(11);
});

it('are not sent where nobody has asked for them, and wait for nobody when the sandbox closes', async () => {
	selfKey.webhooks.configure(null);
	await selfKey.directSale(NIGHT);
	await selfKey.webhooks.settled();
	expect(received).toEqual([]);
	const closing = await startSelfKey({ ...selfKeyOptions, webhooks: { url: receiver.url, secret: SECRET } });
	answer = () => ({ never: true });
	await closing.directSale(NIGHT);
	await closing.close();
	expect(closing.webhooks.attempts).toEqual([]);
});
