import fc from 'fast-check';
import { contentLines } from '../../../../core/ical/content-lines';
import { assertProperty } from '../../../support/property';

/** As RFC 5545 says it, one thing after the other; of line breaks that follow each other, one counts. */
function plainly(text: string): string[] {
	return text
		.replace(/^\uFEFF/, '')
		.replace(/\r+\n?/g, '\n')
		.replace(/^\n+|(?<=\n)\n+/g, '')
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

	it.each(['\r\r\n', '\r\n\r\n', '\n\n', '\n\r', '\r\r', '\r\n\n'])(
		'are unfolded where a server has ended each line twice: %j',
		(end) => {
			const text = ['SUMMARY:Reser', ' ved', 'UID:1', '\t2', ''].join(end);
			expect(contentLines(text)).toEqual(['SUMMARY:Reserved', 'UID:12']);
		},
	);
});
