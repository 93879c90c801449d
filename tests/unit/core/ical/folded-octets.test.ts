/** Lines that were folded by octets, in the middle of a character: RFC 5545, section 3.1. */
import fc from 'fast-check';
import { contentLines } from '../../../../core/ical/content-lines';
import { withWholeCharacters } from '../../../../core/ical/folded-octets';
import { assertProperty } from '../../../support/property';

/** As a writer does it that counts octets alone. */
function foldedAt(line: string, every: number, fold: string): Uint8Array {
	const octets = Buffer.from(line);
	const pieces: Buffer[] = [];
	for (let at = 0; at < octets.length; at += every) pieces.push(octets.subarray(at, at + every), Buffer.from(fold));
	return Buffer.concat(pieces.slice(0, -1));
}

const read = (octets: Uint8Array) => contentLines(new TextDecoder().decode(withWholeCharacters(octets)));

it('reads a name whose letters were divided', () => {
	expect(read(foldedAt('SUMMARY:Reserved - Zoë Lefèvre', 22, '\r\n '))).toEqual(['SUMMARY:Reserved - Zoë Lefèvre']);
});

it('reads any line, wherever and however it was folded', () => {
	// No white space: a piece that begins with it looks like a fold itself.
	const text = fc
		.string({ unit: 'binary', minLength: 1 })
		.map((one) => `SUMMARY:${one.replace(/[\s\uFEFF\0]/gu, 'é')}`);
	assertProperty(
		fc.property(
			text,
			fc.integer({ min: 1, max: 75 }),
			fc.constantFrom('\r\n ', '\n ', '\r\n\t', '\r ', '\r\n\r\n ', '\n\n\t', '\n\r '),
			(line, every, fold) => {
				expect(read(foldedAt(line, every, fold))).toEqual([line]);
			},
		),
	);
});

it('leaves everything else as it is', () => {
	assertProperty(
		fc.property(fc.string({ unit: 'grapheme' }), (text) => {
			const octets = Buffer.from(text);
			expect(Buffer.from(withWholeCharacters(octets)).equals(octets)).toBe(true);
		}),
	);
});
