/**
 * From the sale of a night's last room until another channel no longer sells it, in a real n8n with templates 10, 20 and 50
 * as they are shipped, one sale after the other in a house that is otherwise at rest.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { dateIn } from '../../core/reservation/dates';
import { addDays, newStep, sampleBooking, seededRandom } from '../../sandbox/hotel';
import { openSandbox, productionUrl, type SandboxEnvironment } from '../../sandbox/start/environment';
import { untilDone } from '../../sandbox/start/progress';
import { timingOf, type Timing } from '../measure';
import { within, type Case } from '../report';

/** Seconds. Booking.com is asked every 20, SelfKey's own side calls n8n. */
const GOALS = { channel: { half: 15, most: 30 }, direct: { most: 5 } };
const POLL_SECONDS = 20;
/** A sale is not to follow the poll before it: it comes at any moment between two. */
const MAX_PAUSE_MS = 1_000 * POLL_SECONDS;
const PATIENCE_MS = 180_000;

/** Rooms of one type, and the house that sells them. */
interface Shop {
	house: SandboxEnvironment;
	roomTypeId: string;
	listingId: string;
	rooms: string[];
}

function shopIn(house: SandboxEnvironment): Shop {
	const { hotel, airbnb } = house;
	const types = hotel.roomTypes.map(({ id }) => ({
		roomTypeId: id,
		rooms: hotel.rooms.filter(({ roomTypeId }) => roomTypeId === id).map(({ name }) => name),
	}));
	const [fewest] = types.sort((a, b) => a.rooms.length - b.rooms.length);
	const listing = airbnb.host.listings.find(({ roomTypeId }) => roomTypeId === fewest?.roomTypeId);
	if (!fewest || !listing) throw new Error('The sandbox has no room type that is listed at Airbnb');
	return { house, ...fewest, listingId: listing.id };
}

/** When Airbnb was told that the night is closed, epoch milliseconds. */
function closedAtAirbnb({ house, listingId }: Shop, date: string, since: number): number | undefined {
	const { nightChanges } = house.airbnb.account;
	return nightChanges.find(
		(each) => each.listingId === listingId && each.date === date && !each.isOpen && each.at >= since,
	)?.at;
}

function closedAtBookingCom({ house, roomTypeId }: Shop, date: string, since: number): number | undefined {
	const changes = house.bookingCom.roomCountChanges();
	return changes.find(
		(each) => each.roomTypeId === roomTypeId && each.date === date && each.roomsToSell === 0 && each.at >= since,
	)?.at;
}

/** Milliseconds until it is closed wherever it is looked for. */
async function untilClosed(shop: Shop, date: string, sell: () => unknown, looks: ReadonlyArray<typeof closedAtAirbnb>) {
	const since = Date.now();
	await sell();
	const closed = await shop.house.n8n.waitFor(
		() => {
			const times = looks.map((look) => look(shop, date, since));
			return times.every((time) => time !== undefined) ? times : undefined;
		},
		{ what: `${date} to be closed`, timeoutMs: PATIENCE_MS },
	);
	return Math.max(...closed.map((time) => time ?? 0)) - since;
}

const slowest = (samples: readonly number[]): Timing => ({
	...timingOf(samples),
	median: Math.max(...samples),
	spread: 0,
});

/** @param samples sales of each kind */
export async function closure({ samples = 20 } = {}): Promise<Case> {
	const house = await openSandbox({ pollSeconds: POLL_SECONDS });
	const { n8n, selfKey, bookingCom, hotel, templates, secrets } = house;
	try {
		const shop = shopIn(house);
		const [last = '', ...others] = shop.rooms;
		const begin = addDays(dateIn(hotel.timeZone, new Date()), 30);
		// Every other night: a stay that shares a room's gap with its neighbours is moved, which is another matter.
		const nights = Array.from({ length: 2 * samples }, (_, n) => addDays(begin, 2 * n));
		for (const id of [templates.availability, templates.bookingCom, templates.airbnb]) await n8n.activate(id);
		selfKey.webhooks.configure({
			url: await productionUrl(n8n, templates.availability),
			secret: secrets.webhookSecret,
		});
		for (const checkIn of nights)
			for (const room of others) await selfKey.directSale({ room, checkIn, checkOut: addDays(checkIn, 1) });
		await untilDone(house, () => undefined);

		const random = seededRandom(1);
		const spent = { channel: [] as number[], direct: [] as number[] };
		for (const [index, checkIn] of nights.entries()) {
			await wait(random.int(0, MAX_PAUSE_MS));
			const stay = { checkIn, checkOut: addDays(checkIn, 1) };
			if (index % 2 === 0) {
				const rooms = [{ roomTypeId: shop.roomTypeId, ...stay }];
				const step = newStep(sampleBooking({ reservationId: String(6_000_000_000 + index), rooms }));
				spent.channel.push(await untilClosed(shop, checkIn, () => bookingCom.enqueue(step), [closedAtAirbnb]));
			} else {
				const sell = () => selfKey.directSale({ room: last, ...stay });
				spent.direct.push(await untilClosed(shop, checkIn, sell, [closedAtAirbnb, closedAtBookingCom]));
			}
		}
		const [channel, direct] = [timingOf(spent.channel), timingOf(spent.direct)];
		return {
			name: 'closure',
			about: `From the sale of a night's last room until other channels no longer sell it, ${samples} sales of each kind, Booking.com polled every ${POLL_SECONDS} s`,
			figures: [
				within(GOALS.channel.half, { what: 'sold at Booking.com, closed at Airbnb', timing: channel }),
				within(GOALS.channel.most, { what: `the slowest of ${samples}`, timing: slowest(spent.channel) }),
				{ what: 'sold by SelfKey, closed at both', timing: direct },
				within(GOALS.direct.most, { what: `the slowest of ${samples} of these`, timing: slowest(spent.direct) }),
			],
		};
	} finally {
		await house.close();
	}
}
