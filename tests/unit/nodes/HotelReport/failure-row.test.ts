import { failureRow, messageAndAdvice } from '../../../../nodes/HotelReport/alerts/failure-row';

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

describe('what to do', () => {
	const rowOf = (type: string, description: unknown) => {
		const error = Object.assign(new Error('Booking.com did not accept the credentials'), {
			node: { name: 'Booking.com Trigger', type },
			description,
		});
		return failureRow({ workflow, trigger: { error } }, NOW).message;
	};
	const TRIGGER = 'n8n-nodes-hotel.bookingComTrigger';

	test.each([TRIGGER, 'CUSTOM.bookingComTrigger'])('is kept with the message, as the node %s says it', (type) => {
		const message = rowOf(type, ' Check the  credential\nand save it ');
		expect(message).toBe('Booking.com did not accept the credentials\nCheck the credential and save it');
		expect(messageAndAdvice(message)).toEqual({
			message: 'Booking.com did not accept the credentials',
			advice: 'Check the credential and save it',
		});
	});

	test.each([
		['of a node of others, which may quote an answer', 'n8n-nodes-base.httpRequest', 'Guest: Zoë Dupont'],
		['of a custom node of others', 'CUSTOM.guestMailer', 'Guest: Zoë Dupont'],
		['of one whose name begins as ours', 'CUSTOM.operaGuests', 'Guest: Zoë Dupont'],
		['where there is none', TRIGGER, undefined],
		['where it is no text', TRIGGER, { a: 1 }],
		['where it says the same', TRIGGER, 'Booking.com did not accept the credentials'],
	])('is left out %s', (_, type, description) => {
		expect(rowOf(type, description)).toBe('Booking.com did not accept the credentials');
	});

	test.each([null, undefined, '', {}, 7])('a row whose message is %j has one all the same', (value) => {
		expect(messageAndAdvice(value)).toEqual({ message: value === 7 ? '7' : '', advice: '' });
	});
});

test.each([{}, { workflow: null, execution: 'odd' }, { trigger: { error: {} } }])(
	'%j has a row all the same',
	(json) => {
		expect(failureRow(json, NOW)).toMatchObject({ workflow: '', message: 'It failed without a reason' });
	},
);
