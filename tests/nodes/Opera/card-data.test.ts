/** Whatever somebody typed into one of OPERA's texts, no operation that reads gives a card number out. */
import type { IDataObject } from 'n8n-workflow';
import { Opera } from '../../../nodes/Opera/Opera.node';
import { OperaTrigger } from '../../../nodes/Opera/OperaTrigger.node';
import { startOpera, type OperaSandbox } from '../../../sandbox/opera';
import { operaOptions, operaTriggerContext, runOpera } from '../../support/opera-node';
import { startRecordingProxy, type RecordingProxy } from '../../support/recording-proxy';
import { withTypedTexts } from '../../support/typed-answers';

let opera: OperaSandbox;
let proxy: RecordingProxy;

beforeAll(async () => {
	opera = await startOpera(operaOptions);
	proxy = await startRecordingProxy(opera.url);
	for (const surname of ['Favre', 'Blanc'])
		opera.deskBook({
			...{ givenName: 'Ada', surname, arrival: '2027-09-01', departure: '2027-09-02' },
			roomType: opera.configuration.roomTypes[0]?.code ?? '',
		});
	const closure = { start: '2027-02-01', end: '2027-02-03', reasonCode: 'AC', reasonDescription: 'Air conditioning' };
	opera.closeRoom({ ...closure, roomId: '102', status: 'OutOfOrder' });
	proxy.alter = (answer) => ({ ...answer, body: withTypedTexts(answer.body, TEXTS) });
});

afterAll(async () => {
	await proxy.close();
	await opera.close();
});

/** OPERA's fields for what people write. */
const TEXTS = new Set(
	'surname givenName emailAddress phoneNumber language nationality description reasonDescription value'.split(' '),
);

const PARAMETERS: Readonly<Record<string, () => IDataObject>> = {
	'reservation.get': () => ({ reservationId: opera.stays()[0]?.id ?? '' }),
	'reservation.getAll': () => ({ returnAll: true }),
	'reservation.getPage': () => ({ pageSize: 5 }),
	'guest.get': () => ({ profileId: opera.stays()[0]?.profileId ?? '' }),
	'guest.getAll': () => ({ returnAll: true, contactData: true }),
	'room.getAll': () => ({ returnAll: true }),
	'inventory.getAll': () => ({ returnAll: true, from: '2027-02-03', to: '2027-02-04' }),
};

const reading = new Opera().description.properties
	.filter(({ name }) => name === 'operation')
	.flatMap(({ displayOptions, options = [] }) =>
		options.flatMap((option) =>
			'value' in option && String(option.value).startsWith('get')
				? [`${String(displayOptions?.show?.resource?.[0])}.${String(option.value)}`]
				: [],
		),
	);

it('is tried with each operation that reads', () => {
	expect(Object.keys(PARAMETERS).sort()).toEqual([...reading].sort());
});

it('the trigger, and what it remembers', async () => {
	const { poll, emitted, emittedErrors } = operaTriggerContext(proxy.url);
	await new OperaTrigger().poll.call(poll);
	expectNoCard([emitted.map(({ items }) => items), emittedErrors.map(String), poll.getWorkflowStaticData('node')]);
	expect(JSON.stringify(emitted.map(({ items }) => items))).toContain('card number removed');
});

function expectNoCard(kept: unknown): void {
	const words = JSON.stringify(kept).replace(/ends in \d{4}|sha256:[0-9a-f]+/g, '');
	expect(words).not.toMatch(/4111|1111|5555|4444|CVC 737/);
}

it('a number that is split over two notes is in neither', async () => {
	const read = { resource: 'reservation', operation: 'get', parameters: PARAMETERS['reservation.get']?.() ?? {} };
	const whole = proxy.alter;
	proxy.alter = (answer) => ({ ...answer, body: withNotes(answer.body, ['late 4111 1111', '1111 1111 thanks']) });
	const [item] = await runOpera(proxy.url, read);
	proxy.alter = whole;
	expect(item?.json.notes).toEqual(['late [card number removed, ends in 1111]', ' thanks']);
});

/** An answer with one reservation, which gets these comments. */
function withNotes(body: string, notes: string[]): string {
	const answer = JSON.parse(body) as { reservations?: { reservation?: Array<{ comments?: unknown }> } };
	for (const reservation of answer.reservations?.reservation ?? [])
		reservation.comments = notes.map((value, id) => ({ comment: { text: { value } }, id: String(id) }));
	return JSON.stringify(answer);
}

it.each(reading)('%s', async (name) => {
	const [resource = '', operation = ''] = name.split('.');
	const items = await runOpera(proxy.url, { resource, operation, parameters: PARAMETERS[name]?.() ?? {} });
	expect(items.length).toBeGreaterThan(0);
	const said = items.map(({ json }) => json);
	// Something was typed, and was read.
	expect(JSON.stringify(said)).toContain('card number removed');
	expectNoCard(said);
});
