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

/**
 * @throws RangeError that names the argument that is not understood
 */
function readOptions(args) {
	const { values } = parse(args);
	const sandboxOnly = values['sandbox-only'] ?? false;
	const ofN8n = ['once', 'json', 'port'].filter((name) => values[name] !== undefined);
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
		reservations: wholeNumber('--reservations', values.reservations ?? '60', 1, 20_000),
		seed: wholeNumber('--seed', values.seed ?? '7', 0, 2 ** 31),
		port: values.port === undefined ? undefined : wholeNumber('--port', values.port, 1, 65_535),
		help: values.help ?? false,
	};
}

function parse(args) {
	try {
		return parseArgs({
			args,
			options: {
				once: { type: 'boolean' },
				json: { type: 'boolean' },
				reservations: { type: 'string' },
				seed: { type: 'string' },
				port: { type: 'string' },
				'sandbox-only': { type: 'boolean' },
				help: { type: 'boolean', short: 'h' },
			},
		});
	} catch (error) {
		throw new RangeError(
			`${error instanceof Error ? error.message : 'These options cannot be understood'}\n\n${USAGE}`,
		);
	}
}

function wholeNumber(name, text, least, most) {
	const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
	if (!(value >= least && value <= most))
		throw new RangeError(
			`${name} needs a whole number from ${least} to ${most}, such as ${name} ${Math.max(least, 60)}`,
		);
	return value;
}

module.exports = { USAGE, readOptions };
