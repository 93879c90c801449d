import { Story, type EndedRun } from '../../../../sandbox/start/story';

const at = new Date(2027, 0, 1, 10, 42, 7);
const address = 'http://127.0.0.1:5678/workflow/w1/executions';
const run = (id: string, more: Partial<EndedRun> = {}): EndedRun => ({
	...{ id, at, address, workflow: '10 Booking.com to SelfKey', succeeded: true },
	...more,
});
const logged = new Map<string, Record<string, number>>([
	['1', { created: 43, conflict: 5 }],
	['2', { created: 2, updated: 1 }],
]);

it('tells of each workflow once, with what came of it and where to look', () => {
	const story = new Story();
	expect(story.knows('10 Booking.com to SelfKey')).toBe(false);
	expect(story.run(run('1'), logged)).toBe(
		`10:42:07  "10 Booking.com to SelfKey" has run: 43 created, 5 conflict  ${address}`,
	);
	expect(story.knows('10 Booking.com to SelfKey')).toBe(true);
	expect(story.run(run('2'), logged)).toBeNull();
	expect(story.run(run('3', { workflow: '20 Airbnb to SelfKey' }), logged)).toBe(
		`10:42:07  "20 Airbnb to SelfKey" has run  ${address}`,
	);
});

it('tells of every failure', () => {
	const story = new Story();
	story.run(run('1'), logged);
	for (const id of ['2', '3'])
		expect(story.run(run(id, { succeeded: false }), logged)).toBe(
			`10:42:07  "10 Booking.com to SelfKey" failed: execution ${id}, ${address}`,
		);
});

it('tells of each kind of webhook that started nothing once', () => {
	const story = new Story();
	const forged = { kind: 'forged', what: 'refused', reason: '401 Invalid signature', at } as const;
	expect(story.webhook({ ...forged, kind: 'payment', what: 'accepted' })).toBeNull();
	expect(story.webhook(forged)).toBe('10:42:07  a webhook (forged) was refused: 401 Invalid signature');
	expect(story.webhook(forged)).toBeNull();
	expect(story.webhook({ ...forged, kind: 'payment', what: 'repeated' })).toBe(
		'10:42:07  a webhook came again and was not run again',
	);
	expect(story.webhook({ ...forged, kind: 'reservation', what: 'repeated' })).toBeNull();
});

it('sums up what has happened since the last time, and is silent if nothing has', () => {
	const story = new Story();
	expect(story.summary(at, logged)).toBeNull();
	story.run(run('1'), logged);
	story.run(run('2'), logged);
	story.run(run('3', { succeeded: false }), logged);
	story.webhook({ kind: 'payment', what: 'accepted', reason: '', at });
	story.webhook({ kind: 'forged', what: 'refused', reason: '401', at });
	expect(story.summary(at, logged)).toBe(
		'10:42:07  3 executions, 1 failed; 45 created, 5 conflict, 1 updated; webhooks: 1 accepted, 1 refused',
	);
	expect(story.summary(at, logged)).toBeNull();
});
