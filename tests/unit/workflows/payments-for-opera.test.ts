/** Template 40: in which order what waits for OPERA is posted, and what waits for what. */
import path from 'node:path';
import { readFileSync } from 'node:fs';
import type { WorkflowFile } from '../../../sandbox/n8n/host/types';

const FILE = path.join(__dirname, '../../../workflows/40-cash-system-payments.json');
const { nodes, connections } = JSON.parse(readFileSync(FILE, 'utf8')) as WorkflowFile & {
	connections: Record<string, { main?: Array<Array<{ node: string }> | null> }>;
};

const parametersOf = (name: string) => nodes.find((node) => node.name === name)?.parameters ?? {};
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
	expect(leadsTo('Post to Opera')).toEqual(['Its payment does not wait']);
	expect(parametersOf('Its payment does not wait')).toMatchObject({
		operation: 'rowNotExists',
		matchType: 'allConditions',
		dataTableId: { value: 'opera_payments' },
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

	/** The places of those that pass in the run of that hour. */
	function passing(count: number, hour: number): number[] {
		const { conditions } = parametersOf(node)['conditions'] as { conditions: Array<{ leftValue: string }> };
		const expression = /^=\{\{(.*)\}\}$/.exec(conditions[0]?.leftValue ?? '')?.[1] ?? '';
		const isPassed = new Function('$itemIndex', '$now', '$input', `return ${expression}`) as (
			place: number,
			now: object,
			input: object,
		) => boolean;
		const all = new Array(count).fill({});
		const now = { toMillis: () => hour * HOUR + 20 * 60_000 };
		return all.flatMap((_, place) => (isPassed(place, now, { all: () => all }) ? [place] : []));
	}

	it('takes everything where it is no more', () => {
		for (const count of [1, 999, 1_000]) expect(passing(count, 7)).toHaveLength(count);
	});

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
