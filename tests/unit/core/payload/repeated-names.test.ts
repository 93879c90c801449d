import fc from 'fast-check';
import { repeatedNames } from '../../../../core/payload/repeated-names';
import { assertProperty } from '../../../support/property';

it('finds exactly the names that stand twice in the outermost object, whatever stands within', () => {
	const name = fc.oneof(fc.constantFrom('a', 'b', '"', '\\', '{', ':', '__proto__'), fc.string());
	const entries = fc.array(fc.tuple(name, fc.jsonValue({ maxDepth: 3 })), { maxLength: 6 });
	assertProperty(
		fc.property(entries, (pairs) => {
			const json = `{${pairs.map(([key, value]) => `${JSON.stringify(key)} : ${JSON.stringify(value)}`).join(',')}}`;
			const names = pairs.map(([key]) => key.trim());
			const expected = new Set(names.filter((each, index) => names.indexOf(each) !== index));
			expect(new Set(repeatedNames(json))).toEqual(expected);
		}),
	);
});
