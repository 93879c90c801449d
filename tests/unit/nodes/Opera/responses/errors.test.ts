/** OPERA's own words in an error: title, first detail and code, without guests and secrets. */
import { errorForProblem, isProblem, problemText } from '../../../../../nodes/Opera/responses/errors';

const opera = { name: 'Opera', advice: { forbidden: 'F', not_found: 'N', server: 'S' } };
const problem = JSON.stringify({
	type: 'about:blank',
	title: 'Invalid Request.',
	'o:errorCode': 'GEN00001',
	'o:errorDetails': [
		{ type: 'a', title: 'T', detail: 'Room type DLX is not valid for Marie Dupont.', 'o:errorCode': 'RSV00021' },
		{ type: 'a', title: 'Second', detail: 'Never shown' },
	],
});

test('it is one line, with what the guest is called left out', () => {
	expect(problemText(problem, ['Marie', 'Dupont'])).toBe(
		'Invalid Request: Room type DLX is not valid for […] […] (GEN00001)',
	);
});

test.each(['', 'not json', '<html>', '[]', '{}', '{"title":" "}'])('%s says nothing', (body) => {
	expect(problemText(body, [])).toBeNull();
});

test('a token, a card and an address never stand in it', () => {
	const said = problemText(
		JSON.stringify({ title: 'No', detail: 'Bearer abcdefghijk.lmnop for guest@example.com, card 4111 1111 1111 1111' }),
		[],
	);
	for (const secret of ['abcdefghijk', 'guest@example.com', '1111 1111']) expect(said).not.toContain(secret);
});

test.each<[number, string, string]>([
	[400, 'refused', 'Opera refused the request (HTTP 400: Invalid Request'],
	[500, 'server', 'Opera has a fault at present (HTTP 500: Invalid Request'],
	[404, 'not_found', 'Opera did not find what was asked for (HTTP 404: Invalid Request'],
])('%i is %s, in words', (status, kind, begins) => {
	const error = errorForProblem(opera, { status, body: problem, retryAfter: null }, []);
	expect(error.kind).toBe(kind);
	expect(error.message.startsWith(begins)).toBe(true);
});

test('429 keeps the time to wait', () => {
	expect(errorForProblem(opera, { status: 429, body: '', retryAfter: 3 }, [])).toMatchObject({
		kind: 'rate_limited',
		retryAfter: 3,
	});
});

it.each<[unknown]>([
	[{ type: 'about:blank', title: 'Internal error' }],
	[{ title: 'Bad gateway', status: '502' }],
	[{ 'o:errorCode': 'GEN0500' }],
	[[{ title: 'Internal error', 'o:errorCode': 'GEN0500' }]],
	[{ error: 'upstream timed out' }],
	[{ errors: [{ message: 'no route' }] }],
	[{ fault: { faultstring: 'Policy' } }],
	[{ errorCode: 7, errorMessage: 'no' }],
])('%j is an error, whatever its status', (json) => {
	expect(isProblem(json)).toBe(true);
});

it.each<[unknown]>([
	[null],
	[{}],
	[[]],
	[[{ statistics: [] }]],
	[{ reservations: { reservation: [] }, links: [] }],
	[{ reservations: {}, errors: [], error: null }],
	[{ maturedDeposits: [], title: 'Deposits' }],
])('%j is an answer', (json) => {
	expect(isProblem(json)).toBe(false);
});
