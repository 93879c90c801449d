/** The command line of `npm start`, which is read before anything is installed. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import fc from 'fast-check';
import { readOptions, refuseOptionsTakenByNpm } from '../../../scripts/start/options';

describe('options without "--" before them, which npm keeps for itself', () => {
	test.each([
		[[], { npm_config_once: 'true' }, '--once'],
		[[], { npm_config_sandbox_only: 'true' }, '--sandbox-only'],
		[[], { npm_config_once: 'true', npm_config_json: 'true' }, '--once --json'],
		[['5680'], { npm_config_port: 'true' }, '--port 5680'],
		[[], { npm_config_port: '5680' }, '--port 5680'],
		[['10'], { npm_config_seed: '9', npm_config_reservations: 'true' }, '--reservations 10 --seed 9'],
		[[], { npm_config_seed: 'true' }, '--seed N'],
		[['--once'], { npm_config_port: 'true' }, '--port N'],
		[['5680', '9'], { npm_config_port: 'true', npm_config_seed: 'true' }, '--seed N --port N'],
	])('%j %j', (args, env, options) => {
		expect(() => refuseOptionsTakenByNpm(args, env)).toThrow(`npm start -- ${options}`);
	});

	test.each([
		[[], {}],
		[['--once', '--json', '--port=5680'], { npm_config_json: 'true', npm_config_once: 'true', npm_config_port: '1' }],
		// From an .npmrc: npm itself has a setting "json".
		[[], { npm_config_json: 'true' }],
		[['--once', '--json'], { npm_config_json: 'true' }],
		// npm start --no-once
		[[], { npm_config_once: '' }],
	])('nothing is refused of %j %j', (args, env) => {
		expect(() => refuseOptionsTakenByNpm(args, env)).not.toThrow();
	});

	const VALUES = { port: ['true', '5680', 'abc', '0'], seed: ['true', '9'], reservations: ['true', '99999999'] };
	const SWITCHES = ['once', 'json', 'sandbox-only', 'help'];

	test('whatever was typed, the command that is told is accepted', () => {
		const option = fc.oneof(
			fc.constantFrom(...SWITCHES).map((name) => [name, 'true'] as const),
			fc
				.constantFrom('port' as const, 'seed' as const, 'reservations' as const)
				.chain((name) => fc.constantFrom(...VALUES[name]).map((value) => [name, value] as const)),
		);
		const typed = fc.uniqueArray(option, { selector: ([name]) => name, maxLength: 7 });
		const args = fc.uniqueArray(fc.constantFrom('--once', '--once=foo', '--json', '--port=5681', '5680', '9'), {
			maxLength: 3,
		});
		fc.assert(
			fc.property(typed, args, (options, given) => {
				const env = Object.fromEntries(
					options.map(([name, value]) => [`npm_config_${name.replaceAll('-', '_')}`, value]),
				);
				const told = refusal(given, env);
				const [, command] = /Write: npm start -- ([^(]*)/u.exec(told) ?? [];
				if (command === undefined) return told === '';
				// A number that nobody knows is the person's to fill in.
				readOptions(command.replaceAll(' N', ' 9').trim().split(' '));
				return true;
			}),
		);
	});

	function refusal(args: string[], env: Record<string, string>): string {
		try {
			refuseOptionsTakenByNpm(args, env);
			return '';
		} catch (error) {
			return String(error);
		}
	}

	test('a switch that was given a value is told without it', () => {
		expect(refusal(['--once=foo'], { npm_config_port: '5680' })).toContain('npm start -- --port 5680 --once');
		expect(refusal(['--once=foo'], { npm_config_port: '5680' })).not.toContain('foo');
	});

	test('what cannot be used together is left out, and named', () => {
		expect(refusal([], { npm_config_sandbox_only: 'true', npm_config_port: '5680' })).toMatch(
			/Write: npm start -- --sandbox-only \(--port cannot be used here\)$/u,
		);
		expect(refusal(['--sandbox-only'], { npm_config_seed: '9' })).toContain('npm start -- --seed 9 --sandbox-only');
	});

	test('end the start at once', () => {
		const script = path.resolve(__dirname, '../../../scripts/start.mjs');
		const env = { ...process.env, npm_config_sandbox_only: 'true' };
		const { status, stdout, stderr } = spawnSync(process.execPath, [script], {
			env,
			encoding: 'utf8',
			timeout: 20_000,
		});
		expect([status, stdout]).toEqual([1, '']);
		expect(stderr).toContain('npm start -- --sandbox-only');
	});
});

test.each([
	['--port', 'such as --port 5680'],
	['--seed', 'such as --seed 7'],
	['--reservations', 'such as --reservations 60'],
])('a wrong %s is told a number that works', (option, advice) => {
	expect(() => readOptions([option, 'abc'])).toThrow(advice);
	expect(() => readOptions(advice.split(' ').slice(2))).not.toThrow();
});
