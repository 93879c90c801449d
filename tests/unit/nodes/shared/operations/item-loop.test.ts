import fc from 'fast-check';
import { NodeApiError, NodeOperationError, type IDataObject, type INodeExecutionData } from 'n8n-workflow';
import { eachItem, groupedItems } from '../../../../../nodes/shared/operations/item-loop';
import { FailedPart, type ItemResult } from '../../../../../nodes/shared/operations/operation';
import { readCalendarItem } from '../../../../../nodes/shared/calendar-item';
import { runOperation } from '../../../../../nodes/shared/operations/run-operation';
import { ApiError } from '../../../../../nodes/shared/request/api-error';
import { fakeContext } from '../../../../support/fake-context';
import { assertProperty } from '../../../../support/property';

type OnError = 'stopWorkflow' | 'continueRegularOutput' | 'continueErrorOutput';

function contextOf(items: IDataObject[], onError: OnError, parameters: IDataObject = {}) {
	const { execute } = fakeContext({ items, parameters, continueOnFail: onError !== 'stopWorkflow' });
	execute.getNode().onError = onError;
	return execute;
}
async function run(
	results: ItemResult[] | Error,
	items: IDataObject[],
	onError: OnError,
): Promise<INodeExecutionData[]> {
	const outputs = await runOperation.call(contextOf(items, onError), async () => {
		if (results instanceof Error) throw results;
		return results;
	});
	expect(outputs).toHaveLength(1);
	return outputs[0] ?? [];
}
const down = new ApiError({ kind: 'server', status: 503, message: 'It is down.', advice: 'Wait' });

/** What n8n 2 does with a node's output where "On Error" is "Continue (using error output)", in its own order. */
function asN8nSplits(
	output: INodeExecutionData[],
	input: IDataObject[],
): { success: IDataObject[]; error: IDataObject[] } {
	const isError = ({ json, error }: INodeExecutionData) =>
		error !== undefined ||
		(Boolean(json.error) && Object.keys(json).every((key) => ['error', 'message', 'details'].includes(key)));
	const inputOf = ({ pairedItem }: INodeExecutionData) => input[(pairedItem as { item: number }).item];
	const jsonOf = (item: INodeExecutionData) =>
		item.error === undefined ? { ...inputOf(item), ...item.json } : { error: item.error.message };
	return {
		success: output.filter((item) => !isError(item)).map(({ json }) => json),
		error: output.filter(isError).map(jsonOf),
	};
}

describe('runOperation', () => {
	it('pairs each output with its input, also where an item gives several or none', async () => {
		expect(await run([{ a: 1 }, [{ b: 1 }, { b: 2 }], [], { c: 1 }], [{}, {}, {}, {}], 'stopWorkflow')).toEqual([
			{ json: { a: 1 }, pairedItem: { item: 0 } },
			{ json: { b: 1 }, pairedItem: { item: 1 } },
			{ json: { b: 2 }, pairedItem: { item: 1 } },
			{ json: { c: 1 }, pairedItem: { item: 3 } },
		]);
		expect(await run([], [], 'continueErrorOutput')).toEqual([]);
	});

	it('stops at the first item that failed, and names it', async () => {
		const error = await run([{ a: 1 }, down, new Error('later')], [{}, {}, {}], 'stopWorkflow').catch(
			(reason: unknown) => reason,
		);
		expect(error).toBeInstanceOf(NodeApiError);
		expect(error).toMatchObject({ message: 'It is down.', description: 'Wait', context: { itemIndex: 1 } });
		await expect(run(down, [{}], 'stopWorkflow')).rejects.toMatchObject({ message: 'It is down.', httpCode: '503' });
	});

	it('passes a failed item on with its input, the reason and what to do', async () => {
		expect(await run([{ a: 1 }, down], [{ id: 1 }, { id: 2 }], 'continueRegularOutput')).toEqual([
			{ json: { a: 1 }, pairedItem: { item: 0 } },
			{
				json: { id: 2, error: 'It is down. Wait', details: { retryable: true, status: 503 } },
				pairedItem: { item: 1 },
			},
		]);
		expect(await run(down, [{ id: 1 }, { id: 2 }], 'continueRegularOutput')).toMatchObject([
			{ json: { id: 1, error: 'It is down. Wait' } },
			{ json: { id: 2, error: 'It is down. Wait' } },
		]);
	});

	it.each([
		[
			{ kind: 'refused', status: 400 },
			{ retryable: false, status: 400 },
		],
		[{ kind: 'refused' }, { retryable: false }],
		[{ kind: 'refused', retryable: true }, { retryable: true }],
		[
			{ kind: 'refused', status: 308 },
			{ retryable: true, status: 308 },
		],
		[
			{ kind: 'refused', status: 413 },
			{ retryable: true, status: 413 },
		],
		[
			{ kind: 'unauthorized', status: 401 },
			{ retryable: true, status: 401 },
		],
		[{ kind: 'unreachable' }, { retryable: true }],
	] as const)('tells whether a remote system may take it later: %j', async (given, details) => {
		const problem = new ApiError({ ...given, message: 'No.', advice: 'Wait' });
		const failing = eachItem(async () => await Promise.reject(problem));
		const expected = [{ json: { error: 'No. Wait', details }, pairedItem: { item: 0 } }];
		expect(await run([problem], [{ id: 1 }], 'continueErrorOutput')).toEqual(expected);
		expect(await run(problem, [{ id: 1 }], 'continueErrorOutput')).toEqual(expected);
		expect(await runOperation.call(contextOf([{ id: 1 }], 'continueErrorOutput'), failing)).toEqual([expected]);
	});

	describe('an item of which only some nights have failed', () => {
		const range = (start: string, end: string) => ({ start, end, available: 0 });
		const whole = { channel: 'airbnb', roomTypeId: '1', nights: [range('2027-07-01', '2027-07-10')] };
		const bad = { start: '2027-07-03', end: '2027-07-04', available: 0 };
		const part = new FailedPart(down, { nights: [bad] });
		const done = { ...whole, nights: [range('2027-07-01', '2027-07-03')], airbnb: { outcome: 'updated' } };
		const nightsOf = (json: IDataObject | undefined) =>
			readCalendarItem(json ?? {})?.nights.map(({ start, end }) => `${start} ${end}`);

		it('passes on what was done, and the failed nights with the reason', async () => {
			const output = await run([[done, part]], [whole], 'continueRegularOutput');
			expect(output.map(({ json }) => [nightsOf(json), json['error']])).toEqual([
				[['2027-07-01 2027-07-03'], undefined],
				[['2027-07-03 2027-07-04'], 'It is down. Wait'],
			]);
			expect(output[1]?.json).toMatchObject({ channel: 'airbnb', details: { retryable: true, status: 503 } });
		});

		it('has the failed ones in n8n’s error output, although n8n adds all nights of the input to them', async () => {
			const { success, error } = asN8nSplits(await run([[done, part]], [whole], 'continueErrorOutput'), [whole]);
			expect(success).toEqual([done]);
			expect(error.map((json) => [nightsOf(json), json['error']])).toEqual([
				[['2027-07-03 2027-07-04'], 'It is down. Wait'],
			]);
		});

		it('stops a node that does not continue', async () => {
			await expect(run([{ a: 1 }, [done, part]], [{}, whole], 'stopWorkflow')).rejects.toMatchObject({
				message: 'It is down.',
				context: { itemIndex: 1 },
			});
		});
	});

	it('says nothing of trying again where no remote system was asked', async () => {
		expect(await run([new Error('no')], [{ id: 1 }], 'continueErrorOutput')).toEqual([
			{ json: { error: 'no' }, pairedItem: { item: 0 } },
		]);
	});

	it('loses no item and no input on the way to n8n’s two outputs, and calls no failure a success', async () => {
		const input = fc.record({
			id: fc.nat(),
			error: fc.constantFrom(undefined, 'of another node'),
			message: fc.constantFrom(undefined, 'hello'),
		});
		const outcome = fc.constantFrom<ItemResult>(
			{ done: true },
			[{ done: true }, { done: true }],
			[],
			down,
			new Error('refused'),
			new NodeOperationError(contextOf([], 'stopWorkflow').getNode(), 'as it is'),
		);
		await assertProperty(
			fc.asyncProperty(fc.array(fc.tuple(input, outcome), { maxLength: 8 }), async (pairs) => {
				const items = pairs.map(([item]) => item as IDataObject);
				const { success, error } = asN8nSplits(
					await run(
						pairs.map(([, result]) => result),
						items,
						'continueErrorOutput',
					),
					items,
				);
				const failed = pairs.filter(([, result]) => result instanceof Error);
				expect(success).toHaveLength(
					pairs.flatMap(([, result]) => (result instanceof Error ? [] : [result].flat())).length,
				);
				expect(error.map(({ id, message }) => [id, message])).toEqual(failed.map(([{ id, message }]) => [id, message]));
				expect(error.every((item) => ['It is down. Wait', 'refused', 'as it is'].includes(String(item.error)))).toBe(
					true,
				);
			}),
		);
	});
});

describe('eachItem', () => {
	const work = eachItem(async function (index, item) {
		if (item.json.bad === true) throw new RangeError(`Item ${index} is bad`);
		return { twice: Number(item.json.n) * 2 };
	});

	it('works item by item, and goes on after one that failed', async () => {
		const [output] = await runOperation.call(
			contextOf([{ n: 1 }, { bad: true }, { n: 3 }], 'continueErrorOutput'),
			work,
		);
		expect(output?.map(({ json }) => json)).toEqual([{ twice: 2 }, { error: 'Item 1 is bad' }, { twice: 6 }]);
	});

	it('does nothing more after one that failed, where the node is to stop', async () => {
		let calls = 0;
		const counting = eachItem(async () => {
			calls++;
			throw new RangeError('bad');
		});
		await expect(runOperation.call(contextOf([{}, {}], 'stopWorkflow'), counting)).rejects.toMatchObject({
			message: 'bad',
			context: { itemIndex: 0 },
		});
		expect(calls).toBe(1);
	});
});

describe('groupedItems', () => {
	type Destination = { hotel: string; shared?: object };
	type Sent = Array<[Destination, number[]]>;

	/** An item is `{ hotel, n }`; `n` below 0 cannot be read, 13 is refused, and the hotel "down" answers nobody. */
	async function grouped(items: IDataObject[]): Promise<{ results: ItemResult[]; sent: Sent }> {
		const sent: Sent = [];
		const context = contextOf(items, 'continueErrorOutput');
		const results = await groupedItems<Destination, number, string>(
			context,
			items.map((json) => ({ json })),
			{
				read: ({ json: { hotel, n } }, index) => {
					if (Number(n) < 0) throw new RangeError(`Item ${index} is bad`);
					return { destination: { hotel: String(hotel), shared: { b: 1, a: 2 } }, entry: Number(n) };
				},
				send: async (destination, entries) => {
					sent.push([destination, entries]);
					if (destination.hotel === 'down') throw down;
					return entries.map((n) => (n === 13 ? new Error('refused') : `${destination.hotel} has ${n}`));
				},
				output: (json, result) => ({ ...json, result }),
			},
		);
		return { results, sent };
	}

	it('sends what goes to one destination together, once, in order, and hands each item its own result', async () => {
		const item = fc.record({ hotel: fc.constantFrom('a', 'b', 'down'), n: fc.integer({ min: -3, max: 15 }) });
		await assertProperty(
			fc.asyncProperty(fc.array(item, { maxLength: 12 }), async (items) => {
				const { results, sent } = await grouped(items);
				const readable = items.filter(({ n }) => n >= 0);
				expect(sent.map(([{ hotel }, entries]) => [hotel, entries])).toEqual(
					[...new Set(readable.map(({ hotel }) => hotel))].map((hotel) => [
						hotel,
						readable.filter((one) => one.hotel === hotel).map(({ n }) => n),
					]),
				);
				expect(results).toEqual(
					items.map(({ hotel, n }, index) => {
						if (n < 0) return new RangeError(`Item ${index} is bad`);
						if (hotel === 'down') return down;
						return n === 13 ? new Error('refused') : { hotel, n, result: `${hotel} has ${n}` };
					}),
				);
			}),
		);
	});

	it('calls an item failed that no result came for', async () => {
		const items = [{ json: {} }, { json: {} }];
		const results = await groupedItems(contextOf([{}, {}], 'stopWorkflow'), items, {
			read: () => ({ destination: 'one', entry: 1 }),
			send: async () => [{ done: true }],
			output: (json, result) => ({ ...json, ...result }),
		});
		expect(results).toEqual([{ done: true }, new Error('There is no result for this item; run the flow again')]);
	});

	it.each([
		['sends everything to the end', false, ['told a', 'told b', 'told c']],
		['hands back what would be sent too late, but always sends something', true, ['told a', 'late', 'late']],
	])('%s where destinations are slow', async (_, isLate, expected) => {
		let clock = 0;
		const now = jest.spyOn(performance, 'now').mockImplementation(() => clock);
		const items = ['a', 'b', 'c'].map((name) => ({ json: { name } }));
		const results = await groupedItems(contextOf([{}, {}, {}], 'stopWorkflow'), items, {
			read: ({ json: { name } }) => ({ destination: name, entry: name }),
			send: async (destination) => {
				clock += 20_001;
				return [`told ${String(destination)}`];
			},
			...(isLate ? { late: () => ({ result: 'late' }) } : {}),
			output: (__, result) => ({ result }),
		});
		now.mockRestore();
		expect(results).toEqual(expected.map((result) => ({ result })));
	});
});
