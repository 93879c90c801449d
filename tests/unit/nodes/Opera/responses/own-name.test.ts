/** A list under the name of a field that each of its entries has: taken for one entry, it would be read as empty. */
import { readEvents } from '../../../../../nodes/Opera/events/business-events';
import { readGuest } from '../../../../../nodes/Opera/guests/guest';
import { readStays } from '../../../../../nodes/Opera/reservations/opera-stay';
import { listOf } from '../../../../../nodes/Opera/responses/lists';

/** The list as it is specified, and in the two ways in which it stands under that name. */
const written = (name: string, ...entries: object[]) => [
	entries.map((entry) => ({ [name]: entry })),
	{ [name]: entries },
	{ [name]: entries.map((entry) => ({ [name]: entry })) },
];

test('business events, each of which OPERA has forgotten by then', () => {
	const event = (primaryKey: string) => ({ header: { moduleName: 'Reservation', primaryKey } });
	for (const businessEventData of written('businessEvent', event('1'), event('2')))
		expect(readEvents({ businessEventData }, 'P')).toMatchObject({
			reservations: [{ reservationId: '1' }, { reservationId: '2' }],
			count: 2,
		});
});

test('the notes and guests of a reservation', () => {
	const reservationIdList = [
		{ id: '5', type: 'Reservation' },
		{ id: '6', type: 'Confirmation' },
	];
	const info = { profileIdList: [{ id: '7', type: 'Profile' }] };
	const guests = written('profileInfo', info);
	written('comment', { text: { value: 'Cot' } }, { text: { value: 'Late' } }).forEach((comments, index) => {
		const reservation = [{ reservationIdList, comments, reservationGuests: guests[index] }];
		expect(readStays({ reservations: { reservation } })).toMatchObject([
			{ confirmationNumber: '6', notes: ['Cot', 'Late'], guest: { profileId: '7' } },
		]);
	});
});

test('the addresses of a guest, by which the profile is found again', () => {
	const phones = written('telephone', { phoneNumber: '+41 1' }, { phoneNumber: '+41 2' });
	written('email', { emailAddress: 'a@example.com' }, { emailAddress: 'b@example.com' }).forEach((emailInfo, index) => {
		const guestDetails = {
			customer: { personName: [{ surname: 'Favre' }] },
			emails: { emailInfo },
			telephones: { telephoneInfo: phones[index] },
		};
		expect(readGuest({ guestDetails }, '7')).toMatchObject({
			emails: ['a@example.com', 'b@example.com'],
			phones: ['+41 1', '+41 2'],
		});
	});
});

test('an entry that holds nothing but a list of its own is one', () => {
	const reservation = { reservationIdList: [{ id: '5', type: 'Reservation' }, { id: '6' }] };
	expect(listOf(reservation, 'reservationIdList')).toEqual([reservation]);
	expect(listOf({ postings: [{}, {}] }, 'postings')).toHaveLength(1);
});
