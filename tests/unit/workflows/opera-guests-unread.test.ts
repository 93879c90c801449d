/** Templates 71 and 72: a table of OPERA's guests that cannot be looked through is not taken for empty. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { WorkflowFile } from '../../../sandbox/n8n/host/types';

const nodesOf = (file: string) =>
	(JSON.parse(readFileSync(path.join(__dirname, '../../../workflows', file), 'utf8')) as WorkflowFile).nodes;

test.each([
	['71-export-personal-data.json', 'Guests of Opera', 'Everything', 'notIncluded'],
	['72-erase-personal-data.json', 'Delete from the Opera table', 'What has gone', 'operaUnread'],
])('%s says why, but not of a table that is not there', (file, table, node, field) => {
	const nodes = nodesOf(file);
	// Its own output, so that the reason gets further.
	expect(nodes.find(({ name }) => name === table)).toMatchObject({ onError: 'continueRegularOutput' });
	const { assignments } = nodes.find(({ name }) => name === node)?.parameters['assignments'] as {
		assignments: Array<{ name: string; value: string }>;
	};
	const expression = /^=\{\{(.*)\}\}$/s.exec(assignments.find(({ name }) => name === field)?.value ?? '')?.[1] ?? '';
	const said = (json: object) =>
		String(
			new Function('$', `return ${expression}`)((name: string) => ({ all: () => (name === table ? [{ json }] : []) })),
		);
	expect(said({ error: "Unknown column: 'hotel'" })).toContain("Unknown column: 'hotel'");
	expect(said({ error: { message: 'Unknown column' } })).toContain('Unknown column');
	for (const json of [{}, { profileId: '1' }, { error: 'Data table "opera_guests" was not found' }])
		expect(said(json)).not.toContain('opera_guests');
});
