import { elementsAt } from '../../../../core/xml/read';
import { readXmlList } from '../../../../core/xml/read-list';
import { inProportion } from '../../../support/cpu-time';

const MESSAGE = /^m$/;

describe('a list in which characters could not be decoded', () => {
	it('tells which of its messages they are in', () => {
		const { root } = readXmlList(
			'<r><m><t>a\uFFFD\uFFFD</t><t b="\uFFFD">c</t><t>d</t></m><m><t>e</t></m><m>\uFFFD</m></r>',
			MESSAGE,
		);
		expect(root.children.map(({ mended }) => mended ?? false)).toEqual([true, false, true]);
		expect(elementsAt(root, 'm/t').map(({ mended }) => mended ?? false)).toEqual([true, true, false, false]);
	});

	it.each([
		['eight million', '\uFFFD', 8_000_000],
		['four million beside others', 'a\uFFFD', 4_000_000],
	])('takes a moment, though there are %s of them', (_, unit, size) => {
		const { root } = inProportion(
			(count) => readXmlList(`<r><m>${unit.repeat(count)}</m><m>b</m><m>\uFFFD</m></r>`, MESSAGE),
			size,
		);
		expect(root.children.map(({ mended }) => mended ?? false)).toEqual([true, false, true]);
	});
});
