/** A house with 2,000 rooms is counted once more as often as it is asked, and only where: in statements and rows, not by the clock. */
import type { CalendarRange } from '../../../core/availability/calendar-nights';
import { addDays } from '../../../core/reservation/dates';
import { createSqlBookingStore } from '../../../selfkey';
import type { SqlDatabase } from '../../../selfkey/sql/client';
import { openPglite } from '../../../sandbox/selfkey/pglite';
import { createTables } from '../../../sandbox/selfkey/tables';
import { TestHotel, type OpenedStore } from '../../support/booking-store/test-hotel';

const TODAY = '2026-03-01';
const TYPES = Array.from({ length: 40 }, (_, type) => ({
	id: `${1_000 + type}`,
	rooms: Array.from({ length: 50 }, (__, room) => `${1_000 + type}-${room}`),
}));
const STAYS = 4_000;

interface Given {
	channel: string;
	propertyId: string | null;
	roomTypeId: string;
	ratePlanId: string | null;
	raises: boolean;
	nights: CalendarRange[];
}

/** Rows that each statement has brought. */
const read: Array<{ text: string; rows: number }> = [];

/** The same database, listened to. */
function counted(database: SqlDatabase): SqlDatabase {
	const query: SqlDatabase['query'] = async (text, values) => {
		const answer = await database.query(text, values);
		read.push({ text, rows: answer.rows.length });
		return answer;
	};
	return { query, transaction: (work) => database.transaction(work) };
}

let opened: OpenedStore;
let hotel: TestHotel;
beforeAll(async () => {
	const database = await openPglite();
	await createTables(database);
	opened = {
		...{ database, store: createSqlBookingStore(counted(database)), close: () => database.close() },
		transact: (work) => database.transaction(work),
	};
	const lines = TYPES.flatMap(({ id, rooms }) => [
		[id, rooms],
		[`airbnb/9${id}`, rooms],
	]);
	hotel = await TestHotel.create(opened, {
		types: Object.fromEntries(TYPES.map(({ id, rooms }) => [id, rooms])),
		configuration: {
			roomMap: Object.fromEntries(lines) as Record<string, string[]>,
			properties: { 'booking.com': ['12345'] },
			availability: { horizonNights: 500 },
		},
	});
	await hotel.sellDirectly('1000-0', addDays(TODAY, 100), addDays(TODAY, 102));
	// Two nights each, eight a night, over all rooms.
	await hotel.query(
		`INSERT INTO "bookings" SELECT (jsonb_populate_record(b, jsonb_build_object('id', 'many-' || n, 'bookingNumber', 900000 + n, 'roomId', r."id",
			'checkInDate', $1::text::date + n / 8, 'checkOutDate', $1::text::date + n / 8 + 2))).*
		FROM "bookings" b CROSS JOIN generate_series(1, ${STAYS}) AS n JOIN (SELECT "id", row_number() OVER (ORDER BY "name") AS place FROM "rooms") AS r ON r.place = 1 + n % 2000
		WHERE b."hotelSlug" = $2`,
		[TODAY, hotel.slug],
	);
}, 120_000);
afterAll(() => opened?.close());

const give = async () => {
	const parameters = { subscriber: 'availability', channels: 'booking.com,airbnb', peek: 'true' };
	const { status, body } = await hotel.get('availability', parameters);
	expect(status).toBe(200);
	return body['calendars'] as Given[];
};

/** The same calendars, and of each only the nights. */
function within(given: readonly Given[], start: string, end: string): Given[] {
	return given.flatMap((each) => {
		const nights = each.nights.flatMap((range) => {
			const cut = {
				...range,
				start: range.start > start ? range.start : start,
				end: range.end < end ? range.end : end,
			};
			return cut.start < cut.end ? [cut] : [];
		});
		return nights.length > 0 ? [{ ...each, nights }] : [];
	});
}

const recount = async (given: readonly Given[]) => {
	const items = given.map(({ channel, propertyId, roomTypeId, ratePlanId, nights }) => ({
		...{ channel, propertyId, roomTypeId, ratePlanId },
		nights,
	}));
	read.length = 0;
	const { status, body } = await hotel.ask('availability/recount', { subscriber: 'availability', items });
	expect(status).toBe(200);
	return { changed: body['changed'] as Array<Array<{ start: string; end: string }>>, statements: [...read] };
};

it('looks at the house once, whatever is asked, and reads what stands in the nights', async () => {
	await hotel.ask('availability/ack', { subscriber: 'availability', items: [] });
	const { store } = opened;
	const state = await store.senderState(hotel.slug, 'availability');
	await store.saveSenderState(
		hotel.slug,
		'availability',
		{ ...state, channels: ['booking.com', 'airbnb'] },
		state.round,
	);
	const all = await give();
	expect(all.length).toBeGreaterThan(0);
	const from = addDays(TODAY, 40);
	const [few, more] = [within(all, from, addDays(from, 1)), within(all, from, addDays(from, 40))];
	expect(few.length).toBeGreaterThan(0);
	const [one, many] = [await recount(few.slice(0, 1)), await recount(more)];
	expect(one.changed).toEqual([[]]);
	expect(many.changed.flat()).toEqual([]);
	// One statement more or fewer would be one for each item, batch or night.
	expect(many.statements.length).toBe(one.statements.length);
	expect(one.statements.length).toBeLessThan(20);
	const staysRead = ({ statements }: typeof one) =>
		statements.flatMap(({ text, rows }) => (text.includes('"baselineRoomId"') ? [rows] : []));
	expect(staysRead(one)).toEqual([expect.any(Number)]);
	// Two nights each: those of the night before are read too.
	expect(staysRead(one)[0]).toBeLessThanOrEqual(3 * 8);
	expect(staysRead(many)[0]).toBeGreaterThan(39 * 8);
	expect(staysRead(many)[0]).toBeLessThanOrEqual(42 * 8);

	const [item] = few;
	if (!item) throw new Error('nothing was given out');
	// A room that nobody has that night.
	await hotel.sellDirectly(`${item.roomTypeId.slice(-4)}-49`, from, addDays(from, 1));
	const { changed } = await recount(few);
	const isOfType = ({ roomTypeId }: Given) => roomTypeId.slice(-4) === item.roomTypeId.slice(-4);
	expect(changed).toEqual(few.map((each) => (isOfType(each) ? [{ start: from, end: addDays(from, 1) }] : [])));
}, 120_000);

it('takes at once as many calendars as one run may be given', async () => {
	const nights = [{ start: addDays(TODAY, 5), end: addDays(TODAY, 6), available: 1 } as CalendarRange];
	const key = { channel: 'airbnb', propertyId: null, ratePlanId: null, raises: true, nights };
	const { changed } = await recount(Array.from({ length: 2_000 }, (_, index) => ({ ...key, roomTypeId: `x${index}` })));
	expect(changed).toHaveLength(2_000);
});
