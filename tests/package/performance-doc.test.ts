import { readFileSync } from 'node:fs';
import path from 'node:path';
import { growthOfAvailability, withTables } from '../../bench/curves';
import { readResults } from '../../bench/report';

const docs = path.join(__dirname, '../../docs');
const page = readFileSync(path.join(docs, 'performance.md'), 'utf8');
// Prettier lays out the columns.
const plain = (text: string) => text.replace(/ *\| */g, '|').replace(/-{3,}/g, '---');

test('docs/performance.md shows what bench/results.json holds', () => {
	expect(readResults().length).toBeGreaterThan(2);
	expect(page).toContain('<!-- results -->');
	expect(plain(withTables(page))).toBe(plain(page));
});

test('a figure that changes shows: the page is not compared with itself', () => {
	const [first] = readResults();
	expect(page).toContain(`### ${first?.name}`);
	expect(plain(withTables(page.replace(`### ${first?.name}`, '### something else')))).toBe(plain(page));
});

test('the curve is drawn from the same figures', () => {
	expect(readFileSync(path.join(docs, 'images/growth-availability.svg'), 'utf8')).toBe(growthOfAvailability());
});
