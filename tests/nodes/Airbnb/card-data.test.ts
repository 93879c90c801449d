/** Whatever a guest or a host typed into one of Airbnb's texts or a calendar's, nothing that reads gives a card number out. */
import type { IDataObject } from 'n8n-workflow';
import { CalendarFeedsApi } from '../../../credentials/CalendarFeedsApi.credentials';
import { Airbnb } from '../../../nodes/Airbnb/Airbnb.node';
import { AirbnbNotificationTrigger } from '../../../nodes/Airbnb/AirbnbNotificationTrigger.node';
import { AirbnbTrigger } from '../../../nodes/Airbnb/AirbnbTrigger.node';
import { sampleReservation, startAirbnb, type AirbnbSandbox } from '../../../sandbox/airbnb';
import { seededRandom } from '../../../sandbox/hotel';
import { Listing, startCalendars, type CalendarsSandbox, type Dialect } from '../../../sandbox/ical';
import {
	airbnbApplication,
	airbnbCredential,
	airbnbNodeContext,
	airbnbTriggerContext,
	pollAirbnb,
	runAirbnb,
} from '../../support/airbnb-node';
import { ADDRESS_SECRET } from '../../support/airbnb-notifications';
import { feedTriggerContext } from '../../support/calendar-feed-channel';
import type { FakeContext } from '../../support/fake-context';
import { callWebhook } from '../../support/fake-webhook';
import { startRecordingProxy, type RecordingProxy } from '../../support/recording-proxy';
import { inDays } from '../../support/today';
import { withTypedCalendar, withTypedTexts } from '../../support/typed-answers';

jest.mock('n8n-workflow', () => ({ ...jest.requireActual('n8n-workflow'), sleep: jest.fn(async () => undefined) }));

const CODE = 'HMABCDEFGH';
let airbnb: AirbnbSandbox;
let calendars: CalendarsSandbox;
let partner: RecordingProxy;
let feeds: RecordingProxy;
/** Airbnb's words are left as they are, unless a test says otherwise. */
let texts: ReadonlySet<string>;

/** Airbnb's fields for what people write, and for words that it may replace by others. */
const TEXTS = new Set(
	'guest_first_name guest_last_name guest_email guest_phone_numbers guest_preferred_locale localized_description name nickname title description notes fee_type tax_type promotion_type cancellation_policy_category city street'.split(
		' ',
	),
);

beforeAll(async () => {
	airbnb = await startAirbnb({ application: airbnbApplication });
	for (const [number, code] of [CODE, 'HMREQUEST1', 'HMCANCELLED'].entries()) {
		const stay = { startDate: inDays(10 * (number + 1)), nights: 2, number };
		airbnb.account.put({ ...sampleReservation(seededRandom(number), airbnb.host.listings[1]!, stay), code });
	}
	airbnb.account.setStatus('HMREQUEST1', 'pending');
	airbnb.account.cancel('HMCANCELLED', 'guest');
	partner = await startRecordingProxy(airbnb.url);
	// A host's note on a day, which the sandbox's calendar does not have.
	const noted = (body: string) => body.replace(/"reservation_code":/g, '"notes":"late","reservation_code":');
	partner.alter = (answer) => ({ ...answer, body: withTypedTexts(noted(answer.body), texts) });

	const listings = (['airbnb', 'vrbo', 'booking.com'] as const).map((dialect) => new Listing(dialect, dialect));
	for (const [number, listing] of listings.entries()) {
		const stay = { checkIn: inDays(20 + number), checkOut: inDays(23 + number), isCancelled: false };
		listing.book({ ...stay, code: `HMFEED000${number}`, uid: `feed-${number}`, guest: 'Ada', phoneEnd: '1234' });
	}
	calendars = await startCalendars({ listings });
	feeds = await startRecordingProxy(calendars.url);
	feeds.alter = (answer) => ({ ...answer, body: withTypedCalendar(answer.body) });
});
beforeEach(() => {
	texts = TEXTS;
});
afterAll(async () => {
	await Promise.all([partner.close(), feeds.close()]);
	await Promise.all([airbnb.close(), calendars.close()]);
});

const host = () => ({ url: partner.url, host: airbnb.host });
const addressOf = (id: string) => calendars.addressOf(id).replace(calendars.url, feeds.url);
const calendarCredential = () => ({
	calendarFeedsApi: {
		type: new CalendarFeedsApi(),
		data: { propertyId: '38831', secretAddresses: `vrbo = ${addressOf('vrbo')}\nairbnb = ${addressOf('airbnb')}` },
	},
});

const PARAMETERS: Readonly<Record<string, () => IDataObject>> = {
	'reservation.get': () => ({ confirmationCode: CODE }),
	'reservation.getAll': () => ({ returnAll: true, 'filters.requests': true, filters: { requests: true } }),
	'reservation.getPage': () => ({ pageSize: 5 }),
	'listing.getAll': () => ({ returnAll: true }),
	'calendar.get': () => ({ listingId: airbnb.host.listings[1]!.id, from: inDays(9), until: inDays(13) }),
	'calendarFeed.read': () => ({ channel: 'vrbo', options: {} }),
	'calendarFeed.getPage': () => ({ channel: 'vrbo', pageSize: 5, options: {} }),
};

const reading = new Airbnb().description.properties
	.filter(({ name }) => name === 'operation')
	.flatMap(({ displayOptions, options = [] }) =>
		options.flatMap((option) =>
			'value' in option && /^(?:get|read)/.test(String(option.value))
				? [`${String(displayOptions?.show?.resource?.[0])}.${String(option.value)}`]
				: [],
		),
	);

it('is tried with each operation that reads', () => {
	expect(Object.keys(PARAMETERS).sort()).toEqual([...reading].sort());
});

/** All that n8n would keep: items, what is told beside them, and what the trigger remembers. */
function keptBy({ emitted, emittedErrors, hints, poll }: FakeContext, items: unknown): string {
	const errors = emittedErrors.map(({ message }) => message);
	const remembered = poll.getWorkflowStaticData('node');
	return JSON.stringify([items, emitted.map((each) => each.items), errors, hints, remembered]);
}

function expectNoCard(said: string): void {
	const words = said.replace(/ends in \d{4}|sha256:[0-9a-f]+/g, '');
	expect(words).not.toMatch(/4111|1111|5555|4444|CVC 737/);
}

it.each(reading)('%s', async (name) => {
	const [resource = '', operation = ''] = name.split('.');
	const credentials = { ...airbnbCredential(host()), ...calendarCredential() };
	const context = airbnbNodeContext(host(), resource, operation, {
		credentials,
		parameters: PARAMETERS[name]?.() ?? {},
	});
	const said = keptBy(context, await runAirbnb(context));
	// Something was typed, and was read.
	expect(said).toContain('card number removed');
	expectNoCard(said);
});

it.each(['reservation.getAll', 'reservation.getPage', 'reservation.get'])('%s where a status is none', async (name) => {
	texts = new Set(['status_type']);
	const [resource = '', operation = ''] = name.split('.');
	const context = airbnbNodeContext(host(), resource, operation, { parameters: PARAMETERS[name]?.() ?? {} });
	expectNoCard(keptBy(context, await runAirbnb(context).catch(({ message }: Error) => message)));
});

it('the trigger of the partner API', async () => {
	const context = airbnbTriggerContext(host());
	const items = await pollAirbnb(new AirbnbTrigger(), context);
	expect(JSON.stringify(items)).toContain('card number removed');
	texts = new Set(['status_type']);
	await pollAirbnb(new AirbnbTrigger(), context).catch(() => null);
	expectNoCard(keptBy(context, items));
});

it.each<[Dialect, boolean]>([
	['vrbo', true],
	['airbnb', false],
	['booking.com', false],
])('the trigger of a calendar of %s', async (dialect, showsGuests) => {
	const context = feedTriggerContext({ addressOf }, dialect, { listings: [dialect] });
	const items = await pollAirbnb(new AirbnbTrigger(), context);
	const said = keptBy(context, items);
	expect(said.includes('card number removed')).toBe(showsGuests);
	expectNoCard(said);
});

it('the notification trigger, whatever the notification says', async () => {
	const typed = 'Dupont 4111 1111 1111 1111 CVC 737';
	for (const action of ['reservation_acceptance_confirmation', typed, `${'x'.repeat(82)} ${typed} ${'y'.repeat(999)}`])
		for (const status of [false, true]) {
			texts = status ? new Set(['status_type']) : TEXTS;
			const reservation = { confirmation_code: CODE, guest_last_name: typed, [typed]: typed };
			const answer = await callWebhook(new AirbnbNotificationTrigger(), {
				headers: { 'content-type': 'application/json' },
				parameters: { addressSecret: ADDRESS_SECRET, options: {} },
				credentials: airbnbCredential(host()),
				body: JSON.stringify({ action, reservation }),
			});
			expectNoCard(JSON.stringify(answer));
			const [item] = answer.items as Array<{ airbnb: { action: string } }>;
			if (item) expect(item.airbnb.action.length).toBeLessThanOrEqual(100);
		}
});
