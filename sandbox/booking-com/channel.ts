/** The channel behind its endpoints: each method takes a request and returns the answer, without any network. */
import type { HttpAnswer, HttpRequest } from '../http/server';
import { hotelParadise, type Hotel } from '../hotel/hotel';
import { readAcknowledgement, WrongType } from './acknowledgement';
import { applyUpdate, NotConnected, type UpdateOptions } from './ari';
import { AriState } from './ari-state';
import { isAuthorized, readExchange } from './auth';
import { bxmlDocument, bxmlError, summaryDocument } from './bxml';
import type { BookingComOptions } from './options';
import { errorDocument, queueDocument, queueRoot, successDocument, xmlAnswer, type OtaProblem } from './ota/documents';
import { reservationMessage, type QueueName } from './ota/reservation';
import { Queues, type AckRefusal } from './queues';
import { RefusedReport, takeReport, type Report } from './reporting';
import { readFilter, RefusedRetrieval, type RawFilter } from './retrieval';
import { roomRatesDocument } from './room-rates';
import { Tokens } from './tokens';
import { all, BadXml, readXml } from './xml/read';
import { el } from './xml/write';

const refusals: Record<AckRefusal, [status: number, text: string]> = {
	wrong_type: [400, 'Hotel reservation has transaction message of the wrong type'],
	not_found: [404, 'Hotel reservation was not found'],
	access_denied: [403, 'Access denied for hotel'],
};

const json = (status: number, value: unknown, headers: Record<string, string> = {}): HttpAnswer => ({
	status,
	headers: { 'Content-Type': 'application/json', ...headers },
	body: JSON.stringify(value),
});

export class Channel {
	readonly queues: Queues;
	readonly tokens: Tokens;
	readonly ari = new AriState(() => this.now());
	/** Messages removed by acknowledgement at each endpoint or by B.XML, and requests that were refused. */
	readonly acknowledgements = { new: 0, modify: 0, bxml: 0, negative: 0, refused: 0, repeated: 0 };
	/** What the hotel has told of its stays. */
	readonly reports: Report[] = [];
	private readonly connected = new Map<string, Hotel>();

	constructor(private readonly options: BookingComOptions) {
		this.queues = new Queues(this.now);
		this.tokens = new Tokens(this.now, options.tokens ?? {});
		const streams = [options.stream ?? []].flat();
		const named = [...(options.hotel === undefined ? [] : [options.hotel]), ...(options.hotels ?? [])];
		const hotels = named.length > 0 ? named : streams.map((stream) => stream.hotel);
		for (const hotel of hotels.length > 0 ? hotels : [hotelParadise]) this.connect(hotel);
		for (const stream of streams) this.queues.feed(stream.steps);
	}

	readonly now = (): number => (this.options.clock ?? Date.now)();

	get date(): Date {
		return new Date(this.now());
	}

	connect(hotel: Hotel): void {
		this.connected.set(hotel.propertyId, hotel);
	}

	/** From now on every call for this property is answered with 403. */
	disconnect(propertyId: string): void {
		this.connected.delete(propertyId);
	}

	authorized(request: HttpRequest): boolean {
		return isAuthorized(request.headers, this.options.credentials, this.tokens);
	}

	/** `POST /token-based-authentication/exchange` */
	exchange(request: HttpRequest): HttpAnswer {
		const asked = readExchange(request.body.toString('utf8'));
		if (asked === null)
			return json(400, { errors: [{ code: 'INVALID_REQUEST', message: 'Send client_id and client_secret' }] });
		const { clientId, clientSecret } = this.options.credentials;
		if (clientId === undefined || asked.clientId !== clientId || asked.clientSecret !== clientSecret) {
			return json(401, { errors: [{ code: 'UNAUTHORIZED', message: 'Unknown client' }] });
		}
		const minted = this.tokens.mint();
		if ('jwt' in minted) return json(200, { jwt: minted.jwt, ruid: crypto.randomUUID() });
		const headers = { 'Retry-After': String(minted.retryAfterSeconds) };
		return json(429, { errors: [{ code: 'TOO_MANY_REQUESTS', message: 'Token limit reached' }] }, headers);
	}

	/** `GET /hotels/ota/OTA_HotelResNotif` and `.../OTA_HotelResModifyNotif` */
	retrieve(queue: QueueName, request: HttpRequest, warnings: OtaProblem[]): HttpAnswer {
		const { query } = request;
		const found = this.find(queue, {
			hotelIds: query.get('hotel_ids'),
			id: query.get('id'),
			lastChange: query.get('last_change'),
			limit: query.get('limit'),
		});
		if (found instanceof RefusedRetrieval) return this.otaError(`${queueRoot(queue)}RS`, found.status, found.message);
		this.queues.deliver(found);
		const messages = found.map(({ step, withCard }) => {
			const hotel = this.connected.get(step.booking.propertyId) ?? hotelParadise;
			return reservationMessage(hotel, step, queue, withCard);
		});
		return xmlAnswer(200, queueDocument(queue, this.date, messages, warnings));
	}

	/** `POST` of an RS document to the endpoint of the queue. */
	acknowledge(queue: QueueName, request: HttpRequest, warnings: OtaProblem[]): HttpAnswer {
		const name = `${queueRoot(queue)}RS`;
		const refuse = (refusal: AckRefusal): HttpAnswer => {
			this.acknowledgements.refused += 1;
			return this.otaError(name, ...refusals[refusal]);
		};
		try {
			const { reservationIds, processed } = readAcknowledgement(request.body.toString('utf8'), queue);
			const judged = reservationIds.map((id) => [id, this.judge(queue, id)] as const);
			const refused = judged.map(([, outcome]) => outcome).find((outcome) => outcome in refusals);
			if (refused !== undefined && this.options.acknowledgements !== 'each') return refuse(refused as AckRefusal);
			for (const [id, outcome] of judged) {
				if (outcome === 'repeated') this.acknowledgements.repeated += 1;
				if (outcome !== 'acknowledged') continue;
				if (processed) {
					this.queues.acknowledge(id);
					this.acknowledgements[queue] += 1;
				} else {
					this.queues.reject(id);
					this.acknowledgements.negative += 1;
				}
			}
			if (refused !== undefined) return refuse(refused as AckRefusal);
			return xmlAnswer(200, successDocument(name, this.date, warnings));
		} catch (error) {
			if (error instanceof WrongType) return refuse('wrong_type');
			if (error instanceof BadXml) {
				this.acknowledgements.refused += 1;
				return this.otaError(name, 400, error.message);
			}
			throw error;
		}
	}

	/** `POST /hotels/xml/reservations`: what is retrieved is off the queue at once. */
	bxml(request: HttpRequest): HttpAnswer {
		try {
			const root = readXml(request.body.toString('utf8'));
			const value = (name: string): string | null => all(root, name)[0]?.text ?? null;
			const { username, password } = this.options.credentials;
			const inBody = username !== undefined && value('username') === username && value('password') === password;
			if (!this.authorized(request) && !inBody) return xmlAnswer(401, bxmlError('Authorization failed'));
			if (root.name !== 'request') throw new BadXml('Expected request');
			const filter = {
				hotelIds: value('hotel_id'),
				id: value('id'),
				lastChange: value('last_change'),
				limit: value('limit'),
			};
			const found = this.find('both', filter);
			if (found instanceof RefusedRetrieval) return xmlAnswer(found.status, bxmlError(found.message));
			this.queues.deliver(found);
			const answer = xmlAnswer(200, bxmlDocument(this.connected, found, this.options.bxmlRooms ?? 'direct'));
			for (const { step } of found) this.queues.acknowledge(step.reservationId);
			this.acknowledgements.bxml += found.length;
			return answer;
		} catch (error) {
			if (error instanceof BadXml) return xmlAnswer(400, bxmlError(error.message));
			throw error;
		}
	}

	/** `POST /hotels/xml/reporting`: taken now, carried out a moment later. */
	report(request: HttpRequest): HttpAnswer {
		const refuse = (status: number, text: string) =>
			xmlAnswer(status, el('reporting', {}, [el('fault', { code: status }, [el('string', {}, [`"${text}"`])])]));
		try {
			const { report, step } = takeReport(request.body.toString('utf8'), (reservationId) => {
				const state = this.queues.stateOf(reservationId);
				return {
					state,
					hotel: this.connected.get(state?.booking.propertyId ?? ''),
					now: this.date,
					before: this.reports.filter((each) => each.reservationId === reservationId),
				};
			});
			this.reports.push(report);
			if (step !== null) this.queues.release(step);
			return xmlAnswer(200, el('status', {}, ['enqueued']));
		} catch (error) {
			if (error instanceof RefusedReport) return refuse(error.status, error.message);
			if (error instanceof BadXml) return refuse(400, error.message);
			throw error;
		}
	}

	/** `POST /hotels/xml/reservationssummary`: one hotel at a time; it takes nothing off a queue. */
	summary(request: HttpRequest): HttpAnswer {
		try {
			const root = readXml(request.body.toString('utf8'));
			const named = all(root, 'hotel_id').map(({ text }) => text);
			const [propertyId = ''] = named;
			if (root.name !== 'request' || named.length !== 1 || !/^\d+$/.test(propertyId))
				return xmlAnswer(400, bxmlError('Exactly one hotel_id is required'));
			const hotel = this.connected.get(propertyId);
			if (hotel === undefined) return xmlAnswer(403, bxmlError('Access denied for hotel'));
			const today = this.date.toISOString().slice(0, 10);
			const upcoming = this.queues
				.states()
				.filter(({ kind, booking }) => kind !== 'cancelled' && booking.propertyId === propertyId)
				.filter(({ booking }) => booking.rooms.some(({ checkOut }) => checkOut > today));
			return xmlAnswer(
				200,
				summaryDocument(
					hotel,
					upcoming.map(({ booking }) => booking),
				),
			);
		} catch (error) {
			if (error instanceof BadXml) return xmlAnswer(400, bxmlError(error.message));
			throw error;
		}
	}

	/** `POST /hotels/xml/roomrates`: of one hotel, or of every hotel of the machine account. */
	roomRates(request: HttpRequest): HttpAnswer {
		try {
			const root = readXml(request.body.toString('utf8'));
			const named = all(root, 'hotel_id').map(({ text }) => text);
			if (root.name !== 'request' || named.length > 1 || named.some((id) => !/^\d+$/.test(id)))
				return xmlAnswer(400, bxmlError('Expected request, with one hotel_id at most'));
			const [propertyId] = named;
			const hotels = [...this.connected.values()].filter((hotel) => [undefined, hotel.propertyId].includes(propertyId));
			if (hotels.length === 0) return xmlAnswer(403, bxmlError('Access denied for hotel'));
			return xmlAnswer(200, roomRatesDocument(hotels));
		} catch (error) {
			if (error instanceof BadXml) return xmlAnswer(400, bxmlError(error.message));
			throw error;
		}
	}

	/**
	 * `POST /hotels/ota/OTA_HotelAvailNotif` and `.../OTA_HotelRateAmountNotif`. If all updates fail, version 1.1 answers
	 * 400 and the older one 200, both with errors.
	 */
	update(
		kind: 'availability' | 'rates',
		request: HttpRequest,
		warnings: OtaProblem[],
		options: UpdateOptions = {},
	): HttpAnswer {
		const name = kind === 'availability' ? 'OTA_HotelAvailNotifRS' : 'OTA_HotelRateAmountNotifRS';
		if (!/^application\/xml\b/i.test(request.headers['content-type'] ?? '')) {
			return this.otaError(name, 400, 'Content-Type must be application/xml');
		}
		try {
			const { problems, applied } = applyUpdate(
				kind,
				request.body.toString('utf8'),
				[...this.connected.values()],
				this.ari,
				options,
			);
			const nothing = applied === 0 && problems.length > 0;
			const refused = request.headers['accept-version'] === '1.0' ? 200 : 400;
			if (nothing) return xmlAnswer(refused, errorDocument(name, this.date, problems));
			return xmlAnswer(200, successDocument(name, this.date, [...problems, ...warnings]));
		} catch (error) {
			if (error instanceof NotConnected) return this.otaError(name, 403, 'Access denied for hotel');
			if (error instanceof BadXml) return this.otaError(name, 400, error.message);
			throw error;
		}
	}

	otaError(rootName: string, status: number, text: string): HttpAnswer {
		const code = status === 401 || status === 403 ? 497 : status === 400 ? 320 : 450;
		const type = code === 497 ? 4 : 3;
		return xmlAnswer(status, errorDocument(rootName, this.date, [{ type, code, text }]));
	}

	private judge(queue: QueueName, id: string): ReturnType<Queues['judge']> {
		const outcome = this.queues.judge(queue, id, new Set(this.connected.keys()));
		return outcome === 'repeated' && this.options.repeatedAcknowledgement === 'wrong_type' ? 'wrong_type' : outcome;
	}

	private find(queue: QueueName | 'both', raw: RawFilter): ReturnType<Queues['peek']> | RefusedRetrieval {
		try {
			const filter = readFilter(raw, {
				connected: new Set(this.connected.keys()),
				isKnown: (id) => this.queues.isKnown(id),
				reservationRecovery: this.options.reservationRecovery ?? false,
				pageSize: this.options.pageSize ?? 200,
			});
			return this.queues.peek(queue, filter);
		} catch (error) {
			if (error instanceof RefusedRetrieval) return error;
			throw error;
		}
	}
}
