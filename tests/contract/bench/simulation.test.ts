/** `npm run simulate`: what the docs say of the intervals is what it finds, and finds again. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { chartOf } from '../../../bench/simulation/chart';
import { yearOfDemand } from '../../../bench/simulation/demand';
import { PLANS } from '../../../bench/simulation/plans';
import { BEGIN, END, simulate, SIZES, tableOf, withTable } from '../../../bench/simulation/simulate';
import type { YearResult } from '../../../bench/simulation/year';

const DOCS = path.resolve(__dirname, '../../../docs');
const SEED = 1;
const page = readFileSync(path.join(DOCS, 'availability.md'), 'utf8');
const written = page.split(BEGIN)[1]?.split(END)[0]?.trim() ?? '';
// Prettier lays out the columns.
const plain = (text: string) => text.replace(/ *\| */g, '|');
const named = (name: string) => PLANS.filter((plan) => plan.name === name);
const planned = ['iCal only', '15 and 30 minutes', 'templates as shipped'].flatMap(named);
const rowsOf = (plan: string, rooms: number) => (text: string) =>
	text.split('\n').filter((line) => plain(line).startsWith(`|${plan}|${rooms}|`));

describe('a year of a hotel with 150 rooms', () => {
	const results = simulate(planned, [150], SEED);
	const [calendars, slow, shipped] = results.map(({ years: [year] }) => year) as [YearResult, YearResult, YearResult];

	it('is oversold less with the templates as shipped than with the plans before them, and closed sooner', () => {
		expect(shipped.overbooked).toBeLessThan(slow.overbooked);
		expect(slow.overbooked).toBeLessThan(calendars.overbooked);
		for (const share of ['p50', 'p99'] as const) {
			expect(shipped.closureSeconds[share]).toBeLessThan(slow.closureSeconds[share]);
			expect(slow.closureSeconds[share]).toBeLessThan(calendars.closureSeconds[share]);
		}
		// They sell no less for it.
		expect(shipped.sold).toBeGreaterThan(0.99 * slow.sold);
	});

	it('is in the docs as it was found', () => {
		for (const { plan } of results)
			expect(rowsOf(plan, 150)(tableOf(results)).map(plain)).toEqual(rowsOf(plan, 150)(written).map(plain));
	});
});

it('is the same for the same seed, and another for another', () => {
	const [plan] = named('templates as shipped');
	const of = (seed: number) => simulate([plan!], [5], seed);
	expect(of(SEED)).toEqual(of(SEED));
	expect(of(SEED)).not.toEqual(of(SEED + 1));
	expect(yearOfDemand(5, 1, SEED)).toEqual(yearOfDemand(5, 1, SEED));
});

it('counts what is asked before more rooms go on sale, once for both channels', () => {
	const [plan] = named('templates as shipped');
	const of = (callsPerAsking: number) => simulate([{ ...plan!, callsPerAsking }], [20], SEED)[0]?.years[0];
	const [asking, silent] = [of(plan!.callsPerAsking), of(0)];
	const calls = (asking?.calls ?? 0) - (silent?.calls ?? 0);
	expect({ ...asking, calls: 0 }).toEqual({ ...silent, calls: 0 });
	// Booking.com's two queues and one of Airbnb's listings.
	expect(calls % 3).toBe(0);
	// Nearly each cancellation, one in seven bookings, is such a moment; what is held back asks again each minute.
	const cancelled = (asking?.sold ?? 0) / 7;
	expect(calls / 3).toBeGreaterThan(0.5 * cancelled);
	expect(calls / 3).toBeLessThan(20 * cancelled);
});

it('has a row in the docs for every plan and size, and a bar in the chart', () => {
	const rows = written.split('\n').slice(2).map(plain);
	expect(rows.map((row) => row.split('|').slice(1, 3))).toEqual(
		PLANS.flatMap(({ name }) => SIZES.map((rooms) => [name, String(rooms)])),
	);
	const chart = readFileSync(path.join(DOCS, 'images/overbookings.svg'), 'utf8');
	// Drawn again out of the page's figures: both are of one run.
	const years = (plan: string) =>
		rows
			.map((row) => row.split('|'))
			.filter((cells) => cells[1] === plan)
			.map(([, , rooms, sold, overbooked]) => ({
				...{ rooms: Number(rooms), sold: Number(sold), overbooked: Number(overbooked) },
				...{ closureSeconds: { p50: 0, p99: 0 }, calls: 0 },
			}));
	expect(chart).toBe(chartOf(PLANS.map(({ name }) => ({ plan: name, years: years(name) }))));
});

it('replaces the table of the page and nothing else', () => {
	const again = withTable(page, 'a table');
	expect(again).toContain(`${BEGIN}\n\na table\n\n${END}`);
	expect(withTable(again, written)).toBe(page);
});
