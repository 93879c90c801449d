/** What `errorForStatus` and its neighbours say of a system is found again in their own words. */
import { errorForStatus, errorForTokenStatus } from '../../../../../nodes/shared/request/error-for-status';
import { systemTroubleIn } from '../../../../../nodes/shared/request/system-trouble';

const system = (name: string) => ({ name, advice: { forbidden: '', not_found: '', server: '' } });

describe.each(['SelfKey', 'Booking.com', 'Airbnb', 'Opera'])('%s', (name) => {
	test.each([
		[401, 'credential'],
		[403, 'forbidden'],
		[408, 'down'],
		[425, 'down'],
		[429, 'slow'],
		[500, 'down'],
		[503, 'down'],
		[302, null],
		[400, null],
		[404, null],
		[409, null],
		[413, null],
	])('status %s: %s', (status, kind) => {
		const { message } = errorForStatus(system(name), { status, retryAfter: status === 429 ? 30 : null });
		const found = kind === null ? null : { system: name, kind };
		expect(systemTroubleIn(message)).toEqual(found);
		expect(systemTroubleIn(`Change from the desk; ${message}. Nothing is lost`)).toEqual(found);
	});

	test.each([
		[400, 'credential'],
		[401, 'credential'],
		[429, 'slow'],
		[503, 'down'],
	])('no token, status %s: %s', (status, kind) => {
		expect(systemTroubleIn(errorForTokenStatus(system(name), status).message)).toEqual({ system: name, kind });
	});

	test.each([
		['cannot be reached: it refused the connection', 'down'],
		['cannot be reached', 'down'],
		['cannot be reached: the Base URL in its credential must begin with https', 'credential'],
		['did not accept the signature', 'credential'],
	])('%s: %s', (says, kind) => {
		expect(systemTroubleIn(`${name} ${says}`)).toEqual({ system: name, kind });
	});
});

test.each([
	'',
	'Opera has a fault at present (HTTP 500: The rate plan is unknown)',
	'The calendar of listing 7 cannot be read: its address cannot be reached',
	'Opera denied access (HTTP 403: The user may not post to this folio)',
	'Opera has no room for booking 7',
	'The rate plan cannot be reached',
])('no trouble of a system: %j', (text) => {
	expect(systemTroubleIn(text)).toBeNull();
});
