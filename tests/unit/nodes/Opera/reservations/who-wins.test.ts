/** The table of who wins stands once in the code and once in the documentation, and both say the same. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { WHO_WINS } from '../../../../../nodes/Opera/reservations/who-wins';

test('the documentation shows the table as it is', () => {
	const docs = readFileSync(path.resolve(__dirname, '../../../../../docs/opera.md'), 'utf8');
	const section = docs.split('## Who wins')[1]?.split('\n## ')[0] ?? '';
	const [, , ...rows] = section
		.split('\n')
		.filter((line) => line.startsWith('|'))
		.map((line) =>
			line
				.split('|')
				.slice(1, -1)
				.map((cell) => cell.trim()),
		);
	expect(rows).toEqual(Object.values(WHO_WINS).map(({ what, open, begun }) => [what, open.words, begun.words]));
});
