/**
 * The bodies of OPERA's requests. A creation nests its list one deeper than a change. Pure.
 * Source: Oracle's description of the reservation API, 25.5: `createReservation`, `changeReservation`,
 * `cancelReservation`.
 */
import { eachNight } from '../../../core/reservation/dates';
import type { CodeChoices } from '../codes/codes';
import { newNotes } from './differences';
import type { OperaStay } from './opera-stay';
import type { WantedStay } from './wanted-stay';
import { ruleFor } from './who-wins';
import { markOf, type WrittenStay } from './written-mark';

export interface WriteSettings {
	hotelId: string;
	externalSystem: string;
	referenceId: string;
	choices: CodeChoices;
	/** OPERA's type of the notes. */
	noteType: string;
}

/** `POST …/reservations`. */
export function createBody(wanted: WantedStay, profileId: string, settings: WriteSettings): object {
	const { externalSystem, referenceId, choices, hotelId } = settings;
	const reservation = {
		...content(wanted, null, settings),
		externalReferences: [{ id: referenceId, idExtension: wanted.leg, idContext: externalSystem }],
		reservationGuests: [{ profileInfo: { profileIdList: [{ id: profileId, type: 'Profile' }] }, primary: true }],
		...(choices.paymentMethod === null
			? {}
			: { reservationPaymentMethods: [{ paymentMethod: choices.paymentMethod, folioView: 1 }] }),
		customReference: markOf({ ...wanted, ...toBeWritten(wanted, null) }),
		hotelId,
		roomStayReservation: true,
		reservationStatus: 'Reserved',
	};
	return { reservations: { reservation: [reservation] }, ...notification(choices) };
}

/** `PUT …/reservations/{id}`: the dates, the room type, the price and the people; what is not sent stays. */
export function changeBody(wanted: WantedStay, stay: OperaStay, settings: WriteSettings): object {
	const reservation = {
		reservationIdList: [{ id: stay.reservationId, type: 'Reservation' }],
		...content(wanted, stay, settings),
		customReference: markOf({ ...wanted, ...toBeWritten(wanted, stay) }),
		hotelId: settings.hotelId,
		roomStayReservation: true,
	};
	return { reservations: [reservation], ...notification(settings.choices) };
}

/** What is written: people of whom the source says nothing are those that OPERA has, or else one adult. */
function toBeWritten({ arrival, departure, ...wanted }: WantedStay, stay: OperaStay | null): WrittenStay {
	return {
		arrival,
		departure,
		adults: wanted.adults ?? stay?.adults ?? stay?.written?.adults ?? 1,
		children: wanted.children ?? stay?.children ?? (stay?.adults == null ? stay?.written?.children : null) ?? 0,
	};
}

function content(wanted: WantedStay, stay: OperaStay | null, { noteType }: WriteSettings): object {
	// A change repeats what OPERA has, since its rates are sent whole: what the desk has put right stays.
	const { market, source, guarantee } = (stay ?? wanted).codes;
	const { adults, children } = toBeWritten(wanted, stay);
	const guestCounts = { adults, children };
	const charged = wanted.roomType ?? stay?.roomTypeCharged ?? stay?.roomType ?? null;
	// An upgrade by the desk stays as long as what was booked is the same.
	const isUpgraded =
		stay !== null &&
		ruleFor('roomTypeGiven', stay.state).wins === 'opera' &&
		stay.roomTypeCharged === charged &&
		stay.roomType !== null;
	const roomType = isUpgraded ? stay.roomType : charged;
	const ratePlanCode = wanted.ratePlan ?? stay?.ratePlan ?? null;
	const notes = newNotes(wanted, stay);
	const common = {
		guestCounts,
		numberOfUnits: 1,
		...(roomType === null ? {} : { roomType }),
		...(charged === null ? {} : { roomTypeCharged: charged }),
		...(ratePlanCode === null ? {} : { ratePlanCode }),
		...(market === null ? {} : { marketCode: market }),
		...(source === null ? {} : { sourceCode: source }),
	};
	return {
		roomStay: {
			arrivalDate: wanted.arrival,
			departureDate: wanted.departure,
			guestCounts,
			roomRates: nightly(wanted, stay).map(({ date, base }) => ({
				...common,
				...(base === null ? {} : { fixedRate: true, rates: { rate: [{ base, start: date, end: date }] } }),
				start: date,
				end: date,
			})),
			...(guarantee === null ? {} : { guarantee: { guaranteeCode: guarantee } }),
		},
		...(notes.length === 0
			? {}
			: { comments: notes.map((value) => ({ comment: { text: { value }, type: noteType, internal: false } })) }),
	};
}

/**
 * One rate a night, its start and end the same: every other way is read differently by some. A night without a price of its
 * own beside others that have one keeps what OPERA has of it.
 */
function nightly({ arrival, departure, nights }: WantedStay, stay: OperaStay | null) {
	return eachNight(arrival, departure).map((date) => {
		const isThat = (night: { date: string }) => night.date === date;
		const own = nights?.find(isThat);
		if (own) return { date, base: { amountBeforeTax: own.amount, currencyCode: own.currency } };
		const there = nights === null ? null : stay?.nights.find(isThat);
		if (!there || there.amount === null || there.isUnread === true) return { date, base: null };
		const currency = there.currency === null ? {} : { currencyCode: there.currency };
		// A price with its taxes, sent as one without them, would be taxed again.
		const amount = there.isAfterTax ? { amountAfterTax: there.amount } : { amountBeforeTax: there.amount };
		return { date, base: { ...amount, ...currency } };
	});
}

const notification = ({ fillsIn }: CodeChoices) => (fillsIn ? { reservationNotification: true } : {});

export interface Cancellation {
	hotelId: string;
	/** Stored as the number of the cancellation; `null` leaves that to OPERA. */
	externalId: string | null;
	reason: { code: string; description: string };
}

/** `POST …/reservations/{id}/cancellations`; with `isDryRun` OPERA only says whether it would. */
export function cancelBody(
	{ reservationId }: OperaStay,
	{ hotelId, externalId, reason }: Cancellation,
	isDryRun: boolean,
): object {
	return {
		reason,
		reservations: [
			{
				hotelId,
				reservationIdList: [{ id: reservationId, type: 'Reservation' }],
				...(externalId === null ? {} : { externalCancellationId: externalId }),
			},
		],
		verificationOnly: isDryRun,
	};
}
