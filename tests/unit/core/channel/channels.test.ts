/** The registry of channels, and everything that has to know it: what is added there is known everywhere. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { channelById, CHANNELS, OWN_CHANNEL } from '../../../../core/channel/channels';
import { HOUSE_ORIGINS } from '../../../../core/channel/origin';
import { isChannelName, isReservedName } from '../../../../core/channel/reserved-names';
import { choiceOf, originChoices } from '../../../../nodes/SelfKey/change-feed/origin-choices';
import { toStored, toTyped } from '../../../../nodes/SelfKey/settings/typed-settings';
import { validateSource } from '../../../../nodes/ReservationWebhook/webhook/settings';
import { calendarChannels } from '../../../../nodes/SelfKey/availability/channel-choices';
import { sourcesOf } from '../../../../sandbox/start/summary';

const root = path.resolve(__dirname, '../../../..');
const contracts = readdirSync(path.join(root, 'tests/contract/channels'), { recursive: true, encoding: 'utf8' });
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

describe.each(CHANNELS)('$id', (channel) => {
	const { id, displayName, order, mayReinstate, announced } = channel;

	it('is found by its name, and has one that can be part of a key', () => {
		expect(channelById(id)).toBe(channel);
		expect(id).toMatch(/^[a-z0-9][a-z0-9.-]*$/);
		expect(displayName.trim()).not.toBe('');
		// Without revisions nothing tells a stay that comes back from a message that comes late.
		expect(mayReinstate && order !== 'revision').toBe(false);
	});

	it('has a name that no webhook may take by itself, in any spelling', () => {
		for (const name of [id, displayName, id.toUpperCase(), `${id} `, [...id].join('-')])
			expect([name, isReservedName(name)]).toEqual([name, true]);
	});

	it('is a choice in the SelfKey Trigger, unless it is SelfKey itself', () => {
		const choices = originChoices.filter(({ value }) => value === id);
		expect(choices).toEqual(id === OWN_CHANNEL ? [] : [{ name: displayName, value: id }]);
		if (id !== OWN_CHANNEL) expect(choiceOf({ kind: 'channel', channel: id })).toBe(id);
	});

	it('may be spoken for by a sender that the hotel has named after it, unless it is SelfKey itself', () => {
		expect(isChannelName(id)).toBe(id !== OWN_CHANNEL);
		expect(validateSource(id) === null).toBe(id !== OWN_CHANNEL);
	});

	it('has a contract test as soon as a node speaks for it', () => {
		const tested = contracts.filter((file) => read(`tests/contract/channels/${file}`).includes(`channel: '${id}'`));
		if (id !== OWN_CHANNEL) expect(tested.length > 0).toBe(announced !== true);
	});
});

describe('the choices of the SelfKey Trigger', () => {
	it('keep the values that saved workflows hold', () => {
		expect(originChoices.map(({ value }) => value)).toEqual(
			expect.arrayContaining(['airbnb', 'booking.com', 'desk', 'direct', 'opera', 'rooms', 'webhook']),
		);
	});

	it('are in the order of their names, and none of two that fall under one', () => {
		const names = originChoices.map(({ name }) => name);
		expect(names).toEqual([...names].sort());
		expect(new Set(originChoices.map(({ value }) => value)).size).toBe(originChoices.length);
	});

	it('hold every other channel together', () => {
		for (const channel of ['my-system', 'webhook', 'expedia'])
			expect(choiceOf({ kind: 'channel', channel })).toBe('webhook');
	});
});

it('who can be told of nights is said in the registry', () => {
	expect(calendarChannels).toEqual([
		{ name: 'Airbnb', value: 'airbnb' },
		{ name: 'Booking.com', value: 'booking.com' },
	]);
	for (const { value } of calendarChannels) expect(channelById(String(value))?.takesNights).toBe(true);
});

describe('the words for changes without a channel', () => {
	it.each(Object.entries(HOUSE_ORIGINS))('%s is one that the database writes or the handler does', (kind) => {
		const sources = ['selfkey/migrations/0002_change_feed.sql', 'selfkey/room-conflicts/carry-out.ts'];
		expect(sources.some((file) => read(file).includes(`'${kind}'`))).toBe(true);
	});
});

describe('what names channels without knowing the registry', () => {
	interface Template {
		nodes: Array<{ type: string; parameters: Record<string, unknown> }>;
	}
	const templates = readdirSync(path.join(root, 'workflows'))
		.filter((file) => file.endsWith('.json'))
		.map((file): [string, Template] => [file, JSON.parse(read(`workflows/${file}`)) as Template]);
	const isKnown = (id: unknown) => channelById(String(id))?.announced !== true && isChannelName(String(id));

	it.each(templates)('%s', (_, { nodes }) => {
		expect(fieldsNamed('channel', nodes).filter((value) => !isKnown(value))).toEqual([]);
		const chosen = nodes
			.filter(({ type }) => type.endsWith('.selfKeyTrigger'))
			.flatMap(({ parameters }) => (parameters['origins'] ?? []) as string[]);
		expect(chosen.filter((value) => !originChoices.some((choice) => choice.value === value))).toEqual([]);
	});

	it('would see a template that names one', () => {
		const setNode = { parameters: { assignments: [{ name: 'channel', value: 'Booking.com' }] } };
		expect(fieldsNamed('channel', [setNode]).filter((value) => !isKnown(value))).toEqual(['Booking.com']);
	});

	it('the settings of a hotel', () => {
		const nothing = { roomMap: {}, properties: {}, timeZone: '', registrationRetentionMonths: null };
		const before = { ...nothing, availability: {}, rates: [] };
		const { properties } = toStored({ typed: { ...toTyped(before), propertyIds: '1' }, picked: {} }, before);
		const channels = Object.keys(properties);
		expect([channels.length, channels.filter((id) => !isKnown(id))]).toEqual([1, []]);
	});

	it('the sandbox', () => {
		const templates = { bookingCom: '1', airbnb: '2', calendars: '3', opera: '4', reservations: '5', changes: '6' };
		const sources = sourcesOf(templates);
		expect(sources.map(({ channel }) => channel).filter((id) => !isKnown(id))).toEqual([]);
		expect(sources.map(({ name }) => name).sort()).toEqual([
			...['airbnb', 'airbnb-ical', 'booking.com', 'opera', 'webhook'],
		]);
	});
});

/** The fixed values that Set nodes, comparisons and Data Table rows give to a field; expressions are not looked into. */
function fieldsNamed(name: string, value: unknown): string[] {
	if (typeof value !== 'object' || value === null) return [];
	const fields = value as Record<string, unknown>;
	const own = [
		fields[name],
		fields['name'] === name ? fields['value'] : undefined,
		fields['keyName'] === name ? fields['keyValue'] : undefined,
	];
	return [
		...own.filter((entry): entry is string => typeof entry === 'string' && entry !== '' && !entry.startsWith('=')),
		...Object.values(fields).flatMap((entry) => fieldsNamed(name, entry)),
	];
}
