/** The overbookings of each plan as bars, a group for each size of hotel. */
import type { Simulated } from './simulate';

const WIDTH = 860;
const HEIGHT = 380;
const LEFT = 56;
const TOP = 84;
const BOTTOM = 44;
const COLOURS = ['#8a8f98', '#c98b3c', '#b5533c', '#3d7a5f', '#2f5d9b'];
/** Bookings of 1,000; the axis is cut there, and the bar says how many. */
const MOST = 60;

export function chartOf(results: readonly Simulated[]): string {
	const sizes = results[0]?.years.map(({ rooms }) => rooms) ?? [];
	const group = (WIDTH - LEFT - 16) / Math.max(1, sizes.length);
	const bar = (group - 18) / Math.max(1, results.length);
	const height = HEIGHT - TOP - BOTTOM;
	const y = (value: number) => TOP + height - (height * Math.min(MOST, value)) / MOST;
	const lines = [0, 15, 30, 45, 60].map(
		(value) =>
			`<line x1="${LEFT}" x2="${WIDTH - 16}" y1="${y(value)}" y2="${y(value)}" stroke="#d8dbe0"/><text x="${LEFT - 8}" y="${y(value) + 4}" text-anchor="end">${value}</text>`,
	);
	const bars = results.flatMap(({ years }, place) =>
		years.map(({ overbooked, sold }, size) => {
			const value = (1_000 * overbooked) / Math.max(1, sold);
			const x = LEFT + size * group + 9 + place * bar;
			const label = value < 10 ? value.toFixed(1) : Math.round(value);
			return `<rect x="${x.toFixed(1)}" y="${y(value).toFixed(1)}" width="${(bar - 3).toFixed(1)}" height="${(TOP + height - y(value)).toFixed(1)}" fill="${COLOURS[place]}"/><text x="${(x + bar / 2 - 1.5).toFixed(1)}" y="${(y(value) - 4).toFixed(1)}" text-anchor="middle" font-size="10">${label}</text>`;
		}),
	);
	const names = sizes.map(
		(rooms, size) =>
			`<text x="${(LEFT + size * group + group / 2).toFixed(1)}" y="${HEIGHT - 18}" text-anchor="middle">${rooms} rooms</text>`,
	);
	const legend = results.map(
		({ plan }, place) =>
			`<rect x="${LEFT + place * 158}" y="40" width="12" height="12" fill="${COLOURS[place]}"/><text x="${LEFT + place * 158 + 18}" y="51">${plan}</text>`,
	);
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12" fill="#2b2f36" role="img" aria-label="Overbookings of 1,000 bookings by plan and size of the hotel">
<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>
<text x="${LEFT}" y="24" font-size="15" font-weight="bold">Overbookings of 1,000 bookings, a simulated year</text>
${[...legend, ...lines, ...bars, ...names].join('\n')}
</svg>
`;
}
