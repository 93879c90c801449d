/** How often a trigger polls by the poll times that n8n keeps with it. Pure. */
import { recordOf } from '../../../core/payload/field-reader';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** By n8n's names. */
const MODES: Readonly<Record<string, number>> = {
	...{ everyMinute: MINUTE, everyHour: HOUR, everyDay: DAY, everyWeek: 7 * DAY, everyMonth: 31 * DAY },
};

/** @returns the longest time between two polls, in milliseconds; 0 where the times cannot be read */
export function longestBetween(pollTimes: unknown): number {
	const { item } = recordOf(pollTimes);
	const each = (Array.isArray(item) ? item : []).map((time) => intervalOf(recordOf(time))).filter((ms) => ms > 0);
	// With several, whichever comes next.
	return each.length === 0 ? 0 : Math.min(...each);
}

function intervalOf({ mode, value, unit, cronExpression }: Record<string, unknown>): number {
	if (mode === 'everyX') return Number(value) > 0 ? Number(value) * (unit === 'hours' ? HOUR : MINUTE) : 0;
	if (mode === 'custom') return cronInterval(String(cronExpression ?? ''));
	return MODES[String(mode)] ?? 0;
}

/** By the largest unit that is named; that a list of hours comes more often does no harm. */
function cronInterval(expression: string): number {
	const fields = expression.trim().split(/\s+/);
	if (fields.length < 5) return 0;
	const [minute = '', hour, day, month, weekday] = fields.slice(-5);
	if (month !== '*') return 366 * DAY;
	if (day !== '*') return 31 * DAY;
	if (weekday !== '*') return 7 * DAY;
	if (hour !== '*') return DAY;
	if (minute === '*') return MINUTE;
	const [, step] = /^\*\/(\d+)$/.exec(minute) ?? [];
	return step === undefined ? HOUR : Number(step) * MINUTE;
}
