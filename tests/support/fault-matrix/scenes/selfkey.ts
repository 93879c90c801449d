/** SelfKey's route, as the nodes call it. One SelfKey for all scenes, since a database takes seconds: each has a hotel. */
import type { IDataObject } from 'n8n-workflow';
import { SelfKeyApi } from '../../../../credentials/SelfKeyApi.credentials';
import { SelfKey } from '../../../../nodes/SelfKey/SelfKey.node';
import { SelfKeyTrigger } from '../../../../nodes/SelfKey/SelfKeyTrigger.node';
import { triggerProperties } from '../../../../nodes/SelfKey/change-feed/trigger-properties';
import { addDays } from '../../../../sandbox/hotel';
import { startSelfKey, type SelfKeySandbox } from '../../../../sandbox/selfkey';
import { reservation } from '../../booking-store/reservations';
import { fakeContext, type FakeContext } from '../../fake-context';
import { paradise, runSelfKey, selfKeyAccount, selfKeyOptions } from '../../selfkey-node';
import { attemptOf, readyItems } from '../attempt';
import { startFaultyProxy } from '../faulty-proxy';
import type { Remote, Scene, Watch } from '../scene';

const SCENES = 200;
const hotels = Array.from({ length: SCENES }, (_, n) => ({ ...paradise, slug: `hotel-${n}` }));
const IDS = ['1001', '1002', '1003', '1004', '1005'];

let shared: Promise<SelfKeySandbox> | null = null;
let taken = 0;

export async function openSelfKey(): Promise<SelfKeySandbox> {
	const [first = paradise, ...others] = hotels;
	const secret = selfKeyAccount.webhookSecret;
	shared ??= startSelfKey({
		...selfKeyOptions,
		hotel: first,
		hotels: others,
		integrations: hotels.map(({ slug }) => ({ id: `n8n-${slug}`, secret, hotelSlug: slug })),
	});
	return await shared;
}

export async function closeSelfKey(): Promise<void> {
	await (await shared)?.close();
	shared = null;
}

interface Place {
	url: string;
	/** Past the proxy. */
	direct: string;
	hotel: string;
	db: SelfKeySandbox['db'];
	credential: Record<string, string>;
}

async function open(work: (place: Place) => Promise<Omit<Scene, 'proxy' | 'close'>>): Promise<Scene> {
	const real = await openSelfKey();
	const hotel = hotels[taken++]?.slug ?? '';
	const proxy = await startFaultyProxy(real.url);
	const place = {
		url: proxy.url,
		direct: real.url,
		hotel,
		db: real.db,
		credential: { ...selfKeyAccount, hotelSlug: hotel, integrationId: `n8n-${hotel}` },
	};
	return { ...(await work(place)), proxy, close: proxy.close };
}

const item = (id: string): IDataObject => {
	const checkIn = addDays('2027-03-01', 3 * IDS.indexOf(id));
	return reservation({
		id,
		checkIn,
		checkOut: addDays(checkIn, 2),
		rooms: [{ type: 'double' }],
	}) as unknown as IDataObject;
};

function contextOf(
	{ url, credential }: Place,
	resource: string,
	operation: string,
	items: IDataObject[],
	parameters: IDataObject = {},
): FakeContext {
	const defaults = new SelfKey().description.properties
		.filter(
			({ displayOptions }) =>
				displayOptions?.show?.resource?.includes(resource) && displayOptions.show.operation?.includes(operation),
		)
		.map(({ name, default: value }): [string, unknown] => [name, value]);
	return fakeContext({
		nodeName: 'SelfKey',
		credentials: { selfKeyApi: { type: new SelfKeyApi(), data: { baseUrl: url, ...credential } } },
		parameters: { resource, operation, ...Object.fromEntries(defaults), ...parameters } as IDataObject,
		continueOnFail: true,
		items,
	});
}

async function runWatched(watch: Watch, context: FakeContext) {
	const [output = []] = await new SelfKey().execute.call(watch(context).execute);
	return output;
}

const book = async ({ direct, credential }: Place, ids: readonly string[]) =>
	await runSelfKey(direct, { resource: 'reservation', operation: 'upsert', items: ids.map(item), credential });

const writing = () =>
	open(async (place) => {
		const held = async () =>
			(
				await place.db<{ id: string }>(
					`SELECT r."reservationId" AS "id" FROM "booking_external_references" r JOIN "bookings" b ON b."id" = r."bookingId" WHERE b."hotelSlug" = $1 AND b."paymentStatus" = 'succeeded' ORDER BY 1`,
					[place.hotel],
				)
			).map(({ id }) => id);
		let refused: string | null = null;
		return {
			wanted: IDS,
			held,
			async run(watch, pending) {
				const items = pending.map((id) => (id === refused ? { ...item(id), checkOut: '2027-01-01' } : item(id)));
				const output = await runWatched(watch, contextOf(place, 'reservation', 'upsert', items));
				return readyItems(output, ({ reservationId }) => String(reservationId));
			},
			async refuseOne() {
				refused = '1002';
				return async () => void (refused = null);
			},
		};
	});

const feedContext = (place: Place, url: string, staticData: IDataObject) =>
	fakeContext({
		nodeName: 'SelfKey Trigger',
		staticData,
		credentials: { selfKeyApi: { type: new SelfKeyApi(), data: { baseUrl: url, ...place.credential } } },
		parameters: {
			...Object.fromEntries(triggerProperties.map(({ name, default: value }) => [name, value])),
			subscriber: 'opera',
		} as IDataObject,
	});

const feed = () =>
	open(async (place) => {
		await attemptOf(new SelfKeyTrigger(), feedContext(place, place.direct, {}));
		await book(place, IDS);
		const received = new Set<string>();
		const staticData: IDataObject = {};
		return {
			wanted: IDS,
			held: () => [...received].sort(),
			async run(watch) {
				const attempt = await attemptOf(new SelfKeyTrigger(), watch(feedContext(place, place.url, staticData)));
				for (const id of attempt.done) received.add(id);
				return attempt;
			},
		};
	});

const acknowledging = () =>
	open(async (place) => {
		await attemptOf(new SelfKeyTrigger(), feedContext(place, place.direct, {}));
		await book(place, IDS);
		const waiting = async () =>
			(
				await place.db<{ id: string }>(
					`SELECT "reservationId" AS "id" FROM "booking_outbox" WHERE "hotelSlug" = $1 AND "subscriber" = 'opera' ORDER BY 1`,
					[place.hotel],
				)
			).map(({ id }) => id);
		return {
			wanted: IDS,
			async held() {
				const left = await waiting();
				return IDS.filter((id) => !left.includes(id));
			},
			async run(watch, pending) {
				const context = feedContext(place, place.direct, {});
				await new SelfKeyTrigger().poll.call(context.poll);
				const given = context.emitted.flatMap((run) => run.items.map(({ json }) => json));
				const items = given.map((json): IDataObject => ({ ...json, opera: { outcome: 'created' } }));
				const output = await runWatched(watch, contextOf(place, 'change', 'acknowledge', items));
				const { done, errors } = readyItems(output, ({ reservationId }) => String(reservationId));
				// What is not given out again is acknowledged.
				const gone = pending.filter((id) => !given.some(({ reservationId }) => reservationId === id));
				return { done: [...gone, ...done], errors };
			},
		};
	});

const payments = () =>
	open(async (place) => {
		await book(place, IDS);
		const numbers = await place.db<{ id: string; number: number }>(
			`SELECT r."reservationId" AS "id", b."bookingNumber" AS "number" FROM "booking_external_references" r JOIN "bookings" b ON b."id" = r."bookingId" WHERE b."hotelSlug" = $1 ORDER BY 1`,
			[place.hotel],
		);
		const held = async () =>
			(
				await place.db<{ id: string }>(
					`SELECT "paymentId" AS "id" FROM "booking_payments" WHERE "hotelSlug" = $1 ORDER BY 1`,
					[place.hotel],
				)
			).map(({ id }) => id);
		let refused: string | null = null;
		return {
			wanted: IDS,
			held,
			async run(watch, pending) {
				const items = numbers
					.filter(({ id }) => pending.includes(id))
					.map(({ id, number }): IDataObject => ({
						...{ event: 'payment_received', paymentId: id, refundId: null, bookingNumber: number },
						...{
							amount: '20.00',
							currency: id === refused ? 'CHF' : 'EUR',
							method: 'card',
							occurredAt: '2027-03-01T10:00:00.000Z',
						},
					}));
				const output = await runWatched(
					watch,
					contextOf(place, 'payment', 'create', items, {
						amount: '20.00',
						currency: '={{ $json.currency }}',
					}),
				);
				return readyItems(output, ({ paymentId }) => String(paymentId));
			},
			async refuseOne() {
				refused = '1002';
				return async () => void (refused = null);
			},
		};
	});

const common = {
	system: 'SelfKey',
	name: /SelfKey/,
	secrets: ['never-to-be-seen'],
	errorsInside: {
		status: 200,
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify({ error: 'Processing failed' }),
	},
};
const isWebhook = (path: string) => path.startsWith('/api/webhooks/');

export const selfKey: Remote[] = [
	{ ...common, work: 'reservations', open: writing, on: ({ method, path }) => method === 'POST' && isWebhook(path) },
	{ ...common, work: 'changes', open: feed, on: ({ path }) => path.endsWith('/changes') },
	{ ...common, work: 'acknowledging', open: acknowledging, on: ({ path }) => path.endsWith('/changes/ack') },
	{ ...common, work: 'payments', open: payments, on: ({ method, path }) => method === 'POST' && isWebhook(path) },
];
