/** OPERA, Airbnb and the calendars as sources, with what people type in each text that they have. */
import { UNFINISHED } from '../../sandbox/n8n/host/api';
import { sampleReservation } from '../../sandbox/airbnb';
import { seededRandom } from '../../sandbox/hotel';
import { Listing } from '../../sandbox/ical';
import { calendarAccount } from '../../sandbox/start/credentials';
import type { RecordingProxy } from '../support/recording-proxy';
import { changeCredential, type SandboxEnvironment } from '../support/environment';
import { inDays } from '../support/today';
import { withTypedCalendar, withTypedTexts } from '../support/typed-answers';
import { startedBy } from '../support/webhooks';
import { ourNode, runByHand } from './other-sources';

export interface HotelSystems {
	environment: SandboxEnvironment;
	opera: RecordingProxy;
	airbnb: RecordingProxy;
	calendars: RecordingProxy;
	/** A text with a number in it, for the n-th place. */
	typed: (n: number) => string;
	ways: number;
}

/** How many items were read by hand from each, and how many runs each trigger has started. */
export type PlayedSystems = Record<'operaItems' | 'airbnbItems' | 'feedItems' | 'triggered', number>;

/** The fields of both systems for what people write. */
const TEXTS = new Set(
	`surname givenName emailAddress phoneNumber language nationality description reasonDescription value
	guest_first_name guest_last_name guest_email guest_phone_numbers guest_preferred_locale localized_description
	name nickname title notes fee_type tax_type promotion_type cancellation_policy_category`.split(/\s+/),
);

export async function playHotelSystems(systems: HotelSystems): Promise<PlayedSystems> {
	const { environment, opera, airbnb, calendars, typed } = systems;
	await connect(systems);
	let place = 0;
	const next = () => typed(place++);
	opera.alter = (answer, { path }) =>
		/^\/(?:rsv|crm|fof|inv|int)\//.test(path) ? { ...answer, body: withTypedTexts(answer.body, TEXTS, next) } : answer;
	airbnb.alter = (answer, { path }) =>
		path.includes('oauth2') ? answer : { ...answer, body: withTypedTexts(answer.body, TEXTS, next) };
	calendars.alter = (answer) => ({ ...answer, body: withTypedCalendar(answer.body, next) });

	fill(systems);
	const triggered = [
		...(await runOnce(environment, environment.templates.opera)),
		...(await runOnce(environment, environment.templates.changes)),
		...(await runOnce(environment, environment.templates.airbnb)),
		...(await runOnce(environment, environment.templates.calendars)),
	];
	await importGuests(environment);
	const [stay] = environment.opera.stays();
	const read = async (type: string, all: Array<Record<string, unknown>>) => {
		let items = 0;
		for (const parameters of all)
			items += await runByHand(environment, `Read ${type}`, ourNode('Read', type, parameters));
		return items;
	};
	return {
		triggered: triggered.length,
		operaItems: await read('opera', [
			{ resource: 'reservation', operation: 'get', reservationId: stay?.id },
			{ resource: 'reservation', operation: 'getAll', returnAll: true },
			{ resource: 'guest', operation: 'get', profileId: stay?.profileId },
			{ resource: 'guest', operation: 'getAll', returnAll: true, contactData: true },
		]),
		airbnbItems: await read('airbnb', [
			{ resource: 'reservation', operation: 'get', confirmationCode: codeOf(0) },
			{ resource: 'reservation', operation: 'getAll', returnAll: true },
			{ resource: 'listing', operation: 'getAll', returnAll: true, simplify: false },
			{
				...{ resource: 'calendar', operation: 'get', from: inDays(20), until: inDays(24) },
				listingId: environment.airbnb.host.listings[0]?.id,
			},
		]),
		feedItems: await read('airbnb', [{ resource: 'calendarFeed', operation: 'read', channel: 'vrbo' }]),
	};
}

const codeOf = (n: number) => `HMCARD000${n}`;

async function connect({ environment, opera, airbnb, calendars }: HotelSystems): Promise<void> {
	const { secretAddresses = '' } = calendarAccount(environment.calendars);
	// Without the tokens of before: those that come now are seen.
	await changeCredential(environment, 'operaApi', { baseUrl: opera.url, accessToken: '' });
	await changeCredential(environment, 'airbnbApi', { baseUrl: airbnb.url, accessToken: '' });
	await changeCredential(environment, 'calendarFeedsApi', {
		secretAddresses: secretAddresses.replaceAll(environment.calendars.url, calendars.url),
	});
}

/** What the desk has booked in OPERA, and guests at Airbnb and in its calendars. */
function fill({ environment: { opera, airbnb, calendars }, ways }: HotelSystems): void {
	for (let n = 0; n < ways; n++) {
		opera.deskBook({
			...{ givenName: 'Ada', surname: `Favre ${n}`, arrival: inDays(400 + n), departure: inDays(401 + n) },
			roomType: opera.configuration.roomTypes[0]?.code ?? '',
		});
		const stay = { startDate: inDays(20 + 3 * n), nights: 2, number: n };
		airbnb.account.put({
			...sampleReservation(seededRandom(n), airbnb.host.listings[0]!, stay),
			...{ code: codeOf(n), status: 'accept' as const },
		});
		for (const listing of calendars.listings.values())
			listing.book({
				...{ code: `HMFEED${listing.id}${n}`, uid: `card-${listing.id}-${n}`, guest: 'Ada', phoneEnd: '1234' },
				...{ checkIn: inDays(200 + 3 * n), checkOut: inDays(202 + 3 * n), isCancelled: false },
			});
	}
}

/** Calendars of both kinds: Vrbo's shows who has booked, Airbnb's what it says of a booking. */
export const cardListings = (): Listing[] => [new Listing('7700301', 'airbnb'), new Listing('7700302', 'vrbo')];

/** The runs of a flow's first poll, all ended. */
async function runOnce(environment: SandboxEnvironment, workflow: string): Promise<unknown[]> {
	const { n8n } = environment;
	const poll = async () => {
		await n8n.activate(workflow);
		await n8n.waitFor(async () => (await n8n.api.executions({ workflowId: workflow })).length > 0, {
			what: `a run of ${workflow}`,
			timeoutMs: 120_000,
		});
	};
	const runs = await startedBy(environment, workflow, poll, 'trigger');
	await n8n.deactivate(workflow);
	return runs;
}

async function importGuests({ n8n, templates }: SandboxEnvironment): Promise<void> {
	const id = await n8n.api.runManually(templates.guests, 'Start now');
	await n8n.waitFor(async () => !UNFINISHED.includes((await n8n.api.execution(id)).status), {
		...{ what: 'the import of guests', timeoutMs: 120_000 },
	});
}
