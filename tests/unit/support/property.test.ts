/** A true counterexample is seen, with its seed, however slow it is; and slowness alone is none. */
import fc from 'fast-check';
import { assertProperty, SEED } from '../../support/property';

const hang = () => new Promise<never>(() => undefined);
const failureOf = async (work: () => Promise<void> | void): Promise<Error> => {
	try {
		await work();
	} catch (error) {
		return error as Error;
	}
	throw new Error('It did not fail');
};

let printed: string;
beforeEach(() => {
	printed = '';
	jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
		printed += String(text);
		return true;
	});
});
afterEach(() => jest.restoreAllMocks());

it('reports a counterexample with its seed although making it smaller never ends', async () => {
	let failures = 0;
	const property = fc.asyncProperty(fc.array(fc.nat()), async (numbers) => {
		if (failures > 0) await hang();
		if (numbers.length < 3) return;
		failures += 1;
		throw new Error('three or more');
	});
	const { message, cause } = await failureOf(() => assertProperty(property, { shrinkMs: 20 }));
	const path = /PROPERTY_PATH=([\d:]+)/.exec(message)?.[1] ?? '';
	expect(message).toContain(`seed: ${SEED}`);
	expect(String(cause)).toContain('three or more');
	expect(message).toContain(`npx jest FILE -t '${expect.getState().currentTestName}'`);
	const [counterexample] = fc.sample(fc.array(fc.nat()), { seed: SEED, path, numRuns: 1 });
	expect(message).toContain(`Counterexample: [${fc.stringify(counterexample)}]`);
	// Before anybody can lose patience.
	expect(printed).toContain(`PROPERTY_SEED=${SEED} PROPERTY_PATH=${path}`);
});

it('reports the smallest that it found in time', async () => {
	let cases = 0;
	const property = fc.asyncProperty(fc.array(fc.nat(), { minLength: 5 }), async (numbers) => {
		if (numbers.some((number) => number > 0)) cases += 1;
		if (cases > 3) await hang();
		expect(numbers.length).toBeLessThan(5);
	});
	const { message } = await failureOf(() => assertProperty(property, { shrinkMs: 1_000 }));
	expect(Number(/Shrunk (\d+) time/.exec(message)?.[1])).toBeGreaterThan(0);
	expect(message).toMatch(/PROPERTY_PATH=\d+(:\d+)+/);
});

it('shrinks to the end where there is time', async () => {
	const property = fc.property(fc.nat(), (number) => expect(number).toBeLessThan(1_000));
	const { message, cause } = await failureOf(() => assertProperty(property, { numRuns: 1_000 }));
	expect(message).toContain('Counterexample: [1000]');
	expect(String(cause)).toContain('toBeLessThan');
});

it('shows what failed once and not again, and says so', async () => {
	let failures = 0;
	const property = fc.property(fc.nat(), () => {
		failures += 1;
		expect(failures).toBeGreaterThan(1);
	});
	const { message } = await failureOf(() => assertProperty(property));
	expect(message).toContain('Counterexample: [');
	expect(message).toContain('did not fail when it was run again');
});

it('fails where almost no case could be tried', async () => {
	const property = fc.property(fc.nat(), () => fc.pre(false));
	const { message } = await failureOf(() => assertProperty(property));
	expect(message).toContain('too many pre-condition failures');
});

it('leaves a counterexample as it is where nobody wants it smaller', async () => {
	const property = fc.property(fc.nat(), () => {
		throw new Error('no');
	});
	const { message } = await failureOf(() => assertProperty(property, { endOnFailure: true }));
	expect(message).toMatch(/PROPERTY_PATH=0 /);
	expect(printed).toBe('');
});

it('makes every run, however long one takes', async () => {
	let runs = 0;
	const property = fc.asyncProperty(fc.nat(), async () => {
		await new Promise((done) => setTimeout(done, 5));
		runs += 1;
	});
	await assertProperty(property, { numRuns: 7, shrinkMs: 1 });
	expect(runs).toBe(Math.ceil(7 * Number(process.env.PROPERTY_EFFORT ?? 1)));
});

it('draws the same cases again from the same seed', () => {
	const drawn = () => {
		const numbers: number[] = [];
		assertProperty(fc.property(fc.nat(), (number) => void numbers.push(number)));
		return numbers;
	};
	expect(drawn()).toEqual(drawn());
});
