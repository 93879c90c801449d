/** What a booking should say according to its channel, before anything that the desk has entered is looked at. */
import { activeRooms } from '../../core/reservation/active';
import { addDays, dateIn } from '../../core/reservation/dates';
import type { Reservation, RoomStay } from '../../core/reservation/model';
import { shorten } from '../../core/text/cut-text';
import { identityOf } from '../identity/guest-registration';
import type { IntegrationSettings } from '../settings/integration-settings';
import type { StoredStay } from '../ports/booking-store';
import type { BaselineValues } from '../ports/records';
import { amountsOf } from './booking-amounts';
import { NOTHING_TO_PAY, paymentMark } from '../payments/payment-mark';

/** A room stay as its booking should be, still without a room. */
export interface TargetStay {
	roomStayId: string;
	roomName: string | null;
	values: Omit<BaselineValues, 'roomId'>;
	amountUnknown: boolean;
	/** Its guest has checked in, whatever the date of arrival says. */
	isInHouse: boolean;
}

const MAX_NOTE = 300;

/**
 * One booking for each room stay that has dates.
 * @param now nobody has left later than that
 * @param leftOn of stays that had been left before
 */
export function targetsOf(
	reservation: Reservation,
	settings: IntegrationSettings,
	now: Date,
	leftOn: ReadonlyMap<string, string> = new Map(),
): TargetStay[] {
	const active = activeRooms(reservation);
	const amounts = amountsOf(reservation, active, settings);
	return reservation.rooms.flatMap((room) => {
		const { roomStayId, roomTypeId, roomName, checkIn, checkOut } = room;
		const amount = amounts.get(roomStayId);
		if (checkIn === null || checkOut === null || !amount) return [];
		const isActive = active.includes(room);
		const { isUnknown, ...money } = amount;
		const values: TargetStay['values'] = {
			...identityOf(reservation.booker),
			// A fee is due in the folio and nowhere else: paid on SelfKey's page, it would take the room again.
			...(isActive ? money : { ...money, ...NOTHING_TO_PAY }),
			...peopleOf(room, reservation),
			roomTypeId: roomTypeId ?? roomName,
			checkInDate: checkIn,
			checkOutDate: endOf(room, reservation, settings, now, leftOn.get(roomStayId)),
			paymentStatus: isActive ? 'succeeded' : 'failed',
			stripePaymentIntentId: isActive ? paymentMark(reservation, settings) : null,
			bookingLocale: /^[a-z]{2}/i.exec(reservation.booker.language ?? '')?.[0].toLowerCase() ?? 'en',
			internalNote: noteOf(room, reservation),
		};
		return [
			{ roomStayId, roomName, values, amountUnknown: isUnknown, isInHouse: isActive && isInHouse(room, reservation) },
		];
	});
}

/**
 * The day of departure. A guest who has checked out has left the room on the hotel's day on which the source said so;
 * at least one night was slept in it, since a row without a night is taken for one by SelfKey.
 */
function endOf(
	{ checkIn, checkOut, status }: RoomStay,
	reservation: Reservation,
	{ timeZone }: IntegrationSettings,
	now: Date,
	knownEnd: string | undefined,
): string {
	const booked = checkOut ?? '';
	const seen = new Date(reservation.observedAt.split('#')[0] ?? '');
	// Nobody leaves tomorrow: such a clock would keep the room from the next guest.
	const instant = seen > now ? now : seen;
	if (!hasLeft({ status }, reservation) || checkIn === null || Number.isNaN(seen.getTime())) return booked;
	const left = dateIn(timeZone, instant);
	const first = addDays(checkIn, 1);
	const ends = [
		booked,
		left > first ? left : first,
		...(knownEnd !== undefined && knownEnd > checkIn ? [knownEnd] : []),
	];
	return ends.sort()[0] ?? booked;
}

function hasLeft({ status }: Pick<RoomStay, 'status'>, reservation: Reservation): boolean {
	return status === 'checked_out' || (reservation.status === 'checked_out' && status !== 'cancelled');
}

/** The rooms of a reservation may be told of one by one, or all of them at once. */
function isInHouse({ status }: Pick<RoomStay, 'status'>, reservation: Reservation): boolean {
	if (status !== 'confirmed' || reservation.status !== 'checked_in') return status === 'checked_in';
	// Where one room says of itself that its guest has come, the others' guests have not.
	return reservation.rooms.every((room) => room.status !== 'checked_in');
}

/**
 * Which stays had been left before, and until when they were written: a later message does not bring the guest back, nor
 * does another number of the only room.
 */
export function departuresOf(
	known: Reservation | null,
	stored: readonly StoredStay[],
	now: Reservation,
): Map<string, string> {
	const left = new Set(known?.rooms.filter((room) => hasLeft(room, known)).map(({ roomStayId }) => roomStayId) ?? []);
	const isOnly = known?.rooms.length === 1 && now.rooms.length === 1;
	return new Map(
		stored
			.filter(({ roomStayId }) => left.has(roomStayId))
			.flatMap(({ roomStayId, baseline: { checkOutDate } }) =>
				[roomStayId, ...(isOnly ? now.rooms.map((room) => room.roomStayId) : [])].map(
					(id) => [id, checkOutDate] as const,
				),
			),
	);
}

/** The room's own numbers, the reservation's where it has one room only, else one adult: the columns are required. */
function peopleOf(room: RoomStay, reservation: Reservation): Pick<BaselineValues, 'guests' | 'adults' | 'children'> {
	const isOnly = reservation.rooms.length === 1;
	const adults = room.adults ?? (isOnly ? reservation.adults : null) ?? 1;
	const children = room.children ?? (isOnly ? reservation.children : null) ?? 0;
	return { adults, children, guests: Math.max(1, adults + children) };
}

/** Where the booking comes from and what the desk should know, short. */
export function noteOf(room: RoomStay | null, reservation: Reservation): string {
	const parts = [
		`${reservation.channel} ${reservation.reservationId}`,
		room?.roomName ?? null,
		room?.mealPlan ?? null,
		reservation.expectedArrival && `arrives ${reservation.expectedArrival}`,
		...(room?.remarks ?? []),
		...reservation.remarks,
	];
	const note = [...new Set(parts.filter((part) => part !== null && part !== ''))].join(' · ');
	return shorten(note, MAX_NOTE);
}
