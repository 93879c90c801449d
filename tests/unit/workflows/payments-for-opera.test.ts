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
