/** The SelfKey Trigger with webhooks alone: SelfKey's own message, signed, as it comes over the wire. */
import { createHmac } from 'node:crypto';
import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';
import { SelfKeyTrigger } from '../../nodes/SelfKey/SelfKeyTrigger.node';
import { signHex } from '../../nodes/shared/webhook/sign';
import { fakeContext } from '../support/fakeContext';
import { everythingIn } from '../support/selfKey';

const SECRET = 'webhook-secret-never-to-be-seen';
const trigger = new SelfKeyTrigger();

/** A booking as SelfKey's webhook tells it: all columns, the room with its door code, the establishment. */
const booking = {
	id: 'cm1booking',
	bookingNumber: 17,
	hotelSlug: 'hotel-paradise',
	roomId: 'room-1',
	clientFirstName: 'Dora',
	clientLastName: 'Kaya',
	clientEmail: 'dora@example.com',
	clientPhone: '+41 21 000 00 00',
	clientBirthDate: '1971-07-17T00:00:00.000Z',
	clientAddress: 'Secret Lane 5',
	clientPostalCode: '1820',
	clientCity: 'Papertown',
	clientCountry: 'CH',
	clientIdNumber: 'PAPER-77',
	clientIdType: 'passport',
	clientBirthPlace: 'Birthville',
	clientVehicleNumber: 'VD-PLATE-1',
	amount: 420.5,
	ownerAmount: 391,
	platformCommission: 29.5,
	currency: 'CHF',
	guests: 3,
	adults: 2,
	children: 1,
	checkInDate: '2027-03-29T00:00:00.000Z',
	checkOutDate: '2027-03-31T00:00:00.000Z',
	bookingDate: '2027-01-02T10:11:12.000Z',
	paymentStatus: 'succeeded',
	bookingType: 'night',
	bookingLocale: 'fr',
	internalNote: 'internal only',
	stripePaymentIntentId: 'pi_never-to-be-seen',
	room: { id: 'room-1', name: '101', price: 145, accessCode: 'DOOR-4711' },
	establishment: { id: 'e1', slug: 'hotel-paradise', name: 'Hôtel Paradise' },
};
const message = { event: 'booking.completed', timestamp: '2027-01-02T10:11:13.000Z', data: booking };

interface Delivery {
	body?: unknown;
	/** The signature's header; a right one where it is not given. */
	signature?: string | null;
	source?: string;
	secret?: string | null;
}

async function deliver({ body = message, signature, source = 'webhook', secret = SECRET }: Delivery = {}) {
	const rawBody = Buffer.from(JSON.stringify(body));
	const header = signature === undefined ? signHex(SECRET, rawBody) : signature;
	const answer: { status: number | null; json: unknown } = { status: null, json: null };
	const response = {
		status(status: number) {
			answer.status = status;
			return response;
		},
		json(json: unknown) {
			answer.json = json;
			return response;
		},
	};
	const request = { rawBody: undefined as Buffer | undefined, readRawBody: async () => void (request.rawBody = rawBody) };
	const context = {
		...fakeContext({ parameters: { source } }).poll,
		getNodeParameter: (name: string) => (name === 'source' ? source : undefined),
		getRequestObject: () => request,
		getResponseObject: () => response,
		getHeaderData: () => (header === null ? {} : { 'x-webhook-signature': header }),
		getBodyData: () => body as IDataObject,
		getCredentials: async () => {
			if (secret === null) throw new Error('Credential was deleted');
			return { webhookSecret: secret };
		},
	} as unknown as IWebhookFunctions;
	const { workflowData, noWebhookResponse } = await trigger.webhook.call(context);
	return { ...answer, items: workflowData?.[0] ?? [], refused: noWebhookResponse === true };
}

describe('a signed message', () => {
	it('starts a run with one item, mapped', async () => {
		const { items, refused } = await deliver();
		expect(refused).toBe(false);
		expect(items).toHaveLength(1);
		expect(items[0]?.json).toMatchObject({
			key: 'selfkey/hotel-paradise/cm1booking',
			channel: 'selfkey',
			propertyId: 'hotel-paradise',
			reservationId: 'cm1booking',
			event: 'new',
			status: 'confirmed',
			observedAt: '2027-01-02T10:11:13.000Z#1',
			checkIn: '2027-03-29',
			checkOut: '2027-03-31',
			nights: 2,
			adults: 2,
			children: 1,
			total: { minor: 42050, currency: 'CHF', amount: '420.50' },
			booker: { firstName: 'Dora', lastName: 'Kaya', email: 'dora@example.com', language: 'fr', address: null },
			rooms: [{ roomName: '101', checkIn: '2027-03-29', status: 'confirmed' }],
		});
	});

	it.each([
		['booking.updated', 'modified', 'confirmed'],
		['booking.cancelled', 'cancelled', 'cancelled'],
	])('%s', async (event, expected, status) => {
		const { items } = await deliver({ body: { ...message, event } });
		expect(items[0]?.json).toMatchObject({ event: expected, status, rooms: [{ status }] });
	});

	it('gives nothing further of the door code, the papers, the address or the payment', async () => {
		const { items } = await deliver();
		expect(everythingIn(items)).not.toMatch(/DOOR-4711|accessCode|PAPER-77|1971-07-17|Secret Lane|Papertown|Birthville|VD-PLATE|internal only|never-to-be-seen/);
	});
});

describe('what starts no run', () => {
	const altered = { ...message, data: { ...booking, amount: 1 } };
	const cases: Array<[string, Delivery, number]> = [
		['no signature', { signature: null }, 401],
		['a wrong signature', { signature: '0'.repeat(64) }, 401],
		['a signature of another secret', { signature: signHex('another', JSON.stringify(message)) }, 401],
		['a signature of another body', { body: altered, signature: signHex(SECRET, JSON.stringify(message)) }, 401],
		['an empty secret in the credential, and a signature made with it', { secret: '', signature: createHmac('sha256', '').update(JSON.stringify(message)).digest('hex') }, 401],
		['an event that SelfKey does not have', { body: { ...message, event: 'booking.exploded' } }, 400],
		['no dates', { body: { ...message, data: { ...booking, checkInDate: null } } }, 400],
		['a date that is none', { body: { ...message, data: { ...booking, checkOutDate: '2027-02-30' } } }, 400],
		['no booking', { body: { event: 'booking.completed', timestamp: message.timestamp } }, 400],
		['an empty object', { body: {} }, 400],
		['a list', { body: [message] }, 400],
		['the change feed as the source', { source: 'feed' }, 404],
		['a credential that n8n cannot read', { secret: null }, 500],
	];

	it.each(cases)('%s', async (_, delivery, status) => {
		const answer = await deliver(delivery);
		expect(answer).toMatchObject({ status, refused: true, items: [], json: { error: expect.stringMatching(/./) as string } });
		expect(JSON.stringify(answer.json)).not.toMatch(/Kaya|DOOR-4711|PAPER-77|never-to-be-seen/);
	});
});

it('has no webhook while the change feed is the source, so that the editor polls', () => {
	const [description] = trigger.description.webhooks ?? [];
	expect(description).toMatchObject({ httpMethod: '={{ $parameter["source"] === "webhook" ? "POST" : "" }}' });
});
