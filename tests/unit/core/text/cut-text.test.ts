import fc from 'fast-check';
import { cutText, shorten } from '../../../../core/text/cut-text';
import { assertProperty } from '../../../support/property';

test('a shortened text has at most so many characters and no half one, and says that it is shortened', () => {
	assertProperty(
		fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), fc.integer({ min: 1, max: 60 }), (text, max) => {
			const short = shorten(text, max);
			expect(short.length).toBeLessThanOrEqual(max);
			expect(short).not.toMatch(/\p{Cs}/u);
			expect(short === text || short.endsWith('…')).toBe(true);
			expect(text.startsWith(short.slice(0, -1))).toBe(true);
		}),
	);
});

test('what fits stays as it is, counted as a database counts', () => {
	expect(shorten('😀'.repeat(2), 4)).toBe('😀😀');
	expect(shorten('😀'.repeat(3), 4)).toBe('😀…');
});

test('a text from outside is not cut within a number, which would no longer be known as one', () => {
	const cut = cutText(`${'a'.repeat(30)} 4111 1111 1111 1111`, 40);
	expect(cut).toMatch(/^a+… \[shortened\]$/);
});
