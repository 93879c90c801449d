import { ApiError, isTransient, type ApiErrorKind } from '../../../../../nodes/shared/request/api-error';
import {
	errorForStatus,
	errorForTokenStatus,
	type RemoteSystem,
} from '../../../../../nodes/shared/request/error-for-status';

const system: RemoteSystem = {
	name: 'Opera',
	advice: { forbidden: 'Ask for access', not_found: 'Check the ID', server: 'Wait' },
};

describe('errorForStatus', () => {
	it.each<[number, ApiErrorKind, boolean, string, string]>([
		[
			302,
			'refused',
			true,
			'Opera is at a different address from the base URL (HTTP 302)',
			'Enter the address in the Opera',
		],
		[400, 'refused', false, 'Opera refused the request (HTTP 400: no room)', 'Correct what it names'],
		[401, 'unauthorized', true, 'Opera did not accept the credentials', 'Check the Opera credential in n8n'],
		[403, 'forbidden', true, 'Opera denied access (HTTP 403: no room)', 'Ask for access'],
		[404, 'not_found', true, 'Opera did not find what was asked for (HTTP 404: no room)', 'Check the ID'],
		[405, 'refused', false, 'Opera refused the request (HTTP 405: no room)', 'Correct what it names'],
		[408, 'server', true, 'Opera does not accept the request at present (HTTP 408: no room)', 'Wait'],
		[413, 'refused', true, 'The request is too large for Opera (HTTP 413: no room)', 'Raise the limit'],
		[422, 'refused', false, 'Opera refused the request (HTTP 422: no room)', 'Correct what it names'],
		[423, 'server', true, 'Opera does not accept the request at present (HTTP 423: no room)', 'Wait'],
		[425, 'server', true, 'Opera does not accept the request at present (HTTP 425: no room)', 'Wait'],
		[429, 'rate_limited', true, 'Opera asks to slow down and to wait 7 seconds', 'Nothing is lost'],
		[500, 'server', true, 'Opera has a fault at present (HTTP 500)', 'Wait'],
		[503, 'server', true, 'Opera has a fault at present (HTTP 503)', 'Wait'],
	])('%i is "%s", may be sent again: %s', (status, kind, retryable, message, advice) => {
		const error = errorForStatus(system, { status, retryAfter: 7, said: 'no room' });
		expect(error).toMatchObject({ kind, retryable, message, status, retryAfter: 7 });
		expect(error.advice.startsWith(advice)).toBe(true);
		expect(isTransient(error)).toBe(kind === 'server' || kind === 'rate_limited');
	});

	it('is in the system’s own words where it has any', () => {
		const wordy: RemoteSystem = {
			name: 'Opera',
			isRefusalRetryable: true,
			does: { forbidden: 'keeps the door shut' },
			advice: { ...system.advice, refused: 'Think again' },
		};
		expect(errorForStatus(wordy, { status: 403, reference: 'X-1' })).toMatchObject({
			message: 'Opera keeps the door shut (HTTP 403)',
			advice: "Ask for access. Opera's reference for support: X-1",
		});
		expect(errorForStatus(wordy, { status: 409 })).toMatchObject({
			kind: 'refused',
			retryable: true,
			message: 'Opera refused the request (HTTP 409)',
			advice: 'Think again',
		});
	});

	it('has words without the words error, problem or failure, for every status', () => {
		for (let status = 300; status < 600; status++) {
			const { message, advice } = errorForStatus(system, { status });
			expect(`${message} ${advice}`).not.toMatch(/error|problem|failure|undefined/i);
		}
	});
});

describe('errorForTokenStatus', () => {
	it.each<[number, ApiErrorKind]>([
		[400, 'unauthorized'],
		[401, 'unauthorized'],
		[403, 'unauthorized'],
		[404, 'unauthorized'],
		[408, 'server'],
		[429, 'rate_limited'],
		[500, 'server'],
	])('%i is "%s"', (status, kind) => {
		const error = errorForTokenStatus(system, status);
		expect(error).toBeInstanceOf(ApiError);
		expect(error).toMatchObject({ kind, status, message: `Opera did not issue a token (HTTP ${status})` });
	});
});
