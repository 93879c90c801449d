import { readFileSync } from 'node:fs';
import type { INodeProperties } from 'n8n-workflow';
import { linesOf, PARAMETER_NAMES, parameterLines } from './parameter-names';

const frozen = readFileSync(PARAMETER_NAMES, 'utf8').split('\n').filter(Boolean);

describe('what saved workflows hold', () => {
	const present = parameterLines();

	it('is all still there: no parameter, value or default has gone or changed', () => {
		const lines = new Set(present);
		expect(frozen.filter((line) => !lines.has(line))).toEqual([]);
	});

	it('has all that is new on the list: run `npx tsx scripts/parameter-names.ts`', () => {
		const lines = new Set(frozen);
		expect(present.filter((line) => !lines.has(line))).toEqual([]);
	});
});

describe('the list', () => {
	const operation = { resource: ['room'], operation: ['get', 'getAll'] };
	const field = (changes: Partial<INodeProperties> = {}): INodeProperties => ({
		...{ displayName: 'Room', name: 'room', type: 'string', default: '', displayOptions: { show: operation } },
		...changes,
	});

	it.each<[string, Partial<INodeProperties>]>([
		['the name', { name: 'roomId' }],
		['the type', { type: 'number' }],
		['the default', { default: '1' }],
		['whether it is a list', { typeOptions: { multipleValues: true } }],
		['an operation that shows it', { displayOptions: { show: { ...operation, operation: ['get'] } } }],
	])('loses a line where a change of a parameter concerns %s', (_, change) => {
		const changed = linesOf('node', [field(change)]);
		expect(linesOf('node', [field()]).filter((line) => !changed.includes(line))).not.toEqual([]);
	});

	it('stays as it is where only words change', () => {
		const changed = field({ displayName: 'The room', description: 'x', placeholder: 'e.g. 1' });
		expect(linesOf('node', [changed])).toEqual(linesOf('node', [field()]));
	});

	it('names values, modes and what is inside of collections', () => {
		const show = { displayOptions: {} };
		const status = field({ ...show, name: 'status', type: 'options', options: [{ name: 'New', value: 'new' }] });
		const row = field({
			...show,
			type: 'resourceLocator',
			modes: [{ displayName: 'By ID', name: 'id', type: 'string' }],
		});
		const rows = [{ displayName: 'Rows', name: 'rows', values: [row] }];
		const nested = field({ ...show, name: 'more', type: 'fixedCollection', default: {}, options: rows });
		const all = field({ ...show, name: 'options', type: 'collection', default: {}, options: [status, nested] });
		expect(linesOf('node', [all])).toEqual([
			'node [] options.more.rows.room by id',
			'node [] options.more.rows.room: resourceLocator = ""',
			'node [] options.more: fixedCollection = {}',
			'node [] options.status may be "new"',
			'node [] options.status: options = ""',
			'node [] options: collection = {}',
		]);
	});
});
