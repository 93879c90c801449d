/** The sandbox's calendars as a source of the channel contract. Only the clock is not real: absence takes hours. */
import { AirbnbTrigger } from '../../nodes/Airbnb/AirbnbTrigger.node';
import { recordOf } from '../../core/payload/field-reader';
import { CalendarFeedsApi } from '../../credentials/CalendarFeedsApi.credentials';
import { Listing, startCalendars, type CalendarsSandbox, type Dialect, type FaultKind } from '../../sandbox/ical';
import type { Connection, Told } from './channel-contract';
import { fakeContext, type FakeContext, type FakeContextOptions } from './fake-context';
import { pollingNode } from './polling-node';
import { startRecordingProxy } from './recording-proxy';

export const LISTING = '41234567';
const OTHER_LISTING = '41234568';
/** Parts of the secret address. */
export const feedSecrets = ['.ics', 's='];
const HOUR_MS = 3_600_000;
const FAULTS: readonly FaultKind[] = ['blank', 'html', 'truncated', 'cutOff', 'reset', 'serverError', 'notFound'];

/** Time as the node and the sandbox see it; everything else runs as it does. */
export function stopTheClock(at: Date): void {
	jest.useFakeTimers({
		now: at,
		doNotFake: [
			'hrtime',
			'nextTick',
			'performance',
			'queueMicrotask',
			'setImmediate',
			'clearImmediate',
			'setInterval',
			'clearInterval',
			'setTimeout',
			'clearTimeout',
		],
	});
}

export function passHours(hours: number): void {
	jest.setSystemTime(Date.now() + hours * HOUR_MS);
}

export function feedTriggerContext(
	{ addressOf }: Pick<CalendarsSandbox, 'addressOf'>,
	channel: Dialect,
	options: FakeContextOptions & { listings?: string[] } = {},
): FakeContext {
	const secretAddresses = (options.listings ?? [LISTING]).map((id) => `${id} = ${addressOf(id)}`).join('\n');
	return fakeContext({
		credentials: { calendarFeedsApi: { type: new CalendarFeedsApi(), data: { propertyId: '38831', secretAddresses } } },
		timeZone: 'Europe/Zurich',
		...options,
		parameters: { source: 'calendarFeed', channel, acceptedCodes: '', options: {}, ...options.parameters },
	});
}

/** A channel's calendar with the trigger connected to it: a source that can only show what stands. */
export async function calendarFeedConnection(dialect: Dialect): Promise<Connection> {
	const listing = new Listing(LISTING, dialect);
	// What stands beside the booking: a calendar without any proves nothing of one that is gone.
	listing.closures.push({ uid: 'season', start: '2027-10-01', end: '2027-11-01' });
	const other = new Listing(OTHER_LISTING, dialect);
	other.book({
		...{ code: 'HMBESIDE01', uid: 'beside', checkIn: '2027-05-01', checkOut: '2027-05-08' },
		...{ guest: 'Ada', phoneEnd: '1234', isCancelled: false },
	});
	const sandbox = await startCalendars({ listings: [listing, other] });
	const proxy = await startRecordingProxy(sandbox.url);
	const addressOf = (id: string) => sandbox.addressOf(id).replace(sandbox.url, proxy.url);
	const listings = [LISTING, OTHER_LISTING];
	const newNode = () => pollingNode(new AirbnbTrigger(), feedTriggerContext({ addressOf }, dialect, { listings }));
	let node = newNode();
	let last: Told | null = null;
	const pollToTheEnd = async () => {
		await node.receive();
		await node.end('success');
	};
	const tell = async (told: Told) => {
		passHours(1);
		// A calendar that says the same again is quiet, so that only a node that has forgotten it tells it again.
		if (last?.event === told.event && last.place === told.place) node = newNode();
		last = told;
		listing.book({
			...{ code: told.reservationId, uid: told.reservationId, checkIn: told.checkIn, checkOut: told.checkOut },
			...{ guest: told.wish, phoneEnd: '1234', wish: told.wish, isCancelled: false },
		});
		if (told.event !== 'cancelled') return;
		await pollToTheEnd();
		listing.change(told.reservationId, { isCancelled: true });
		for (const hours of [1, 3]) {
			passHours(hours);
			await pollToTheEnd();
		}
		passHours(3);
	};
	return {
		tell,
		receive: async () => {
			const { items, ...received } = await node.receive();
			return { ...received, items: items.filter(({ airbnb }) => recordOf(airbnb)['listingId'] === LISTING) };
		},
		end: async (status) => await node.end(status),
		wire: () => proxy.passed.map(({ responseBody }) => responseBody).join('\n'),
		faults: Object.fromEntries(FAULTS.map((kind) => [kind, () => sandbox.faults.next(kind, { times: 9 })])),
		async close() {
			await proxy.close();
			await sandbox.close();
		},
	};
}
