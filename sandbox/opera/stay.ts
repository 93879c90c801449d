/** One reservation as OPERA holds it, and its two shapes in answers. */
import { asJson, entries, type Json } from './answers';

/** Those that a reservation can be in here; the rest of OPERA's list is computed from them and the business date. */
export type StayStatus = 'Reserved' | 'Requested' | 'Waitlisted' | 'InHouse' | 'CheckedOut' | 'NoShow' | 'Cancelled';

export interface ExternalReference {
	id: string;
	idExtension: number | null;
	idContext: string;
}

export interface Night {
	date: string;
	amount: number | null;
	currency: string;
}

export interface Note {
	id: string;
	text: string;
	type: string;
}

export interface Stay {
	id: string;
	confirmation: string;
	status: StayStatus;
	references: ExternalReference[];
	arrival: string;
	departure: string;
	adults: number;
	children: number;
	/** What the guest sleeps in; the desk may upgrade it. */
	roomType: string;
	/** What was booked and is charged. */
	roomTypeCharged: string;
	ratePlan: string;
	market: string | null;
	source: string | null;
	guarantee: string | null;
	paymentMethod: string | null;
	nights: Night[];
	profileId: string;
	roomId: string | null;
	notes: Note[];
	customReference: string | null;
	cancellation: { code: string; description: string; externalId: string | null } | null;
	createdAt: string;
	changedAt: string;
	/** `x-externalsystem` of the last write; `null` for the desk. */
	changedBy: string | null;
	/** OPERA's user who made it, and the one of the last change. */
	creator: string;
	modifier: string;
}

/** `2026-03-11 15:02:40.0`: without a zone, as Oracle's examples have it. */
export const stamp = (epochMs: number): string => `${new Date(epochMs).toISOString().slice(0, 19).replace('T', ' ')}.0`;

const DAY_MS = 86_400_000;
const at = (date: string) => Date.parse(`${date}T00:00:00Z`);
export const dayAfter = (date: string, days = 1): string =>
	new Date(at(date) + days * DAY_MS).toISOString().slice(0, 10);
export const isDate = (value: unknown): value is string =>
	typeof value === 'string' &&
	/^\d{4}-\d{2}-\d{2}$/.test(value) &&
	!Number.isNaN(at(value)) &&
	dayAfter(value, 0) === value;

export function nightsOf(arrival: string, departure: string): string[] {
	const nights = [];
	for (let night = arrival; night < departure; night = dayAfter(night)) nights.push(night);
	return nights;
}

/**
 * What each night costs, out of `roomRates`. The end of a rate is the last night (Oracle's example of a change) or the
 * day of departure (of a creation); both mean the same nights.
 */
export function readNights(roomRates: Json[], departure: string, currency: string): Night[] {
	const nights = new Map<string, Night>();
	const rates = roomRates.flatMap((roomRate) => {
		const inner = entries(asJson(roomRate['rates'])['rate']);
		return inner.length > 0 ? inner : [{ start: roomRate['start'], end: roomRate['end'] }];
	});
	for (const rate of rates.sort((a, b) => (String(a['start']) < String(b['start']) ? -1 : 1))) {
		const base = asJson(rate['base']);
		const amount = base['amountBeforeTax'] ?? base['amountAfterTax'];
		for (let date = String(rate['start']); date <= String(rate['end']) && date < departure; date = dayAfter(date)) {
			nights.set(date, {
				date,
				amount: amount === undefined ? null : Number(amount),
				currency: String(base['currencyCode'] ?? currency),
			});
		}
	}
	return [...nights.values()];
}

const idsOf = ({ id, confirmation }: Stay) => [
	{ id, type: 'Reservation' },
	{ id: confirmation, type: 'Confirmation' },
];

function computedStatus({ status, arrival, departure }: Stay, businessDate: string): string {
	if (status === 'Reserved' && arrival === businessDate) return 'DueIn';
	return status === 'InHouse' && departure === businessDate ? 'DueOut' : status;
}

const referencesOf = ({ references }: Stay, contexts: readonly string[] | null) =>
	references
		.filter(({ idContext }) => contexts === null || contexts.includes(idContext))
		.map(({ idExtension, ...reference }) => ({ ...reference, ...(idExtension === null ? {} : { idExtension }) }));

export interface Shown {
	businessDate: string;
	hotelId: string;
	/** Per cent; `null` where the rate plans add none. */
	addedTax: number | null;
	name: { givenName: string | null; surname: string };
}

/** As a list shows it (`reservationInfo`); external references only of the systems asked for. */
export function inList(stay: Stay, { businessDate, hotelId, name }: Shown, contexts: readonly string[]): Json {
	const references = referencesOf(stay, contexts);
	const [first] = stay.nights;
	return {
		reservationIdList: idsOf(stay),
		...(references.length > 0 ? { externalReferences: references } : {}),
		roomStay: {
			arrivalDate: stay.arrival,
			departureDate: stay.departure,
			adultCount: stay.adults,
			childCount: stay.children,
			roomType: stay.roomType,
			roomTypeCharged: stay.roomTypeCharged,
			numberOfRooms: 1,
			...(stay.roomId === null ? {} : { roomId: stay.roomId }),
			ratePlanCode: stay.ratePlan,
			...(first && first.amount !== null ? { rateAmount: { amount: first.amount, currencyCode: first.currency } } : {}),
			...(stay.guarantee === null ? {} : { guarantee: { guaranteeCode: stay.guarantee } }),
			...(stay.market === null ? {} : { marketCode: stay.market }),
			...(stay.source === null ? {} : { sourceCode: stay.source }),
		},
		reservationGuest: { ...name, id: stay.profileId },
		hotelId,
		roomStayReservation: true,
		createDateTime: stay.createdAt,
		creatorId: stay.creator,
		lastModifyDateTime: stay.changedAt,
		lastModifierId: stay.modifier,
		reservationStatus: stay.status,
		computedReservationStatus: computedStatus(stay, businessDate),
	};
}

function withTax(amount: number, currencyCode: string, addedTax: number | null): Json {
	const base = { amountBeforeTax: amount, currencyCode };
	return addedTax === null ? base : { ...base, amountAfterTax: Math.round(amount * (100 + addedTax)) / 100 };
}

/** As one reservation is shown (`reservation`), notes only if asked for. */
export function inFull(stay: Stay, { businessDate, hotelId, addedTax, name }: Shown, withNotes: boolean): Json {
	const guestCounts = { adults: stay.adults, children: stay.children };
	return {
		reservationIdList: idsOf(stay),
		externalReferences: referencesOf(stay, null),
		roomStay: {
			roomRates: stay.nights.map(({ date, amount, currency }) => ({
				...(amount === null
					? {}
					: {
							rates: { rate: [{ base: withTax(amount, currency, addedTax), start: date, end: date }] },
						}),
				...(addedTax === null ? {} : { taxIncluded: false }),
				guestCounts,
				roomType: stay.roomType,
				roomTypeCharged: stay.roomTypeCharged,
				ratePlanCode: stay.ratePlan,
				...(stay.market === null ? {} : { marketCode: stay.market }),
				...(stay.source === null ? {} : { sourceCode: stay.source }),
				numberOfUnits: 1,
				start: date,
				end: date,
				...(stay.roomId === null ? {} : { roomId: stay.roomId }),
			})),
			guestCounts,
			arrivalDate: stay.arrival,
			departureDate: stay.departure,
			...(stay.guarantee === null ? {} : { guarantee: { guaranteeCode: stay.guarantee } }),
		},
		reservationGuests: [
			{
				profileInfo: {
					profileIdList: [{ id: stay.profileId, type: 'Profile' }],
					profile: { customer: { personName: [{ ...name, nameType: 'Primary' }] }, profileType: 'Guest' },
				},
				primary: true,
			},
		],
		...(stay.paymentMethod === null
			? {}
			: { reservationPaymentMethods: [{ paymentMethod: stay.paymentMethod, folioView: 1 }] }),
		...(withNotes && stay.notes.length > 0
			? {
					comments: stay.notes.map(({ id, text, type }) => ({
						comment: { text: { value: text }, type, internal: false },
						id,
						type: 'Comment',
					})),
				}
			: {}),
		...(stay.customReference === null ? {} : { customReference: stay.customReference }),
		...(stay.cancellation === null
			? {}
			: { cancellation: { code: stay.cancellation.code, description: stay.cancellation.description } }),
		hotelId,
		roomStayReservation: true,
		reservationStatus: stay.status,
		computedReservationStatus: computedStatus(stay, businessDate),
		createDateTime: stay.createdAt,
		creatorId: stay.creator,
		lastModifyDateTime: stay.changedAt,
		lastModifierId: stay.modifier,
	};
}
