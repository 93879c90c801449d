/**
 * Reservations: search, read, create, change, cancel, reinstate. It has OPERA's own rules: one room each, codes that
 * the property knows, nothing before the business date, nothing written to what is in house or over.
 * Source: Oracle's description of the reservation API, 25.5.
 */
import type { HttpAnswer, HttpRequest } from '../http/server';
import { answer, asJson, created, entries, noContent, pageOf, pagingOf, Refusal, refused, type Json } from './answers';
import type { Code, Configuration } from './configuration';
import type { BusinessEvents } from './events';
import type { Faults } from './faults';
import type { Profiles } from './profiles';
import {
	inFull,
	inList,
	isDate,
	nightsOf,
	readNights,
	stamp,
	type ExternalReference,
	type Night,
	type Shown,
	type Stay,
	type StayStatus,
} from './stay';

export interface House {
	configuration: Configuration;
	profiles: Profiles;
	events: BusinessEvents;
	faults: Faults;
	now: () => number;
	businessDate: () => string;
	pageSize: number;
	anyFindsCancelled: boolean;
	objectsForLists: boolean;
	repeatsEntries: boolean;
	/** Per cent; `null` where the rate plans add none. */
	addedTax: number | null;
	ignoresReferences: boolean;
	findsNoReferences: boolean;
	/** OPERA's user behind every request. */
	user: string;
	/** Where this OPERA is reached, for addresses of what was made. */
	url: () => string;
}

/** A booking that a person makes in OPERA; the rest is made up. */
export interface DeskBooking extends Partial<Stay> {
	givenName: string;
	surname: string;
	arrival: string;
	departure: string;
}

const DESK = 'FRONTDESK';
const BY_THE_DESK = { changedBy: null, modifier: DESK } as const;

function actionOf({ status }: Partial<Stay>): string {
	if (status === 'InHouse') return 'CHECK IN';
	if (status === 'CheckedOut') return 'CHECK OUT';
	return status === 'Cancelled' ? 'CANCEL RESERVATION' : 'UPDATE RESERVATION';
}

/** The statuses of the search, in OPERA's other list of them. */
const SEARCHED: Record<string, StayStatus> = {
	Cancelled: 'Cancelled',
	CheckedOut: 'CheckedOut',
	CheckedIn: 'InHouse',
	InHouse: 'InHouse',
	DueOut: 'InHouse',
	DueIn: 'Reserved',
	NoShow: 'NoShow',
};

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

export class Reservations {
	readonly all = new Map<string, Stay>();
	private next = 500_001;
	private nextNote = 110_001;
	/** How many rooms of a type OPERA sells in a night; all of those that are not named. */
	private readonly sellLimits = new Map<string, number>();
	created = 0;
	updated = 0;
	cancelled = 0;

	constructor(private readonly house: House) {}

	/** `GET …/reservations`. */
	search({ query }: HttpRequest): HttpAnswer {
		const page = pageOf(query, this.house.pageSize);
		const references = this.house.ignoresReferences ? [] : query.getAll('externalReferenceIds');
		const systems = query.getAll('externalSystemCodes');
		const ids = query.getAll('reservationIdList');
		const confirmations = query.getAll('confirmationNumberList');
		const between = (date: string, from: string, to: string) =>
			date >= (query.get(from) ?? '') && date <= (query.get(to) ?? '9999');
		const surname = query.get('surname');
		const found = [...this.all.values()].filter(
			(stay) =>
				this.isSearched(stay, query) &&
				(references.length === 0 ||
					(!this.house.findsNoReferences &&
						stay.references.some(
							({ id, idContext }) => references.includes(id) && (systems.length === 0 || systems.includes(idContext)),
						))) &&
				(ids.length === 0 || ids.includes(stay.id)) &&
				(confirmations.length === 0 || confirmations.includes(stay.confirmation)) &&
				between(stay.arrival, 'arrivalStartDate', 'arrivalEndDate') &&
				between(stay.departure, 'departureStartDate', 'departureEndDate') &&
				(surname === null || this.shown(stay).name.surname.toLowerCase().startsWith(surname.toLowerCase())),
		);
		const contexts = query.getAll('resvExternalReferencesToFetch');
		const infos = found
			.slice(Math.max(0, page.offset - Number(this.house.repeatsEntries)), page.offset + page.limit)
			.map((stay) => inList(stay, this.shown(stay), contexts));
		if (infos.length === 0) return noContent();
		const reservationInfo = this.house.objectsForLists && infos.length === 1 ? infos[0] : infos;
		const again = this.house.repeatsEntries ? { reservation: infos } : {};
		return answer(200, { reservations: { reservationInfo, ...again, ...pagingOf(found.length, page) } });
	}

	private isSearched({ status }: Stay, query: URLSearchParams): boolean {
		const statuses = query.getAll('reservationStatuses');
		if (statuses.length > 0) return statuses.some((name) => SEARCHED[name] === status);
		if (query.get('searchType') === 'Cancellation') return status === 'Cancelled';
		return status !== 'Cancelled' || (query.get('searchType') === 'Any' && this.house.anyFindsCancelled);
	}

	/** `GET …/reservations/{id}`. */
	get(id: string, { query }: HttpRequest): HttpAnswer {
		const stay = this.all.get(id);
		if (!stay) return noContent();
		this.house.faults.check([id, ...stay.references.map((reference) => reference.id)]);
		const full = inFull(stay, this.shown(stay), query.getAll('fetchInstructions').includes('Comments'));
		return answer(200, { reservations: { reservation: this.house.objectsForLists ? full : [full] } });
	}

	/** `POST …/reservations`, body `{reservations: {reservation: [...]}}`. */
	post({ body, headers }: HttpRequest): HttpAnswer {
		const given = asJson(JSON.parse(body.toString('utf8')));
		const inside = asJson(given['reservations'])['reservation'];
		const [reservation, second] = entries(inside, 'externalReferences', 'comments');
		if (!reservation || second) throw new Refusal(refused('reservations.reservation is required.', 'RSV00001'));
		const stay = this.written(reservation, null, given['reservationNotification'] === true, headers);
		this.all.set(stay.id, stay);
		this.created += 1;
		this.house.events.add('Reservation', 'NEW RESERVATION', stay);
		return created(this.addressOf(stay.id), 'getReservation');
	}

	/** `PUT …/reservations/{id}`, body `{reservations: [...]}`: another shape than that of a creation. */
	put(id: string, { body, headers }: HttpRequest): HttpAnswer {
		const before = this.found(id);
		const given = asJson(JSON.parse(body.toString('utf8')));
		if (!Array.isArray(given['reservations']))
			throw new Refusal(refused('reservations must be a list.', 'RSV00002', 'reservations'));
		const [reservation] = entries(given['reservations'], 'reservationIdList', 'comments');
		if (!reservation) throw new Refusal(refused('reservations must not be empty.', 'RSV00002', 'reservations'));
		if (before.status !== 'Reserved')
			throw new Refusal(refused(`A reservation that is ${before.status} cannot be changed this way.`, 'RSV00017'));
		const stay = this.written(reservation, before, given['reservationNotification'] === true, headers);
		this.all.set(id, stay);
		this.updated += 1;
		this.house.events.add('Reservation', 'UPDATE RESERVATION', stay);
		const full = inFull(stay, this.shown(stay), false);
		return answer(200, { reservations: { reservation: [full] } });
	}

	/** `POST …/reservations/{id}/cancellations`; with `verificationOnly` nothing is changed. */
	cancel(id: string, { body, headers }: HttpRequest): HttpAnswer {
		const given = asJson(JSON.parse(body.toString('utf8')));
		const [named] = entries(given['reservations'], 'reservationIdList');
		const names = entries(named?.['reservationIdList']).some(({ id: given }) => given === id);
		if (!named || !names || named['hotelId'] !== this.house.configuration.hotelId)
			throw new Refusal(refused('The reservation to cancel is not named.', 'RSV00003', 'reservations'));
		const stay = this.found(id);
		const reason = asJson(given['reason']);
		const code = text(reason['code']);
		if (code === null || !knows(this.house.configuration.cancellationReasons, code))
			throw new Refusal(refused('Cancellation reason is invalid.', 'RSV00031', 'reason.code'));
		const closed = this.refusalFor(stay.references);
		if (closed !== null) throw new Refusal(refused(closed, 'RSV00099'));
		if (stay.status !== 'Reserved')
			throw new Refusal(refused(`A reservation that is ${stay.status} cannot be cancelled.`, 'RSV00018'));
		const externalId = text(named['externalCancellationId']);
		if (externalId !== null && externalId.length > 50)
			throw new Refusal(refused('externalCancellationId is too long.', 'RSV00032'));
		if (given['verificationOnly'] !== true) {
			const cancellation = { code, description: text(reason['description']) ?? '', externalId };
			this.change(stay, {
				status: 'Cancelled',
				cancellation,
				changedBy: systemIn(headers),
				modifier: this.house.user,
			});
			this.cancelled += 1;
			this.house.events.add('Reservation', 'CANCEL RESERVATION', stay);
		}
		return created(this.addressOf(id), 'getReservation', {
			cxlActivityLog: [{ reason: { code }, cxlDate: this.house.businessDate() }],
		});
	}

	/** What the desk does in OPERA itself. @throws Error for an unknown id */
	deskEdit(id: string, changes: Partial<Stay>): void {
		const stay = this.all.get(id);
		if (!stay) throw new Error(`OPERA has no reservation ${id}`);
		this.change(stay, { ...changes, ...BY_THE_DESK });
		this.house.events.add('Reservation', actionOf(changes), stay);
	}

	/** What the desk books in OPERA itself, such as by telephone. */
	deskBook({ givenName, surname, ...given }: DeskBooking): Stay {
		const { configuration, now, profiles } = this.house;
		const id = given.id ?? String(this.next++);
		const roomType = given.roomType ?? configuration.roomTypes[0]?.code ?? '';
		const profile = profiles.add({ customer: { personName: [{ givenName, surname, nameType: 'Primary' }] } });
		const { currency } = configuration;
		const stay: Stay = {
			id,
			confirmation: String(Number(id) + 300_000),
			status: 'Reserved',
			references: [],
			adults: 2,
			children: 0,
			roomType,
			roomTypeCharged: roomType,
			ratePlan: configuration.ratePlans[0]?.code ?? '',
			...{ market: null, source: null, guarantee: null, paymentMethod: null },
			nights: nightsOf(given.arrival, given.departure).map((date) => ({ date, amount: 120, currency })),
			profileId: profile.id,
			roomId: null,
			notes: [],
			...{ customReference: null, cancellation: null },
			createdAt: stamp(now()),
			changedAt: stamp(now()),
			...{ changedBy: null, creator: DESK, modifier: DESK },
			...given,
		};
		this.all.set(id, stay);
		this.house.events.add('Reservation', 'NEW RESERVATION', stay);
		return stay;
	}

	/** From now on no more rooms of the type are sold in a night; `null`: as many as are asked for. */
	limitSales(roomType: string, rooms: number | null): void {
		if (rooms === null) this.sellLimits.delete(roomType);
		else this.sellLimits.set(roomType, rooms);
	}

	/** @throws Refusal where another one would be too many on one of the nights */
	private sell(roomType: string, nights: readonly Night[], id: string): void {
		const limit = this.sellLimits.get(roomType) ?? Infinity;
		const others = [...this.all.values()].filter(
			(stay) => stay.id !== id && stay.roomType === roomType && ['Reserved', 'InHouse'].includes(stay.status),
		);
		const isSoldOut = nights.some(
			({ date }) => others.filter(({ arrival, departure }) => arrival <= date && date < departure).length >= limit,
		);
		if (isSoldOut) throw new Refusal(refused(`Room type ${roomType} is not available for the stay dates.`, 'RSV00050'));
	}

	private change(stay: Stay, changes: Partial<Stay>): void {
		Object.assign(stay, changes, { changedAt: stamp(this.house.now()) });
	}

	private found(id: string): Stay {
		this.house.faults.check([id]);
		const stay = this.all.get(id);
		if (!stay) throw new Refusal(refused('Reservation does not exist.', 'RSV00010', 'reservationId'));
		return stay;
	}

	/** The reservation as a write leaves it; what a change leaves out stays as it was. */
	private written(given: Json, before: Stay | null, fillsIn: boolean, headers: HttpRequest['headers']): Stay {
		const { configuration, now, businessDate } = this.house;
		if (text(given['hotelId']) !== configuration.hotelId)
			throw new Refusal(refused('hotelId is not this property.', 'RSV00004', 'hotelId'));
		const references = given['externalReferences']
			? entries(given['externalReferences']).map((reference) => this.referenceIn(reference))
			: (before?.references ?? []);
		const closed = this.refusalFor(references);
		if (closed !== null) throw new Refusal(refused(closed, 'RSV00099'));

		const roomStay = asJson(given['roomStay']);
		const arrival = roomStay['arrivalDate'] ?? before?.arrival;
		const departure = roomStay['departureDate'] ?? before?.departure;
		if (!isDate(arrival) || !isDate(departure) || departure < arrival)
			throw new Refusal(refused('Arrival and departure are not valid.', 'RSV00005', 'roomStay.arrivalDate'));
		if (arrival < businessDate() && arrival !== before?.arrival)
			throw new Refusal(refused('Arrival is before the business date.', 'RSV00006', 'roomStay.arrivalDate'));
		const roomRates = entries(roomStay['roomRates']);
		const [rate = {}] = roomRates;
		const code = (value: unknown, was: string | null | undefined, known: readonly Code[], path: string) => {
			const chosen = text(value) ?? was ?? null;
			if (chosen !== null && knows(known, chosen)) return chosen;
			const [fallback] = known;
			if (fillsIn && fallback) return fallback.code;
			throw new Refusal(refused(`${chosen ?? 'Nothing'} is not valid here.`, 'RSV00021', path));
		};
		const optionalCode = (value: unknown, was: string | null | undefined, known: readonly Code[], path: string) =>
			text(value) === null && !was && !fillsIn ? null : code(value, was, known, path);
		const roomType = code(rate['roomType'], before?.roomType, configuration.roomTypes, 'roomStay.roomRates.roomType');
		const nights = roomRates.length > 0 ? readNights(roomRates, departure, configuration.currency) : before?.nights;
		if (nightsOf(arrival, departure).join() !== (nights ?? []).map(({ date }) => date).join())
			throw new Refusal(refused('The rates do not cover the stay.', 'RSV00022', 'roomStay.roomRates'));
		if (nights?.some(({ amount }) => amount !== null && !(amount >= 0)))
			throw new Refusal(refused('A rate is no amount.', 'RSV00023', 'roomStay.roomRates'));
		const counts = asJson(roomStay['guestCounts'] ?? rate['guestCounts']);
		const adults = Number(counts['adults'] ?? before?.adults ?? 1);
		const id = before?.id ?? String(this.next++);
		this.sell(roomType, nights ?? [], id);
		const notes = entries(given['comments']).flatMap(({ comment, id: noteId }) => {
			const { text: said, type } = asJson(comment);
			const value = text(asJson(said)['value']);
			if (!knows(configuration.noteTypes, text(type) ?? ''))
				throw new Refusal(refused('Comment type is not valid.', 'RSV00024', 'comments.comment.type'));
			return value === null ? [] : [{ id: text(noteId) ?? String(this.nextNote++), text: value, type: String(type) }];
		});
		const kept = (before?.notes ?? []).filter((note) => !notes.some((other) => other.id === note.id));
		return {
			id,
			confirmation: before?.confirmation ?? String(Number(id) + 300_000),
			status: 'Reserved',
			references,
			arrival,
			departure,
			adults,
			children: Number(counts['children'] ?? before?.children ?? 0),
			roomType,
			roomTypeCharged: code(
				rate['roomTypeCharged'],
				before?.roomTypeCharged ?? roomType,
				configuration.roomTypes,
				'roomStay.roomRates.roomTypeCharged',
			),
			ratePlan: code(
				rate['ratePlanCode'],
				before?.ratePlan,
				configuration.ratePlans,
				'roomStay.roomRates.ratePlanCode',
			),
			market: optionalCode(rate['marketCode'], before?.market, configuration.marketCodes, 'marketCode'),
			source: optionalCode(rate['sourceCode'], before?.source, configuration.sourceCodes, 'sourceCode'),
			guarantee: optionalCode(
				asJson(roomStay['guarantee'])['guaranteeCode'],
				before?.guarantee,
				configuration.guaranteeCodes,
				'guaranteeCode',
			),
			paymentMethod: optionalCode(
				entries(given['reservationPaymentMethods'])[0]?.['paymentMethod'],
				before?.paymentMethod,
				configuration.paymentMethods,
				'paymentMethod',
			),
			nights: nights ?? [],
			profileId: this.guestIn(given, before),
			roomId: before?.roomId ?? null,
			notes: [...kept, ...notes],
			customReference: text(given['customReference']) ?? before?.customReference ?? null,
			cancellation: null,
			createdAt: before?.createdAt ?? stamp(now()),
			changedAt: stamp(now()),
			changedBy: systemIn(headers),
			creator: before?.creator ?? this.house.user,
			modifier: this.house.user,
		};
	}

	private referenceIn(value: Json): ExternalReference {
		const [id, idContext] = [text(value['id']), text(value['idContext'])];
		const leg = value['idExtension'] ?? null;
		const isLeg = leg === null || (Number.isInteger(Number(leg)) && Number(leg) >= 0);
		if (id === null || id.length > 50 || idContext === null || idContext.length > 20 || !isLeg)
			throw new Refusal(refused('An external reference is not valid.', 'RSV00040', 'externalReferences'));
		if (!this.house.configuration.externalSystems.includes(idContext))
			throw new Refusal(refused('The external system is not configured.', 'RSV00041', 'externalReferences.idContext'));
		return { id, idExtension: leg === null ? null : Number(leg), idContext };
	}

	private refusalFor(references: readonly ExternalReference[]): string | null {
		this.house.faults.check(references.map(({ id }) => id));
		return references.map(({ id }) => this.house.faults.refusalOf(id)).find((detail) => detail !== null) ?? null;
	}

	private guestIn(given: Json, before: Stay | null): string {
		const [guest] = entries(given['reservationGuests']);
		if (!guest && before) return before.profileId;
		const info = asJson(guest?.['profileInfo']);
		const id = entries(info['profileIdList']).find(({ type }) => type === 'Profile')?.['id'];
		if (id !== undefined) {
			if (!this.house.profiles.all.has(String(id)))
				throw new Refusal(refused('Profile does not exist.', 'RSV00011', 'reservationGuests'));
			return String(id);
		}
		return this.house.profiles.add(asJson(info['profile'])).id;
	}

	private shown({ profileId }: Stay): Shown {
		const { givenName = null, surname = '' } = this.house.profiles.all.get(profileId) ?? {};
		const { configuration, addedTax } = this.house;
		const { hotelId } = configuration;
		return { businessDate: this.house.businessDate(), hotelId, addedTax, name: { givenName, surname } };
	}

	private addressOf(id: string): string {
		return `${this.house.url()}/rsv/v1/hotels/${this.house.configuration.hotelId}/reservations/${id}`;
	}
}

function knows(codes: readonly Code[], code: string): boolean {
	return codes.some((known) => known.code === code && known.active !== false);
}

function systemIn(headers: HttpRequest['headers']): string | null {
	const system = headers['x-externalsystem'];
	return typeof system === 'string' && system !== '' ? system : null;
}
