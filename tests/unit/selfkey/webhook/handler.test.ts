import { createSelfKeyHandler, type BookingStore } from '../../../../selfkey';
import { signHex } from '../../../../core/webhook/sign';

describe('the handler', () => {
	const body = JSON.stringify({
		events: Array.from({ length: 10 }, () => ({ event_type: 'cancelled_reservation', data: { external_id: '1' } })),
	});
	const path = 'http://selfkey.test/api/webhooks/integrations/h/i';
	const signed = () =>
		new Request(path, { method: 'POST', body, headers: { 'x-signature': `sha256=${signHex('s', body)}` } });

	function brokenStore(attempts: { count: number }, failure = new Error('database is down')): BookingStore {
		const down = async () => Promise.reject(new Error('database is down'));
		return {
			occupancy: down,
			isInOrder: down,
			unsettled: down,
			noteCodeSent: down,
			identityMissing: down,
			identityOf: down,
			enterIdentity: down,
			personalRecords: down,
			hotelOf: down,
			noteMissedChanges: down,
			configurations: async () => [],
			rooms: down,
			saveSettings: down,
			ledger: () => ({
				resolve: down,
				entries: down,
				folios: down,
				unmatchedFor: down,
				unmatchedWith: down,
				unmatched: down,
				unmatchedWithBooking: down,
				hasIntegration: down,
			}),
			publishChanges: down,
			subscribe: down,
			activeKeys: down,
			pendingChanges: down,
			moveBehind: down,
			acknowledge: down,
			postpone: down,
			sendAgain: down,
			subscribers: down,
			forgetSubscribers: down,
			forgetDeparted: down,
			states: down,
			wakeable: down,
			senderState: down,
			senders: down,
			heardStays: down,
			saveSenderState: down,
			toldCalendars: down,
			nextDue: down,
			changeTold: down,
			waitingChanges: down,
			acknowledgeUpTo: down,
			restrictions: down,
			soldRates: down,
			addRestrictions: down,
			removeRestrictions: down,
			roomClosures: down,
			roomPrices: down,
			replaceRoomClosures: down,
			integration: async () => ({ id: 'i', hotelSlug: 'h', isActive: true, configuration: {} }),
			transaction: async () => {
				attempts.count += 1;
				throw failure;
			},
			log: async () => Promise.reject(new Error('so is the log')),
		};
	}

	it('does not try every event of a batch on a database that is down', async () => {
		const attempts = { count: 0 };
		const errors: unknown[] = [];
		const handler = createSelfKeyHandler({
			store: brokenStore(attempts),
			secretFor: () => ['old', 's'],
			onError: (error) => errors.push(error),
		});
		const response = await handler(signed());
		expect(response.status).toBe(500);
		const answer = (await response.json()) as { results: Array<{ retryable: boolean }> };
		expect(answer.results).toHaveLength(10);
		expect(answer.results.every(({ retryable }) => retryable)).toBe(true);
		expect(attempts.count).toBe(3);
		// Three events and their log rows, the one look at who shares a room and at what was paid before its booking came, one at
		// each of them, since that has failed, and that at what is to be told.
		expect(errors).toHaveLength(10);
	});

	it.each([
		['RangeError', new RangeError('4111 of Dupont'), false, 10],
		['a check of the database', Object.assign(new Error('Dupont'), { code: '23514' }), false, 10],
		['a trigger of SelfKey', Object.assign(new Error('Dupont'), { code: 'P0001' }), false, 10],
		['somebody who was quicker', Object.assign(new Error('Dupont'), { code: '23505' }), true, 10],
		['a deadlock', Object.assign(new Error('Dupont'), { code: '40P01' }), true, 10],
		['a lost connection', Object.assign(new Error('Dupont'), { code: 'EPIPE' }), true, 3],
		['a server that shuts down', Object.assign(new Error('Dupont'), { code: '57P01' }), true, 3],
		['Prisma’s timeout', Object.assign(new Error('Dupont'), { code: 'P2028' }), true, 3],
	])('knows whom %s concerns', async (_name, failure, retryable, attempted) => {
		const attempts = { count: 0 };
		const handler = createSelfKeyHandler({ store: brokenStore(attempts, failure), secretFor: () => 's' });
		const text = await (await handler(signed())).text();
		const { results } = JSON.parse(text) as { results: Array<{ status: string; retryable: boolean }> };
		expect(results.every((result) => result.status === 'error' && result.retryable === retryable)).toBe(true);
		expect(attempts.count).toBe(attempted);
		expect(text).not.toMatch(/Dupont|4111/);
	});

	it('answers other addresses and methods, and never rejects', async () => {
		const handler = createSelfKeyHandler({
			store: brokenStore({ count: 0 }),
			secretFor: () => Promise.reject(new Error('vault')),
		});
		expect((await handler(new Request('http://selfkey.test/api/other', { method: 'POST' }))).status).toBe(404);
		expect(
			(await handler(new Request('http://selfkey.test/api/webhooks/integrations/%E0%A4%A/i', { method: 'POST' })))
				.status,
		).toBe(404);
		const get = await handler(new Request(path));
		expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST']);
		const failed = await handler(signed());
		expect([failed.status, await failed.json()]).toEqual([500, { error: 'Processing failed' }]);
	});

	it('stops reading a body that is longer than it said', async () => {
		let sent = 0;
		const endless = new ReadableStream({
			pull(controller) {
				sent += 1;
				controller.enqueue(new Uint8Array(1024));
			},
		});
		const handler = createSelfKeyHandler({
			store: brokenStore({ count: 0 }),
			secretFor: () => 's',
			maxBodyBytes: 8 * 1024,
		});
		const request = new Request(path, { method: 'POST', body: endless, duplex: 'half' } as RequestInit);
		expect((await handler(request)).status).toBe(413);
		expect(sent).toBeLessThan(20);
	});

	it('accepts no signature under an empty secret or none at all', async () => {
		const nothing = ['', [], null, undefined, [undefined], ['', null], {}, 5] as unknown as Array<string | null>;
		for (const secret of nothing) {
			for (const secretFor of [() => secret, async () => Promise.resolve(secret)]) {
				const handler = createSelfKeyHandler({ store: brokenStore({ count: 0 }), secretFor });
				const response = await handler(signed());
				expect([response.status, await response.json()]).toEqual([401, { error: 'Invalid signature' }]);
			}
		}
	});

	it.each([
		['a text', 's', 500],
		['one of several, while one is being replaced', ['old', 's'], 500],
		['another', 'other', 401],
		['nothing', undefined, 401],
		['an empty text', '', 401],
		['blanks', [' '], 401],
		['a number', 5, 401],
	])("finds the secret in SelfKey's own row of the integration: %s", async (_name, webhookSecret, status) => {
		const configuration = webhookSecret === undefined ? {} : { webhookSecret };
		const store: BookingStore = {
			...brokenStore({ count: 0 }),
			integration: async () => ({ id: 'i', hotelSlug: 'h', isActive: true, configuration }),
		};
		expect((await createSelfKeyHandler({ store })(signed())).status).toBe(status);
		for (const guess of ['5', 'undefined', '[object Object]']) {
			const headers = { 'x-signature': signHex(guess, body) };
			const forged = new Request(path, { method: 'POST', body, headers });
			expect((await createSelfKeyHandler({ store })(forged)).status).toBe(401);
		}
	});

	it('has no secret for an integration that is not there', async () => {
		const store: BookingStore = { ...brokenStore({ count: 0 }), integration: async () => null };
		expect((await createSelfKeyHandler({ store })(signed())).status).toBe(401);
	});
});
