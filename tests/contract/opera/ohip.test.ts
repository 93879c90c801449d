/**
 * Every request of the node, and every answer of the stand-in, against Oracle's own API descriptions. They are not part
 * of this repository: where the folder `../shared/ohip` is missing, this file says so and checks nothing.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { startOpera, type OperaSandbox, type SeenRequest } from '../../../sandbox/opera';
import { mistakes, operationOf, parametersOf, type Description } from '../../support/openapi';
import { operaOptions } from '../../support/opera-node';
import { everyOperation } from '../../support/opera-day';

const FOLDER = path.resolve(__dirname, '../../../../shared/ohip');
const FILES = ['rsv', 'crm', 'fof', 'hsk', 'inv', 'csh', 'lov', 'entcfg', 'int', 'oauth'];
const isThere = existsSync(path.join(FOLDER, 'rsv.json'));

if (!isThere)
	process.stderr.write(
		"Oracle's API descriptions are not at ../shared/ohip: the node's requests are not checked against them\n",
	);

(isThere ? describe : describe.skip)("Oracle's API descriptions", () => {
	let descriptions: Description[];
	let opera: OperaSandbox;
	const seen: SeenRequest[] = [];

	beforeAll(async () => {
		descriptions = FILES.map(
			(name) => JSON.parse(readFileSync(path.join(FOLDER, `${name}.json`), 'utf8')) as Description,
		);
		opera = await startOpera(operaOptions);
		opera.onRequest((request) => seen.push(request));
		await everyOperation(opera);
	});

	afterAll(async () => {
		await opera?.close();
	});

	/** One name for each kind of request, so that a hundred of them are one line. */
	const nameOf = ({ method, path: at }: SeenRequest) => `${method} ${at.replace(/\d{6,}/g, '{id}')}`;

	const described = ({ method, path: at }: SeenRequest) => {
		for (const description of descriptions) {
			const operation = operationOf(description, method, at);
			if (operation) return { description, operation };
		}
		return null;
	};

	test('know every request by its method and path', () => {
		expect(seen.length).toBeGreaterThan(30);
		expect([...new Set(seen.filter((request) => !described(request)).map(nameOf))]).toEqual([]);
		const paths = new Set(seen.map(nameOf));
		for (const wanted of [
			'POST /rsv/v1/hotels/PARADISE/reservations',
			'PUT /rsv/v1/hotels/PARADISE/reservations/{id}',
			'POST /rsv/v1/hotels/PARADISE/reservations/{id}/cancellations',
			'POST /crm/v1/guests',
			'GET /int/v1/externalSystem/SELFKEY/hotels/PARADISE/businessEvents',
			'GET /int/v1/externalSystem/SELFKEY/businessEvents',
			'POST /oauth/v1/tokens',
		])
			expect(paths).toContain(wanted);
	});

	test('are asked for both grants, for OPERA to fill in codes, and for a page of its own reservations', () => {
		const forms = seen.filter(({ path: at }) => at === '/oauth/v1/tokens').map(({ form }) => form.get('grant_type'));
		expect(new Set(forms)).toEqual(new Set(['client_credentials', 'password']));
		const filledIn = seen.filter(
			({ body }) => (body as { reservationNotification?: unknown } | null)?.reservationNotification,
		);
		expect(new Set(filledIn.map(({ method }) => method))).toEqual(new Set(['POST', 'PUT']));
		const pages = seen.filter(({ query }) => query.has('departureStartDate') && query.get('limit') === '10');
		expect(pages.length).toBeGreaterThan(0);
	});

	test('allow every parameter and every header that is sent, and miss none', () => {
		const wrong = seen.flatMap((request) => {
			const found = described(request);
			if (!found) return [];
			const parameters = parametersOf(found.description, found.operation);
			const problems = [...request.query].flatMap(([name, value]) => {
				const parameter = parameters.find((each) => each.in === 'query' && each.name === name);
				if (!parameter) return [`${name} is no parameter`];
				const allowed = parameter.enum ?? parameter.items?.enum;
				return allowed && !allowed.includes(value) ? [`${name}=${value} is not allowed`] : [];
			});
			const missing = parameters
				.filter(({ in: place, required }) => required === true && (place === 'query' || place === 'header'))
				.filter(({ in: place, name }) =>
					place === 'query' ? !request.query.has(name) : request.headers[name.toLowerCase()] === undefined,
				)
				.map(({ name }) => `${name} is missing`);
			return [...problems, ...missing].map((problem) => `${nameOf(request)}: ${problem}`);
		});
		expect([...new Set(wrong)]).toEqual([]);
	});

	test('describe every body as it is sent', () => {
		const wrong = seen.flatMap((request) => {
			const found = described(request);
			const body = found && parametersOf(found.description, found.operation).find((each) => each.in === 'body');
			if (!found || !body?.schema || request.body === null) return [];
			return mistakes(found.description, body.schema, request.body).map((mistake) => `${nameOf(request)} ${mistake}`);
		});
		expect([...new Set(wrong)]).toEqual([]);
	});

	test('describe every answer of the stand-in, so that the node is not tried on an invention', () => {
		const wrong = seen.flatMap((request) => {
			const found = described(request);
			const { answer } = request;
			if (!found || !('status' in answer) || !answer.body) return [];
			const response = found.operation.responses[String(answer.status)];
			if (!response) return [`${nameOf(request)}: ${answer.status} is not described`];
			const schema = response.schema ?? found.description.responses?.[response.$ref?.split('/').at(-1) ?? '']?.schema;
			if (!schema) return [];
			const places = (body: unknown) =>
				mistakes(found.description, schema, body).map((text) => text.replace(/\[\d+\]/g, '[]'));
			// Oracle's own example of an event has texts where the description has numbers, and so has the stand-in.
			const known = places(response.examples?.['application/json'] ?? {});
			return places(JSON.parse(String(answer.body)))
				.filter((mistake) => !known.includes(mistake))
				.map((mistake) => `${nameOf(request)} → ${answer.status} ${mistake}`);
		});
		expect([...new Set(wrong)]).toEqual([]);
	});
});
