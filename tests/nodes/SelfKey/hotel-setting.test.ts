/** SelfKey node: a hotel's settings, checked against the sandbox's SelfKey before they are saved. */
import { startSelfKey, type SelfKeySandbox } from '../../../sandbox/selfkey';
import { runSelfKey, selfKeyAccount, selfKeyOptions } from '../../support/selfkey-node';

jest.mock('n8n-workflow', () => ({ ...jest.requireActual('n8n-workflow'), sleep: jest.fn(async () => undefined) }));

let selfKey: SelfKeySandbox;
beforeAll(async () => {
	selfKey = await startSelfKey(selfKeyOptions);
}, 60_000);
afterAll(async () => selfKey.close());

const right = {
	hotelSlug: 'hotel-paradise',
	propertyIds: '8011855, 77',
	roomMap: 'double = 101, 102\nsuite = 201',
	timeZone: 'Europe/Zurich',
	alertAddress: '',
};
const check = async (change: Partial<typeof right> = {}, url = selfKey.url) =>
	await runSelfKey(url, {
		resource: 'hotelSetting',
		operation: 'check',
		items: [{ ...right, ...change, submittedAt: '2027-01-01' }],
		onError: 'continueErrorOutput',
	});

/** The only item, refused. */
const refusedBy = async (...input: Parameters<typeof check>) => (await check(...input))[0]?.json ?? {};

it('passes on a row for each property, with the columns of the settings table and no others', async () => {
	const { propertyIds: _, ...rest } = right;
	expect(await check()).toEqual([
		{ json: { ...rest, channel: 'booking.com', propertyId: '8011855' }, pairedItem: { item: 0 } },
		{ json: { ...rest, channel: 'booking.com', propertyId: '77' }, pairedItem: { item: 0 } },
	]);
});

it('fails with everything that is wrong at once, a line each, and with nothing else, so that n8n adds what was typed', async () => {
	const json = await refusedBy({
		roomMap: 'double = 101, 999\nsuite',
		timeZone: 'Mars',
		propertyIds: 'x',
	});
	expect(json).toEqual({
		error: [
			'Nothing is saved yet. Please correct:',
			"• Booking.com's property IDs have digits only: x",
			'• Line 2 is not of the form "room type = room, room": suite',
			'• This is no time zone (write it like Europe/Zurich): Mars',
			'• Line 1: SelfKey has no active room called 999',
		].join('\n'),
	});
});

it.each([
	['that SelfKey does not know', 'hotel-inferno', /hotel "hotel-inferno": .*Establishment not found/],
	['that is no short name', '../bookings', /hotel "\.\.\/bookings": "Hotel" must be the short name/],
	['that is not named', '', /must be the short name/],
])('says of a hotel %s why its rooms cannot be checked', async (_, hotelSlug, said) => {
	const json = await refusedBy({ hotelSlug });
	expect(json['error']).toMatch(said);
	expect(json['error']).not.toContain('no active room');
});

it('says so where SelfKey is down, without a secret', async () => {
	const json = await refusedBy({}, 'http://127.0.0.1:9');
	expect(json['error']).toMatch(
		/^Nothing is saved yet\. Please correct:\n• SelfKey was asked for the hotel "hotel-paradise": .+/,
	);
	expect(json['error']).not.toContain(selfKeyAccount.apiKey);
});
