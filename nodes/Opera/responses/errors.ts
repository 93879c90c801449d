/**
 * What OPERA says when it does not do something: `title`, `o:errorCode` and the first of `o:errorDetails`. Pure.
 * Source: `exceptionDetailType` in Oracle's API descriptions.
 */
import { recordOf } from '../../../core/payload/field-reader';
import { jsonOrNull } from '../../../core/payload/json-or-null';
import { reasonText } from '../../../core/text/clean-reason';
import { ApiError } from '../../shared/request/api-error';
import { errorForStatus, type RemoteSystem } from '../../shared/request/error-for-status';
import { listOf } from './lists';

/**
 * "title: first detail (code)", without guests and secrets; `null` if the answer is no problem that OPERA describes.
 * @param privateValues guests' data and secrets that it may quote
 */
export function problemText(body: string, privateValues: readonly string[]): string | null {
	const { title, detail, 'o:errorCode': code, 'o:errorDetails': details } = recordOf(jsonOrNull(body));
	const [first] = listOf(details, 'detail', 'title', 'o:errorCode');
	const said = textOf(first?.['detail']) ?? textOf(first?.['title']) ?? textOf(detail);
	const known = [...new Set([textOf(title), said])]
		.filter((text) => text !== null)
		.map((text) => text.replace(/\.$/, ''));
	if (known.length === 0) return null;
	const number = textOf(code) ?? textOf(first?.['o:errorCode']);
	return reasonText(`${known.join(': ')}${number === null ? '' : ` (${number})`}`, privateValues);
}

/** What others put in place of an answer; no answer that is asked for here has such a field of its own. */
const ERRORS = ['error', 'errors', 'errorCode', 'errorMessage', 'fault'];

/**
 * Whether a JSON answer is the description of an error (RFC 7807, with OPERA's own fields), or a gateway's. With a status of
 * success it would say that there is no such reservation, or no such payment yet.
 */
export function isProblem(json: unknown): boolean {
	if (Array.isArray(json)) return json.length > 0 && json.every((each) => isProblem(each));
	const fields = recordOf(json);
	const isDescribed = typeof fields['type'] === 'string' || Number(fields['status']) >= 400;
	return (
		'o:errorCode' in fields ||
		(typeof fields['title'] === 'string' && isDescribed) ||
		ERRORS.some((name) => isFilled(fields[name]))
	);
}

function isFilled(value: unknown): boolean {
	return Array.isArray(value) ? value.length > 0 : ![undefined, null, '', false].includes(value as null);
}

/** As `errorForStatus`, with OPERA's words also where it has a fault: it answers 500 to much that it only refuses. */
export function errorForProblem(
	system: RemoteSystem,
	answer: { status: number; body: string; retryAfter: number | null },
	privateValues: readonly string[],
): ApiError {
	const { status, retryAfter } = answer;
	const said = problemText(answer.body, privateValues);
	const error = errorForStatus(system, { status, retryAfter, said });
	if (error.kind !== 'server' || said === null || error.message.includes(said)) return error;
	return new ApiError({
		kind: 'server',
		status,
		retryAfter,
		message: `${system.name} has a fault at present (HTTP ${status}: ${said})`,
		advice: error.advice,
	});
}

function textOf(value: unknown): string | null {
	return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}
