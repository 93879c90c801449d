/** The Hotel Webhook Reply node: one answer for all items, which go on unchanged. */
import fc from 'fast-check';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { HotelWebhookReply } from '../../../nodes/HotelWebhookReply/HotelWebhookReply.node';
import { replyTo } from '../../../nodes/HotelWebhookReply/reply/reply-to';
import { fakeContext } from '../../support/fake-context';
import { assertProperty } from '../../support/property';

const good = { key: 'booking.com/77/1', selfKey: { outcome: 'created', warnings: [] } };
const passing = { key: 'booking.com/77/2', error: 'SelfKey is down. Wait', details: { retryable: true, status: 503 } };
const final = {
	paymentId: 'p-1',
	error: 'SelfKey did not write it: another currency',
	details: { retryable: false, status: 400 },
};

describe('the answer', () => {
	it.each<[string, IDataObject[], number, unknown]>([
		[
			'all good',
			[good, { key: 'k', selfKey: { outcome: 'updated', warnings: [{ code: 'room_shared' }] } }],
			200,
			{
				status: 'success',
				results: [
					{ key: 'booking.com/77/1', outcome: 'created' },
					{ key: 'k', outcome: 'updated', warnings: [{ code: 'room_shared' }] },
				],
			},
		],
		['something else', [{ hello: 1 }], 200, { status: 'success', results: [{ key: null }] }],
		['nothing at all', [], 200, { status: 'success', results: [] }],
		[
			'passing',
			[passing],
			500,
			{ error: 'Processing failed', results: [{ key: 'booking.com/77/2', error: 'SelfKey is down. Wait' }] },
		],
		['final', [final], 422, { error: final.error, results: [{ key: 'p-1', error: final.error }] }],
		[
			'one of two for good',
			[good, final],
			422,
			{
				error: final.error,
				results: [
					{ key: good.key, outcome: 'created' },
					{ key: 'p-1', error: final.error },
				],
			},
		],
		[
			'for good and passing',
			[final, passing],
			500,
			{
				error: 'Processing failed',
				results: [
					{ key: 'p-1', error: final.error },
					{ key: passing.key, error: passing.error },
				],
			},
		],
		[
			'failed, nobody knows how',
			[{ key: 'k', error: 'Something' }],
			500,
			{ error: 'Processing failed', results: [{ key: 'k', error: 'Something' }] },
		],
		[
			"n8n's own form of an error",
			[{ error: { message: 'Bad', name: 'NodeApiError', stack: 'secret' } }],
			500,
			{ error: 'Processing failed', results: [{ key: null, error: 'Bad' }] },
		],
		[
			'an error without words',
			[{ error: true }],
			500,
			{ error: 'Processing failed', results: [{ key: null, error: 'It failed without a reason' }] },
		],
		[
			'no error',
			[
				{ key: 'k', error: null },
				{ key: 'l', error: '' },
			],
			200,
			{ status: 'success', results: [{ key: 'k' }, { key: 'l' }] },
		],
	])('%s', (_, items, statusCode, body) => {
		expect(replyTo(items, false)).toEqual({ statusCode, body });
	});

	it.each<[string, IDataObject[], number]>([
		['written', [good, { paymentId: 'p', someDay: { outcome: 'unmatched' } }], 200],
		['written by nobody', [good, { key: 'k', channel: 'webhook', webhook: { deliveryId: null } }], 500],
		['refused for good, and another written by nobody', [final, { key: 'k' }], 500],
		['refused for good', [final], 422],
		['nothing at all', [], 200],
	])('where success is what was written: %s', (_, items, statusCode) => {
		expect(replyTo(items, true).statusCode).toBe(statusCode);
	});

	it('cuts a long reason', () => {
		expect(
			(replyTo([{ error: 'x'.repeat(1000), details: { retryable: false } }], false).body as { error: string }).error,
		).toHaveLength(300);
	});

	it('is never a success where something failed, and never final where anything may pass', () => {
		const item = fc.record({
			key: fc.anything(),
			selfKey: fc.anything(),
			error: fc.oneof(fc.constant(undefined), fc.anything()),
			details: fc.oneof(fc.anything(), fc.record({ retryable: fc.boolean() })),
		});
		assertProperty(
			fc.property(fc.array(item, { maxLength: 5 }), (items) => {
				const { statusCode, body } = replyTo(items as IDataObject[], false);
				const failed = items.filter(
					({ error }) => error !== undefined && error !== null && error !== '' && error !== false,
				);
				const isFinal = (details: unknown) =>
					(details as { retryable?: unknown } | null | undefined)?.retryable === false;
				expect(statusCode).toBe(
					failed.length === 0 ? 200 : failed.every(({ details }) => isFinal(details)) ? 422 : 500,
				);
				expect(body.results).toHaveLength(items.length);
			}),
		);
	});
});

describe('the node', () => {
	async function run(items: IDataObject[], { fails = false, continueOnFail = false } = {}) {
		const sent: unknown[] = [];
		const logs: string[] = [];
		const execute = {
			...fakeContext({ items, continueOnFail }).execute,
			logger: { warn: (line: string) => logs.push(line) },
			sendResponse: async (response: unknown) => {
				if (fails) throw new Error('The queue is down: secret');
				sent.push(response);
			},
		} as unknown as IExecuteFunctions;
		const [output = []] = await new HotelWebhookReply().execute.call(execute);
		return { sent, logs, output };
	}

	it('answers once for all items, and passes them on as they are', async () => {
		const { sent, output } = await run([good, passing]);
		expect(sent).toEqual([
			{ statusCode: 500, headers: { 'content-type': 'application/json' }, body: replyTo([good, passing], false).body },
		]);
		expect(output).toEqual([
			{ json: good, pairedItem: { item: 0 } },
			{ json: passing, pairedItem: { item: 1 } },
		]);
	});

	it('stops where the answer cannot be given, and only there where it is to stop', async () => {
		await expect(run([good], { fails: true })).rejects.toThrow('The answer could not be handed to n8n');
		const { output, logs } = await run([good], { fails: true, continueOnFail: true });
		expect(output).toHaveLength(1);
		expect(logs).toHaveLength(1);
		expect(logs[0]).not.toContain('secret');
	});
});
