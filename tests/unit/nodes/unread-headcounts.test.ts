/** How many people come is unknown where it cannot be read, in every source, and somebody is told to look it up. */
import type { Reservation } from '../../../core/reservation/model';
import { readReservation } from '../../../nodes/Airbnb/reservations/airbnb.mapper';
import { bxmlReservationsOf, mapBxmlReservation } from '../../../nodes/BookingCom/reservations/bxml/bxml.mapper';
import { readAnswer } from '../../../nodes/BookingCom/responses/read-response';
import { mapBooking } from '../../../nodes/SelfKey/webhook/booking.mapper';
import { bxmlDocument, bxmlRoom } from '../../support/bxml-message';
import { mapped, night, room } from '../../support/ota-message';
import { READ_AT, wire } from './Airbnb/support';

const otaMessage = (adults: string) =>
	mapped({
		rooms: room({
			nights: night('2026-03-29'),
			// What stands beside it is no reason to believe the rest.
			rest: `<GuestCounts><GuestCount AgeQualifyingCode="10" Count="${adults}"/><GuestCount AgeQualifyingCode="10" Count="0"/></GuestCounts>`,
		}),
	});

function bxml(adults: string): Reservation {
	const people = bxmlRoom.replace('<numberofguests>2<', `<numberofguests>${adults}<`);
	const [element] = bxmlReservationsOf(readAnswer(bxmlDocument(undefined, people), 'bxml').root);
	return mapBxmlReservation(element!, { propertyId: null, observedAt: '2026-03-11T15:02:40.123Z#1' });
}

function selfKey(adults: string): Reservation {
	const data = { id: 'b1', hotelSlug: 'h', checkInDate: '2027-06-01', checkOutDate: '2027-06-02', adults };
	return mapBooking({ event: 'booking.completed', timestamp: '2027-01-01T00:00:00.000Z', data });
}

const airbnb = (adults: string) =>
	readReservation(wire({ guest_details: { number_of_adults: adults } }), READ_AT).reservation!;

const SOURCES: Array<[string, (adults: string) => Reservation]> = [
	['OTA', otaMessage],
	['B.XML', bxml],
	['Airbnb', airbnb],
	['SelfKey', selfKey],
];

describe.each(SOURCES)('%s', (_, read) => {
	it.each(['two', '2.000', '-1', '2-3', '1e999'])('tells of %j', (adults) => {
		const { adults: all, rooms, warnings } = read(adults);
		expect([all, rooms[0]?.adults]).toEqual([null, null]);
		expect(warnings.join()).toContain('out of bounds, and not taken: ');
		expect(warnings.join()).toMatch(/not taken: (?:rooms\[0\]\.)?adults/);
	});

	it.each(['2', ' 2 ', '2.0', '2,00'])('says nothing of %j', (adults) => {
		const { adults: all, rooms, warnings } = read(adults);
		expect([all, rooms[0]?.adults]).toEqual([2, 2]);
		expect(warnings).toEqual([]);
	});
});
