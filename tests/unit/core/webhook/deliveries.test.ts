import fc from 'fast-check';
import { IdempotencyCache, type Begun, type IdempotencyCacheOptions } from '../../../../core/webhook/idempotency-cache';
import { assertProperty } from '../../../support/property';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function remember(options: IdempotencyCacheOptions = {}) {
	const clock = { now: 1_000_000 };
	const memory = new IdempotencyCache(options, () => clock.now);
	const begin = (digest: string, identity = 'payment/1', scope = 'flow:node') => memory.begin(scope, identity, digest);
	const start = (...what: Parameters<typeof begin>) => running(begin(...what));
	return { clock, memory, begin, start, deliver: (...what: Parameters<typeof begin>) => start(...what).end(true) };
}

function running(begun: Begun) {
	if (begun.kind !== 'new') throw new Error(`Expected a new delivery, not one that is ${begun.kind}`);
	return begun;
}

function outcomeOf(begun: Begun): Promise<boolean> {
	if (begun.kind !== 'running') throw new Error(`Expected one that is running, not ${begun.kind}`);
	return begun.outcome;
}

describe('a repeat', () => {
	it('is known once the first has succeeded', () => {
		const { begin, deliver } = remember();
		deliver('a');
		expect([begin('a').kind, begin('a').kind]).toEqual(['done', 'done']);
	});

	it('is none if its first failed', () => {
		const { start, begin, memory } = remember();
		start('a').end(false);
		expect(memory.size).toBe(0);
		expect(begin('a').kind).toBe('new');
	});

	it('is none if something else came between: what was left may be meant to come back', () => {
		const { deliver, begin } = remember();
		deliver('a');
		deliver('b');
		expect(begin('b').kind).toBe('done');
		expect(begin('a').kind).toBe('new');
	});

	it('is none if something else came between and failed: half of it may have been done', () => {
		const { deliver, start, begin } = remember();
		deliver('a');
		start('b').end(false);
		expect(begin('a').kind).toBe('new');
	});

	it('is told by its identity and who receives it', () => {
		const { deliver, begin } = remember();
		deliver('a', '1', 'x');
		expect(begin('a', '1', 'y').kind).toBe('new');
		expect(begin('a', '2', 'x').kind).toBe('new');
		// No two pairs run together into one.
		deliver('a', '","', 'x');
		expect(begin('a', '', 'x","').kind).toBe('new');
		expect(begin('a', '__proto__', 'constructor').kind).toBe('new');
	});
});

describe('a repeat while the first is running', () => {
	it('learns how it ends', async () => {
		const { start, begin } = remember();
		const [good, bad] = [start('a'), start('a', 'payment/2')];
		const outcomes = [outcomeOf(begin('a')), outcomeOf(begin('a')), outcomeOf(begin('a', 'payment/2'))];
		good.end(true);
		bad.end(false);
		expect(await Promise.all(outcomes)).toEqual([true, true, false]);
		expect([begin('a').kind, begin('a', 'payment/2').kind]).toEqual(['done', 'new']);
	});

	it('is new if something else came between, whose end then counts', async () => {
		const { start, begin } = remember();
		const first = start('a');
		const waiting = outcomeOf(begin('a'));
		const second = start('b');
		first.end(true);
		// Its own waiters learn of it, but it is not the last one any more.
		expect(await waiting).toBe(true);
		expect(begin('b').kind).toBe('running');
		second.end(true);
		expect(begin('b').kind).toBe('done');
		expect(begin('a').kind).toBe('new');
	});

	it('believes the first word only', async () => {
		const { start, begin } = remember();
		const [one, two] = [start('a'), start('b', 'payment/2')];
		const outcome = outcomeOf(begin('a'));
		one.end(true);
		one.end(false);
		expect(await outcome).toBe(true);
		expect(begin('a').kind).toBe('done');
		two.end(false);
		two.end(true);
		expect(begin('b', 'payment/2').kind).toBe('new');
	});

	it('runs anew after the limit of a run, and the lost one no longer counts', async () => {
		const { start, begin, clock } = remember({ runLimitMs: 15 * MINUTE });
		const lost = start('a');
		const waiting = outcomeOf(begin('a'));
		clock.now += 15 * MINUTE;
		expect(begin('a').kind).toBe('running');
		clock.now += 1;
		const again = start('a');
		expect(await waiting).toBe(false);
		lost.end(true);
		expect(begin('a').kind).toBe('running');
		again.end(true);
		expect(begin('a').kind).toBe('done');
	});

	it('is known if the first ends after the limit, and nobody has begun since', () => {
		const { start, begin, clock } = remember({ runLimitMs: MINUTE });
		const slow = start('a');
		clock.now += HOUR;
		slow.end(true);
		expect(begin('a').kind).toBe('done');
	});
});

describe('what is remembered', () => {
	it('lasts as long as senders come again, counted from its end', () => {
		const { start, begin, clock } = remember();
		const first = start('a');
		clock.now += 5 * MINUTE;
		first.end(true);
		clock.now += 75 * HOUR;
		expect(begin('a').kind).toBe('done');
		clock.now += 1;
		expect(begin('a').kind).toBe('new');
	});

	it('is given up when it is over', () => {
		const { deliver, clock, memory } = remember({ horizonMs: HOUR });
		for (let index = 0; index < 100; index++) deliver('a', `payment/${index}`);
		expect(memory.size).toBe(100);
		clock.now += HOUR + 1;
		deliver('a', 'payment/new');
		expect(memory.size).toBe(1);
	});

	it('is bounded: the oldest go first', () => {
		const { deliver, begin, memory } = remember({ maxEntries: 3 });
		for (const identity of ['1', '2', '3', '4']) deliver('a', identity);
		expect(memory.size).toBe(3);
		expect(['4', '3', '2'].map((identity) => begin('a', identity).kind)).toEqual(['done', 'done', 'done']);
		// Delivered anew, the second is the youngest.
		deliver('b', '2');
		deliver('a', '5');
		expect(begin('b', '2').kind).toBe('done');
		expect(begin('a', '3').kind).toBe('new');
	});

	it('is as young as its latest content, also while that runs', () => {
		const { deliver, start, begin } = remember({ maxEntries: 2 });
		deliver('a', '1');
		deliver('a', '2');
		start('b', '1');
		deliver('a', '3');
		expect(begin('b', '1').kind).toBe('running');
	});

	it('takes no notice of what was forgotten while it ran', async () => {
		const { start, begin, memory } = remember({ maxEntries: 1 });
		const [first, waiting] = [start('a', '1'), outcomeOf(begin('a', '1'))];
		start('a', '2');
		first.end(true);
		expect(await waiting).toBe(true);
		expect(memory.size).toBe(1);
		expect(begin('a', '2').kind).toBe('running');
	});

	it('stays small and quick with 50,000 long identities', () => {
		const { deliver, begin, memory } = remember();
		for (let index = 0; index < 60_000; index++) deliver('a', `${index}`.padEnd(200, 'x'));
		expect(memory.size).toBe(50_000);
		expect(begin('a', '59999'.padEnd(200, 'x')).kind).toBe('done');
		expect(begin('a', '0'.padEnd(200, 'x')).kind).toBe('new');
	});
});

it('keeps to what it says, in any order of events', () => {
	const step = fc.record({
		identity: fc.constantFrom('1', '2'),
		digest: fc.constantFrom('a', 'b'),
		then: fc.constantFrom('good', 'bad', 'later'),
		wait: fc.constantFrom(0, 1, 40),
	});
	assertProperty(
		fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
			const { begin, clock } = remember({ horizonMs: 100, runLimitMs: 30 });
			// The last delivery of each identity, as a plain list would have it.
			const last = new Map<string, { digest: string; state: 'done' | 'running'; since: number }>();
			for (const { identity, digest, then, wait } of steps) {
				clock.now += wait;
				const before = last.get(identity);
				const isFresh =
					before !== undefined &&
					before.digest === digest &&
					clock.now - before.since <= (before.state === 'done' ? 100 : 30);
				const begun = begin(digest, identity);
				expect(begun.kind).toBe(isFresh ? before.state : 'new');
				if (begun.kind !== 'new') continue;
				last.set(identity, { digest, state: 'running', since: clock.now });
				if (then === 'later') continue;
				begun.end(then === 'good');
				if (then === 'good') last.set(identity, { digest, state: 'done', since: clock.now });
				else last.delete(identity);
			}
		}),
	);
});
