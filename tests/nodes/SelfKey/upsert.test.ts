/** SelfKey node, reservation: upsert, against the sandbox's SelfKey and against servers that are none. */
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { startHttp, type HttpReply, type HttpRequest, type HttpService } from '../../../sandbox/http/server';
import { startSelfKey, type SelfKeySandbox } from '../../../sandbox/selfkey';
import { reservation, type Wish } from '../../support/booking-store/reservations';
import { everythingIn, runSelfKey, selfKeyAccount, selfKeyOptions, type SelfKeyRun } from '../../support/selfkey-node';

jest.mock('n8n-workflow', () => ({ ...jest.requireActual('n8n-workflow'), sleep: jest.fn(async () => undefined) }));
const { sleep } = jest.requireMock<{ sleep: jest.Mock }>('n8n-workflow');

let selfKey: SelfKeySandbox;
beforeAll(async () => {
	selfKey = await startSelfKey(selfKeyOptions);
});
afterAll(async () => selfKey.close());
beforeEach(async () => {
	sleep.mockReset();
	sleep.mockImplementation(async () => undefined);
	await selfKey.db(
		'TRUNCATE "bookings", "booking_reservations", "booking_external_references", "integration_logs" RESTART IDENTITY',
	);
});

type Extra = Record<string, unknown>;
const guest = {
	firstName: 'Zoë-Guest',
	lastName: 'Dupont-Guest',
	email: 'zoe-guest@example.com',
	phone: '+41790001122',
};
/** Far enough apart that each has a room. */
const item = (wish: Wish = {}, extra: Extra = {}): IDataObject =>
	({
		...reservation({ rooms: [{ type: 'double' }], booker: guest, ...wish }),
		...extra,
	}) as unknown as IDataObject;
const many = (count: number) =>
	Array.from({ length: count }, (_, index) => {
		const month = String(1 + (index % 12)).padStart(2, '0');
		const day = String(1 + (Math.floor(index / 12) % 20)).padStart(2, '0');
		return item({
			id: String(1000 + index),
			checkIn: `2027-${month}-${day}`,
			checkOut: `2027-${month}-${String(Number(day) + 1).padStart(2, '0')}`,
		});
	});
const upsert = async (items: IDataObject[], run: Partial<SelfKeyRun> = {}, url = selfKey.url) =>
	await runSelfKey(url, { resource: 'reservation', operation: 'upsert', items, ...run });
const outcomes = (output: INodeExecutionData[]) =>
	output.map(({ json }) => (json.selfKey as IDataObject | undefined)?.outcome ?? String(json.error));
const posts = () => selfKey.requests.get('POST /api/webhooks/integrations') ?? 0;
const waited = () => sleep.mock.calls.map(([milliseconds]) => milliseconds as number);

function expectNothingPrivate(...values: unknown[]): void {
	for (const text of ['never-to-be-seen', ...Object.values(guest)]) expect(everythingIn(values)).not.toContain(text);
}
async function failureOf(
	work: Promise<unknown>,
): Promise<Error & { description?: string; httpCode?: string; context?: IDataObject }> {
	const error = await work.then(
		() => null,
		(reason: Error) => reason,
	);
	if (!error) throw new Error('It was expected to fail');
	expectNothingPrivate(error);
	return error;
}
async function withServer(
	answer: (request: HttpRequest) => HttpReply | Promise<HttpReply>,
	work: (url: string) => Promise<void>,
): Promise<void> {
	const server: HttpService = await startHttp({ handler: answer });
	try {
		await work(server.url);
	} finally {
		await server.close();
	}
}
const json = (status: number, body: unknown, headers: Record<string, string> = {}): HttpReply => ({
	status,
	body: JSON.stringify(body),
	headers: { 'Content-Type': 'application/json', ...headers },
});
const eventsOf = (request: HttpRequest) =>
	(JSON.parse(request.body.toString('utf8')) as { events: Array<{ data: { external_id: string } }> }).events;
const written = (request: HttpRequest) =>
	eventsOf(request).map(() => ({
		status: 'success',
		outcome: 'created',
		bookings: [],
		availability: [],
		warnings: [],
	}));

describe('what becomes of a reservation', () => {
	it('is written, and the item passes on with what was done under the name of the node', async () => {
		const input = item({}, { bookingCom: { ruid: 'abc' } });
		const [output] = await upsert([input]);
		expect(output).toEqual({
			json: {
				...input,
				selfKey: {
					hotelSlug: 'hotel-paradise',
					outcome: 'created',
					bookings: [
						{
							id: expect.any(String),
							bookingNumber: 1,
							roomId: 'room-hotel-paradise-101',
							roomName: '101',
							roomStayId: expect.any(String),
						},
					],
					availability: [{ roomTypeId: 'double', start: '2026-03-29', end: '2026-03-30', available: 1 }],
					warnings: expect.any(Array),
				},
			},
			pairedItem: { item: 0 },
		});
		const rows = await selfKey.db('SELECT "clientLastName" FROM "bookings"');
		expect(rows).toEqual([{ clientLastName: 'Dupont-Guest' }]);
	});

	it('is new, repeated, modified, repeated, cancelled and cancelled again', async () => {
		const steps: Wish[] = [
			{},
			{},
			{ event: 'modified', seen: 1, checkOut: '2026-03-31' },
			{ event: 'modified', seen: 1, checkOut: '2026-03-31' },
			{ event: 'cancelled', seen: 2 },
			{ event: 'cancelled', seen: 2 },
		];
		const seen = [];
		for (const step of steps) seen.push(...outcomes(await upsert([item(step)])));
		expect(seen).toEqual(['created', 'unchanged', 'updated', 'unchanged', 'cancelled', 'unchanged']);
		expect(await selfKey.statistics()).toMatchObject({ bookings: 1, occupying: 0 });
	});

	it('is imported as a conflict where no room is free', async () => {
		const output = await upsert(['a', 'b', 'c'].map((id) => item({ id })));
		expect(outcomes(output)).toEqual(['created', 'created', 'conflict']);
		expect(output[2]?.json.selfKey).toMatchObject({
			bookings: [{ roomId: null }],
			warnings: expect.arrayContaining([expect.objectContaining({ code: 'no_room_free' })]),
		});
	});

	it('has all its rooms', async () => {
		const [output] = await upsert([
			item({
				rooms: [
					{ id: '1', type: 'double' },
					{ id: '2', type: 'double' },
					{ id: '3', type: 'suite' },
				],
			}),
		]);
		expect(
			(output?.json.selfKey as { bookings: Array<{ roomName: string }> }).bookings.map(({ roomName }) => roomName),
		).toEqual(['101', '102', '201']);
	});

	it('gets a room by what the hotel has set, whatever the item says of rooms', async () => {
		const [output] = await upsert([item({ rooms: [{ type: 'double' }] }, { roomMap: 'double = 201' })]);
		expect(output?.json.selfKey).toMatchObject({
			hotelSlug: 'hotel-paradise',
			outcome: 'created',
			bookings: [{ roomName: '101' }],
		});
	});
});

describe('many at once', () => {
	it.each([
		[50, 1],
		[51, 2],
		[130, 3],
	])(
		'%i go in %i requests, each answered in its place',
		async (count, requests) => {
			const before = posts();
			const output = await upsert(many(count));
			expect(posts() - before).toBe(requests);
			expect(output.map(({ json: { reservationId } }) => reservationId)).toEqual(
				many(count).map(({ reservationId }) => reservationId),
			);
			expect(output.map(({ pairedItem }) => pairedItem)).toEqual(many(count).map((_, index) => ({ item: index })));
			expect(new Set(outcomes(output))).toEqual(new Set(['created']));
			expect(await selfKey.statistics()).toMatchObject({ bookings: count });
			expect(new Set(outcomes(await upsert(many(count))))).toEqual(new Set(['unchanged']));
		},
		60_000,
	);

	it('go to the hotel of the credential, whatever an item says, and nothing but events', async () => {
		const seen: Array<[string, string[]]> = [];
		const answer = (request: HttpRequest) => {
			seen.push([request.path, Object.keys(JSON.parse(request.body.toString()) as object)]);
			return json(200, { results: written(request) });
		};
		await withServer(answer, async (url) => {
			const items = [item({ id: 'a' }), item({ id: 'b' }, { hotelSlug: 'auberge', roomMap: 'x = 1' })];
			const output = await upsert(items, { credential: { hotelSlug: 'third' } }, url);
			expect(output.map(({ json: { selfKey: done } }) => (done as IDataObject)['hotelSlug'])).toEqual([
				'third',
				'third',
			]);
		});
		expect(seen).toEqual([['/api/webhooks/integrations/third/n8n', ['events']]]);
	});

	it('keeps two messages about one reservation in their order', async () => {
		const output = await upsert([
			item({ seen: 0 }),
			item({ seen: 1, event: 'modified', checkOut: '2026-04-01' }),
			item({ seen: 2, event: 'cancelled' }),
		]);
		expect(outcomes(output)).toEqual(['created', 'updated', 'cancelled']);
	});
});

describe('an item that cannot be written', () => {
	const bad: IDataObject[] = [
		item({ id: 'good-1' }),
		{ hello: 'world' },
		item({ id: 'refused', checkOut: '2026-03-29' }),
		{ ...item({ id: 'no-booker' }), booker: null },
		{ ...item({ id: 'no-event' }), event: 'constructor' },
		item({ id: 'good-2' }),
	];
	const reasons = [
		/^created$/,
		/is not a reservation\. Connect/,
		/Missing or invalid: data\.reservation\.checkOut\. Correct/,
		/is not a reservation/,
		/is not a reservation/,
		/^created$/,
	];

	it('goes on with its input and a reason, beside those that were written', async () => {
		const output = await upsert(bad, { onError: 'continueRegularOutput' });
		for (const [index, reason] of reasons.entries()) {
			expect(outcomes(output)[index]).toMatch(reason);
			expect(output[index]).toMatchObject({
				json: JSON.parse(JSON.stringify(bad[index])) as IDataObject,
				pairedItem: { item: index },
			});
			expect(output[index]).not.toHaveProperty('error');
		}
		expect(await selfKey.statistics()).toMatchObject({ bookings: 2 });
	});

	it('goes to the error output, which n8n knows by the lack of fields of its own', async () => {
		const output = await upsert(bad, { onError: 'continueErrorOutput' });
		for (const index of [1, 2, 3, 4]) {
			const { error, details, ...others } = output[index]!.json;
			expect(error).toMatch(reasons[index]!);
			// `details` tells a sender whether to try again: not, where SelfKey has refused.
			expect([undefined, { retryable: false }]).toContainEqual(details);
			expect({ others, pairedItem: output[index]!.pairedItem }).toEqual({ others: {}, pairedItem: { item: index } });
		}
		expect(output[0]?.json).toHaveProperty('selfKey');
		expectNothingPrivate(output.slice(1, 5));
	});

	it('stops the node where it is not set to continue, and says which item it was', async () => {
		const error = await failureOf(upsert(bad));
		expect(error.message).toMatch(/is not a reservation/);
		expect(error.context).toMatchObject({ itemIndex: 1 });
		// The others were written all the same: they are unchanged when their source offers them again.
		expect(await selfKey.statistics()).toMatchObject({ bookings: 2 });
	});

	it.each([
		['another hotel', { hotelSlug: 'auberge' }, /did not accept the signature\. .*each hotel has its own/],
		['no hotel', { hotelSlug: '' }, /"Hotel" in the SelfKey credential must be the short name/],
		['an address as its hotel', { hotelSlug: '../../admin' }, /"Hotel" in the SelfKey credential must be/],
		['no secret', { webhookSecret: '' }, /Fill in the integration ID and the webhook secret/],
	])('says what is wrong with a credential for %s, on each item', async (_, credential, reason) => {
		const output = await upsert([item({ id: 'a' }), item({ id: 'b' })], {
			credential,
			onError: 'continueRegularOutput',
		});
		expect(outcomes(output)).toEqual([expect.stringMatching(reason), expect.stringMatching(reason)]);
		expect(await selfKey.statistics()).toMatchObject({ bookings: 0 });
	});

	it('never takes a wrong setting of the node for a success', async () => {
		const output = await runSelfKey(selfKey.url, {
			resource: 'reservation',
			operation: 'constructor',
			items: [item()],
			onError: 'continueErrorOutput',
		});
		expect(output).toEqual([
			{ json: { error: expect.stringContaining('no operation "reservation.constructor"') }, pairedItem: { item: 0 } },
		]);
	});
});

describe('when SelfKey is in trouble', () => {
	it('is down: waits longer each time, gives up, and does not try every batch as long', async () => {
		selfKey.faults.down(true);
		try {
			const before = posts();
			const output = await upsert(many(130), { onError: 'continueErrorOutput' });
			expect(new Set(outcomes(output))).toEqual(
				new Set([expect.stringMatching(/SelfKey has a fault at present \(HTTP 503\)\. Nothing is lost/)]),
			);
			expect(output).toHaveLength(130);
			expect(posts() - before).toBe(4);
			const [first = 0, second = 0, third = 0, ...more] = waited();
			expect([first >= 750, second >= 1500, third >= 3000, third <= 5000, more]).toEqual([true, true, true, true, []]);
		} finally {
			selfKey.faults.down(false);
		}
		expect(new Set(outcomes(await upsert(many(130))))).toEqual(new Set(['created']));
	});

	it('breaks off every connection: says so after four attempts', async () => {
		let asked = 0;
		await withServer(
			() => {
				asked += 1;
				return { reset: true };
			},
			async (url) => {
				const output = await upsert([item({ id: 'a' })], { onError: 'continueRegularOutput' }, url);
				expect(outcomes(output)).toEqual([
					expect.stringMatching(/cannot be reached: it broke off the connection\. Nothing is lost/),
				]);
			},
		);
		expect(asked).toBe(4);
	});

	it('cannot be reached: says so in words', async () => {
		await selfKey.pause();
		try {
			const error = await failureOf(upsert([item()]));
			expect(error.message).toBe('SelfKey cannot be reached: it refused the connection');
			expect(error.description).toMatch(/^Nothing is lost.*base URL/);
		} finally {
			await selfKey.resume();
		}
	});

	it('sends only those again that failed, and keeps the first outcome of the others', async () => {
		selfKey.faults.failWrite(2);
		const before = posts();
		const output = await upsert([item({ id: 'a' }), item({ id: 'b' }), item({ id: 'c', rooms: [{ type: 'suite' }] })]);
		expect(outcomes(output)).toEqual(['created', 'created', 'created']);
		expect(posts() - before).toBe(2);
		expect(await selfKey.statistics()).toMatchObject({ bookings: 3, logs: { created: 3, failed: 1 } });
		expect(waited()).toHaveLength(1);
	});

	it('fails for one reservation again and again: the others are written, and none twice', async () => {
		for (const nth of [2, 4, 5, 6]) selfKey.faults.failWrite(nth);
		const output = await upsert([item({ id: 'a' }), item({ id: 'b' }), item({ id: 'c', rooms: [{ type: 'suite' }] })], {
			onError: 'continueRegularOutput',
		});
		expect(outcomes(output)).toEqual([
			'created',
			expect.stringMatching(/did not write the reservation: Processing failed\. Nothing is lost/),
			'created',
		]);
		expect(await selfKey.statistics()).toMatchObject({ bookings: 2 });
	});

	it('lost its answer, or the connection to its database after the commit: nothing is written twice', async () => {
		selfKey.faults.dropAnswers(1);
		expect(outcomes(await upsert([item({ id: 'a' })]))).toEqual(['unchanged']);
		selfKey.faults.failWrite(1, 'after_commit');
		expect(outcomes(await upsert([item({ id: 'b' })]))).toEqual(['unchanged']);
		expect(await selfKey.statistics()).toMatchObject({ bookings: 2 });
	});

	it('asks to slow down: waits as long as it is told', async () => {
		selfKey.faults.tooMany(2);
		expect(outcomes(await upsert([item()]))).toEqual(['created']);
		expect(waited()).toEqual([1000, 1000]);
	});

	it('asks for a long pause: does not hold up the run, and says how long it is', async () => {
		await withServer(
			() => json(429, { error: 'Too many requests' }, { 'Retry-After': '3600' }),
			async (url) => {
				const error = await failureOf(upsert([item()], {}, url));
				expect(error).toMatchObject({
					message: expect.stringContaining('slow down'),
					description: expect.stringContaining('3600 seconds'),
					httpCode: '429',
				});
			},
		);
		expect(waited()).toEqual([]);
	});

	it('has another secret: the sender may come again once it is mended', async () => {
		expect(await detailsFor(401)).toMatchObject({ details: { retryable: true, status: 401 } });
	});

	it('has another secret', async () => {
		const error = await failureOf(upsert([item()], { credential: { webhookSecret: 'wrong-never-to-be-seen' } }));
		expect(error).toMatchObject({
			message: 'SelfKey did not accept the signature',
			description: expect.stringMatching(/webhook secret and the integration ID/),
			httpCode: '401',
		});
		expect(waited()).toEqual([]);
	});

	it('accepts a secret that was pasted with a line break', async () => {
		expect(
			outcomes(
				await upsert([item()], {
					credential: { webhookSecret: ` ${selfKeyAccount.webhookSecret}\n`, integrationId: ' n8n ' },
				}),
			),
		).toEqual(['created']);
	});

	it.each([
		['no secret', { webhookSecret: '' }, /Fill in the integration ID and the webhook secret/],
		['no integration', { integrationId: '' }, /Fill in the integration ID/],
		['no base URL', { baseUrl: '' }, /must look like https/],
		['a base URL with a query', { baseUrl: 'https://selfkey.example.com/?page=1' }, /must look like https/],
		['a base URL without a scheme', { baseUrl: 'selfkey.example.com' }, /must look like https/],
		['a base URL that is none', { baseUrl: 'https://[never-to-be-seen' }, /must look like https/],
	])('has a credential with %s', async (_, credential, message) => {
		expect((await failureOf(upsert([item()], { credential }))).message).toMatch(message);
		expect(waited()).toEqual([]);
	});

	it('runs no handler of ours', async () => {
		await withServer(
			() => json(404, { error: 'Not found' }),
			async (url) => {
				const error = await failureOf(upsert([item()], {}, url));
				expect(error).toMatchObject({
					message: expect.stringContaining('(HTTP 404: Not found)'),
					description: expect.stringContaining('route handler that comes with this package'),
					httpCode: '404',
				});
			},
		);
		await withServer(
			() => json(200, { status: 'success' }),
			async (url) => {
				expect(await failureOf(upsert([item()], {}, url))).toMatchObject({
					message: expect.stringContaining('does not say what became'),
					description: expect.stringContaining('route handler'),
				});
			},
		);
		expect(waited()).toEqual([]);
	});

	it('answers for fewer than were sent: none counts as written', async () => {
		await withServer(
			(request) => json(200, { results: written(request).slice(1) }),
			async (url) => {
				expect(
					outcomes(await upsert([item({ id: 'a' }), item({ id: 'b' })], { onError: 'continueRegularOutput' }, url)),
				).toEqual(Array(2).fill(expect.stringContaining('does not say what became')));
			},
		);
	});

	it.each([null, [], 'text', { status: 'success' }, { status: 'success', outcome: 7 }, { status: 'error', error: 5 }])(
		'answers %j for a reservation, which is no success',
		async (result) => {
			await withServer(
				() => json(200, { results: [result] }),
				async (url) => {
					expect(outcomes(await upsert([item()], { onError: 'continueRegularOutput' }, url))).toEqual([
						expect.stringContaining('did not write the reservation: no reason given'),
					]);
				},
			);
		},
	);

	it('finds the request too large: sends halves, and names the one that is too large alone', async () => {
		const sizes: number[] = [];
		await withServer(
			(request) => {
				sizes.push(eventsOf(request).length);
				const isLarge =
					eventsOf(request).length > 2 || eventsOf(request).some(({ data }) => data.external_id === 'huge');
				return isLarge
					? json(413, { error: 'Payload too large: send fewer events at a time' })
					: json(200, { results: written(request) });
			},
			async (url) => {
				const ids = ['a', 'b', 'c', 'huge', 'd'];
				const output = await upsert(
					ids.map((id) => item({ id })),
					{ onError: 'continueRegularOutput' },
					url,
				);
				expect(outcomes(output)).toEqual([
					'created',
					'created',
					'created',
					expect.stringMatching(/too large for SelfKey.*Raise the limit/),
					'created',
				]);
			},
		);
		expect(sizes).toEqual([5, 3, 2, 1, 2, 1, 1]);
		expect(waited()).toEqual([]);
	});

	it.each([
		['a web page', { status: 200, body: '<html>Sign in</html>' }, /is not JSON/, /base URL/],
		['a text', { status: 200, body: '"fine"' }, /is not JSON/, /base URL/],
		['nothing', { status: 200, body: '' }, /is not JSON/, /base URL/],
		[
			'another address',
			{ status: 308, headers: { Location: 'https://elsewhere.example.com/' } },
			/different address from the base URL/,
			/https instead of http/,
		],
		[
			'no',
			{ status: 403, body: '{"error":"This integration is switched off in SelfKey"}' },
			/denied access \(HTTP 403: This integration is switched off/,
			/switched on/,
		],
		[
			'a refusal',
			{ status: 400, body: '{"error":"Missing","message":"events"}' },
			/refused the request \(HTTP 400: Missing: events\)/,
			/Correct/,
		],
		[
			'half an answer',
			{ cutOff: { status: 200, body: '{"results":[{"status":"success"}]}' } },
			/cannot be reached/,
			/Nothing is lost/,
		],
	] as Array<[string, HttpReply, RegExp, RegExp]>)('answers with %s', async (_, reply, message, advice) => {
		await withServer(
			() => reply,
			async (url) => {
				const error = await failureOf(upsert([item()], {}, url));
				expect(error.message).toMatch(message);
				expect(error.description).toMatch(advice);
			},
		);
	});

	/** Every 4xx of the registry that says something about the request as a whole, and one that nobody knows. */
	const refusals = [
		400, 402, 403, 404, 405, 406, 407, 409, 410, 411, 412, 414, 415, 416, 417, 418, 421, 422, 424, 426, 428, 431, 451,
		499,
	];
	const detailsFor = async (status: number, body = '{"error":"No"}') => {
		let asked = 0;
		let details: unknown;
		await withServer(
			() => (asked++, { status, body, headers: { Location: 'https://elsewhere.example.com/' } }),
			async (url) => {
				const [output] = await upsert([item()], { onError: 'continueErrorOutput' }, url);
				details = output?.json['details'];
			},
		);
		return { asked, details };
	};

	it.each([308, 413, ...refusals])(
		'refuses the whole request with %i: somebody can mend it, so that the sender may come again',
		async (status) => {
			expect(await detailsFor(status)).toEqual({ asked: 1, details: { retryable: true, status } });
		},
	);

	it.each([408, 423, 425, 429, 500, 503])(
		'cannot take the request at present (%i): is asked again, and so may the sender be',
		async (status) => {
			expect(await detailsFor(status)).toEqual({ asked: 4, details: { retryable: true, status } });
		},
	);

	it('refuses an event with a status that may be about its content: not even that is final', async () => {
		for (const status of [400, 403, 413, 422]) {
			const refuse = (request: HttpRequest) =>
				eventsOf(request).some(({ data }) => data.external_id === 'b')
					? json(status, { error: 'No' })
					: json(200, { results: written(request) });
			await withServer(refuse, async (url) => {
				const output = await upsert(
					['a', 'b', 'c'].map((id) => item({ id })),
					{ onError: 'continueRegularOutput' },
					url,
				);
				expect(output.map(({ json: { details, error } }) => [details, error !== undefined])).toEqual([
					[undefined, false],
					[{ retryable: true, status }, true],
					[undefined, false],
				]);
			});
		}
	});

	it('runs no handler of ours, or none at all: whoever sent the reservation may come again once it does', async () => {
		expect(await detailsFor(200, '{"status":"success"}')).toMatchObject({ details: { retryable: true } });
		expect(await detailsFor(200, '<html>Sign in</html>')).toMatchObject({ details: { retryable: true } });
		expect(await detailsFor(200, '{"results":[{"status":"error","error":"No","retryable":false}]}')).toEqual({
			asked: 1,
			details: { retryable: false },
		});
	});

	it('quotes a guest where its words have to be cut: no half of a name is left', async () => {
		for (const before of [270, 280, 290, 295]) {
			const said = `${'x'.repeat(before)} ${guest.lastName} ${'y'.repeat(300)}`;
			await withServer(
				() => json(400, { error: said }),
				async (url) => {
					const error = await failureOf(upsert([item()], {}, url));
					expect(everythingIn(error)).not.toContain('Dup');
					expect(error.message.length).toBeLessThan(400);
				},
			);
		}
	});

	it('quotes secrets and guests in its answers: no error shows them', async () => {
		const said = `Bad guest ${guest.firstName} ${guest.lastName.toUpperCase()} <${guest.email}> ${guest.phone}, key ${selfKeyAccount.apiKey} / ${selfKeyAccount.webhookSecret}`;
		await withServer(
			() => json(400, { error: said }),
			async (url) => {
				const error = await failureOf(upsert([item()], {}, url));
				expect(error.message).toMatch(/Bad guest \[…\] \[…\] <\[…\]> \[…\], key \[…\]/);
				expect(everythingIn(error)).not.toMatch(/dupont-guest/i);
			},
		);
		await withServer(
			(request) =>
				json(200, {
					results: eventsOf(request).map(() => ({ status: 'error', error: said.split(', key')[0], retryable: false })),
				}),
			async (url) => {
				const error = await failureOf(upsert([item()], {}, url));
				expect(error.message).toMatch(/did not write the reservation: Bad guest/);
				expect(everythingIn(error)).not.toMatch(/dupont-guest/i);
			},
		);
	});
});
