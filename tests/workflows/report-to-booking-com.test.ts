/** The desk reports what became of stays, in the form of template 53. */
import { addDays, newStep, sampleBooking } from '../../sandbox/hotel';
import { readTemplate, textOf } from '../../sandbox/start/environment';
import { deskLogin } from '../../sandbox/start/credentials';
import { fillInForm } from '../../sandbox/start/form';
import { openTestEnvironment, SANDBOX_TEST_MS, type SandboxEnvironment } from '../support/environment';
import { N8N_SETUP_MS } from '../support/n8n';
import { inDays } from '../support/today';

jest.setTimeout(SANDBOX_TEST_MS);

let environment: SandboxEnvironment;
let form: string;

beforeAll(async () => {
	environment = await openTestEnvironment();
	form = await environment.n8n.api.createWorkflow(await readTemplate('53-report-to-booking-com'));
	await environment.n8n.activate(form);
	const booked = (reservationId: string, checkIn: string, rooms = 1) => {
		const room = { checkIn, checkOut: addDays(checkIn, 3) };
		return newStep(sampleBooking({ reservationId, rooms: Array.from({ length: rooms }, () => room) }));
	};
	environment.bookingCom.bookedBefore(
		booked('80001', inDays(0)),
		booked('80002', inDays(30)),
		booked('80003', inDays(40), 2),
	);
}, N8N_SETUP_MS);

afterAll(async () => {
	await environment?.close();
}, 60_000);

const report = async (...typed: string[]) =>
	textOf((await fillInForm(environment.n8n, form, typed, { headers: deskLogin(environment.secrets) })).answer);
const reported = () => environment.bookingCom.reports().map(({ reservationId, kind }) => `${reservationId} ${kind}`);

test('who has only the address gets no further', async () => {
	await expect(fillInForm(environment.n8n, form, [])).rejects.toThrow('The form answered 401');
});

test('a guest who has not come: the fee is waived, and told again nothing is doubled', async () => {
	const what = [' 80001 ', 'Guest has not come: waive the fee', '', '', '', ''];
	expect(await report(...what)).toContain('Reported');
	expect(await report(...what)).toContain('had been told before');
	expect(environment.bookingCom.reports()).toEqual([{ reservationId: '80001', kind: 'is_no_show', waivesFee: true }]);
});

test('what Booking.com refuses is shown in its words', async () => {
	const answer = await report('80002', 'Guest has not come: charge the fee', '', '', '', '');
	expect(answer).toContain('Nothing was reported');
	expect(answer).toContain('until 48 hours later');
});

test('a card that cannot be charged, and the cancellation for it', async () => {
	expect(await report('80002', 'Cancel: no valid card was given', '', '', '', '')).toContain('Nothing was reported');
	expect(await report('80002', 'Card cannot be charged', '', '', '', '')).toContain('Reported');
	expect(await report('80002', 'Cancel: no valid card was given', '', '', '', '')).toContain('Reported');
	expect(reported().filter((each) => each.startsWith('80002'))).toEqual([
		'80002 cc_is_invalid',
		'80002 cancel_reservation_invalid_cc',
	]);
});

test('a stay that has changed: the form says which rooms there are, then takes one', async () => {
	const departure = inDays(42);
	const several = await report('80003', 'Stay has changed', '', '', departure, '');
	expect(several).toContain('461 (');
	expect(await report('80003', 'Stay has changed', '461', '', departure, '199.90')).toContain('Reported');
	expect(environment.bookingCom.reports().at(-1)?.changes).toEqual([
		{ room: '461', checkIn: null, checkOut: departure, price: '199.90' },
	]);
});
