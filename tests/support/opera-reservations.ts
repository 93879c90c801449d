/** Reservations as the SelfKey Trigger gives them out, for the tests of the Opera node. */
import type { IDataObject } from 'n8n-workflow';
import { reservation as build, roomStay } from '../../core/reservation/build';
import { unknownBooker, type Booker, type Reservation, type RoomStay } from '../../core/reservation/model';
import { moneyFromMinor } from '../../core/reservation/money';
import { eachNight } from '../../core/reservation/dates';

export interface RoomGiven {
	id: string;
	checkIn?: string;
	checkOut?: string;
	roomTypeId?: string | null;
	/** The number of SelfKey's room. */
	roomName?: string | null;
	status?: RoomStay['status'];
	/** `null` where the source does not say. */
	adults?: number | null;
	/** Minor units of each night. */
	nightly?: number;
	remarks?: string[];
}

export type Given = Partial<Omit<Reservation, 'rooms' | 'booker'>> & { rooms?: RoomGiven[]; booker?: Partial<Booker> };

const [checkIn, checkOut] = ['2027-06-01', '2027-06-03'];

/** Two nights for Marie Dupont in SelfKey's room 101 unless said otherwise. */
export function changedItem({ rooms = [{ id: '460' }], booker, ...given }: Given = {}): IDataObject {
	const stays = rooms.map((room) => {
		const [from, to] = [room.checkIn ?? checkIn, room.checkOut ?? checkOut];
		const nightly = moneyFromMinor(room.nightly ?? 14_500, 'CHF');
		return roomStay({
			roomStayId: room.id,
			roomTypeId: room.roomTypeId === undefined ? '801185501' : room.roomTypeId,
			ratePlanId: '49111777',
			checkIn: from,
			checkOut: to,
			status: room.status ?? 'confirmed',
			adults: room.adults === undefined ? 2 : room.adults,
			children: room.adults === null ? null : 0,
			nightlyRates: nightly ? eachNight(from, to).map((date) => ({ date, amount: nightly })) : [],
			remarks: room.remarks ?? [],
		});
	});
	const told = build({
		channel: 'booking.com',
		propertyId: '8011855',
		reservationId: '4705950059',
		event: 'new',
		observedAt: '2027-01-11T15:02:40.123Z#1',
		rooms: stays,
		booker: {
			...unknownBooker(),
			firstName: 'Marie',
			lastName: 'Dupont',
			email: 'mdupont.123456@guest.booking.com',
			phone: '+41 79 000 00 00',
			country: 'FR',
			language: 'fr',
			...booker,
		},
		...given,
	});
	const bookings = rooms.map(({ id, roomName = '101' }, index) => ({
		id: `cm${id}`,
		bookingNumber: 71 + index,
		roomStayId: id,
		roomName,
		bookingType: 'classic_booking',
		conflicts: [],
	}));
	return {
		...told,
		selfKey: { bookings, change: { key: told.key, position: 1, subscriber: 'opera' } },
	} as unknown as IDataObject;
}
