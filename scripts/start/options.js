/** The command line of `npm start`. Plain JavaScript: it is read before anything is installed. */
const { parseArgs } = require('node:util');

const USAGE = `Usage: npm start -- [options]

  --once             run until every reservation is in SelfKey, then stop
  --json             print one line of JSON at the end (with --once)
  --reservations N   how many reservations Booking.com has (default 60)
  --seed N           another stream of reservations (default 7)
  --port N           the port of n8n's editor (default 5678)
  --sandbox-only     the made-up systems without n8n, with what to enter in your own n8n
  --help             this text`;

const OPTIONS = {
	once: { type: 'boolean' },
	json: { type: 'boolean' },
	reservations: { type: 'string' },
	seed: { type: 'string' },
	port: { type: 'string' },
	'sandbox-only': { type: 'boolean' },
	help: { type: 'boolean', short: 'h' },
};

const NUMBERS = {
	reservations: { least: 1, most: 20_000, example: 60 },
	seed: { least: 0, most: 2 ** 31, example: 7 },
	// The example is free, where another n8n has the usual 5678.
	port: { least: 1, most: 65_535, example: 5680 },
};

/** What only a start with n8n takes. */
const OF_N8N = ['once', 'json', 'port'];

/**
 * Without `--` before them, npm takes options for its own settings, and only its environment variables still tell of
 * them: the whole of n8n would be installed for somebody who asked for the sandbox alone.
 * @throws RangeError that says how to write them
 */
function refuseOptionsTakenByNpm(args, env) {
	const { values: given, positionals } = parseArgs({ args, options: OPTIONS, strict: false, allowPositionals: true });
	// What stands behind a blank, npm passes on as an argument of its own; of two nobody knows which is which.
	const [blank = 'N', ...others] = positionals;
	const taken = Object.entries(OPTIONS).flatMap(([name, { type }]) => {
		const value = env[`npm_config_${name.replaceAll('-', '_')}`] ?? '';
		if (value === '' || value === 'false' || given[name] !== undefined) return [];
		if (type === 'boolean') return [[name, true]];
		return [[name, value !== 'true' ? value : others.length > 0 ? 'N' : blank]];
	});
	// By itself it may come from somebody's own .npmrc: npm knows a setting of this name.
	if (taken.every(([name]) => name === 'json')) return;
	const known = Object.entries(given)
		.filter(([name]) => name in OPTIONS)
		// `--once=foo` is refused, and so would be `--once foo`.
		.map(([name, value]) => [name, OPTIONS[name].type === 'boolean' ? true : value]);
	const { command, without } = accepted([...taken, ...known]);
	const left = without.length > 0 ? ` (${without.map((name) => `--${name}`).join(' and ')} cannot be used here)` : '';
	throw new RangeError(`npm has kept ${written(taken)} for itself. Write: npm start -- ${written(command)}${left}`);
}

/** What `readOptions` takes of these, numbers that it would refuse replaced by those that it names; `N` is for a person to fill in. */
function accepted(options) {
	const has = (wanted) => options.some(([name]) => name === wanted);
	const isLeftOut = (name) => (has('sandbox-only') && OF_N8N.includes(name)) || (name === 'json' && !has('once'));
	return {
		command: options
			.filter(([name]) => !isLeftOut(name))
			.map(([name, value]) => {
				const range = NUMBERS[name];
				const isNumber = range === undefined || value === 'N' || isInRange(String(value), range);
				return [name, isNumber ? value : range.example];
			}),
		without: options.map(([name]) => name).filter(isLeftOut),
	};
}

function written(options) {
	return options.map(([name, value]) => (value === true ? `--${name}` : `--${name} ${value}`)).join(' ');
}

/**
 * @throws RangeError that names the argument that is not understood
 */
function readOptions(args) {
	const { values } = parse(args);
	const sandboxOnly = values['sandbox-only'] ?? false;
	const ofN8n = OF_N8N.filter((name) => values[name] !== undefined);
	if (sandboxOnly && ofN8n.length > 0)
		throw new RangeError(`--sandbox-only starts no n8n: leave out --${ofN8n.join(' and --')}`);
	if (values.json && !values.once)
		throw new RangeError(
			'--json prints its line once everything is done, which only --once ends with: use both, or neither',
		);
	return {
		sandboxOnly,
		once: values.once ?? false,
		json: values.json ?? false,
		reservations: wholeNumber('reservations', values.reservations ?? '60'),
		seed: wholeNumber('seed', values.seed ?? '7'),
		port: values.port === undefined ? undefined : wholeNumber('port', values.port),
		help: values.help ?? false,
	};
}

function parse(args) {
	try {
		return parseArgs({ args, options: OPTIONS });
	} catch (error) {
		throw new RangeError(
			`${error instanceof Error ? error.message : 'These options cannot be understood'}\n\n${USAGE}`,
		);
	}
}

function isInRange(text, { least, most }) {
	return /^\d+$/.test(text) && Number(text) >= least && Number(text) <= most;
}

function wholeNumber(name, text) {
	const { least, most, example } = NUMBERS[name];
	if (!isInRange(text, NUMBERS[name]))
		throw new RangeError(`--${name} needs a whole number from ${least} to ${most}, such as --${name} ${example}`);
	return Number(text);
}

module.exports = { USAGE, readOptions, refuseOptionsTakenByNpm };
