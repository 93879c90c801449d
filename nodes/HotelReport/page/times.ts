/** Moments in words, in the hotel's time zone. */
import type { Words } from '../words/words';

export interface Times {
	/** `26 Nov, 14:05`; with its year where that is not plain. */
	moment(at: number): string;
	/** `5 min ago`. */
	ago(at: number): string;
	/** Of `YYYY-MM-DD`: `26 Nov`; with its year where that is not plain. */
	day(day: string): string;
}

/** About half a year: nearer to now, day and month are that of one year only. */
const YEAR_PLAIN_MS = 180 * 86_400_000;

const DAY: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short' };
const MOMENT: Intl.DateTimeFormatOptions = { ...DAY, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };

export function timesIn(timeZone: string, now: number, words: Words): Times {
	const format = (options: Intl.DateTimeFormatOptions) => {
		const plain = new Intl.DateTimeFormat(words.locale, options);
		const withYear = new Intl.DateTimeFormat(words.locale, { ...options, year: 'numeric' });
		return (at: number) => (Math.abs(at - now) > YEAR_PLAIN_MS ? withYear : plain).format(at);
	};
	const day = format({ ...DAY, timeZone: 'UTC' });
	return {
		moment: format({ ...MOMENT, timeZone }),
		ago: (at) => words.ago(duration(Math.max(0, now - at), words)),
		day(text) {
			const at = Date.parse(`${text}T00:00:00Z`);
			return Number.isFinite(at) ? day(at) : text;
		},
	};
}

function duration(ms: number, words: Words): string {
	const minutes = Math.round(ms / 60_000);
	if (minutes < 60) return words.minutes(minutes);
	const hours = Math.round(minutes / 60);
	return hours < 48 ? words.hours(hours) : words.daysCount(Math.round(hours / 24));
}
