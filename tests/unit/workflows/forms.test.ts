/** Who only knows the address of a form of the desk cannot use it: it asks for a name and a password. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { WorkflowFile } from '../../../sandbox/n8n/host/types';

const TEMPLATES = path.join(__dirname, '../../../workflows');

test('every form of a template asks for a login', () => {
	const forms = readdirSync(TEMPLATES)
		.filter((name) => name.endsWith('.json'))
		.flatMap((file) =>
			(JSON.parse(readFileSync(path.join(TEMPLATES, file), 'utf8')) as WorkflowFile).nodes
				.filter(({ type }) => type.endsWith('.formTrigger'))
				.map(({ parameters }) => [file.slice(0, 2), parameters['authentication']] as const),
		);
	expect(forms.map(([file]) => file)).toEqual(['00', '52', '53', '70', '71', '72']);
	expect(forms.filter(([, login]) => login !== 'basicAuth')).toEqual([]);
});
