/** Several hotels can share one n8n, and with it its data tables: no template takes another hotel's row for its own. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { WorkflowFile } from '../../../sandbox/n8n/host/types';

const TEMPLATES = path.join(__dirname, '../../../workflows');
const files = readdirSync(TEMPLATES).filter((name) => name.endsWith('.json'));

/** The lists of the whole n8n. The log has a column that says which hotel a line is of. */
const SHARED = ['hotel_integration_log', 'hotel_failures', 'hotel_alerts'];
/** By what a row of one hotel is known. OPERA's codes are looked through by the node, which leaves out other hotels' rows. */
const HOTEL_COLUMNS = ['hotel', 'hotelSlug', 'hotelId'];
const READ_WHOLE = ['30: Codes of Opera'];
/** docs/monitoring.md says which condition copies of *90* and *92* get; the log is one, and so is how long it is kept. */
const SAID_IN_DOCS = [
	...['90', '92'].flatMap((file) => [`${file}: Whom to alert`, `${file}: In which language`]),
	'00: Days to keep the log',
];

interface Condition {
	keyName: string;
	condition: string;
	keyValue?: string;
}

interface TableNode {
	operation?: string;
	tableName?: string;
	dataTableId?: { value: string };
	matchType?: string;
	filters?: { conditions: Condition[] };
	columns?: {
		column?: Array<{ name: string }>;
		mappingMode?: string;
		value?: Record<string, unknown> | null;
	};
}

const tableNodes = files.flatMap((file) =>
	(JSON.parse(readFileSync(path.join(TEMPLATES, file), 'utf8')) as WorkflowFile).nodes
		.filter(({ type }) => type === 'n8n-nodes-base.dataTable')
		.map(({ name, parameters }) => {
			const node = parameters as TableNode;
			return { name: `${file.slice(0, 2)}: ${name}`, node, table: node.tableName ?? node.dataTableId?.value ?? '' };
		})
		.filter(({ table }) => !SHARED.includes(table)),
);

/** A row that was read with the hotel's condition is then known by its id. */
function isOfOneHotel({ matchType, filters }: TableNode): boolean {
	const { conditions = [] } = filters ?? {};
	return (
		matchType === 'allConditions' &&
		conditions.some(
			({ keyName, condition, keyValue = '' }) =>
				condition === 'eq' && [...HOTEL_COLUMNS, 'id'].includes(keyName) && /^=\{\{.*\}\}$/s.test(keyValue),
		)
	);
}

const looksUp = ({ operation = '' }: TableNode) => !['create', 'insert'].includes(operation);

test('every table has a column for the hotel', () => {
	const created = tableNodes.filter(({ node }) => node.operation === 'create');
	expect(new Set(created.map(({ table }) => table)).size).toBeGreaterThan(5);
	const without = created.filter(({ node }) => !node.columns?.column?.some(({ name }) => HOTEL_COLUMNS.includes(name)));
	expect(without.map(({ name }) => name)).toEqual([]);
});

test('no row of another hotel is read, changed or deleted', () => {
	const lookUps = tableNodes.filter(({ node }) => looksUp(node));
	expect(lookUps.length).toBeGreaterThan(15);
	const ofAll = lookUps.filter(({ node }) => !isOfOneHotel(node)).map(({ name }) => name);
	expect(ofAll.sort()).toEqual([...READ_WHOLE, ...SAID_IN_DOCS].sort());
});

test('what is written by name says of which hotel it is', () => {
	const named = tableNodes.filter(
		({ node }) => node.operation === 'upsert' && node.columns?.mappingMode === 'defineBelow',
	);
	expect(named.length).toBeGreaterThan(0);
	const without = named.filter(
		({ node }) => !Object.keys(node.columns?.value ?? {}).some((column) => HOTEL_COLUMNS.includes(column)),
	);
	expect(without.map(({ name }) => name)).toEqual([]);
});

test('a condition that any other can stand in for keeps no hotel apart', () => {
	const conditions = [{ keyName: 'hotel', condition: 'eq', keyValue: '={{ $json.hotel }}' }];
	expect(isOfOneHotel({ matchType: 'allConditions', filters: { conditions } })).toBe(true);
	expect(isOfOneHotel({ matchType: 'anyCondition', filters: { conditions } })).toBe(false);
	expect(isOfOneHotel({ matchType: 'allConditions', filters: { conditions: [] } })).toBe(false);
});
