/**
 * Draws docs/images/growth-*.svg from bench/results.json, and writes the tables of docs/performance.md:
 * `npx tsx bench/curves.ts`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { scaleLog } from 'd3-scale';
import { line } from 'd3-shape';
import { markdownOf, readResults } from './report';

interface Curve {
	title: string;
	/** What grows, and what is measured. */
	axes: [x: string, y: string];
	points: Array<[x: number, y: number]>;
}

const DOCS = path.resolve(__dirname, '../docs');
const [WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM] = [720, 340, 76, 48, 24, 52] as const;

/** Both axes are logarithmic: what grows in proportion is a straight line at 45 degrees, the dashed one. */
export function curveOf({ title, axes: [across, up], points }: Curve): string {
	const none: Curve['points'][number] = [1, 1];
	const [first, last] = [points[0] ?? none, points.at(-1) ?? none];
	const x = scaleLog()
		.domain([first[0], last[0]])
		.range([LEFT, WIDTH - RIGHT]);
	const inProportion = (first[1] * last[0]) / first[0];
	const values = [...points.map(([, value]) => value), inProportion];
	const y = scaleLog()
		.domain([Math.min(...values), Math.max(...values)])
		.range([HEIGHT - BOTTOM, TOP])
		.nice();
	const draw = line<[number, number]>(
		([value]) => x(value),
		([, value]) => y(value),
	);
	const straight = draw([first, [last[0], inProportion]]) ?? '';
	const marks = points.map(
		([value, cost]) =>
			`<circle cx="${x(value).toFixed(1)}" cy="${y(cost).toFixed(1)}" r="4" fill="#2f5d9b"/><text x="${x(value).toFixed(1)}" y="${HEIGHT - BOTTOM + 18}" text-anchor="middle">${value.toLocaleString('en')}</text>`,
	);
	const lines = y
		.ticks(4)
		.filter((tick) => /^1(?:0*|e.*)$|^0\.0*1$/.test(String(tick)))
		.map(
			(tick) =>
				`<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(tick).toFixed(1)}" y2="${y(tick).toFixed(1)}" stroke="#d8dbe0"/><text x="${LEFT - 8}" y="${(y(tick) + 4).toFixed(1)}" text-anchor="end">${tick.toLocaleString('en')}</text>`,
		);
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12" fill="#2b2f36" role="img" aria-label="${title}">
<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>
<text x="${LEFT}" y="24" font-size="15" font-weight="bold">${title}</text>
${lines.join('\n')}
<path d="${straight}" fill="none" stroke="#8a8f98" stroke-dasharray="4 4"/>
<path d="${draw(points) ?? ''}" fill="none" stroke="#2f5d9b" stroke-width="2"/>
${marks.join('\n')}
<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 12}" text-anchor="middle">${across}</text>
<text transform="translate(18 ${(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)" text-anchor="middle">${up}</text>
</svg>
`;
}

/** The page with the tables between its marks as they are in results.json. */
export function withTables(page: string): string {
	return page.replace(
		/(<!-- results -->\n)[\s\S]*?(\n<!-- end of results -->)/,
		(_, begin: string, end: string) => `${begin}\n${markdownOf(readResults())}\n${end}`,
	);
}

/** From the figures whose names begin with a number, such as `2000 rooms, all three`. */
export function growthOfAvailability(): string {
	const { figures = [] } = readResults().find(({ name }) => name === 'availability') ?? {};
	return curveOf({
		title: 'The rooms to sell of 730 nights: time by rooms',
		axes: ['rooms', 'milliseconds'],
		points: figures.map(({ what, timing }) => [parseInt(what, 10), timing.median]),
	});
}

if (require.main === module) {
	const page = path.join(DOCS, 'performance.md');
	writeFileSync(path.join(DOCS, 'images/growth-availability.svg'), growthOfAvailability());
	writeFileSync(page, withTables(readFileSync(page, 'utf8')));
}
