/** The desk's form: who has still to be asked for documents, and what they say, through a real n8n into SelfKey. */
import { textOf } from '../../sandbox/start/environment';
import { deskLogin } from '../../sandbox/start/credentials';
import { fillInForm } from '../../sandbox/start/form';
import { readTemplate } from '../../sandbox/start/templates';
import { openTestEnvironment, SANDBOX_TEST_MS, type SandboxEnvironment } from '../support/environment';
import { N8N_SETUP_MS } from '../support/n8n';
import { inDays } from '../support/today';

jest.setTimeout(SANDBOX_TEST_MS);

let environment: SandboxEnvironment;
let workflow: string;
let booking: { id: string; bookingNumber: number };

beforeAll(async () => {
	environment = await openTestEnvironment();
	const template = await readTemplate('70-guest-registration');
	workflow = await environment.n8n.api.createWorkflow(template);
	// The editor drops the settings of a file; the note on the canvas tells a person to set them.
	const { versionId } = await environment.n8n.api.workflow(workflow);
	await environment.n8n.api.session.request('PATCH', `/workflows/${workflow}`, {
		settings: template.settings,
		versionId,
	});
	await environment.n8n.activate(workflow);
	// As a channel's guest is: sold, with placeholders for the documents.
	const id = await environment.selfKey.directSale({ room: '101', checkIn: inDays(3), checkOut: inDays(4) });
	await environment.selfKey.db(
		`UPDATE "bookings" SET "clientBirthDate" = '1800-01-01', "clientIdNumber" = 'TO-BE-ASKED' WHERE "id" = $1`,
		[id],
	);
	await environment.selfKey.db(
		`INSERT INTO "booking_external_references" ("hotelSlug", "channel", "propertyId", "reservationId", "roomStayId", "bookingId", "baseline", "identityMissing", "createdAt", "updatedAt")
		SELECT "hotelSlug", 'booking.com', '1', 'B-1', '1', "id", '{}', TRUE, now(), now() FROM "bookings" WHERE "id" = $1`,
		[id],
	);
	const [row] = await environment.selfKey.db<{ bookingNumber: number }>(
		'SELECT "bookingNumber" FROM "bookings" WHERE "id" = $1',
		[id],
	);
	booking = { id, bookingNumber: row?.bookingNumber ?? 0 };
}, N8N_SETUP_MS);

afterAll(async () => {
	await environment?.close();
}, 60_000);

const enter = async (birthDate: string, idNumber: string) => {
	const typed = [String(booking.bookingNumber), birthDate, 'Passport', idNumber];
	const headers = deskLogin(environment.secrets);
	const { shown, answer } = await fillInForm(environment.n8n, workflow, typed, { headers });
	return { shown: textOf(shown), answer: textOf(answer) };
};
const documents = async () =>
	await environment.selfKey.db(
		`SELECT "clientBirthDate"::date::text AS "birthDate", "clientIdNumber" AS "idNumber" FROM "bookings" WHERE "id" = $1`,
		[booking.id],
	);

test('says what is wrong, and enters nothing', async () => {
	const { shown, answer } = await enter('2999-01-01', 'C01X00T47');
	expect(shown).toContain(`Still to be asked: ${booking.bookingNumber} (101, from ${inDays(3)})`);
	expect(answer).toMatch(/Nothing was entered.*birth_date \(YYYY-MM-DD, from/s);
	expect(await documents()).toEqual([{ birthDate: '1800-01-01', idNumber: 'TO-BE-ASKED' }]);
});

test('enters what the guest says, says what is still missing, and takes the guest off the list', async () => {
	expect((await enter('1985-07-14', 'C01X00T47')).answer).toContain(
		`Booking ${booking.bookingNumber}: nothing is missing any more.`,
	);
	expect(await documents()).toEqual([{ birthDate: '1985-07-14', idNumber: 'C01X00T47' }]);
	expect((await enter('', '')).shown).toContain(
		'Nobody in the house, and nobody who arrives within a week, is still to be asked.',
	);
});

test('says why there is no list, and not that nobody is on it', async () => {
	environment.selfKey.faults.down(true);
	const { answer } = await enter('1985-07-14', 'C01X00T47').finally(() => environment.selfKey.faults.down(false));
	expect(answer).toContain('SelfKey did not return the list');
	expect(answer).not.toContain('Nobody');
});

test('leaves no documents in n8n’s executions', async () => {
	const { api } = environment.n8n;
	const isGone = async () => {
		const kept = await api.executions({ workflowId: workflow });
		const held = await Promise.all(kept.map(async ({ id }) => JSON.stringify(await api.execution(id))));
		return !held.some((execution) => /C01X00T47|1985-07-14|2999-01-01/.test(execution));
	};
	expect(await environment.n8n.waitFor(isGone, { what: 'n8n to forget the documents' })).toBe(true);
});
