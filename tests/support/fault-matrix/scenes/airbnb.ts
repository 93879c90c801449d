/** Airbnb: what is read of its partner API and sent to it, and the calendars that it exports. */
import type { IDataObject } from 'n8n-workflow';
import { AirbnbTrigger } from '../../../../nodes/Airbnb/AirbnbTrigger.node';
import { sampleReservation, startAirbnb, type AirbnbSandbox } from '../../../../sandbox/airbnb';
import { addDays, seededRandom } from '../../../../sandbox/hotel';
import { Listing, startCalendars } from '../../../../sandbox/ical';
import {
	airbnbApplication,
	airbnbNodeContext,
	airbnbSecrets,
	airbnbTriggerContext,
	runAirbnb,
} from '../../airbnb-node';
import { feedTriggerContext } from '../../calendar-feed-channel';
import { attemptOf, readyItems } from '../attempt';
import { startFaultyProxy } from '../faulty-proxy';
import type { Remote, Scene } from '../scene';
import { inDays } from '../../today';

async function open(work: (sandbox: AirbnbSandbox, real: AirbnbSandbox) => Omit<Scene, 'proxy' | 'close'>) {
	const real = await startAirbnb({ application: airbnbApplication });
	const proxy = await startFaultyProxy(real.url);
	const sandbox = Object.create(real, { url: { value: proxy.url } }) as AirbnbSandbox;
	const close = async () => {
		await proxy.close();
		await real.close();
	};
	return { ...work(sandbox, real), proxy, close };
}

/** Two pages of reservations. */
const reading = () =>
	open((sandbox, real) => {
		const codes = Array.from({ length: 60 }, (_, n) => `HM${String(n).padStart(8, '0')}`);
		for (const [number, code] of codes.entries()) {
			const listing = real.host.listings[number % real.host.listings.length]!;
			const stay = { startDate: inDays(10 + 4 * number), nights: 2, number };
			real.account.put({ ...sampleReservation(seededRandom(number), listing, stay), code });
		}
		const received = new Set<string>();
		const staticData: IDataObject = {};
		return {
			wanted: codes,
			held: () => [...received].sort(),
			async run(watch) {
				const attempt = await attemptOf(new AirbnbTrigger(), watch(airbnbTriggerContext(sandbox, { staticData })));
				for (const code of attempt.done) received.add(code);
				return attempt;
			},
		};
	});

/** Two listings, each with nights to close. */
const calendars = () =>
	open((sandbox, real) => {
		const listings = real.host.listings.slice(0, 2).map(({ id }) => id);
		const date = inDays(700);
		const wanted = listings.map((id) => `${id} ${date}`);
		let refused: string | null = null;
		return {
			wanted,
			held: () =>
				listings
					.filter((id) => real.account.night(id, date).availability === 'unavailable')
					.map((id) => `${id} ${date}`),
			async run(watch, pending) {
				const items = pending.map((name): IDataObject => ({ listingId: name === refused ? '4' : name.split(' ')[0] }));
				const context = airbnbNodeContext(sandbox, 'calendar', 'update', {
					items,
					continueOnFail: true,
					parameters: {
						listingId: '={{ $json.listingId }}',
						from: date,
						until: addDays(date, 1),
						availability: 'unavailable',
					},
				});
				return readyItems(await runAirbnb(watch(context)), ({ listingId }) => `${String(listingId)} ${date}`);
			},
			async refuseOne() {
				refused = wanted[0] ?? null;
				return async () => void (refused = null);
			},
		};
	});

/** Three calendars at one address, each with a booking. */
async function calendarFeeds(): Promise<Scene> {
	const ids = ['101', '102', '103'];
	const listings = ids.map((id, n) => {
		const listing = new Listing(id, 'airbnb');
		listing.book({
			...{ code: `HMFEED000${n}`, uid: `uid-${n}`, guest: 'Ada', phoneEnd: '1234', isCancelled: false },
			...{ checkIn: inDays(20), checkOut: inDays(22) },
		});
		return listing;
	});
	const real = await startCalendars({ listings });
	const proxy = await startFaultyProxy(real.url);
	const addressOf = (id: string) => real.addressOf(id).replace(real.url, proxy.url);
	const received = new Set<string>();
	const staticData: IDataObject = {};
	return {
		proxy,
		wanted: ids.map((_, n) => `HMFEED000${n}`),
		held: () => [...received].sort(),
		async run(watch) {
			const context = watch(feedTriggerContext({ addressOf }, 'airbnb', { listings: ids, staticData }));
			const attempt = await attemptOf(new AirbnbTrigger(), context);
			for (const code of attempt.done) received.add(code);
			return attempt;
		},
		async close() {
			await proxy.close();
			await real.close();
		},
	};
}

const json = (body: unknown) => ({
	status: 200,
	headers: { 'Content-Type': 'application/json' },
	body: JSON.stringify(body),
});
const common = {
	system: 'Airbnb',
	name: /Airbnb/,
	secrets: airbnbSecrets,
	errorsInside: json({ error_code: 'system_error', error: 'unavailable' }),
};

export const airbnb: Remote[] = [
	{ ...common, work: 'reading', open: reading, on: ({ path }) => path === '/v2/reservations' },
	{ ...common, work: 'calendar', open: calendars, on: ({ path }) => path === '/v2/calendar_operations' },
	{
		system: 'Calendar (iCal)',
		work: 'reading',
		name: /The calendar of \d+ cannot be read/,
		secrets: ['.ics', 's='],
		open: calendarFeeds,
		on: ({ path }) => path.includes('101'),
	},
];
