/**
 * The SelfKey Trigger's webhooks: SelfKey's own message, signed, as it comes over the wire. What is done with a
 * delivery of any kind is tested with the receiver that all triggers share.
 */
import { createHmac } from 'node:crypto';
import type { IDataObject, IHookFunctions, INodeExecutionData, IWebhookFunctions } from 'n8n-workflow';
import { SelfKeyTrigger } from '../../../nodes/SelfKey/SelfKeyTrigger.node';
import { csvOf as unquotedCsvOf } from '../../../sandbox/selfkey/outgoing-body';
import { everythingIn } from '../../support/selfkey-node';

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
	type?: string;
	headers?: Record<string, string>;
	parameters?: IDataObject;
	secret?: string | null;
	/** The node; a fresh one where it is not given. */
	node?: string;
}

interface Answer {
	status: number | null;
	json: unknown;
	items: INodeExecutionData[];
	refused: boolean;
	log: string[];
}

const sign = (text: string, secret = SECRET) => createHmac('sha256', secret).update(text, 'utf8').digest('hex');
let nodes = 0;

async function deliver({
	body = message,
	signature,
	type = 'application/json',
	headers = {},
	parameters = {},
	secret = SECRET,
	node = `node-${++nodes}`,
}: Delivery = {}): Promise<Answer> {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	const header = signature === undefined ? sign(text) : signature;
	const answer: Answer = { status: null, json: null, items: [], refused: false, log: [] };
	const response = {
		statusCode: 200,
		headersSent: false,
		setHeader: () => response,
		end: () => response,
		status(status: number) {
			answer.status = response.statusCode = status;
			return response;
		},
		json(json: unknown) {
			answer.json = json;
			response.headersSent = true;
			return response.end();
		},
	};
	const request = {
		rawBody: undefined as Buffer | undefined,
		readRawBody: async () => void (request.rawBody = Buffer.from(text)),
	};
	const set: IDataObject = { source: 'webhook', hotelSlug: 'hotel-paradise', ...parameters };
	const context = {
		getMode: () => 'webhook',
		getNode: () => ({ id: node, name: 'SelfKey Trigger' }),
		getWorkflow: () => ({ id: 'workflow' }),
		getNodeParameter: (name: string, fallback?: unknown) =>
			name.split('.').reduce<unknown>((object, key) => (object as IDataObject | undefined)?.[key], set) ?? fallback,
		getRequestObject: () => request,
		getResponseObject: () => response,
		getHeaderData: () => ({
			'content-type': type,
			...(header === null ? {} : { 'x-webhook-signature': header }),
			...headers,
		}),
		getCredentials: async () => {
			if (secret === null) throw new Error('Credential was deleted');
			return { webhookSecret: secret };
		},
		logger: { warn: (line: string) => answer.log.push(line) },
	} as unknown as IWebhookFunctions;
	const { workflowData, noWebhookResponse } = await trigger.webhook.call(context);
	// As n8n does once the flow is done.
	if (workflowData) response.end();
	return { ...answer, items: workflowData?.[0] ?? [], refused: noWebhookResponse === true };
}

const only = ({ items }: Answer) => items[0]?.json as Record<string, unknown>;

describe('a signed message', () => {
	it('starts a run with one item, mapped', async () => {
		const answer = await deliver();
		expect([answer.refused, answer.status, answer.items.length]).toEqual([false, null, 1]);
		expect(only(answer)).toMatchObject({
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
			webhook: {
				deliveryId: null,
				signedAt: null,
				orderUnknown: false,
				receivedAt: expect.stringMatching(/Z$/) as string,
			},
		});
	});

	it.each([
		['booking.updated', 'modified', 'confirmed'],
		['booking.cancelled', 'cancelled', 'cancelled'],
	])('%s', async (event, expected, status) => {
		expect(only(await deliver({ body: { ...message, event } }))).toMatchObject({
			event: expected,
			status,
			rooms: [{ status }],
		});
	});

	it('gives nothing further of the door code, the documents, the address or the payment', async () => {
		const { items } = await deliver();
		expect(everythingIn(items)).not.toMatch(
			/DOOR-4711|accessCode|PAPER-77|1971-07-17|Secret Lane|Papertown|Birthville|VD-PLATE|internal only|never-to-be-seen/,
		);
	});

	it('gives the door code and the documents to whoever asks for them, and the payment to nobody', async () => {
		const answer = await deliver({ parameters: { options: { includePrivate: true } } });
		expect(only(answer)['selfKey']).toEqual({
			accessCode: 'DOOR-4711',
			identity: {
				birthDate: '1971-07-17',
				birthPlace: 'Birthville',
				address: 'Secret Lane 5',
				postalCode: '1820',
				city: 'Papertown',
				country: 'CH',
				idType: 'passport',
				idNumber: 'PAPER-77',
				vehicleNumber: 'VD-PLATE-1',
			},
		});
		expect(everythingIn(answer.items)).not.toMatch(/internal only|never-to-be-seen/);
	});

	it.each([
		['2027-01-02T10:11:13Z', '2027-01-02T10:11:13.000Z#1'],
		['2027-01-02T10:11Z', '2027-01-02T10:11:00.000Z#1'],
		['2027-01-02T10:11:13.5+02:00', '2027-01-02T08:11:13.500Z#1'],
		['2027-01-02T10:11:13-0330', '2027-01-02T13:41:13.000Z#1'],
	])('made at %s', async (timestamp, observedAt) => {
		expect(only(await deliver({ body: { ...message, timestamp } }))).toMatchObject({ observedAt });
	});

	it.each(['day', 'day_parking'])(
		'of a place sold by the hour (%s) starts no run: nobody stays',
		async (bookingType) => {
			for (const checkOutDate of ['2027-03-29T18:00:00.000Z', '2027-03-30T08:00:00.000Z']) {
				const data = { ...booking, bookingType, checkInDate: '2027-03-29T08:00:00.000Z', checkOutDate, room: null };
				for (const event of ['booking.completed', 'booking.updated', 'booking.cancelled'])
					expect(await deliver({ body: { ...message, event, data } })).toMatchObject({
						status: 200,
						json: { status: 'ignored' },
						items: [],
					});
				const csv = { id: 'b', hotelSlug: 'h', bookingType, checkInDate: data.checkInDate, checkOutDate };
				const body = `${Object.keys(csv).join(',')}\n${Object.values(csv).join(',')}\n`;
				const headers = { 'x-webhook-event': 'booking.completed' };
				expect(await deliver({ body, type: 'text/csv', headers })).toMatchObject({ status: 200, items: [] });
			}
		},
	);

	it.each(['classic_booking', 'night_parking', 'night', 'something new'])(
		"of a %s is somebody's stay",
		async (bookingType) => {
			const body = { ...message, data: { ...booking, bookingType } };
			expect(only(await deliver({ body }))).toMatchObject({ reservationId: 'cm1booking', nights: 2 });
		},
	);

	it('is not run twice, unless the event is another one', async () => {
		const node = 'twice';
		expect((await deliver({ node })).items).toHaveLength(1);
		expect(await deliver({ node })).toMatchObject({
			status: 200,
			json: { status: 'success', duplicate: true },
			items: [],
		});
		expect((await deliver({ node, body: { ...message, event: 'booking.cancelled' } })).items).toHaveLength(1);
		expect((await deliver({ node, body: { ...message, timestamp: '2027-01-02T10:11:14.000Z' } })).items).toHaveLength(
			1,
		);
	});

	it('starts no run for an event that is not chosen', async () => {
		const parameters = { events: ['booking.cancelled'] };
		expect(await deliver({ parameters })).toMatchObject({ status: 200, json: { status: 'ignored' }, items: [] });
		expect((await deliver({ parameters, body: { ...message, event: 'booking.cancelled' } })).items).toHaveLength(1);
	});
});

describe('a CSV', () => {
	const columns: Record<string, string> = {
		event: 'booking.completed',
		timestamp: '2027-01-02T10:11:13.000Z',
		...Object.fromEntries(
			Object.entries(booking)
				.filter(([, value]) => typeof value !== 'object')
				.map(([name, value]) => [name, String(value)]),
		),
		'room.name': '101',
		'room.accessCode': 'DOOR-4711',
		'establishment.slug': 'hotel-paradise',
	};
	const csvOf = (fields: Record<string, string>, delimiter = ',') =>
		`${Object.keys(fields).join(delimiter)}\r\n${Object.values(fields)
			.map((value) => (value.includes(delimiter) || value.includes('"') ? `"${value.replaceAll('"', '""')}"` : value))
			.join(delimiter)}\r\n`;
	const deliverCsv = async (body: string, over: Delivery = {}) =>
		await deliver({ body, type: 'text/csv; charset=utf-8', ...over });
	const renamed = (rename: (name: string) => string) =>
		Object.fromEntries(Object.entries(columns).map(([name, value]) => [rename(name), value]));
	const without = (...names: string[]) =>
		Object.fromEntries(Object.entries(columns).filter(([name]) => !names.includes(name)));

	it.each([
		['commas', csvOf(columns)],
		['semicolons', csvOf(columns, ';')],
		['a byte order mark', `\uFEFF${csvOf(columns)}`],
		['plain line feeds and an empty line', `${csvOf(columns).replaceAll('\r\n', '\n')}\n`],
		[
			'its columns in snake case',
			csvOf(
				renamed((name) =>
					name
						.replace(/[.]/g, '_')
						.replace(/([A-Z])/g, '_$1')
						.toLowerCase(),
				),
			),
		],
		[
			'its columns in camel case',
			csvOf(renamed((name) => name.replace(/\.(\w)/, (_, letter: string) => letter.toUpperCase()))),
		],
		['its columns in another order', csvOf(Object.fromEntries(Object.entries(columns).reverse()))],
	])('with %s gives the same as JSON', async (_, body) => {
		const { webhook: csvFacts, ...fromCsv } = only(await deliverCsv(body));
		const { webhook: jsonFacts, ...fromJson } = only(await deliver());
		expect(fromCsv).toEqual(fromJson);
		expect(csvFacts).toMatchObject({ orderUnknown: false, deliveryId: null });
		expect(jsonFacts).toMatchObject({ orderUnknown: false });
	});

	it('holds commas, quotes and line breaks in quotes', async () => {
		const answer = await deliverCsv(csvOf({ ...columns, clientLastName: 'Kaya, "the late"' }));
		expect(only(answer)).toMatchObject({ booker: { lastName: 'Kaya, "the late"' } });
	});

	it('gives the door code and the documents only to whoever asks for them', async () => {
		expect(everythingIn((await deliverCsv(csvOf(columns))).items)).not.toMatch(
			/DOOR-4711|PAPER-77|1971-07-17|Secret Lane|VD-PLATE/,
		);
		const answer = await deliverCsv(csvOf(columns), { parameters: { options: { includePrivate: true } } });
		expect(only(answer)).toMatchObject({
			selfKey: { accessCode: 'DOOR-4711', identity: { idNumber: 'PAPER-77', birthDate: '1971-07-17' } },
		});
	});

	it('as SelfKey itself writes it, without quotes, gives the same as JSON, commas and all', async () => {
		const data = {
			...booking,
			clientPhone: '+41 21 000 00 00, mornings',
			room: { ...booking.room, name: 'Suite "Lac", 1' },
			selectedPricingOptions: { breakfast: ['a, b', 'c "d"'] },
			establishment: { ...booking.establishment, address: 'Quai 1, 1820 Montreux' },
		};
		const headers = { 'x-webhook-event': 'booking.completed' };
		const answer = await deliverCsv(unquotedCsvOf(data), { headers });
		const { webhook, observedAt, ...fromCsv } = only(answer);
		const { webhook: _facts, observedAt: _at, ...fromJson } = only(await deliver({ body: { ...message, data } }));
		expect(fromCsv).toEqual(fromJson);
		expect(fromCsv).toMatchObject({ rooms: [{ roomName: 'Suite "Lac", 1' }] });
		expect(webhook).toMatchObject({ orderUnknown: true });
		expect(everythingIn(answer.items)).not.toMatch(/DOOR-4711|PAPER-77|1971-07-17|Secret Lane|VD-PLATE/);
	});

	describe.each([
		['quoted', (fields: object) => csvOf({ ...columns, ...fields })],
		['as SelfKey itself writes it', (fields: object) => unquotedCsvOf({ ...booking, ...fields })],
	])('%s', (_, bodyOf) => {
		const headers = { 'x-webhook-event': 'booking.completed' };
		const withFields = async (fields: object) => only(await deliverCsv(bodyOf(fields), { headers }));

		it.each(['dora@example.com ', ' dora@example.com', '\u00a0dora@example.com\u00a0', 'dora@example.com\t'])(
			'may have blanks around an address: %j',
			async (clientEmail) => {
				expect(await withFields({ clientEmail })).toMatchObject({
					booker: { email: 'dora@example.com' },
					warnings: [],
				});
			},
		);

		it.each(['none', 'dora at example.com', 'dora@', 'dora kaya@example.com'])(
			'is not refused for an address that is none: %j',
			async (clientEmail) => {
				expect(await withFields({ clientEmail })).toMatchObject({
					booker: { email: null, lastName: booking.clientLastName },
					warnings: [expect.stringContaining('clientEmail')],
				});
			},
		);

		it('may have blanks and decimals in its other columns', async () => {
			expect(await withFields({ adults: '2.0', children: ' 1 ' })).toMatchObject({ adults: 2, children: 1 });
		});
	});

	it('does not take the JSON of a room behind a blank for its name', async () => {
		const room = `\u00a0${JSON.stringify({ name: '101', accessCode: 'DOOR-4711' })}`;
		const answer = await deliverCsv(csvOf({ ...without('room.name', 'room.accessCode'), room }));
		expect(only(answer)).toMatchObject({ rooms: [{ roomName: '101' }] });
		expect(everythingIn(answer.items)).not.toContain('DOOR-4711');
	});

	it('may hold the whole room in one cell, as JSON, of which the door code goes no further', async () => {
		const room = JSON.stringify({ id: 'r-1', name: '101', accessCode: 'DOOR-4711' });
		const nested = {
			...without('room.name', 'room.accessCode', 'establishment.slug', 'hotelSlug'),
			room,
			establishment: JSON.stringify({ slug: 'hotel-paradise' }),
		};
		const answer = await deliverCsv(csvOf(nested));
		expect(only(answer)).toMatchObject({ propertyId: 'hotel-paradise', rooms: [{ roomName: '101' }] });
		expect(everythingIn(answer.items)).not.toContain('DOOR-4711');
		expect(only(await deliverCsv(csvOf(nested), { parameters: { options: { includePrivate: true } } }))).toMatchObject({
			selfKey: { accessCode: 'DOOR-4711' },
		});
		for (const cell of [`${room.slice(0, -1)}`, `[${room}]`, JSON.stringify(room)]) {
			expect(everythingIn((await deliverCsv(csvOf({ ...nested, room: cell }))).items)).not.toContain('DOOR-4711');
		}
	});

	it('takes its event from the header where no column names it, and only there', async () => {
		const headers = { 'x-webhook-event': 'booking.completed' };
		expect(only(await deliverCsv(csvOf(without('event')), { headers }))).toMatchObject({ event: 'new' });
		expect(only(await deliverCsv(csvOf({ ...columns, event: 'booking.updated' }), { headers }))).toMatchObject({
			event: 'modified',
		});
		expect(await deliverCsv(csvOf(without('event')))).toMatchObject({ status: 400, json: { fields: ['event'] } });
		const node = 'header';
		expect((await deliverCsv(csvOf(without('event')), { headers, node })).items).toHaveLength(1);
		expect((await deliverCsv(csvOf(without('event')), { headers, node })).items).toHaveLength(0);
		expect(
			(await deliverCsv(csvOf(without('event')), { headers: { 'x-webhook-event': 'booking.updated' }, node })).items,
		).toHaveLength(1);
	});

	it('cancels only by what is signed: a header that somebody else wrote over a captured message cancels nothing', async () => {
		for (const event of ['booking.cancelled', ' booking.cancelled ', 'Booking.Cancelled', 'constructor', '']) {
			const headers = { 'x-webhook-event': event };
			for (const fields of [without('event'), { ...columns, event: '' }]) {
				const answer = await deliverCsv(csvOf(fields), { headers });
				expect(answer).toMatchObject({
					status: 400,
					refused: true,
					items: [],
					json: {
						error: expect.stringMatching(/not signed.*add the column "event" to the CSV/) as string,
						fields: ['event'],
					},
				});
			}
			expect(only(await deliverCsv(csvOf(columns), { headers }))).toMatchObject({ event: 'new', status: 'confirmed' });
		}
		expect(only(await deliverCsv(csvOf({ ...columns, event: 'booking.cancelled' })))).toMatchObject({
			event: 'cancelled',
			status: 'cancelled',
		});
		// JSON has its event in the body, and the header counts for nothing there.
		expect(only(await deliver({ headers: { 'x-webhook-event': 'booking.cancelled' } }))).toMatchObject({
			event: 'new',
		});
	});

	it('with a time that depends on where it is read is refused, like JSON', async () => {
		for (const timestamp of ['2027-01-02T10:11:13', '2027-01-02 10:11:13', '02.01.2027', '1', '1767348673']) {
			expect(await deliverCsv(csvOf({ ...columns, timestamp }))).toMatchObject({
				status: 400,
				items: [],
				json: { fields: ['timestamp'] },
			});
		}
	});

	it('without a time counts as seen when it came, is of unknown order, and is run each time', async () => {
		const node = 'untimed';
		for (let count = 0; count < 2; count++) {
			const item = only(await deliverCsv(csvOf(without('timestamp')), { node }));
			const { receivedAt, deliveryId, orderUnknown } = item['webhook'] as Record<string, unknown>;
			expect(item['observedAt']).toBe(`${String(receivedAt)}#1`);
			expect([orderUnknown, deliveryId]).toEqual([true, expect.stringMatching(/^sha256:[0-9a-f]{64}$/)]);
		}
	});

	it.each([
		['no booking', csvOf(columns).split('\r\n')[0] ?? ''],
		['two bookings', csvOf(columns) + (csvOf(columns).split('\r\n')[1] ?? '')],
		['a row that is too short', `${Object.keys(columns).join(',')}\r\nbooking.completed,x\r\n`],
		['an open quote', csvOf(columns).replace('Dora', '"Dora')],
		['no columns that anybody knows', 'a,b,c\r\n1,2,3\r\n'],
		['columns called like parts of an object', '__proto__,constructor,toString\r\n1,2,3\r\n'],
		['JSON in it', JSON.stringify(message)],
		['only line breaks', '\r\n\r\n'],
	])('with %s is refused, and none of it told', async (_, body) => {
		const answer = await deliverCsv(body);
		expect(answer).toMatchObject({ status: 400, refused: true, items: [] });
		expect(JSON.stringify([answer.json, answer.log])).not.toMatch(/Dora|Kaya|DOOR|PAPER/);
	});
});

describe('what starts no run', () => {
	const altered = { ...message, data: { ...booking, amount: 1 } };
	const cases: Array<[string, Delivery, number]> = [
		['no signature', { signature: null }, 401],
		['no signature, whether the credential can be read or not', { signature: null, secret: null }, 401],
		['one that cannot be one, the same', { signature: 'ab'.repeat(31), secret: null }, 401],
		[
			'a right signature in another header, the same',
			{ signature: null, secret: null, headers: { 'x-signature': sign(JSON.stringify(message)) } },
			401,
		],
		['a wrong signature', { signature: '0'.repeat(64) }, 401],
		['a signature of another secret', { signature: sign(JSON.stringify(message), 'another') }, 401],
		['a signature of another body', { body: altered, signature: sign(JSON.stringify(message)) }, 401],
		[
			'a right signature in the header of the cash register',
			{ signature: null, headers: { 'x-signature': sign(JSON.stringify(message)) } },
			401,
		],
		[
			'an empty secret in the credential, and a signature made with it',
			{ secret: '', signature: createHmac('sha256', '').update(JSON.stringify(message)).digest('hex') },
			401,
		],
		['an event that SelfKey does not have', { body: { ...message, event: 'booking.exploded' } }, 400],
		['an event that every object has', { body: { ...message, event: 'constructor' } }, 400],
		['no dates', { body: { ...message, data: { ...booking, checkInDate: null } } }, 400],
		['a date that is none', { body: { ...message, data: { ...booking, checkOutDate: '2027-02-30' } } }, 400],
		['no time', { body: { event: message.event, data: booking } }, 400],
		...[
			'soon',
			'1',
			1,
			1767348673000,
			'2027',
			'2027-01-02',
			'2027-01-02T10:11:13',
			'2027-01-02 10:11:13Z',
			'Sat, 02 Jan 2027 10:11:13 GMT',
			'2027-02-30T10:11:13Z',
			'2027-01-02T25:11:13Z',
			'2027-01-02T10:11:13+99:00',
			'2027-01-02T10:11:13Z#7',
		].map((timestamp): [string, Delivery, number] => [
			`a time that is none, or depends on where it is read: ${timestamp}`,
			{ body: { ...message, timestamp } },
			400,
		]),
		[
			'a check-out on the day of the check-in',
			{ body: { ...message, data: { ...booking, checkOutDate: '2027-03-29T11:00:00.000Z' } } },
			400,
		],
		[
			'a check-out before the check-in',
			{ body: { ...message, data: { ...booking, checkOutDate: '2027-03-28T00:00:00.000Z' } } },
			400,
		],
		['no booking', { body: { event: 'booking.completed', timestamp: message.timestamp } }, 400],
		['an empty object', { body: {} }, 400],
		['a list', { body: [message] }, 400],
		['another type', { type: 'text/xml' }, 415],
		['no type', { type: '' }, 415],
		['more than is allowed', { parameters: { options: { maxKilobytes: 1 } } }, 413],
		['a credential that n8n cannot read', { secret: null }, 503],
	];

	it.each(cases)('%s', async (_, delivery, status) => {
		const answer = await deliver(delivery);
		expect(answer).toMatchObject({
			status,
			refused: true,
			items: [],
			json: { error: expect.stringMatching(/./) as string },
		});
		expect(answer.log).toHaveLength(1);
		expect(JSON.stringify([answer.json, answer.log])).not.toMatch(/Kaya|DOOR-4711|PAPER-77|never-to-be-seen/);
	});

	it('says that the check-out is wrong, and of a time that it is', async () => {
		expect(
			(await deliver({ body: { ...message, timestamp: '1', data: { ...booking, checkOutDate: booking.checkInDate } } }))
				.json,
		).toEqual({
			error: 'Missing or invalid: timestamp, data.checkOutDate',
			fields: ['timestamp', 'data.checkOutDate'],
		});
		expect((await deliver({ body: { ...message, data: { ...booking, checkInDate: 'soon' } } })).json).toMatchObject({
			fields: ['data.checkInDate'],
		});
	});

	it('says which fields are missing, and which events it takes', async () => {
		const { id, checkInDate, ...others } = booking;
		expect((await deliver({ body: { ...message, data: others } })).json).toEqual({
			error: 'Missing or invalid: data.id, data.checkInDate',
			fields: ['data.id', 'data.checkInDate'],
		});
		expect((await deliver({ body: { ...message, event: 'x' } })).json).toEqual({
			error: 'Missing or unknown: event (expected one of booking.completed, booking.updated, booking.cancelled)',
			fields: ['event'],
		});
	});
});

it('tells a person who chooses webhooks alone what they cannot do', () => {
	const notice = trigger.description.properties.find(({ name }) => name === 'webhookNotice')?.displayName;
	expect(notice).toMatch(/A CSV without a "timestamp" column cannot be told from an older one that is sent again/);
	expect(notice).toMatch(/cancellations .* "event" column/);
});

describe('the address', () => {
	const [description] = trigger.description.webhooks ?? [];

	it('is there for webhooks alone, and for the change feed only where the workflow is switched on, so that the editor polls', () => {
		expect(description).toMatchObject({
			httpMethod: '={{ $parameter["source"] === "webhook" || $workflow.active ? "POST" : "" }}',
			ndvHideMethod: true,
		});
		expect(description).not.toHaveProperty('ndvHideUrl');
	});

	const switchOn = async (source: string, webhookSecret: string, activationMode = 'activate') =>
		await trigger.webhookMethods.default.checkExists.call({
			getNode: () => ({ id: 'node', name: 'SelfKey Trigger' }),
			getActivationMode: () => activationMode,
			getNodeParameter: () => source,
			getCredentials: async () => ({ webhookSecret }),
			getWorkflowStaticData: () => ({}),
			getNodeWebhookUrl: () => 'https://n8n.example/webhook/x',
		} as unknown as IHookFunctions);

	it('is not opened by a person with a secret that nobody can sign with, and says what is wrong with it', async () => {
		for (const secret of [`${SECRET}\u200b`, `\u200e${SECRET}`])
			await expect(switchOn('webhook', secret)).rejects.toThrow(
				/begins or ends with a space, a line break or an invisible character; remove it/,
			);
		for (const secret of [`one\ntwo`, 'one\u00adtwo', 'one\u0000two'])
			await expect(switchOn('webhook', secret)).rejects.toThrow(
				/contains a line break or an invisible character; copy it again/,
			);
		await expect(switchOn('webhook', 'fifteen letters')).rejects.toThrow(/shorter than 16 .*openssl rand -hex 32/);
		await expect(switchOn('webhook', `${SECRET}\u200b`)).rejects.not.toThrow(SECRET);
		expect(await switchOn('webhook', `${SECRET}\u200b`, 'leadershipChange')).toBe(true);
		expect(await switchOn('feed', `${SECRET}\u200b`)).toBe(true);
		// As everywhere for this credential, what surrounds it is taken off.
		for (const secret of [` ${SECRET}`, `${SECRET}\r\n`, `\u00a0${SECRET}\ufeff`])
			expect(await switchOn('webhook', secret)).toBe(true);
	});

	it('is not opened by a person without a secret, where only webhooks start the workflow', async () => {
		await expect(switchOn('webhook', ' ')).rejects.toThrow(/Fill in the webhook secret in the SelfKey credential/);
		expect(await switchOn('webhook', ' ', 'init')).toBe(true);
		expect(await switchOn('webhook', SECRET)).toBe(true);
		expect(await switchOn('feed', '')).toBe(true);
	});
});
