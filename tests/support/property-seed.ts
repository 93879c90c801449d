/**
 * Before the first test of a run: which seed its property tests begin from, and says so, so that it is known
 * even of a run that is killed.
 */
const FIXED_SEED = 8;

export default function announceSeed(): void {
	const isChosen = Boolean(process.env.PROPERTY_SEED);
	process.env.PROPERTY_SEED ||= String(FIXED_SEED);
	const { PROPERTY_SEED, PROPERTY_EFFORT = '1' } = process.env;
	process.stderr.write(`Property tests: PROPERTY_SEED=${PROPERTY_SEED}${isChosen ? '' : ' (always the same)'}`);
	process.stderr.write(` PROPERTY_EFFORT=${PROPERTY_EFFORT}\n`);
}
