/** Templates 71 and 72: whose rows in `opera_guests` are the guest's. OPERA and the desk spell an e-mail address as they like. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { WorkflowFile } from '../../../sandbox/n8n/host/types';

type Json = Record<string, unknown>;

const nodesOf = (file: string) =>
	(JSON.parse(readFileSync(path.join(__dirname, '../../../workflows', file), 'utf8')) as WorkflowFile).nodes;
const parametersOf = (file: string, name: string) => nodesOf(file).find((node) => node.name === name)!.parameters;

/** What an expression says, where the nodes that it names gave out these items. */
function evaluate(expression: unknown, given: Record<string, Json[]>, $json: Json = {}): unknown {
	const [, body = ''] = /^=\{\{(.*)\}\}$/s.exec(String(expression)) ?? [];
	return new Function('$', '$json', `return ${body}`)((name: string) => {
		const items = (given[name] ?? []).map((json) => ({ json }));
		return { all: () => items, first: () => items[0] };
	}, $json);
}

const operaGuests = parametersOf('71-export-personal-data.json', 'Everything')['assignments'] as {
	assignments: Array<{ name: string; value: string }>;
};
const FORMS = {
	'71-export-personal-data.json': (given: Record<string, Json[]>) =>
		(evaluate(operaGuests.assignments.find(({ name }) => name === 'operaGuests')?.value, given) as Json[]).map(
			({ id }) => id,
		),
	'72-erase-personal-data.json': (given: Record<string, Json[]>) =>
		(
			evaluate(parametersOf('72-erase-personal-data.json', 'Those with the address')['jsonOutput'], given) as {
				rows: Json[];
			}
		).rows.map(({ rowId }) => rowId),
};

const ROWS = [
	...[
		'anna@hotel.example',
		'Anna@Hotel.EXAMPLE',
		' ANNA@hotel.example\n',
		'joanna@hotel.example',
		'anna@hotel.example.org',
	],
	...['ann_@hotel.example', '%', '', null],
].map((email, n) => ({ id: n + 1, profileId: `P${n + 1}`, email }));

describe.each(Object.entries(FORMS))('%s', (file, idsOf) => {
	const found = (email: unknown, rows: Json[] = ROWS) =>
		idsOf({ 'Open the form': [{ email }], 'Guests of Opera': rows });

	test('an address is the guest’s in small letters, capitals, and with blanks around', () => {
		for (const typed of ['anna@hotel.example', 'ANNA@hotel.example', '  Anna@Hotel.Example '])
			expect(found(typed)).toEqual([1, 2, 3]);
	});

	test('nobody else’s is, also where it holds the other’s or a sign that stands for any', () => {
		expect(found('joanna@hotel.example')).toEqual([4]);
		expect(found('ann_@hotel.example')).toEqual([6]);
		expect(found('%')).toEqual([7]);
		expect(found('na@hotel.example')).toEqual([]);
	});

	test('without an address nobody is, neither a row without one nor n8n’s empty item', () => {
		for (const typed of ['', '   ', null, undefined]) expect(found(typed)).toEqual([]);
		expect(found('anna@hotel.example', [{}])).toEqual([]);
	});

	test('all rows of the hotel are read that may be the guest’s, and none where no address was typed', () => {
		const { filters, ...get } = parametersOf(file, 'Guests of Opera') as {
			filters: { conditions: Array<{ keyName: string; condition: string; keyValue: string }> };
		};
		expect(get).toMatchObject({ operation: 'get', returnAll: true, matchType: 'allConditions' });
		expect(filters.conditions.map(({ keyName, condition }) => [keyName, condition])).toEqual([
			['hotel', 'eq'],
			['email', 'ilike'],
		]);
		const hotel = (email: unknown) =>
			evaluate(filters.conditions[0]?.keyValue, {
				'Open the form': [{ email }],
				'Which hotel': [{ hotelSlug: 'hotel-paradise' }],
			});
		expect(['anna@hotel.example', '', ' ', null].map(hotel)).toEqual(['hotel-paradise', '(none)', '(none)', '(none)']);
		// What n8n takes for a pattern, and what SQLite knows no capitals of, narrows nothing.
		const holds = (email: unknown) => evaluate(filters.conditions[1]?.keyValue, { 'Open the form': [{ email }] });
		expect(['Anna.B+1_c-d@hotel.example ', 'a%b@hotel.example', 'é@hotel.example', '', null].map(holds)).toEqual([
			'Anna.B+1_c-d@hotel.example',
			...['%', '%', '%', '%'],
		]);
	});
});

test('a row is deleted by its ID in this hotel; n8n counts from 1, so that 0 is none', () => {
	const { matchType, filters } = parametersOf('72-erase-personal-data.json', 'Delete from the Opera table') as {
		matchType: string;
		filters: { conditions: Array<{ keyName: string; condition: string; keyValue: string }> };
	};
	const hotel = { 'Which hotel': [{ hotelSlug: 'hotel-paradise' }] };
	const of = ($json: Json) =>
		filters.conditions.map(({ keyName, condition, keyValue }) => [
			keyName,
			condition,
			evaluate(keyValue, hotel, $json),
		]);
	expect(matchType).toBe('allConditions');
	expect(of({ rowId: 7 })).toEqual([
		['hotel', 'eq', 'hotel-paradise'],
		['id', 'eq', 7],
	]);
	expect(of({})[1]).toEqual(['id', 'eq', 0]);
});
