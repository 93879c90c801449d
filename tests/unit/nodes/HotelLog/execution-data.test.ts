/** What n8n's list of executions is searched by. */
import fc from 'fast-check';
import type { IExecuteFunctions } from 'n8n-workflow';
import { describeExecution } from '../../../../nodes/HotelLog/run/execution-data';
import { logOutcomes, newState } from '../../../../nodes/HotelLog/run/log-run';
import type { Json } from '../../../../nodes/HotelLog/rows/fields';
import { assertProperty } from '../../../support/property';
import type { LogSettings } from '../../../../nodes/HotelLog/rows/row-of';

const settings: LogSettings = {
	...{ integration: 'Booking.com → SelfKey', needsOutcome: true, namesGuest: true },
	...{ executionId: '17', workflowId: 'w1', at: '2026-03-29T12:00:00.000Z' },
};
const item = (id: string, outcome: string) => ({ key: `booking.com/1/${id}`, selfKey: { outcome } });

function described(work: (context: IExecuteFunctions) => void, customData = true) {
	const seen = { values: {} as Record<string, string>, hints: [] as string[] };
	const $execution = customData
		? { customData: { setAll: (values: Record<string, string>) => Object.assign(seen.values, values) } }
		: {};
	work({
		addExecutionHints: (...hints: Array<{ message: string }>) =>
			seen.hints.push(...hints.map(({ message }) => message)),
		getWorkflowDataProxy: () => ({ $execution }),
	} as unknown as IExecuteFunctions);
	return seen;
}

test('adds up over the branches of a run', () => {
	const first = logOutcomes([item('1', 'created'), item('2', 'created')], newState(), settings);
	const second = logOutcomes([item('3', 'conflict')], first.state, settings);
	expect(described((context) => describeExecution(context, second.state))).toEqual({
		values: {
			channel: 'booking.com',
			reservation: 'booking.com/1/1, booking.com/1/2, booking.com/1/3',
			outcome: '2 created, 1 conflict',
		},
		hints: ['2 created, 1 conflict'],
	});
});

test('fits into what n8n keeps, whatever the outcomes are called', () => {
	const many = Array.from({ length: 300 }, (_, n) => item(`${n}`.padEnd(80, 'x'), n === 0 ? 'constructor' : 'created'));
	const { values } = described((context) => describeExecution(context, logOutcomes(many, newState(), settings).state));
	expect(values['outcome']).toBe('1 constructor, 299 created');
	for (const value of Object.values(values)) expect(value.length).toBeLessThanOrEqual(255);
});

const logged = (items: object[]) =>
	described((context) => describeExecution(context, logOutcomes(items as Json[], newState(), settings).state)).values;

test('holds whole reservations only, and says that there are more', () => {
	const keys = Array.from({ length: 60 }, (_, n) => `booking.com/8011855/${4705950000 + n}`);
	const { reservation = '' } = logged(keys.map((key) => ({ key, selfKey: { outcome: 'created' } })));
	expect(reservation.split(', ').slice(0, -1)).toEqual(keys.slice(0, 7));
	expect(reservation).toMatch(/, …$/);
	const few = logged(keys.slice(0, 7).map((key) => ({ key, selfKey: { outcome: 'created' } })));
	expect(few['reservation']).toBe(keys.slice(0, 7).join(', '));
	const short = Array.from({ length: 12 }, (_, n) => `pms/1/${n}`);
	const all = logged(short.map((key) => ({ key, selfKey: { outcome: 'created' } })));
	expect(all['reservation']).toBe(short.join(', '));
});

test('is text that n8n and its database take, whatever a reservation is called', () => {
	const name = fc.oneof(
		fc.string({ unit: fc.constantFrom('a', '🏨', '\0', '\ud83c', '\n', '/', 'é', ' '), maxLength: 400 }),
		fc.integer(),
		fc.constantFrom(null, undefined, {}, true),
	);
	const odd = fc.record({ key: name, paymentId: name, selfKey: fc.record({ outcome: name }) });
	assertProperty(
		fc.property(fc.array(odd, { maxLength: 5 }), (items) => {
			for (const value of Object.values(logged(items))) {
				expect(typeof value).toBe('string');
				expect(value.length).toBeLessThanOrEqual(255);
				expect(value).not.toMatch(/[\p{Cc}\p{Cs}]/u);
			}
		}),
	);
});

test('is nothing for a run without lines, and no reason to fail where n8n keeps none', () => {
	expect(described((context) => describeExecution(context, newState()))).toEqual({ values: {}, hints: [] });
	const { state } = logOutcomes([item('1', 'created')], newState(), settings);
	expect(described((context) => describeExecution(context, state), false).hints).toEqual(['1 created']);
});
