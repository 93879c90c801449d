import { readFileSync } from 'node:fs';
import path from 'node:path';
import { EXPECTED } from '../../support/fault-matrix/expectations';
import { airbnb } from '../../support/fault-matrix/scenes/airbnb';
import { bookingCom } from '../../support/fault-matrix/scenes/booking-com';
import { opera } from '../../support/fault-matrix/scenes/opera';
import { selfKey } from '../../support/fault-matrix/scenes/selfkey';
import { faultTables } from '../../support/fault-matrix/table';

const page = readFileSync(path.join(__dirname, '../../../docs/reliability.md'), 'utf8');

test('docs/reliability.md shows the matrix that is tested', () => {
	const shown = /<!-- faults -->\n+([\s\S]*?)\n+<!-- end of faults -->/.exec(page)?.[1] ?? '';
	// Prettier lays out the columns.
	const plain = (text: string) => text.replace(/ +\|/g, ' |').replace(/\| +/g, '| ').replace(/-{3,}/g, '---');
	expect(plain(shown)).toBe(plain(faultTables()));
});

test('each column of the matrix is tested, and each that is tested is in it', () => {
	const tested = [...bookingCom, ...airbnb, ...opera, ...selfKey].map(({ system, work }) => `${system}: ${work}`);
	expect(tested.sort()).toEqual(Object.keys(EXPECTED).sort());
});
