/** The sandbox without n8n: what it prints is enough to join it from another n8n. */
import { signGet } from '../../../../core/webhook/signed-get';
import { whatToEnter } from '../../../../sandbox/start/alone';
import { credentialsFor } from '../../../../sandbox/start/credentials';
import { startSystems, type Systems } from '../../../../sandbox/start/systems';
import { readOptions } from '../../../../scripts/start/options';

let systems: Systems;
beforeAll(async () => {
	systems = await startSystems();
}, 60_000);
afterAll(async () => await systems?.close());

it('prints every credential with all that has to be entered, and the rooms for the form', () => {
	const text = whatToEnter(systems);
	const credentials = credentialsFor(systems);
	expect(credentials).toHaveLength(9);
	for (const { name, type, data } of credentials) {
		expect(text).toContain(`  ${name}  (${type})`);
		for (const [field, value] of Object.entries(data))
			if (value !== '') expect(text.replaceAll('\n      ', '\n')).toContain(`    ${field}: ${String(value)}`);
	}
	expect(text).toContain('801185501 = 101, 102');
	expect(text).toContain(`the property ID ${systems.hotel.propertyId}, the time zone Europe/Zurich`);
});

it('lets in who enters what was printed for SelfKey, and nobody else', async () => {
	const { data } = credentialsFor(systems).find(({ type }) => type === 'selfKeyApi')!;
	const path = [
		'api',
		'webhooks',
		'integrations',
		String(data['hotelSlug']),
		String(data['integrationId']),
		'settings',
	];
	const ask = async (secret: string) => {
		const { query, signature } = signGet(secret, path, {}, new Date());
		const url = `${String(data['baseUrl'])}/${path.join('/')}?${query.toString()}`;
		return (await fetch(url, { headers: { 'x-signature': signature } })).status;
	};
	expect([await ask(String(data['webhookSecret'])), await ask('another')]).toEqual([200, 401]);
});

it('is asked for by an option of its own, which goes with none of n8n’s', () => {
	expect(readOptions(['--sandbox-only', '--seed', '9'])).toMatchObject({ sandboxOnly: true, seed: 9 });
	expect(readOptions([])).toMatchObject({ sandboxOnly: false });
	for (const option of [['--once'], ['--json'], ['--port', '5680']])
		expect(() => readOptions(['--sandbox-only', ...option])).toThrow(
			`--sandbox-only starts no n8n: leave out ${option[0]}`,
		);
});

it('prints JSON at the end, so an environment that stays open has none', () => {
	expect(() => readOptions(['--json'])).toThrow('only --once ends with');
	expect(readOptions(['--json', '--once'])).toMatchObject({ json: true, once: true });
});
