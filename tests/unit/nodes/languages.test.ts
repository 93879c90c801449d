/** Whatever the desk is told exists in English and in French, and neither stands in for the other. */
import { languageOf, withFrenchSpaces } from '../../../core/text/language';
import { wordsIn as reportWords, type Language } from '../../../nodes/HotelReport/words/words';
import { alertItems, type AlertSources } from '../../../nodes/HotelReport/alerts/alert-items';
import { PATIENCE } from '../../../nodes/HotelReport/alerts/find-faults';
import { readFacts, type Json } from '../../../nodes/HotelReport/facts/read-facts';
import { changeChecks } from '../../../nodes/SelfKey/setup/change-checks';
import { roomChecks } from '../../../nodes/SelfKey/setup/room-checks';
import { reasonOf } from '../../../nodes/SelfKey/setup/setup-check';
import { workflowChecks, type WorkflowFacts } from '../../../nodes/SelfKey/setup/workflow-checks';
import { formFields } from '../../../nodes/SelfKey/settings/form-fields';
import { formPage } from '../../../nodes/SelfKey/settings/form-page';
import type { SettingsInSelfKey, TypedSettings } from '../../../nodes/SelfKey/settings/settings';
import { mistakesIn, unknownRoomsIn } from '../../../nodes/SelfKey/settings/typed-settings';
import { ClocksApart } from '../../../nodes/SelfKey/transport';
import { wordsIn as settingsWords } from '../../../nodes/SelfKey/words/words';
import { ApiError, type ApiErrorKind } from '../../../nodes/shared/request/api-error';
import { adviceWords } from '../../../selfkey/room-conflicts/advice-words';
import { logRow, NOW } from './HotelReport/sample';

const BOTH: readonly Language[] = ['en', 'fr'];

/** Each text or sentence with its path; what takes parameters is given 2 for each. */
function leaves(words: unknown, path = ''): Array<[string, string]> {
	if (typeof words === 'string') return [[path, words]];
	if (typeof words === 'function') return [[path, String((words as (...all: number[]) => string)(2, 2, 2, 2))]];
	return Object.entries(words as object).flatMap(([name, part]) => leaves(part, `${path}.${name}`));
}

/** As English as it is French. */
const ALIKE = [
	'.seconds',
	'.days.total',
	'.setup.checks.signing',
	'.minutes',
	'.hours',
	'.found.sources.bookingCom',
	'.found.sources.airbnb',
	'.found.sources.opera',
];

describe.each([
	['the report', reportWords],
	['the settings', settingsWords],
	['advice', adviceWords],
])('the words of %s', (_, wordsIn: (language: Language) => object) => {
	const [english, french] = BOTH.map((language) => leaves(wordsIn(language))) as [
		Array<[string, string]>,
		Array<[string, string]>,
	];

	test('are the same ones in both languages, and none is left in the other', () => {
		expect(french.map(([path]) => path).sort()).toEqual(english.map(([path]) => path).sort());
		const inEnglish = new Map(english);
		const same = french.filter(([path, text]) => inEnglish.get(path) === text && !ALIKE.includes(path));
		expect(same).toEqual([]);
		expect([...english, ...french].filter(([, text]) => text.trim() === '')).toEqual([]);
	});

	test('do not break a line within « » or before a French sign', () => {
		for (const [, text] of french) expect(text).not.toMatch(/« | [»:;!?](?!\/\/)/u);
	});
});

/** What French people read that nobody has translated. What is quoted in « » is somebody else's. */
function untranslated(text: string): string[] {
	const own = text.replace(/«[^»]*»/gu, '').replace(/https?:\S+/gu, '');
	return own.match(/\b(?:the|and|with|is|are|was|not|no|of|this|since|over|run|what)\b/giu) ?? [];
}

const MINUTE = 60_000;
const ago = (minutes: number) => new Date(NOW - minutes * MINUTE).toISOString();
const WELL: AlertSources = {
	...{ log: [{}], subscribers: [{}], frontDesk: [{ arrivals: [], conflicts: [] }] },
	...{ failures: [{}], alerts: [{}], unacknowledged: [], recent: [{}] },
};
const stay = {
	key: 'booking.com/1/7',
	bookingNumber: 7,
	roomName: '101',
	checkIn: '2026-04-01',
	checkOut: '2026-04-02',
};
const failure = (message: string, node = 'Opera') => ({
	failures: [{ at: ago(3), workflow: '30', workflowId: 'w30', executionId: '5', node, message }],
});
const subscriber = { subscriber: 'opera', waiting: 3, oldest: ago(30), askedAt: ago(1) };
const conflict = (kind: string, more: Json = {}) => ({
	frontDesk: [{ arrivals: [], conflicts: [{ ...stay, kind, ...more }] }],
});
const failing = (reservations: number) => ({
	log: Array.from({ length: reservations }, (_, n) =>
		logRow({ status: 'error', message: 'OPERA said no', reservationKey: `booking.com/1/${n}` }),
	),
});

const poll = {
	...{ key: 'w:n', workflow: '20', node: 'n', everyMs: 0, times: '', isByTimes: false, isToldElsewhere: false },
	...{ wellAt: 0, failed: [] },
};
/** Told by two at once. */
const troubled = (message: string) => ({ ...failure(message), unacknowledged: [{ error: message }] });

const SERVED = [{ subscriber: 'opera', waiting: 0, oldest: null, askedAt: ago(-100) }];

/** One of each kind of alert, with its parts, and what is there at its end. */
const FAULTS: Readonly<Record<string, Partial<AlertSources> & { stopped?: boolean; served?: Json[] }>> = {
	'one reservation not done': failing(1),
	'many reservations not done': failing(9),
	'a refused credential': failure('Opera refused the credential (401)'),
	'a system that is down': failure('Opera cannot be reached (ECONNREFUSED)', ''),
	'another failure': failure('Something else'),
	'a failure with advice': failure('Something else\nTurn it off and on'),
	'a system that does not answer': troubled('Opera cannot be reached'),
	'a system that is asked too often': troubled('Opera asks to slow down'),
	'a system that refuses the credential': troubled('Opera did not accept the credentials\nLook it up'),
	'a system that denies access': troubled('Opera denied access (HTTP 403)'),
	'a subscriber that is silent': { subscribers: [{ ...subscriber, askedAt: ago(50) }], served: SERVED },
	'a subscriber that is forgotten': { subscribers: [{ ...subscriber, askedAt: ago(50) }] },
	'a trigger that polls no more': { stopped: true },
	'a subscriber that waits': {
		subscribers: [{ ...subscriber, failing: [{ key: 'k', reason: 'OPERA said no' }] }],
		served: SERVED,
	},
	'a stay without a room': conflict('no_room'),
	'a stay without a room, and what the log says': {
		...conflict('no_room'),
		log: [logRow({ status: 'warning', message: 'No room is free', reservationKey: stay.key })],
	},
	'stays of a room type without rooms': conflict('no_room', { unmappedType: 'booking.com/129' }),
	'more stays without a room than are named': { frontDesk: [{ arrivals: [], conflicts: [], conflictsLeftOut: 3 }] },
	'a room for two': conflict('shared_room'),
	'a conflict of a kind to come': conflict('double_key'),
	'a conflict in the log': { recent: [logRow({ outcome: 'conflict', status: 'warning', message: 'OPERA said no' })] },
	'a source that cannot be read': { subscribers: [{ error: 'SelfKey said no' }] },
	'sources that cannot be read': {
		...{ subscribers: [{ error: 'SelfKey said no' }], frontDesk: [{ error: 'SelfKey said no' }] },
	},
	'a reservation that waits': { unacknowledged: [{ key: 'booking.com/1/9' }] },
	'reservations that wait': { unacknowledged: [{ key: 'booking.com/1/8' }, { key: 'booking.com/1/9' }] },
};

/** SelfKey has no word of it at last. */
const isForgotten = ({ subscribers, served }: (typeof FAULTS)[string]) =>
	Boolean(subscribers?.some(({ askedAt }) => askedAt)) && !served;

/** The alert, if need be with the third check, and its end. */
function messagesOn(given: (typeof FAULTS)[string], language: Language): Json[] {
	const { stopped = false, served = [{}], ...fault } = given;
	const table = new Map<string, Json>();
	// SelfKey forgets nobody sooner than after 30 days.
	const last = isForgotten(given) ? 31 * 24 * 60 : 100;
	return [0, 5, 10, last].flatMap((minutes) => {
		const now = NOW + minutes * MINUTE;
		const isPolling = !stopped || minutes === 0 || minutes === last;
		const sources = { ...WELL, ...(minutes < last ? fault : { subscribers: served }), alerts: [...table.values()] };
		const { messages, silent } = alertItems(sources, readFacts(sources, now, 'UTC'), 'https://n8n.example', {
			language,
			polls: { since: 0, polls: [{ ...poll, at: isPolling ? now : NOW }] },
			patience: { ...PATIENCE, unacknowledgedMs: 0, silentMs: stopped ? 4 * MINUTE : PATIENCE.silentMs },
			repeatAfterMs: 60 * MINUTE,
		});
		for (const row of [...messages, ...silent]) table.set(String(row['fault']), row);
		return messages;
	});
}

test.each(Object.entries(FAULTS))('%s is told, and its end, in both languages', (_, fault) => {
	const [english, french] = BOTH.map((language) => messagesOn(fault, language)) as [Json[], Json[]];
	const end =
		'failures' in fault ? ['notSeen'] : 'recent' in fault ? [] : [isForgotten(fault) ? 'givenUp' : 'allClear'];
	expect(english.map(({ kind }) => kind)).toEqual(['alert', ...end]);
	expect(french.map(({ kind, fault: id }) => [kind, id])).toEqual(english.map(({ kind, fault: id }) => [kind, id]));
	for (const [index, { subject, text }] of french.entries()) {
		expect(subject).not.toBe(english[index]!['subject']);
		expect(untranslated(String(subject))).toEqual([]);
		expect(untranslated(String(text))).toEqual([]);
		const lines = new Set(String(english[index]!['text']).split('\n\n'));
		expect(
			String(text)
				.split('\n\n')
				.filter((line) => lines.has(line)),
		).toEqual([]);
	}
});

describe('the setup and the form', () => {
	const typed: TypedSettings = {
		propertyIds: '',
		roomMap: '',
		timeZone: 'Europe/Zurich',
		registrationRetentionMonths: '',
		...{ buffer: '', allotments: '', overbooking: '', overbookingCap: '', rates: '' },
	};
	const hotel = (over: Partial<SettingsInSelfKey> = {}): SettingsInSelfKey => ({
		...{ hotelSlug: 'hotel-paradise', now: null, revision: 1, rooms: [{ id: 'r1', name: '101' }], roomTypes: [] },
		settings: {
			...{ roomMap: {}, properties: {}, timeZone: 'Europe/Zurich', registrationRetentionMonths: null },
			...{ availability: {}, rates: [] },
		},
		...over,
	});
	const served = (rooms: string[]) => hotel({ settings: { ...hotel().settings, roomMap: { double: rooms } } });
	const booked = { roomType: 'booking.com/1', name: 'Double', stays: 2, isServed: false };
	const facts: WorkflowFacts = {
		...{ own: {}, ownTimeZone: 'UTC', ownCredential: null },
		...{ hotelTimeZone: 'Europe/Zurich', workflows: null },
	};
	const ours = (name: string) => ({ id: name, name, nodes: [{ type: 'n8n-nodes-hotel.selfKey' }], settings: {} });
	const handler = { id: '90', name: '90', nodes: [{ type: 'n8n-nodes-base.errorTrigger' }] };
	const many = Array.from({ length: 20 }, (_, n) => ours(`workflow ${n}`));
	const reasons = (
		[
			'unauthorized',
			'forbidden',
			'not_found',
			'superseded',
			'refused',
			'rate_limited',
			'server',
			'unreachable',
			'unreadable',
		] as ApiErrorKind[]
	).map(
		(kind) => new ApiError({ kind, status: kind === 'server' ? 503 : null, message: 'It is so', advice: 'Do that' }),
	);
	const wrong = {
		typed: {
			propertyIds: 'x',
			roomMap: 'a = 1\nattic\na = 2\nb = 3',
			timeZone: '',
			registrationRetentionMonths: 'soon',
			buffer: 'some',
			allotments: 'airbnb\ntelex = 1\nairbnb = x\nairbnb = 1\nairbnb = 1',
			overbooking:
				'always\n2026-02-30 until 2026-03-01 = 1\n2026-03-02 until 2026-03-01 = 1\n2026-03-01 until 2026-03-02 = x',
			overbookingCap: '-1',
			rates:
				'all\n7 rate 1 = 0 %\nb = +1000 %\nattic = 0 %\n1 = 0 %\nairbnb/b rate 1 = 0 %\nairbnb/b = 0 %, single use 0 %',
		},
		picked: { b: ['3'] },
	};

	const said: Readonly<Record<string, (words: ReturnType<typeof settingsWords>) => string[]>> = {
		rooms: (words) =>
			[hotel(), hotel({ roomTypes: [booked] }), served(['101']), served(['999'])]
				.flatMap((settings) => roomChecks(settings, words))
				.map(({ says }) => says),
		changes: (words) =>
			[[], [{ subscriber: 'opera', askedAt: ago(1) }], [{ subscriber: 'opera', askedAt: ago(99) }]]
				.flatMap((subscribers) =>
					[{}, { reached: 1, failed: 0 }, { reached: 0, failed: 1 }].flatMap((calls) =>
						changeChecks({ subscribers, calls }, NOW, words),
					),
				)
				.map(({ says }) => says),
		workflows: (words) =>
			[
				...[facts, { ...facts, own: null }, { ...facts, own: { errorWorkflow: '90' } }],
				...[
					{ ...facts, hotelTimeZone: null },
					{ ...facts, ownTimeZone: 'Europe/Zurich' },
				],
				...[
					{ ...facts, workflows: [ours('10')] },
					{ ...facts, workflows: many },
					{ ...facts, workflows: [handler] },
					{ ...facts, ownTimeZone: 'Europe/Zurich', workflows: [handler] },
					{ ...facts, own: null, ownTimeZone: 'Europe/Zurich', workflows: [ours('10')] },
					{
						...facts,
						workflows: [
							{ ...handler, active: false },
							{ ...ours('10'), settings: { errorWorkflow: '90' } },
						],
					},
				],
			]
				.flatMap((each) => workflowChecks(each, words))
				.map(({ says }) => says),
		reasons: (words) =>
			[...reasons, new ClocksApart(400), new ClocksApart(-400), new RangeError('Fill it in'), new Error('x')].map(
				(error) => reasonOf(error, words),
			),
		mistakes: (words) => [
			...mistakesIn(wrong, words),
			...mistakesIn({ typed: { ...typed, roomMap: '' }, picked: {} }, words),
			...mistakesIn(
				{ typed: { ...typed, propertyIds: 'selfkey/1 airbnb/7', roomMap: 'airbnb/7 = 1' }, picked: {} },
				words,
			),
			...mistakesIn({ typed: { ...typed, roomMap: '{"a"' }, picked: {} }, words),
			...mistakesIn({ typed: { ...typed, roomMap: '{"a": []}' }, picked: {} }, words),
			...unknownRoomsIn({ roomMap: 'a = 999' }, [], words),
		],
	};

	test.each(Object.entries(said))('%s are told in both languages', (_, say) => {
		const [english, french] = BOTH.map((language) => say(settingsWords(language))) as [string[], string[]];
		expect(french).toHaveLength(english.length);
		expect(french.filter((text) => english.includes(text))).toEqual([]);
		expect(french.flatMap(untranslated)).toEqual([]);
	});

	test.each(['double = 101', ''])('every page of the form, with the room map "%s"', (roomMap) => {
		const shown = (language: Language) => {
			const known = hotel({ roomTypes: [booked, { ...booked, roomType: 'tent', name: '', stays: 1 }] });
			const fields = formFields({ ...typed, roomMap }, known, settingsWords(language));
			const { texts, fields: all, next } = formPage(fields, known, language);
			const labels = [...all, ...next].flatMap(({ fieldLabel = [] }) => fieldLabel);
			const options = next.flatMap(({ fieldOptions }) => fieldOptions?.values.map(({ option }) => option) ?? []);
			return [...Object.values(texts), ...labels, ...options];
		};
		const [english, french] = BOTH.map(shown) as [string[], string[]];
		expect(french).toHaveLength(english.length);
		expect(french.filter((text, index) => text === english[index])).toEqual([]);
		expect(french.flatMap(untranslated)).toEqual([]);
	});
});

test('a language is known by its code and by its own name; anything else is English', () => {
	expect(['fr', 'FR', 'fr-CH', 'fr_CH', 'Français', 'francais'].map(languageOf)).toEqual(Array(6).fill('fr'));
	expect(['', 'en', 'English', 'frisian', 'de', null, undefined, 2, {}].map(languageOf)).toEqual(Array(9).fill('en'));
});

test('French spaces are set in texts, in what functions return, and deep inside', () => {
	const words = withFrenchSpaces({ a: 'Quoi ?', b: { c: (name: string) => `« ${name} » : oui ; non` } });
	expect(words.a).toBe('Quoi\u202f?');
	expect(words.b.c('x')).toBe('«\u00a0x\u00a0»\u00a0: oui\u202f; non');
	expect(withFrenchSpaces('https://n8n.example/?a=1')).toBe('https://n8n.example/?a=1');
});
