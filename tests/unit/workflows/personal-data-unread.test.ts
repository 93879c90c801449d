/** Templates 71 and 72: a table that cannot be looked through, or changed, is not taken for one that holds nothing. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { WorkflowFile } from '../../../sandbox/n8n/host/types';

const nodesOf = (file: string) =>
	(JSON.parse(readFileSync(path.join(__dirname, '../../../workflows', file), 'utf8')) as WorkflowFile).nodes;

/** What a field of a Set node says, where `table` gave out these items and every other node none. */
function reader(file: string, table: string, node: string, field: string) {
	const { assignments } = nodesOf(file).find(({ name }) => name === node)?.parameters['assignments'] as {
		assignments: Array<{ name: string; value: string }>;
	};
	const expression = /^=\{\{(.*)\}\}$/s.exec(assignments.find(({ name }) => name === field)?.value ?? '')?.[1] ?? '';
	return (...items: object[]) =>
		String(
			new Function('$', `return ${expression}`)((name: string) => ({
				all: () => (name === table ? items.map((json) => ({ json })) : []),
			})),
		);
}

/** `cameIn`: what the node gets. n8n's Data Table hands it on as it is where its database refuses. */
const TABLES = [
	{
		...{ file: '71-export-personal-data.json', table: 'Its log lines', node: 'What the log holds' },
		...{ field: 'notIncluded', name: 'hotel_integration_log' },
		...{ row: { reservationKey: 'booking.com/1/2', guest: 'A' }, cameIn: { key: 'booking.com/1/2' } },
	},
	{
		...{ file: '71-export-personal-data.json', table: 'Guests of Opera', node: 'Everything' },
		...{ field: 'notIncluded', name: 'opera_guests', row: { profileId: '1' }, cameIn: { log: [], notIncluded: [] } },
	},
	{
		...{ file: '72-erase-personal-data.json', table: 'Clear its log lines', node: 'What has gone' },
		...{ field: 'logUncleared', name: 'n8n does not say why' },
		...{ row: { reservationKey: 'booking.com/1/2', guest: '' }, cameIn: { key: 'booking.com/1/2', outcome: 'erased' } },
	},
	{
		...{ file: '72-erase-personal-data.json', table: 'Guests of Opera', node: 'What has gone' },
		...{ field: 'operaUnread', name: 'n8n does not say why' },
		...{ row: { profileId: '1' }, cameIn: { isDeleted: false, left: '' } },
	},
	{
		...{ file: '72-erase-personal-data.json', table: 'Delete from the Opera table', node: 'What has gone' },
		...{ field: 'operaUnread', name: 'n8n does not say why' },
		...{ row: { id: 7, profileId: '1' }, cameIn: { rowId: 7 } },
	},
];

describe.each(TABLES)('$file: $table', ({ file, table, node, field, name, row, cameIn }) => {
	const said = reader(file, table, node, field);

	test('sends its errors on with the rest', () => {
		expect(nodesOf(file).find((each) => each.name === table)).toMatchObject({
			...{ onError: 'continueRegularOutput', alwaysOutputData: true },
		});
	});

	test('an error is said', () => {
		expect(said({ error: "Unknown column: 'hotel'" })).toContain("Unknown column: 'hotel'");
		expect(said({ error: { message: 'Unknown column' } })).toContain('Unknown column');
		expect(said(row, { error: 'database is locked' })).toContain('database is locked');
	});

	test('what came out as it went in, without an error, was not done either', () => {
		expect(said(cameIn)).toContain(name);
		expect(said(cameIn)).toContain('n8n does not say why');
	});

	test('a table that is not there, or holds nothing of the guest, is no error', () => {
		for (const json of [{}, row, { error: 'Data table with name "x" not found' }])
			for (const word of [name, 'not found', 'n8n does not say why']) expect(said(json)).not.toContain(word);
	});
});

/** Of several reservations, n8n's Data Table does not say that there is no table: it hands all of them on as they came. */
test.each(['71-export-personal-data.json', '72-erase-personal-data.json'])('%s: the log is there before', (file) => {
	const { nodes, connections } = JSON.parse(
		readFileSync(path.join(__dirname, '../../../workflows', file), 'utf8'),
	) as WorkflowFile & { connections: Record<string, { main: Array<Array<{ node: string }>> }> };
	expect(nodes.find(({ name }) => name === 'Create the log if missing')).toMatchObject({
		parameters: { operation: 'create', tableName: 'hotel_integration_log', options: { createIfNotExists: true } },
		...{ executeOnce: true, alwaysOutputData: true, onError: 'continueRegularOutput' },
	});
	const next = (name: string) => connections[name]?.main[0]?.map(({ node }) => node);
	expect([next('Which hotel'), next('Create the log if missing')]).toEqual([['Create the log if missing'], ['Choose']]);
});

test.each([
	['71-export-personal-data.json', 'Hand it over', 'notIncluded'],
	['72-erase-personal-data.json', 'Done', 'logUncleared'],
	['72-erase-personal-data.json', 'Done', 'operaUnread'],
])('the last page of %s shows it', (file, page, field) => {
	const { parameters } = nodesOf(file).find(({ name }) => name === page)!;
	expect(parameters['completionMessage']).toContain(field);
});
