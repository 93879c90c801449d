import { failureRow } from '../../../../nodes/HotelReport/alerts/failure-row';

const NOW = Date.parse('2027-03-01T08:00:00Z');
const workflow = { id: 'w1', name: '10 Booking.com to SelfKey' };

test('a run that failed, with the node that it stopped at', () => {
	const execution = { id: '7', url: 'https://n8n.example/7', error: { message: 'No' }, lastNodeExecuted: 'Hotel Log' };
	expect(failureRow({ workflow, execution }, NOW)).toEqual({
		at: '2027-03-01T08:00:00.000Z',
		workflow: '10 Booking.com to SelfKey',
		workflowId: 'w1',
		executionId: '7',
		address: 'https://n8n.example/7',
		node: 'Hotel Log',
		message: 'No',
	});
});

test('a trigger that could not poll: there is no run, and the error is an object of its class', () => {
	const error = Object.assign(new Error('Refused'), { node: { name: 'Booking.com Trigger' } });
	expect(failureRow({ workflow, trigger: { error, mode: 'trigger' } }, NOW)).toMatchObject({
		executionId: '',
		address: '',
		node: 'Booking.com Trigger',
		message: 'Refused',
	});
});

test.each([{}, { workflow: null, execution: 'odd' }, { trigger: { error: {} } }])(
	'%j has a row all the same',
	(json) => {
		expect(failureRow(json, NOW)).toMatchObject({ workflow: '', message: 'It failed without a reason' });
	},
);
