/** New reservations by day and channel as stacked columns: SVG with its numbers as text beside it. Pure. */
import { scaleBand, scaleLinear } from 'd3-scale';
import { stack } from 'd3-shape';
import { html, type Html } from '../page/html';
import type { ChannelDay } from '../facts/overview';

const WIDTH = 720;
const HEIGHT = 220;
const MARGIN = { top: 12, right: 8, bottom: 30, left: 40 };
/** Of the style sheet; further channels use them again. */
const COLOURS = 6;

export interface ChartWords {
	/** For who cannot see it. */
	text: string;
	/** A day as the axis shows it. */
	dayName: (day: string) => string;
	labelled: (label: string, count: number) => string;
}

export function colourOf(index: number): string {
	return `c${index % COLOURS}`;
}

export function stackedDays(days: readonly ChannelDay[], channels: readonly string[], words: ChartWords): Html {
	const layers = stack<ChannelDay, string>()
		.keys(channels)
		.value(({ counts }, channel) => counts.get(channel) ?? 0)([...days]);
	const most = Math.max(1, ...days.map(({ counts }) => [...counts.values()].reduce((sum, count) => sum + count, 0)));
	const x = scaleBand<string>()
		.domain(days.map(({ day }) => day))
		.range([MARGIN.left, WIDTH - MARGIN.right])
		.padding(0.25);
	const y = scaleLinear()
		.domain([0, most])
		.nice(4)
		.range([HEIGHT - MARGIN.bottom, MARGIN.top]);
	const ticks = y.ticks(4).filter(Number.isInteger);
	const left = (day: string) => rounded(x(day) ?? 0);
	return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${words.text}">
		<title>${words.text}</title>
		${ticks.map(
			(tick) =>
				html`<line
						class="grid"
						x1="${MARGIN.left}"
						x2="${WIDTH - MARGIN.right}"
						y1="${rounded(y(tick))}"
						y2="${rounded(y(tick))}"
					/><text class="axis" x="${MARGIN.left - 6}" y="${rounded(y(tick) + 4)}" text-anchor="end">${tick}</text>`,
		)}
		${layers.map(
			(layer, index) =>
				html`<g class="${colourOf(index)}"
					>${layer.flatMap((segment) => {
						const [from, to] = [segment[0], segment[1]];
						if (to <= from) return [];
						const { day } = segment.data;
						return [
							html`<rect
								x="${left(day)}"
								width="${rounded(x.bandwidth())}"
								y="${rounded(y(to))}"
								height="${rounded(y(from) - y(to))}"
								><title>${words.labelled(`${words.dayName(day)}, ${layer.key}`, to - from)}</title></rect
							>`,
						];
					})}</g
				>`,
		)}
		${days.map(({ day }, index) =>
			// Every second one has room on a phone.
			index % 2 === (days.length + 1) % 2
				? html`<text class="axis" x="${rounded(left(day) + x.bandwidth() / 2)}" y="${HEIGHT - 6}" text-anchor="middle"
						>${words.dayName(day)}</text
					>`
				: html``,
		)}
	</svg>`;
}

function rounded(value: number): number {
	return Math.round(value * 10) / 10;
}
