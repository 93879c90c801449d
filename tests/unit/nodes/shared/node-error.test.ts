import type { INode } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { toNodeError } from '../../../../nodes/shared/node-error';
import {
	isTransient,
	ApiError,
	retryAfterSeconds,
	type ApiErrorKind,
} from '../../../../nodes/shared/request/api-error';
import { everythingIn } from '../../../support/selfkey-node';

const now = new Date('2026-03-11T15:00:00.400Z');

describe('Retry-After', () => {
	it.each([
		['0', 0],
		[' 120 ', 120],
		[90, 90],
		['Wed, 11 Mar 2026 15:01:00 GMT', 60],
		['Wed, 11 Mar 2026 14:00:00 GMT', 0],
		['Wednesday, 11-Mar-26 15:00:10 GMT', 10],
		[undefined, null],
		[null, null],
		['', null],
		['-5', null],
		['1.5', null],
		['2027', 2027],
		['soon', null],
		['2026-03-11', null],
		[['7'], 7],
		[{}, null],
	])('%j asks for %j seconds', (header, seconds) => {
		expect(retryAfterSeconds(header, now)).toBe(seconds);
	});
});

describe('a problem', () => {
	it.each(['rate_limited', 'server', 'unreachable', 'unreadable'] as ApiErrorKind[])(
		'passes where it is "%s"',
		(kind) => {
			expect(isTransient(new ApiError({ kind, message: '', advice: '' }))).toBe(true);
		},
	);

	it.each(['unauthorized', 'forbidden', 'not_found', 'superseded', 'refused'] as ApiErrorKind[])(
		'stays where it is "%s"',
		(kind) => {
			expect(isTransient(new ApiError({ kind, message: '', advice: '' }))).toBe(false);
		},
	);

	it('does not pass where it is none of ours', () => {
		for (const other of [new Error('server'), { kind: 'server' }, null, undefined])
			expect(isTransient(other)).toBe(false);
	});
});

describe('the error that n8n shows', () => {
	const node = { id: '1', name: 'SelfKey', type: 'test', typeVersion: 1, position: [0, 0], parameters: {} } as INode;

	it('says what is wrong and what to do, with the status and the item', () => {
		const error = toNodeError(
			node,
			new ApiError({ kind: 'server', status: 503, message: 'SelfKey has a fault', advice: 'Wait' }),
			3,
		);
		expect(error).toBeInstanceOf(NodeApiError);
		expect(error).toMatchObject({
			message: 'SelfKey has a fault',
			description: 'Wait',
			httpCode: '503',
			context: { itemIndex: 3 },
		});
		expect(toNodeError(node, new ApiError({ kind: 'unreachable', message: 'No way', advice: 'Wait' }))).toMatchObject({
			message: 'No way',
			description: 'Wait',
		});
	});

	it('passes on what is an error of n8n already', () => {
		for (const error of [new NodeOperationError(node, 'a'), new NodeApiError(node, { message: 'b' })])
			expect(toNodeError(node, error, 1)).toBe(error);
	});

	it('keeps of anything else its first line alone: no request, no answer, no cause', () => {
		const raw = Object.assign(new Error('It failed\nAuthorization: Bearer never-to-be-seen'), {
			config: { headers: { Authorization: 'never-to-be-seen' } },
			response: { data: 'never-to-be-seen' },
			cause: new Error('never-to-be-seen'),
		});
		const error = toNodeError(node, raw, 2);
		expect(error).toMatchObject({ message: 'It failed', context: { itemIndex: 2 } });
		expect(everythingIn(error)).not.toContain('never-to-be-seen');
	});

	it('does not quote what could not be parsed', () => {
		const parse = () => JSON.parse('Dupont-never-to-be-seen') as unknown;
		let fault: unknown;
		try {
			parse();
		} catch (error) {
			fault = error;
		}
		expect(String(fault)).toContain('Dupont');
		const error = toNodeError(node, fault);
		expect(error.message).toBe("Unexpected fault in the node (SyntaxError). Report it with the node's version");
		expect(everythingIn(error)).not.toContain('Dupont');
	});

	it.each([
		['text', 'string'],
		[undefined, 'undefined'],
		[new Error(''), 'Error'],
	])('has words for %p too', (thrown, name) => {
		expect(toNodeError(node, thrown).message).toContain(`Unexpected fault in the node (${name})`);
	});
});
