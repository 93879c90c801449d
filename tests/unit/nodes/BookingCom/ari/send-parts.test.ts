/** What each item learns where several share a message, and where one is in several. */
import { addDays } from '../../../../../core/reservation/dates';
import { partsOf, type Ask, type Part } from '../../../../../nodes/BookingCom/ari/parts';
import { sendParts } from '../../../../../nodes/BookingCom/ari/send-parts';
import { NotSent } from '../../../../../nodes/shared/request/in-time';
import { ApiError } from '../../../../../nodes/shared/request/api-error';

const ask = (
	item: number,
	from: string,
	until: string,
	fields: Record<string, number>,
	ratePlanId = 'p',
): Ask<number> => ({
	item,
	layer: 'main',
	roomTypeId: 'r',
	ratePlanId,
	from,
	until,
	fields: new Map(Object.entries(fields)),
});
const refusal = (kind: 'refused' | 'server' = 'refused') =>
	new ApiError({ kind, message: 'Too far ahead', advice: 'Shorten it', status: 400 });

/** Refuses each part that `isBad` finds; the results in words, and the ranges in the order in which they were sent. */
async function send(asks: Ask<number>[], isBad: (part: Part<number>) => ApiError | null) {
	const sent: string[] = [];
	const items = [...new Set(asks.map(({ item }) => item))];
	const results = await sendParts(partsOf(asks), items, async (parts) => {
		sent.push(
			parts
				.map(({ from, until, fields }) => `${from}/${until} ${[...fields].map(([f, { value }]) => f + value).join()}`)
				.join(' + '),
		);
		return parts.map((part) => isBad(part) ?? { ruid: String(sent.length), warnings: [] });
	});
	return {
		sent,
		results: results.map((result) =>
			result instanceof Error ? result.message : (result.refused?.error.message ?? 'done'),
		),
	};
}

const beyond = (limit: string) => (part: Part<number>) => (part.until > limit ? refusal() : null);

it('one range of two items is divided where it is refused, and the item that is not to blame succeeds', async () => {
	const asks = [ask(0, '2027-07-01', '2027-07-03', { rooms: 4 }), ask(1, '2027-07-03', '2027-07-05', { rooms: 4 })];
	expect(await send(asks, beyond('2027-07-04'))).toEqual({
		sent: ['2027-07-01/2027-07-05 rooms4', '2027-07-01/2027-07-03 rooms4 + 2027-07-03/2027-07-05 rooms4'],
		results: ['done', 'Too far ahead'],
	});
});

it('values of two items in one message are told apart as well', async () => {
	const asks = [ask(0, '2027-07-01', '2027-07-03', { rooms: 4 }), ask(1, '2027-07-01', '2027-07-03', { min: 9 })];
	const { results, sent } = await send(asks, (part) => (part.fields.has('min') ? refusal() : null));
	expect(results).toEqual(['done', 'Too far ahead']);
	expect(sent).toEqual([
		'2027-07-01/2027-07-03 rooms4,min9',
		'2027-07-01/2027-07-03 rooms4',
		'2027-07-01/2027-07-03 min9',
	]);
});

it('what is sent once more never comes after a later item', async () => {
	const asks = [
		ask(0, '2027-07-01', '2027-07-03', { rooms: 4 }),
		ask(1, '2027-07-03', '2027-07-05', { rooms: 4 }),
		ask(2, '2027-07-01', '2027-07-02', { rooms: 2 }),
	];
	const { results, sent } = await send(asks, beyond('2027-07-04'));
	expect(results).toEqual(['done', 'Too far ahead', 'done']);
	expect(sent.at(-1)).toBe('2027-07-01/2027-07-02 rooms2');
});

it('an item of which a part was refused says which nights are meant', async () => {
	const { results, sent } = await send([ask(0, '2027-07-30', '2027-08-03', { rooms: 4 })], beyond('2027-08-02'));
	expect(sent).toHaveLength(2);
	expect(results).toEqual([
		'Too far ahead. This is about the nights from 2027-08-01 until 2027-08-03; the rest of the item was updated',
	]);
});

it('an item of which parts were refused, and others were not sent, says which is which', async () => {
	const asks = [
		ask(0, '2027-07-01', '2027-07-03', { rooms: 4 }),
		ask(0, '2027-08-01', '2027-08-03', { rooms: 4 }),
		ask(0, '2027-09-01', '2027-09-03', { rooms: 4 }),
	];
	const [result] = await sendParts(partsOf(asks), [0], async (parts) => {
		const [from] = parts.map((part) => part.from);
		if (from === '2027-09-01') throw new NotSent();
		return parts.map(() => (from === '2027-08-01' ? refusal() : { ruid: 'ok', warnings: [] }));
	});
	expect(result).toMatchObject({
		ruid: 'ok',
		unsent: [{ start: '2027-09-01', end: '2027-09-03' }],
		refused: {
			nights: [{ start: '2027-08-01', end: '2027-08-03' }],
			error: { message: 'Too far ahead. This is about the nights from 2027-08-01 until 2027-08-03' },
		},
	});
});

it('after a fault that concerns all, nothing more is sent', async () => {
	const fatal = Object.assign(refusal('server'));
	const sent: string[] = [];
	const results = await sendParts(
		partsOf([ask(0, '2027-07-30', '2027-08-03', { rooms: 4 }), ask(1, '2027-09-01', '2027-09-02', { rooms: 4 })]),
		[0, 1],
		async (parts) => {
			sent.push(parts[0]?.from ?? '');
			throw fatal;
		},
	);
	expect([sent, results]).toEqual([['2027-07-30'], [fatal, fatal]]);
});

it('4,000 items are joined and sent in a second', async () => {
	const asks = Array.from({ length: 40 }, (_, room) =>
		Array.from({ length: 100 }, (_, n) => {
			const from = addDays('2027-01-01', (n * 7) % 300);
			return { ...ask(room * 100 + n, from, addDays(from, 1 + (n % 9)), { min: n % 3 }), roomTypeId: `r${room}` };
		}),
	).flat();
	const before = process.cpuUsage();
	const results = await sendParts(
		partsOf(asks),
		asks.map(({ item }) => item),
		async (some) => some.map(() => ({ ruid: null, warnings: [] })),
	);
	expect(results).toHaveLength(4_000);
	// Twice what it takes on a busy machine.
	expect(process.cpuUsage(before).user / 1_000_000).toBeLessThan(2);
});
