/** 100,000 changed deliveries, none of which may be accepted. That the attack would notice is shown beside it. */
import { receive } from '../../../../core/webhook/receive';
import { SCHEME_NAMES } from '../../../../core/webhook/schemes';
import { EFFORT, SEED } from '../../../support/property';
import { attack } from './fuzz/attack';
import { MUTATION_NAMES } from './fuzz/mutations';

it('accepts none of 100,000 changed deliveries, and throws at none', () => {
	const { accepted, statuses, mutations, schemes } = attack(receive, 100_000 * EFFORT, SEED);
	expect(accepted).toEqual([]);
	// It was worth it: every change, every scheme and every kind of refusal had its share.
	expect([...mutations.keys()].sort()).toEqual([...MUTATION_NAMES].sort());
	expect(Math.min(...mutations.values())).toBeGreaterThan(100);
	expect([...schemes.keys()].sort()).toEqual([...SCHEME_NAMES].sort());
	expect(Math.min(...schemes.values())).toBeGreaterThan(20_000);
	expect([...statuses.keys()].sort()).toEqual([400, 401, 413, 415]);
});
