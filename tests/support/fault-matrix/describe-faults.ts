/** The tests of some remote systems' columns of the matrix. */
import { EXPECTED } from './expectations';
import { FAULTS, type Fault } from './faults';
import { runCell } from './run-cell';
import type { Remote } from './scene';

/** @param sleep n8n's, mocked by the test file, so that nobody waits */
export function describeFaults(remotes: readonly Remote[], sleep: jest.Mock<Promise<void>, [number]>): void {
	jest.setTimeout(120_000);
	describe.each([...remotes])('$system, $work', (remote) => {
		const column = EXPECTED[`${remote.system}: ${remote.work}`];
		const cells = (Object.keys(FAULTS) as Fault[]).flatMap((fault) => {
			const [once, lasting] = column?.[fault] ?? [];
			return once && lasting ? [{ title: FAULTS[fault], fault, once, lasting }] : [];
		});
		test.each(cells)('$title: $once, or $lasting', async ({ fault, once, lasting }) => {
			expect(await runCell(remote, fault, 'once', sleep)).toBe(once);
			expect(await runCell(remote, fault, 'lasting', sleep)).toBe(lasting);
		});
	});
}
