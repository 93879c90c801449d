import fc from 'fast-check';
import { contentLines } from '../../../../core/ical/content-lines';
import { assertProperty } from '../../../support/property';

/** As RFC 5545 says it, one thing after the other. */
function plainly(text: string): string[] {
	return text
		.replace(/^\uFEFF/, '')
		.replace(/\r+\n?/g, '\n')
		.replace(/\n[ \t]/g, '')
		.split('\n')
		.filter((line) => line.trim() !== '');
}

describe('content lines', () => {
	it('are unfolded, whatever the line breaks', () => {
		const part = fc.constantFrom(
			'\n',
			'\r\n',
			'\r\r\n',
			'\r',
			' ',
			'\t',
			'\n ',
			'\r\n\t',
			'a',
			'b: c',
			'\uFEFF',
			'\u00a0',
		);
		assertProperty(
			fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
				expect(contentLines(parts.join(''))).toEqual(plainly(parts.join('')));
			}),
			{ numRuns: 5_000 },
		);
	});

	it('are unfolded where a server has ended each line twice', () => {
		expect(contentLines('SUMMARY:Reser\r\r\n ved\r\r\nUID:1\r\r\n')).toEqual(['SUMMARY:Reserved', 'UID:1']);
	});
});
