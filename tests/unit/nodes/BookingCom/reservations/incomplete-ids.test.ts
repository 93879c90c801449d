/** A number of which characters are lost is another's number, so its message is out of use; the texts beside it are cleaned. */
import { bxmlReservationsOf, mapBxmlReservation } from '../../../../../nodes/BookingCom/reservations/bxml/bxml.mapper';
import { mapMessage, messagesOf } from '../../../../../nodes/BookingCom/reservations/ota/ota.mapper';
import { readAnswer } from '../../../../../nodes/BookingCom/responses/read-response';
import { bxmlDocument } from '../../../../support/bxml-message';
import { inASecond } from '../../../../support/cpu-time';
import { messageXml } from '../../../../support/ota-message';

const observedAt = '2026-03-11T15:02:40.123Z#1';
const readOta = (body: string) =>
	messagesOf(readAnswer(body, 'queue').root).map((message) =>
		mapMessage(message, { queue: 'new', propertyId: null, observedAt }),
	)[0];
const readBxml = (body: string) =>
	bxmlReservationsOf(readAnswer(body, 'bxml').root).map((element) =>
		mapBxmlReservation(element, { propertyId: null, observedAt }),
	)[0];

const LOST = ['\0', '\u000b', '\u001b', '&#0;', '&#x0b;', '\uFFFE', '&#xD800;', '\uFFFD'];
/** Used inside this program, and nowhere else. */
const MARK = ['\uFDD0', '&#xFDD0;'];
/** The same place with a character that is lost in the middle of the number. */
const damaged = (number: string, lost: string) => `${number.slice(0, 2)}${lost}${number.slice(2)}`;

describe.each<[string, typeof readOta, string, Record<string, string>]>([
	[
		'OTA',
		readOta,
		messageXml({ global: '<Comments><Comment><Text>Late</Text></Comment></Comments>' }),
		{ reservation: '4705950059', property: '12345', room: '460', 'room type': '1296364403' },
	],
	[
		'B.XML',
		readBxml,
		bxmlDocument(),
		{ reservation: '4705950059', property: '12345', room: '460', 'room type': '1296364403' },
	],
])('in %s', (_, read, body, numbers) => {
	it.each(Object.entries(numbers))('the number of the %s', (_name, number) => {
		expect(body).toContain(number);
		expect(read(body)?.key).toBe('booking.com/12345/4705950059');
		for (const lost of [...LOST, ...MARK])
			expect(() => read(body.replace(number, damaged(number, lost)))).toThrow(
				/characters that cannot be read; look it up in the extranet/,
			);
	});

	it.each(Object.entries(numbers).filter(([name]) => name !== 'room type'))(
		'the number of the %s in whose place a card number was typed, without showing it',
		(_name, number) => {
			for (const typed of ['Dupont 4111 1111 1111 1111', '4111-1111-1111-1111'])
				expect(() => read(body.replaceAll(number, typed))).toThrow(
					/^A message holds a card number in the place of[^\d]*$/,
				);
		},
	);

	it.each(Object.entries(numbers).filter(([name]) => name !== 'room type'))(
		'the number of the %s, far too long to be one, in a moment and without showing it',
		(_name, number) => {
			for (const typed of ['4=4='.repeat(250_000), '7'.repeat(201)])
				inASecond(() =>
					expect(() => read(body.replaceAll(number, typed))).toThrow(/^A message holds a text of over 200 characters/),
				);
		},
	);

	it.each(LOST)('a text loses %j alone', (lost) => {
		expect(read(body.replace('Late', `La${lost}te`))).toMatchObject({
			key: 'booking.com/12345/4705950059',
			warnings: expect.arrayContaining([expect.stringMatching(/replaced or removed/)]) as string[],
		});
		expect(JSON.stringify(read(body.replace('Late', `La${lost}te`)))).not.toMatch(/[\0\u000b\u001b\uFDD0\uFFFE]/);
	});

	it.each(MARK)('a text loses %j without a word', (mark) => {
		expect(JSON.stringify(read(body.replace('Late', `La${mark}te`)))).not.toMatch(/[\uFDD0-\uFDEF]|FDD0/i);
	});

	it.each([...LOST, ...MARK])('a rate plan that loses %j is none', (lost) => {
		const damagedPlan = read(body.replaceAll('49111777', `4911${lost}1777`));
		expect(damagedPlan).toMatchObject({ key: 'booking.com/12345/4705950059', rooms: [{ ratePlanId: null }] });
		expect(read(body)?.rooms[0]?.ratePlanId).toBe('49111777');
	});
});

describe('names and other attributes beside a number', () => {
	const plain = messageXml({ global: '<Comments><Comment><Text>Late</Text></Comment></Comments>' })
		.replace('<BasicPropertyInfo HotelCode="12345"', '<BasicPropertyInfo HotelCode="12345" HotelName="Hotel"')
		.replace('RoomTypeCode="1296364403"', 'RoomTypeCode="1296364403" RoomType="Double"')
		.replace('<RoomStay IndexNumber="460"', '<RoomStay IndexNumber="460" PromotionCode="Hotel"')
		.replace('ResID_Value="4705950059"', 'ResID_Value="4705950059" ResID_SourceContext="Hotel"');

	it.each(['HotelName="Hotel"', 'RoomType="Double"', 'PromotionCode="Hotel"', 'ResID_SourceContext="Hotel"'])(
		'%s loses a character, and the reservation goes on',
		(attribute) => {
			expect(plain).toContain(attribute);
			for (const lost of LOST)
				expect(readOta(plain.replace(attribute, attribute.replace(/o(?=\w*"$)/, lost)))).toMatchObject({
					key: 'booking.com/12345/4705950059',
					rooms: [{ roomStayId: '460', roomTypeId: '1296364403' }],
					warnings: [expect.stringMatching(/replaced or removed/)],
				});
		},
	);

	it('in B.XML too', () => {
		for (const body of [
			bxmlDocument().replace('Hôtel', 'H\uFFFDtel'),
			bxmlDocument().replace('<hotel_id>', '<hotel_id name="H\uFFFDtel">'),
		]) {
			expect(body).toContain('\uFFFD');
			expect(readBxml(body)).toMatchObject({
				key: 'booking.com/12345/4705950059',
				warnings: [expect.stringMatching(/replaced or removed/)],
			});
		}
	});
});
