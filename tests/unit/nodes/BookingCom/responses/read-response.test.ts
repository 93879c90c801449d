import { readAnswer } from '../../../../../nodes/BookingCom/responses/read-response';

const problem = (body: string, expected: 'queue' | 'bxml' | 'success') => {
	try {
		readAnswer(body, expected);
		return null;
	} catch (error) {
		return (error as { kind?: string }).kind;
	}
};

describe("Booking.com's answers", () => {
	const queue = '<OTA_HotelResNotifRQ><HotelReservations/></OTA_HotelResNotifRQ>';
	const success = '<OTA_HotelResNotifRS><Success/></OTA_HotelResNotifRS>';

	it('are what was asked for', () => {
		expect(problem(queue, 'queue')).toBeNull();
		expect(problem(queue.replaceAll('ResNotif', 'ResModifyNotif'), 'queue')).toBeNull();
		expect(problem(success, 'queue')).toBeNull();
		expect(problem(success, 'success')).toBeNull();
		expect(problem('<OTA_HotelAvailNotifRS><Success/><Warnings/></OTA_HotelAvailNotifRS>', 'success')).toBeNull();
		expect(problem('<reservations/>', 'bxml')).toBeNull();
	});

	it.each([
		'<html><body>Log in</body></html>',
		'<soap:Fault xmlns:soap="s"><faultcode>1</faultcode></soap:Fault>',
		'<error>Unauthorised</error>',
		'<OTA_HotelResNotifRS/>',
		'<OTA_PingRQ/>',
	])('never take %s for an empty queue or for a success', (body) => {
		for (const expected of ['queue', 'bxml', 'success'] as const) expect(problem(body, expected)).toBe('unreadable');
	});

	it('take no queue for a success', () => {
		expect(problem(queue, 'success')).toBe('unreadable');
	});

	it('say what is wrong where they say so', () => {
		expect(
			problem(
				'<OTA_HotelResNotifRS><Errors><Error Code="320" ShortText="Invalid value"/></Errors></OTA_HotelResNotifRS>',
				'queue',
			),
		).toBe('refused');
		expect(problem('<fault code="401" string="no access"/>', 'bxml')).toBe('refused');
	});
});
