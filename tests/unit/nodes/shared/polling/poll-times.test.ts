import { longestBetween } from '../../../../../nodes/shared/polling/poll-times';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const custom = (cronExpression: string) => ({ mode: 'custom', cronExpression });

it.each<[string, unknown[], number]>([
	['every minute', [{ mode: 'everyMinute' }], MINUTE],
	['every half hour', [{ mode: 'everyX', value: 30, unit: 'minutes' }], 30 * MINUTE],
	['every two hours', [{ mode: 'everyX', value: 2, unit: 'hours' }], 2 * HOUR],
	['every day', [{ mode: 'everyDay', hour: 6, minute: 0 }], 24 * HOUR],
	['three times a minute', [custom('0 * * * * *'), custom('20 * * * * *'), custom('40 * * * * *')], MINUTE],
	['every quarter of an hour', [custom('*/15 * * * *')], 15 * MINUTE],
	['at ten past each hour', [custom('0 10 * * * *')], HOUR],
	['at six each morning', [custom('0 6 * * *')], 24 * HOUR],
	['on Mondays', [custom('0 6 * * 1')], 7 * 24 * HOUR],
	['whatever comes first', [{ mode: 'everyDay' }, { mode: 'everyHour' }], HOUR],
	['nothing that can be read', [{ mode: 'sometimes' }, custom('soon'), { mode: 'everyX', value: 'few' }, null], 0],
])('%s', (_, item, expected) => {
	expect(longestBetween({ item })).toBe(expected);
});

it('of no times at all nothing is known', () => {
	for (const times of [undefined, null, 'every minute', { item: 7 }]) expect(longestBetween(times)).toBe(0);
});
