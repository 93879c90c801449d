/** What each part of a document learns from Booking.com's answer, in every form that an answer takes. */
import { sendDocument } from '../../../../../nodes/BookingCom/ari/send-document';
import { errorForAnswer, readAnswer } from '../../../../../nodes/BookingCom/responses/read-response';

const remark = (tag: 'Error' | 'Warning', record: number | null, text = 'Invalid value', code = '320') =>
	`<${tag} Type="3" Code="${code}" ShortText="${text}"${record === null ? '' : ` RecordID="${record}"`}/>`;
const answer = (inside: string) => `<OTA_HotelAvailNotifRS>${inside}</OTA_HotelAvailNotifRS><!-- RUID: [abc] -->`;
const errors = (...all: string[]) => `<Errors>${all.join('')}</Errors>`;
const warnings = (...all: string[]) => `<Success/><Warnings>${all.join('')}</Warnings>`;

/** Sends the parts a, b, …; each request gets the next answer. Results as words. */
async function resultsOf(parts: string[], answers: Array<[status: number, inside: string]>) {
	const sent: string[] = [];
	const results = await sendDocument(
		parts,
		(some) => some.join(''),
		async (body) => {
			sent.push(body);
			const [status, inside] = answers[sent.length - 1] ?? [200, '<Success/>'];
			if (status !== 200) throw errorForAnswer(status, answer(inside), null);
			return readAnswer(answer(inside), 'success');
		},
	);
	return {
		sent,
		results: results.map((result) => (result instanceof Error ? 'refused' : ['done', ...result.warnings].join(': '))),
	};
}

it.each<[string, Array<[number, string]>, string[], string[]]>([
	['success', [[200, '<Success/>']], ['done', 'done', 'done'], ['abc']],
	['success with a named warning', [[200, warnings(remark('Warning', 2))]], ['done', 'refused', 'done'], ['abc']],
	[
		'success with a note',
		[[200, warnings(remark('Warning', null, 'Note', '999'))]],
		['done: Note (code 999)', 'done: Note (code 999)', 'done: Note (code 999)'],
		['abc'],
	],
	[
		'success beside a named error',
		[[200, `<Success/>${errors(remark('Error', 1))}`]],
		['refused', 'done', 'done'],
		['abc'],
	],
	['a named error alone', [[200, errors(remark('Error', 1))]], ['refused', 'done', 'done'], ['abc', 'bc']],
	['400 that names one', [[400, errors(remark('Error', 3))]], ['done', 'done', 'refused'], ['abc', 'ab']],
	[
		'400 that names one, then another',
		[
			[400, errors(remark('Error', 3))],
			[400, errors(remark('Error', 1))],
		],
		['refused', 'done', 'refused'],
		['abc', 'ab', 'b'],
	],
	[
		'400 that names all',
		[[400, errors(remark('Error', 1), remark('Error', 2), remark('Error', 3))]],
		['refused', 'refused', 'refused'],
		['abc'],
	],
	[
		'400 that names all but one, which is refused without a name',
		[
			[400, errors(remark('Error', 1), remark('Error', 2))],
			[400, errors(remark('Error', null))],
		],
		['refused', 'refused', 'refused'],
		['abc', 'c'],
	],
	[
		'a part that is not in the request',
		[[200, warnings(remark('Warning', 4, 'Note', '999'))]],
		['done: Note (code 999)', 'done: Note (code 999)', 'done: Note (code 999)'],
		['abc'],
	],
])('%s', async (_, answers, results, sent) => {
	expect(await resultsOf(['a', 'b', 'c'], answers)).toEqual({ results, sent });
});

it.each<[string, [number, string]]>([
	['errors without a name', [200, errors(remark('Error', null))]],
	['400 without a name', [400, errors(remark('Error', null))]],
	['success beside an error without a name', [200, `<Success/>${errors(remark('Error', null))}`]],
	['a warning that something was not done', [200, warnings(remark('Warning', null))]],
	['duplicate dates', [200, warnings(remark('Warning', null, 'WARN_DUPLICATE_DATES: only the first occurrence', 'x'))]],
	['a closing that is refused', [200, warnings(remark('Warning', null, 'MINIMUM_CONTRACTED_ROOMS', 'x'))]],
])('is thrown where it is open which part is meant: %s', async (_, first) => {
	await expect(resultsOf(['a', 'b', 'c'], [first])).rejects.toThrow(/refused the request/);
	expect((await resultsOf(['a'], [first])).results).not.toEqual(['done']);
});

it.each([401, 403, 500])('a %d is about the whole request', async (status) => {
	await expect(resultsOf(['a', 'b'], [[status, errors(remark('Error', 1))]])).rejects.toThrow();
});
