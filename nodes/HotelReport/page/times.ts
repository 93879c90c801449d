/** Moments in words, in the hotel's time zone. */
import type { Words } from '../words/words';

export interface Times {
	/** `26 Nov, 14:05`. */
	moment(at: number): string;
	/** `5 min ago`. */
	ago(at: number): string;
	/** Of `YYYY-MM-DD`: `26 Nov`. */
	day(day: string): string;
}

export function timesIn(timeZone: string, now: number, words: Words): Times {
	const moment = new Intl.DateTimeFormat(words.locale, {
		...{ timeZone, day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
	} as Intl.DateTimeFormatOptions);
	const day = new Intl.DateTimeFormat(words.locale, { timeZone: 'UTC', day: 'numeric', month: 'short' });
	return {
		moment: (at) => moment.format(at),
		ago: (at) => words.ago(duration(Math.max(0, now - at), words)),
		day(text) {
			const at = Date.parse(`${text}T00:00:00Z`);
			return Number.isFinite(at) ? day.format(at) : text;
		},
	};
}

function duration(ms: number, words: Words): string {
	const minutes = Math.round(ms / 60_000);
	if (minutes < 60) return words.minutes(minutes);
	const hours = Math.round(minutes / 60);
	return hours < 48 ? words.hours(hours) : words.daysCount(Math.round(hours / 24));
}
