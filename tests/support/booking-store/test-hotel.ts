/** A hotel of its own for each test, so that tests share one database and never meet. */
import {
	createSelfKeyHandler,
	createSelfKeyHooks,
	signGet,
	type BookingStore,
	type EventResult,
	type Delivery,
	type DeliveryPage,
	type SelfKeyHooks,
} from '../../../selfkey';
import { actAtFrontDesk, type FrontDesk } from '../../../sandbox/selfkey/front-desk';
import { signHex } from '../../../core/webhook/sign';
import {
	roomIdOf,
	seedHotel,
	seedIntegration,
	type Database,
	type SelfKeyHotel,
} from '../../../sandbox/selfkey/tables';
import { eachNight } from '../../../core/reservation/dates';
import type { Reservation } from '../../../core/reservation/model';

export interface OpenedStore {
	store: BookingStore;
	/** The same database, to look into it and to act as SelfKey or the desk would. */
	database: Database;
	/** Runs work in one transaction that knows nothing of the store, as SelfKey's own code does. */
	transact(work: (client: Database) => Promise<void>): Promise<void>;
	close(): Promise<void>;
}

export interface TestHotelOptions {
	/** Room names by room type. Default `{ double: ['101', '102'], suite: ['201'] }`. */
	types?: Record<string, string[]>;
	configuration?: Record<string, unknown>;
	isActive?: boolean;
	/** Stands between the handler and the store, to make it fail. */
	wrap?: (store: BookingStore) => BookingStore;
	maxBodyBytes?: number;
	/** The handler's clock; default the morning of 1 March 2026, before all stays. */
	clock?: () => Date;
}

export interface BookingRow {
	id: string;
	bookingNumber: number;
	roomId: string | null;
	checkIn: string;
	checkOut: string;
	paymentStatus: string;
	amount: number;
	currency: string;
	clientFirstName: string;
	clientLastName: string;
	clientIdNumber: string;
	internalNote: string;
	[column: string]: unknown;
}

/** Whatever the handler may answer. */
export interface Answer {
	outcome?: string;
	error?: string;
	fields: string[];
	results: EventResult[];
	warnings: Success['warnings'];
}

/** What became of a reservation. */
export type Success = Extract<EventResult, { availability: unknown }>;
/** What became of a payment or refund. */
export type PaymentSuccess = Extract<EventResult, { payment: unknown }>;
export type NewHotel = (options?: TestHotelOptions) => Promise<TestHotel>;

let counter = 0;

export class TestHotel {
	private constructor(
		readonly slug: string,
		readonly integrationId: string,
		readonly secret: string,
		private readonly opened: OpenedStore,
		private readonly handler: (request: Request) => Promise<Response>,
		private readonly clock: () => Date,
		errors: unknown[],
	) {
		this.errors = errors;
		this.frontDesk = actAtFrontDesk(opened.database, slug, clock);
		this.hooks = createSelfKeyHooks({ store: opened.store, clock });
	}

	/** What SelfKey and the desk do by themselves. */
	readonly frontDesk: FrontDesk;
	readonly hooks: SelfKeyHooks;
	/** What the handler kept to itself; there must be none unless a test makes something fail. */
	readonly errors: unknown[];

	static async create(opened: OpenedStore, options: TestHotelOptions = {}): Promise<TestHotel> {
		counter += 1;
		const slug = `hotel-${process.pid}-${counter}`;
		const integrationId = `integration-${slug}`;
		const secret = `secret of ${slug}`;
		const types = options.types ?? { double: ['101', '102'], suite: ['201'] };
		const rooms = Object.entries(types).flatMap(([roomTypeId, names]) =>
			names.map((name) => ({ name, price: 100, roomTypeId })),
		);
		const hotel: SelfKeyHotel = {
			slug,
			name: slug,
			city: 'Genève',
			country: 'CH',
			currency: 'CHF',
			timeZone: 'Europe/Zurich',
			rooms,
		};
		await seedHotel(opened.database, hotel);
		const { configuration = {}, isActive = true } = options;
		await seedIntegration(opened.database, hotel, { id: integrationId, secret, configuration, isActive });
		const clock = options.clock ?? (() => new Date('2026-03-01T08:00:00.000Z'));
		const errors: unknown[] = [];
		const handler = createSelfKeyHandler({
			store: options.wrap?.(opened.store) ?? opened.store,
			secretFor: (askedSlug, askedId) => (askedSlug === slug && askedId === integrationId ? secret : null),
			clock,
			onError: (error) => errors.push(error),
			...(options.maxBodyBytes === undefined ? {} : { maxBodyBytes: options.maxBodyBytes }),
		});
		return new TestHotel(slug, integrationId, secret, opened, handler, clock, errors);
	}

	/** Sends a body as it is, signed unless told otherwise. */
	async post(
		body: string | Uint8Array,
		{ signature, path }: { signature?: string | null; path?: string } = {},
	): Promise<{ status: number; body: Answer }> {
		const header = signature === undefined ? signHex(this.secret, body) : signature;
		const response = await this.handler(
			new Request(`http://selfkey.test${path ?? `/api/webhooks/integrations/${this.slug}/${this.integrationId}`}`, {
				method: 'POST',
				body,
				headers: header === null ? {} : { 'x-signature': header },
			}),
		);
		return { status: response.status, body: (await response.json()) as Answer };
	}

	/** Sends one reservation, which must be accepted. */
	async send(reservation: Reservation, extra: Record<string, unknown> = {}): Promise<Success> {
		const { status, body } = await this.post(JSON.stringify({ ...eventFor(reservation), ...extra }));
		if (status !== 200) throw new Error(`Expected 200, got ${status}: ${JSON.stringify(body)}`);
		return body as unknown as Success;
	}

	/** Sends several in one request. */
	async sendAll(reservations: Reservation[]): Promise<{ status: number; body: Answer }> {
		return this.post(JSON.stringify({ events: reservations.map(eventFor) }));
	}

	/** Sends a payment or a refund, as it is. */
	sendPayment(payment: PaymentWish): Promise<{ status: number; body: Answer }> {
		return this.post(JSON.stringify(paymentEvent(payment)));
	}

	/** Sends one that must be accepted. */
	async pay(payment: PaymentWish): Promise<PaymentSuccess> {
		const { status, body } = await this.sendPayment(payment);
		if (status !== 200) throw new Error(`Expected 200, got ${status}: ${JSON.stringify(body)}`);
		return body as unknown as PaymentSuccess;
	}

	/** Sends one that must be refused, for good unless told otherwise; nothing may be written then but the log. */
	async refuse(payment: PaymentWish, expected: 400 | 409 = 400): Promise<Answer> {
		const before = await this.ledger();
		const { status, body } = await this.sendPayment(payment);
		if (status !== expected) throw new Error(`Expected ${expected}, got ${status}: ${JSON.stringify(body)}`);
		expect(await this.ledger()).toEqual(before);
		return body;
	}

	/** The rows of the ledger as they are, in the order of their ids. */
	ledger(): Promise<Array<Record<string, unknown>>> {
		return this.query(
			'SELECT *, "minor"::text FROM "booking_payments" WHERE "hotelSlug" = $1 ORDER BY "kind", "externalId"',
			[this.slug],
		);
	}

	/** Asks for something signed, as it is unless told otherwise. */
	async get(
		resource: string,
		parameters: Record<string, string>,
		{ secret = this.secret, at = this.clock() }: { secret?: string; at?: Date } = {},
	): Promise<{ status: number; body: Record<string, unknown> }> {
		const path = ['api', 'webhooks', 'integrations', this.slug, this.integrationId, resource];
		const { query, signature } = signGet(secret, path, parameters, at);
		const response = await this.handler(
			new Request(`http://selfkey.test/${path.join('/')}?${query.toString()}`, {
				headers: { 'x-signature': signature },
			}),
		);
		return { status: response.status, body: (await response.json()) as Record<string, unknown> };
	}

	/** What is due to the subscriber, which must be given. */
	async changes(subscriber: string, limit = 100, start = 'now'): Promise<DeliveryPage> {
		const { status, body } = await this.get('changes', { subscriber, limit: String(limit), start });
		if (status !== 200) throw new Error(`Expected 200, got ${status}: ${JSON.stringify(body)}`);
		return body as unknown as DeliveryPage;
	}

	/** A new subscriber. @returns its name */
	async subscribe(start: 'everything' | 'now' = 'now'): Promise<string> {
		counter += 1;
		const name = `reader-${counter}`;
		await this.changes(name, 1, start);
		return name;
	}

	/** Everything that is due to the subscriber, acknowledged page by page. */
	async readAll(subscriber: string, limit = 100): Promise<Delivery[]> {
		const read: Delivery[] = [];
		for (let hasMore = true; hasMore;) {
			const page = await this.changes(subscriber, limit);
			({ hasMore } = page);
			read.push(...page.changes);
			if (page.changes.length > 0) await this.acknowledge(subscriber, page.changes);
		}
		return read;
	}

	/** Everything that stands, as a new subscriber is told it. */
	async present(): Promise<Delivery[]> {
		return this.readAll(await this.subscribe('everything'), 500);
	}

	/** What became of each item. */
	async acknowledge(
		subscriber: string,
		items: ReadonlyArray<{ key: string; position: number; error?: unknown }>,
	): Promise<string[]> {
		const { status, body } = await this.ask('changes/ack', {
			subscriber,
			items: items.map(({ key, position, error }) => ({ key, position, error })),
		});
		if (status !== 200) throw new Error(`Expected 200, got ${status}: ${JSON.stringify(body)}`);
		return body['results'] as string[];
	}

	/** Sends something signed that is no event. */
	async ask(
		resource: string,
		content: unknown,
		signature?: string,
	): Promise<{ status: number; body: Record<string, unknown> }> {
		const path = `/api/webhooks/integrations/${this.slug}/${this.integrationId}/${resource}`;
		const { status, body } = await this.post(JSON.stringify(content), { path, signature: signature as string });
		return { status, body: body as unknown as Record<string, unknown> };
	}

	/** The store as the handler has it. */
	get store(): BookingStore {
		return this.opened.store;
	}

	/** SelfKey's database as its own application has it. */
	get database(): OpenedStore['database'] {
		return this.opened.database;
	}

	/** Asks the handler as it is. */
	request(url: string, init: RequestInit = {}): Promise<Response> {
		return this.handler(new Request(url, init));
	}

	/** Several statements of SelfKey or the desk in one transaction. */
	transaction(work: (query: (text: string, params?: unknown[]) => Promise<unknown>) => Promise<void>): Promise<void> {
		return this.opened.transact((client) => work((text, params) => client.query(text, params)));
	}

	query<Row = Record<string, unknown>>(text: string, params: unknown[] = []): Promise<Row[]> {
		return this.opened.database.query(text, params).then(({ rows }) => rows as Row[]);
	}

	bookings(): Promise<BookingRow[]> {
		return this.query<BookingRow>(
			`SELECT *, "checkInDate"::date::text AS "checkIn", "checkOutDate"::date::text AS "checkOut", "checkInDate"::text AS "checkInText",
				"checkOutDate"::text AS "checkOutText", "clientBirthDate"::date::text AS "birthDate"
			FROM "bookings" WHERE "hotelSlug" = $1 ORDER BY "bookingNumber"`,
			[this.slug],
		);
	}

	async activeBookings(): Promise<BookingRow[]> {
		return (await this.bookings()).filter(({ paymentStatus }) => paymentStatus === 'succeeded');
	}

	/** Nights that two standing bookings have in one room; there must be none. */
	async doubleBooked(): Promise<string[]> {
		const nights = (await this.activeBookings())
			.filter(({ roomId }) => roomId !== null)
			.flatMap(({ roomId, checkIn, checkOut }) => eachNight(checkIn, checkOut).map((night) => `${roomId} ${night}`));
		return nights.filter((night, index) => nights.indexOf(night) !== index);
	}

	room(name: string): string {
		return roomIdOf(this.slug, name);
	}

	/** Inserts a booking as SelfKey itself does after a direct sale. */
	async sellDirectly(
		roomName: string | null,
		checkIn: string,
		checkOut: string,
		paymentStatus = 'succeeded',
		bookingType = 'classic_booking',
	): Promise<void> {
		await this.query(...this.directSaleStatement(roomName, checkIn, checkOut, paymentStatus, bookingType));
	}

	/** The same as text and parameters. */
	directSaleStatement(
		roomName: string | null,
		checkIn: string,
		checkOut: string,
		paymentStatus = 'succeeded',
		bookingType = 'classic_booking',
	): [string, unknown[]] {
		counter += 1;
		return [
			`INSERT INTO "bookings" ("id", "hotelSlug", "roomId", "clientFirstName", "clientLastName", "clientEmail", "clientPhone", "clientBirthDate",
				"clientAddress", "clientPostalCode", "clientCity", "clientCountry", "clientIdNumber", "amount", "ownerAmount", "platformCommission",
				"checkInDate", "checkOutDate", "paymentStatus", "bookingType", "stripePaymentIntentId")
			VALUES ($1, $2, $3, 'Direct', 'Guest', 'direct@example.com', '1', '1980-05-05', 'Street 1', '1200', 'Genève', 'CH', 'X1', 100, 93, 7,
				$4::text::date, $5::text::date, $6, $7, $1)`,
			[
				`direct-${process.pid}-${counter}`,
				this.slug,
				roomName === null ? null : this.room(roomName),
				checkIn,
				checkOut,
				paymentStatus,
				bookingType,
			],
		];
	}
}

/** `data` of a payment, or of a refund where there is a `refund_id` or `refund` is set. */
export type PaymentWish = Record<string, unknown> & { refund?: boolean };

/** 10 EUR in cash unless wished otherwise. */
export function paymentEvent({ refund, ...data }: PaymentWish): { event_type: string; data: Record<string, unknown> } {
	const isRefund = refund ?? data['refund_id'] !== undefined;
	const amount = data['amount_minor'] === undefined ? { amount: '10.00' } : {};
	return {
		event_type: isRefund ? 'refund_processed' : 'payment_received',
		data: { payment_id: 'P-1', ...amount, currency: 'EUR', method: 'cash', ...data },
	};
}

/** The request's event for a reservation, as our node sends it. */
export function eventFor(reservation: Reservation): { event_type: string; data: { reservation: Reservation } } {
	return { event_type: `${reservation.event}_reservation`, data: { reservation } };
}
