/** Template 40: in which order what waits for OPERA is posted, what waits for what, and what is told. */
import path from 'node:path';
import { readFileSync } from 'node:fs';
import type { WorkflowFile } from '../../../sandbox/n8n/host/types';

const FILE = path.join(__dirname, '../../../workflows/40-cash-system-payments.json');
const { nodes, connections } = JSON.parse(readFileSync(FILE, 'utf8')) as WorkflowFile & {
	connections: Record<string, { main?: Array<Array<{ node: string }> | null> }>;
};

const parametersOf = (name: string) => nodes.find((node) => node.name === name)?.parameters ?? {};
const heightOf = (name: string) => nodes.find((node) => node.name === name)?.position[1] ?? Number.NaN;
const leadsTo = (name: string) =>
	Object.entries(connections)
		.filter(([, { main = [] }]) => main.some((output) => output?.some(({ node }) => node === name)))
		.map(([from]) => from)
		.sort();

interface Row {
	hotel: string;
	reference: string;
	refundId: string;
}

const valueOf = (expression: string, json: object): unknown =>
	new Function('$json', `return ${/^=\{\{(.*)\}\}$/.exec(expression)?.[1]}`)(json);

/** What the filter of a node that looks rows up asks for, with the item's values put in. */
function rowsMatching(node: string, item: Row, rows: readonly Row[]): Row[] {
	const { conditions } = parametersOf(node)['filters'] as {
		conditions: Array<{ keyName: keyof Row; condition: string; keyValue: string }>;
	};
	return rows.filter((row) =>
		conditions.every(({ keyName, condition, keyValue }) => {
			expect(condition).toBe('eq');
			const expression = /^=\{\{(.*)\}\}$/.exec(keyValue)?.[1];
			const value: unknown = expression === undefined ? keyValue : new Function('$json', `return ${expression}`)(item);
			return row[keyName] === value;
		}),
	);
}

test('what waits is read whole, and posted in the order in which it came', () => {
	expect(parametersOf('What Opera is to get')).toMatchObject({
		returnAll: true,
		orderBy: true,
		orderByColumn: 'id',
		orderByDirection: 'ASC',
	});
});

test('nothing is posted past the look whether its payment waits', () => {
	expect(leadsTo('Post to Opera')).toEqual(['Claim the payment']);
	expect(leadsTo('Claim the payment')).toEqual(['Its payment does not wait']);
	expect(parametersOf('Its payment does not wait')).toMatchObject({
		operation: 'rowNotExists',
		matchType: 'allConditions',
		dataTableId: { value: 'opera_payments' },
	});
});

test('of two runs at once only the one that has claimed the payment goes on to post', () => {
	// Both steps take the item itself, and the upper one goes first: a line that was never tried has no time to compare.
	expect(leadsTo('Mark it as never tried')).toEqual(['Its payment does not wait']);
	expect(heightOf('Mark it as never tried')).toBeLessThan(heightOf('Claim the payment'));
	expect(parametersOf('Mark it as never tried')['filters']).toEqual({
		conditions: [
			{ keyName: 'id', condition: 'eq', keyValue: '={{ $json.id }}' },
			{ keyName: 'triedAt', condition: 'isEmpty' },
		],
	});
	expect(parametersOf('Claim the payment')).toMatchObject({
		operation: 'update',
		matchType: 'allConditions',
		filters: {
			conditions: [
				{ keyName: 'id', condition: 'eq', keyValue: '={{ $json.id }}' },
				{ keyName: 'triedAt', condition: 'lt', keyValue: '={{ $now.minus({ minutes: 50 }).toUTC().toISO() }}' },
			],
		},
		columns: { value: { triedAt: '={{ $now.toUTC().toISO() }}' } },
	});
});

test('a refund waits for its own payment only, and a payment for nothing', () => {
	const payment = { hotel: 'du-lac', reference: 'bar/POS-1', refundId: '' };
	const refund = { ...payment, refundId: 'POS-1-r' };
	const others = [
		{ ...payment, reference: 'pool/POS-1' },
		{ ...payment, hotel: 'du-pont' },
	];
	const whatHolds = (item: Row, rows: Row[]) => rowsMatching('Its payment does not wait', item, rows);
	expect(whatHolds(refund, [payment, refund, ...others])).toEqual([payment]);
	expect(whatHolds(refund, [refund, ...others])).toEqual([]);
	expect(whatHolds(payment, [payment, refund, ...others])).toEqual([]);
});

describe.each(['A thousand at a time', 'A thousand of them'])('%s', (node) => {
	const HOUR = 3_600_000;

	/**
	 * The places of those that pass in the run of that hour.
	 * @param step to look at a part of them
	 */
	function passing(count: number, hour: number, step = 1): number[] {
		const { conditions } = parametersOf(node)['conditions'] as { conditions: Array<{ leftValue: string }> };
		const expression = /^=\{\{(.*)\}\}$/.exec(conditions[0]?.leftValue ?? '')?.[1] ?? '';
		const isPassed = new Function('$itemIndex', '$now', '$input', `return ${expression}`) as (
			place: number,
			now: object,
			input: object,
		) => boolean;
		const all = new Array(count).fill({});
		const now = { toMillis: () => hour * HOUR + 20 * 60_000 };
		const places = Array.from({ length: Math.ceil(count / step) }, (_, index) => index * step);
		return places.filter((place) => isPassed(place, now, { all: () => all }));
	}

	it('takes everything where it is no more', () => {
		for (const count of [1, 999, 1_000]) expect(passing(count, 7)).toHaveLength(count);
	});

	it.each([1, 2, 3, 4, 6, 8, 12, 24])(
		'lets each have its turn where it runs every %d hours, before it is given up',
		(every) => {
			for (const count of [1_500, 2_500, 4_500]) {
				const hours = Array.from({ length: (13 * 24) / every }, (_, run) => 480_007 + run * every);
				expect(new Set(hours.flatMap((hour) => passing(count, hour, 500))).size).toBe(count / 500);
			}
		},
	);

	it('lets each have its turn, however many before it are refused again and again', () => {
		const hours = [0, 1, 2].map((hour) => passing(2_500, 480_000 + hour));
		for (const places of hours) expect(places.length).toBeLessThanOrEqual(1_000);
		expect(new Set(hours.flat()).size).toBe(2_500);
	});
});

test('what waits for its booking is read whole, and asked about in turns too', () => {
	expect(parametersOf('What waits for its booking')).toMatchObject({ returnAll: true, orderByColumn: 'id' });
	expect(leadsTo('Ask SelfKey')).toEqual(['A thousand of them']);
});

describe('while SelfKey is away', () => {
	const isTold = (json: object) => {
		const { conditions } = parametersOf('Does not pass by itself')['conditions'] as {
			conditions: Array<{ leftValue: string }>;
		};
		return valueOf(conditions[0]?.leftValue ?? '', json);
	};

	it('what Opera is to get comes first: n8n takes the upper branch before the lower', () => {
		expect(leadsTo('What Opera is to get')).toEqual(leadsTo('What waits for its booking'));
		expect(heightOf('What Opera is to get')).toBeLessThan(heightOf('What waits for its booking'));
	});

	it('a list that changes while it is read stops nothing', () => {
		for (const name of ['What waits for its booking', 'Ask SelfKey'])
			expect(nodes.find((node) => node.name === name)).toMatchObject({ onError: 'continueErrorOutput' });
		for (const name of ['What waits for its booking', 'What Opera is to get'])
			expect(nodes.find((node) => node.name === name)).toMatchObject({ retryOnFail: true });
	});

	it('what waits for its booking goes on waiting without a word, and so does what SelfKey does not know', () => {
		for (const details of [
			...[{ retryable: true }, { retryable: true, status: 429 }, { retryable: true, status: 503 }],
			{ retryable: false, status: 404 },
		])
			expect([details, isTold({ error: 'why', details })]).toEqual([details, false]);
	});

	it('what somebody has to mend ends the run red', () => {
		expect(leadsTo('Does not pass by itself')).toEqual(['Ask SelfKey']);
		expect(leadsTo('Say why')).toEqual(['Does not pass by itself', 'What waits for its booking']);
		for (const status of [401, 403, 404, 302, 413])
			expect([status, isTold({ error: 'why', details: { retryable: true, status } })]).toEqual([status, true]);
		expect(isTold({ error: 'Fill in the webhook secret' })).toBe(true);
		for (const error of ['why', { message: 'why' }])
			expect(valueOf(String(parametersOf('Say why')['errorMessage']), { error })).toBe(
				'The payments that wait for their booking could not be looked up: why',
			);
	});
});
