/** An iCalendar feed → its events, beside the parser that most people take for it. */
import ICAL from 'ical.js';
import * as nodeIcal from 'node-ical';
import { readCalendar } from '../../core/ical/read-calendar';
import { alternateProcesses, type Contestants } from '../measure';
import { atLeast, atMost, type Case } from '../report';
import { addDays } from '../../core/reservation/dates';

const GOALS = { parser: 2, nodeIcal: 3 };

/** As Airbnb exports one: reserved and blocked nights, whole days. */
export function calendarText(events: number): string {
	const lines = [
		'BEGIN:VCALENDAR',
		'PRODID:-//Airbnb Inc//Hosting Calendar 0.8.8//EN',
		'CALSCALE:GREGORIAN',
		'VERSION:2.0',
	];
	for (let n = 0; n < events; n++) {
		const start = addDays('2020-01-01', 3 * n);
		const compact = (date: string) => date.replaceAll('-', '');
		const code = `HM${(1e9 + n).toString(36).toUpperCase().slice(0, 8)}`;
		lines.push(
			'BEGIN:VEVENT',
			'DTSTAMP:20270101T000000Z',
			`DTSTART;VALUE=DATE:${compact(start)}`,
			`DTEND;VALUE=DATE:${compact(addDays(start, 2))}`,
			n % 4 === 0 ? 'SUMMARY:Airbnb (Not available)' : 'SUMMARY:Reserved',
			`UID:1418fb94e984-${n.toString(16).padStart(24, '0')}@airbnb.com`,
			...(n % 4 === 0
				? []
				: [
						`DESCRIPTION:Reservation URL: https://www.airbnb.com/hosting/reservation`,
						` s/details/${code}\\nPhone Number (Last 4 Digits): ${String(n % 10_000).padStart(4, '0')}`,
					]),
			'END:VEVENT',
		);
	}
	return `${[...lines, 'END:VCALENDAR'].join('\r\n')}\r\n`;
}

const COUNT = 500;

/** For `alternateProcesses`. */
export async function contestants(): Promise<Contestants> {
	const text = calendarText(COUNT);
	return await Promise.resolve({
		parser: () => ICAL.parse(text),
		nodeIcal: () => nodeIcal.sync.parseICS(text),
		ours: () => readCalendar(text, 'Europe/Zurich'),
	});
}

export async function calendar(): Promise<Case> {
	const count = COUNT;
	const text = calendarText(count);
	const reading = readCalendar(text, 'Europe/Zurich');
	if (!('calendar' in reading) || reading.calendar.events.length !== count) throw new Error('Not all events were read');
	const timings = await alternateProcesses(__filename, ['parser', 'nodeIcal', 'ours'], { warmUps: 40, samples: 15 });
	const per = { count, unit: 'event' };
	return {
		name: 'calendar',
		about: `${count} events of an iCalendar feed, ${Math.round(text.length / 1_000)} kB`,
		figures: [
			{ what: 'bare parser (ical.js)', timing: timings.parser, per },
			{ what: 'node-ical', timing: timings.nodeIcal, per },
			atMost(GOALS.parser, timings.parser, { what: 'ours, against the parser', timing: timings.ours, per }),
			atLeast(GOALS.nodeIcal, timings.nodeIcal, { what: 'ours, against node-ical', timing: timings.ours, per }),
		],
	};
}
