/** What the check says of rooms, of changes, and of what n8n's editor drops when it imports a workflow. */
import { changeChecks } from '../../../../../nodes/SelfKey/setup/change-checks';
import { roomChecks, roomsWithoutType } from '../../../../../nodes/SelfKey/setup/room-checks';
import { workflowChecks, type WorkflowFacts } from '../../../../../nodes/SelfKey/setup/workflow-checks';
import { wordsIn } from '../../../../../nodes/SelfKey/words/words';
import type { SettingsInSelfKey } from '../../../../../nodes/SelfKey/settings/settings';

const rooms = ['101', '102', 'Café'].map((name) => ({ id: `id-${name}`, name }));
const settings = (roomMap: Record<string, string[]>, roomTypes: SettingsInSelfKey['roomTypes'] = []) =>
	({ settings: { roomMap, properties: {}, timeZone: '' }, rooms, roomTypes }) as unknown as SettingsInSelfKey;

describe('rooms', () => {
	it('are well where all serve a type and every booked type has one', () => {
		const all = settings({ double: ['101', 'id-102'], café: ['cafe\u0301'] });
		expect(roomChecks(all, wordsIn('en')).map(({ check, state }) => [check, state])).toEqual([
			['roomTypes', 'good'],
			['rooms', 'good'],
		]);
	});

	it('are named where no type serves them, and where the map names one that is not there', () => {
		expect(roomChecks(settings({ double: ['101'] }), wordsIn('en'))[1]).toEqual({
			...{ check: 'rooms', state: 'warning' },
			says: expect.stringContaining('No room type is served by: 102, Café.') as string,
		});
		expect(roomChecks(settings({ double: ['101', '999', '999'] }), wordsIn('en'))[1]).toEqual({
			...{ check: 'rooms', state: 'bad' },
			says: 'The settings name rooms that SelfKey does not have, or not active: 999.',
		});
		expect(roomsWithoutType(rooms, [])).toEqual(['101', '102', 'Café']);
	});

	it('are told to be created where SelfKey has none', () => {
		const maps: Array<Record<string, string[]>> = [{}, { double: ['101'] }];
		for (const roomMap of maps)
			expect(roomChecks({ ...settings(roomMap), rooms: [] }, wordsIn('en'))[1]).toEqual({
				...{ check: 'rooms', state: 'bad' },
				says: 'SelfKey has no active room of this hotel, so no reservation can get one. Create its rooms in SelfKey, or make them active, then open the form of "00 Hotel settings".',
			});
	});

	it('may be only one', () => {
		const one = { ...settings({ double: ['101'] }), rooms: rooms.slice(0, 1) };
		expect(roomChecks(one, wordsIn('en'))[1]?.says).toBe('The only room serves a room type.');
	});

	it('may stand under a sender that nobody knows, which is asked about', () => {
		const map = { 'bdc/129': ['101'], 'bdc/130': ['101'], 'airbnb/1': ['101'], 'mews/DLX': ['101'], 129: ['101'] };
		const booked = [{ roomType: 'mews/STD', name: '', stays: 1, isServed: true }];
		expect(roomChecks(settings(map, booked), wordsIn('en'))[0]).toEqual({
			...{ check: 'roomTypes', state: 'unknown' },
			says: expect.stringContaining('of senders that no coming stay is from: bdc. If one') as string,
		});
	});

	it('are missed by the types that guests have booked', () => {
		const booked = [
			{ roomType: 'airbnb/9', name: '', stays: 1, isServed: false },
			{ roomType: 'booking.com/5', name: 'Loft', stays: 2, isServed: false },
			{ roomType: 'double', name: '', stays: 3, isServed: true },
		];
		expect(roomChecks(settings({}, booked), wordsIn('en'))[0]).toEqual({
			...{ check: 'roomTypes', state: 'bad' },
			says: expect.stringContaining('no room serves: airbnb/9 (1 stay), booking.com/5 "Loft" (2 stays).') as string,
		});
	});
});

describe('changes', () => {
	const now = Date.parse('2027-01-01T12:00:00Z');
	const asked = (subscriber: string, minutesAgo: number) => ({
		subscriber,
		askedAt: new Date(now - minutesAgo * 60_000).toISOString(),
	});

	it.each([
		['nobody has asked', [], 'unknown', /No workflow has asked SelfKey for changes yet/],
		['all ask', [asked('opera', 1), asked('availability', 30)], 'good', /fetched for opera, availability\./],
		['one is silent', [asked('opera', 36), asked('availability', 1)], 'bad', /any more for opera:/],
		['one never says when', [{ subscriber: 'opera' }], 'bad', /any more for opera:/],
	])('where %s', (_, subscribers, state, says) => {
		expect(changeChecks({ subscribers }, now, wordsIn('en'))).toEqual([
			{ check: 'changes', state, says: expect.stringMatching(says) as string },
		]);
	});

	it.each([
		['nothing, as of an earlier version', undefined, 'good', /fetched for opera\.$/],
		['none yet', { reached: 0, failed: 0 }, 'good', /fetched for opera\.$/],
		['that they get through', { reached: 2, failed: 0 }, 'good', /opera\. SelfKey calls n8n as soon as/],
		['that one does not', { reached: 1, failed: 1 }, 'warning', /opera\. But SelfKey has not reached n8n/],
	])('where SelfKey knows of its own calls %s', (_, calls, state, says) => {
		expect(changeChecks({ subscribers: [asked('opera', 1)], calls }, now, wordsIn('en'))).toEqual([
			{ check: 'changes', state, says: expect.stringMatching(says) as string },
		]);
	});

	it('where nobody asks, that comes first, whatever becomes of the calls', () => {
		const answer = { subscribers: [asked('opera', 36)], calls: { reached: 0, failed: 1 } };
		expect(changeChecks(answer, now, wordsIn('en'))).toMatchObject([{ state: 'bad' }]);
	});
});

describe('workflows', () => {
	const facts: WorkflowFacts = {
		own: { errorWorkflow: '90' },
		ownTimeZone: 'Europe/Zurich',
		ownCredential: 'A',
		hotelTimeZone: 'Europe/Zurich',
		workflows: null,
	};
	const handler = { id: '90', name: '90 Error alerts', nodes: [{ type: 'n8n-nodes-base.errorTrigger' }] };
	const workflow = (name: string, over: object = {}) => ({
		...{ id: name, name, active: true, nodes: [{ type: 'n8n-nodes-hotel.selfKey' }] },
		...{ settings: { errorWorkflow: '90', timezone: 'Europe/Zurich' }, ...over },
	});
	const checksOf = (over: Partial<WorkflowFacts>) =>
		Object.fromEntries(workflowChecks({ ...facts, ...over }, wordsIn('en')).map(({ check, ...rest }) => [check, rest]));

	it('are looked at one by one where n8n tells of them', () => {
		const others = [workflow('10'), { ...workflow('x'), nodes: [{ type: 'n8n-nodes-base.set' }], settings: {} }];
		expect(checksOf({ workflows: [handler, ...others] })).toEqual({
			timeZone: { state: 'good', says: 'The hotel and its workflows are in Europe/Zurich.' },
			workflows: { state: 'good', says: 'Every workflow names an error workflow that is published.' },
		});
		const { timeZone, workflows } = checksOf({
			workflows: [
				...[handler, workflow('10'), workflow('20', { settings: {} })],
				workflow('30', { settings: { errorWorkflow: 'gone', timezone: 'Asia/Tokyo' } }),
				workflow('31', { settings: { errorWorkflow: '90', timezone: 'DEFAULT' } }),
				workflow('40', { settings: {}, active: false }),
			],
		});
		expect(workflows).toEqual({
			state: 'bad',
			says: 'Nobody hears of failed runs of "20", "30": under ⋯ → Settings → Error Workflow, choose "90 Error alerts".',
		});
		expect(timeZone).toMatchObject({
			state: 'warning',
			says: expect.stringContaining('"30" runs by another') as string,
		});
	});

	it('count by n8n’s own time zone where they choose none', () => {
		const workflows = [handler, workflow('10', { settings: { errorWorkflow: '90' } }), workflow('20')];
		expect(checksOf({ ownTimeZone: 'America/New_York', workflows })['timeZone']?.says).toMatch(/"10" runs by another/);
		expect(checksOf({ ownTimeZone: 'America/New_York', workflows: [workflow('20')] })['timeZone']?.says).toMatch(
			/This workflow runs by America\/New_York/,
		);
		expect(checksOf({ ownTimeZone: 'America/New_York' })['timeZone']).toEqual({
			state: 'warning',
			says: expect.stringMatching(
				/^The hotel is in Europe\/Zurich\. This workflow runs by America\/New_York: .*GENERIC_TIMEZONE=Europe\/Zurich\.$/,
			) as string,
		});
		expect(checksOf({ hotelTimeZone: null })['timeZone']?.state).toBe('unknown');
	});

	it('are not known to run by the zone of the hotel where only the one that asks is known to', () => {
		expect(checksOf({})['timeZone']).toEqual({
			state: 'unknown',
			says: expect.stringMatching(/^This workflow runs by Europe\/Zurich, as the hotel\. n8n does not tell/) as string,
		});
		const workflows = [handler, workflow('10', { settings: { errorWorkflow: '90' } }), workflow('20')];
		for (const own of [{ errorWorkflow: '90', timezone: 'Europe/Zurich' }, null])
			expect(checksOf({ own, workflows })['timeZone']).toEqual({
				state: 'unknown',
				says: expect.stringContaining('by which time zone "10" runs') as string,
			});
		const own = { timezone: 'Europe/Zurich' };
		expect(checksOf({ own, workflows: [handler, workflow('20')] })['timeZone']?.state).toBe('good');
		expect(checksOf({ workflows })['timeZone']?.state).toBe('good');
	});

	it('are not held to the time zone of another hotel in the same n8n', () => {
		const of = (hotels: Array<string | undefined>, name: string, timezone: string) =>
			workflow(name, {
				nodes: hotels.map((id) => ({
					...{ type: 'n8n-nodes-hotel.selfKey' },
					...(id === undefined ? {} : { credentials: { selfKeyApi: { id, name: 'SelfKey' } } }),
				})),
				settings: { timezone },
			});
		const [A, B] = [of(['A'], '10 A', 'Europe/Zurich'), of(['B'], '10 B', 'Europe/Lisbon')];
		const both = checksOf({ workflows: [A, B] });
		expect(both['timeZone']?.state).toBe('good');
		// Nobody hears of its failed runs either way.
		expect(both['workflows']?.says).toContain('"10 A", "10 B"');
		const inB = { ownTimeZone: 'Europe/Lisbon', ownCredential: 'B', hotelTimeZone: 'Europe/Lisbon' };
		expect(checksOf({ ...inB, workflows: [A, B] })['timeZone']?.state).toBe('good');
		const others = [
			...[of(['A'], '20 A', 'Asia/Tokyo'), of([undefined], '90', 'Asia/Tokyo')],
			...[of(['B', 'A'], 'both', 'Asia/Tokyo'), of(['B', undefined], '30 B', 'Asia/Tokyo')],
		];
		expect(checksOf({ workflows: [A, B, ...others] })['timeZone']?.says).toContain('"20 A", "90", "both" run');
		expect(checksOf({ ownCredential: null, workflows: [A, B] })['timeZone']?.says).toContain('"10 B" runs');
	});

	it.each([
		['Asia/Kolkata', 'Asia/Calcutta'],
		['Europe/Kyiv', 'Europe/Kiev'],
		['Europe/Zurich', 'europe/zurich'],
		['UTC', 'Etc/UTC'],
	])('run by the zone of the hotel under its old name too: %s, %s', (one, other) => {
		for (const [hotelTimeZone, timezone] of [
			[one, other],
			[other, one],
		] as const) {
			const workflows = [handler, workflow('10', { settings: { errorWorkflow: '90', timezone } })];
			expect(checksOf({ hotelTimeZone, ownTimeZone: timezone, workflows })['timeZone']?.state).toBe('good');
			expect(checksOf({ hotelTimeZone, ownTimeZone: timezone })['timeZone']?.state).toBe('unknown');
		}
	});

	it('have no error workflow in one that is not published, or archived', () => {
		const workflows = [workflow('10'), workflow('20', { settings: { timezone: 'Europe/Zurich' } })];
		const off = checksOf({ workflows: [{ ...handler, active: false }, ...workflows] })['workflows'];
		expect(off).toEqual({
			state: 'bad',
			says: '"90 Error alerts" is not published, so nobody hears of failed runs of "10", and no alert is sent: open it and press "Publish". Nobody hears of failed runs of "20": under ⋯ → Settings → Error Workflow, choose "90 Error alerts".',
		});
		const archived = [{ ...handler, active: false, isArchived: true }, workflow('10')];
		expect(checksOf({ workflows: archived })['workflows']?.says).toMatch(/^Nobody hears of failed runs of "10": under/);
		expect(checksOf({ workflows: [{ ...handler, active: true }, workflow('10')] })['workflows']?.state).toBe('good');
		const unused = { ...handler, id: '91', active: false };
		expect(checksOf({ workflows: [handler, unused, workflow('10')] })['workflows']?.state).toBe('good');
	});

	it.each([
		['names one', { errorWorkflow: '90' }, 'unknown', /^This workflow names an error workflow\. n8n does not tell/],
		['names none', { errorWorkflow: 'DEFAULT' }, 'bad', /^This workflow names no error workflow\. n8n does not tell/],
		['cannot be asked', null, 'unknown', /^n8n does not tell/],
	])('are told to be looked at where n8n tells of none, and the own one %s', (_, own, state, says) => {
		expect(checksOf({ own })['workflows']).toEqual({ state, says: expect.stringMatching(says) as string });
	});
});
